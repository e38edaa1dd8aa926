/// Takes known keys out of an object, with their types and ranges. What does not fit becomes a problem and
/// reads as `nil`, so that all problems of a file come together. `finish` reports the keys nobody knew.
package struct ObjectReader {
  /// What the object is called in sentences; empty for the file's own.
  private let path: String
  private let members: [JSON5Member]
  private var known: Set<String> = []
  package let position: SourcePosition
  package let problems: ProblemList

  /// Reads a file whose root is an object. A file without any value reads as an empty object.
  /// - Throws: the problem, when the file is no JSON5 or no object. Repeated keys are in `problems`.
  package init(file bytes: some Sequence<UInt8>, name: String) throws(SourceProblem) {
    let document = try JSON5Document(keepingRepeatedKeys: bytes, name: name)
    let problems = ProblemList(document.source)
    problems.add(document.repeatedKeys)
    let root = document.root
    guard case .object(let members) = root.content else {
      throw document.source.problem(
        at: root.position, "Found \(root.kindName), expected an object: { … }.")
    }
    self.init(path: "", members: members, position: root.position, problems: problems)
  }

  private init(path: String, members: [JSON5Member], position: SourcePosition, problems: ProblemList) {
    self.path = path
    self.members = members
    self.position = position
    self.problems = problems
  }

  /// The members as they stand, for objects whose keys are names that the user chooses.
  package var all: [JSON5Member] { members }

  /// The value of a key, whatever it is.
  package mutating func value(_ key: String) -> JSON5Value? {
    known.insert(key)
    return members.first { $0.key == key }?.value
  }

  package mutating func text(_ key: String) -> Located<String>? {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value.content else { return refuse(value, key, "a string") }
    return Located(text, at: value.position)
  }

  package mutating func flag(_ key: String) -> Bool? {
    guard let value = value(key) else { return nil }
    guard case .bool(let flag) = value.content else { return refuse(value, key, "true or false") }
    return flag
  }

  /// - Parameter unit: for the sentence, for example ` seconds`.
  package mutating func number(_ key: String, in range: ClosedRange<Double>, unit: String = "") -> Double? {
    guard let value = value(key) else { return nil }
    let expectation = "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))\(unit)"
    guard case .number(let number) = value.content, range.contains(number.value) else {
      return refuse(value, key, expectation)
    }
    return number.value
  }

  package mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = value(key) else { return nil }
    guard case .number(let number) = value.content, let whole = Int(exactly: number.value),
      range.contains(whole)
    else {
      return refuse(value, key, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return whole
  }

  /// One of the raw values of an enumeration.
  package mutating func choice<Choice: CaseIterable & RawRepresentable>(
    _ key: String, of type: Choice.Type = Choice.self
  ) -> Choice? where Choice.RawValue == String {
    guard let text = text(key) else { return nil }
    if let choice = Choice(rawValue: text.value) { return choice }
    let names = Choice.allCases.map(\.rawValue)
    var sentence = "Found “\(text.value.shownShort)” for \(name(key)), expected \(Self.list(names))."
    if let meant = Spelling.nearest(to: text.value, among: names) { sentence += " Did you mean “\(meant)”?" }
    problems.add(sentence, at: text.position)
    return nil
  }

  /// An object inside this one.
  package mutating func object(_ key: String) -> ObjectReader? {
    guard let value = value(key) else { return nil }
    guard case .object(let members) = value.content else { return refuse(value, key, "an object: { … }") }
    return ObjectReader(
      path: path.isEmpty ? key : "\(path).\(key)", members: members, position: value.position,
      problems: problems)
  }

  /// A string, or an array of at least one string.
  package mutating func texts(_ key: String) -> [Located<String>]? {
    guard let value = value(key) else { return nil }
    let expectation = "a string or an array of strings"
    switch value.content {
    case .string(let text): return [Located(text, at: value.position)]
    case .array(let elements) where !elements.isEmpty:
      var texts: [Located<String>] = []
      for element in elements {
        guard case .string(let text) = element.content else { return refuse(element, key, expectation) }
        texts.append(Located(text, at: element.position))
      }
      return texts
    default: return refuse(value, key, expectation)
    }
  }

  /// Reports every key that nobody asked for.
  package func finish() {
    for member in members where !known.contains(member.key) && !problems.isFull {
      var sentence = "There is no setting \(name(member.key))."
      let meant = Spelling.nearest(to: member.key, among: known.sorted())
      sentence += meant.map { " Did you mean “\($0)”?" } ?? " There are: \(Self.list(known.sorted(), "and"))."
      problems.add(sentence, at: member.keyPosition)
    }
  }

  /// Reports a value of the wrong kind.
  package func refuse<Wanted>(_ value: JSON5Value, _ key: String, _ expectation: String) -> Wanted? {
    var found = value.kindName
    switch value.content {
    case .number(let number): found = number.json ?? "\(number.value)"
    case .string(let text) where text.unicodeScalars.count <= 40: found = "“\(text.shownShort)”"
    default: break
    }
    problems.add("Found \(found) for \(name(key)), expected \(expectation).", at: value.position)
    return nil
  }

  private func name(_ key: String) -> String {
    "“\(path.isEmpty ? "" : path + ".")\(key.shownShort)”"
  }

  private static func list(_ names: [String], _ link: String = "or") -> String {
    let quoted = names.map { "“\($0)”" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "nothing" }
    return quoted.dropLast().joined(separator: ", ") + " \(link) " + last
  }

  private static func text(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }
}
