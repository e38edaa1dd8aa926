import RelayKit

/// Facts of all answers, with the lanes that say them.
struct FactCollection {
  struct Identity: Hashable {
    var kind: DifferenceLens.Kind
    var key: String
  }

  struct Mention {
    var identity: Identity
    var range: Range<Int>
  }

  struct Entry {
    var identity: Identity
    var fact: DifferenceLens.Fact
  }

  /// What is not said by all, in the order of the list.
  private(set) var facts: [Entry] = []
  /// Where each answer says what, in order.
  private(set) var mentions: [[Mention]] = []

  private struct Found {
    var fact: FactScanner.Found
    var context: String
    var isSaid: [Bool]
  }

  private let answers: [LensAnswer]
  private let readings: [LensReading]
  private var found: [Identity: Int] = [:]
  private var list: [(identity: Identity, found: Found)] = []

  init(_ answers: [LensAnswer], _ readings: [LensReading]) {
    (self.answers, self.readings) = (answers, readings)
    let comparesJSON = readings.count { $0.json != nil } > 1
    for index in readings.indices { collect(index, leavesOutJSON: comparesJSON) }
    findNames()
    if comparesJSON { facts += jsonFacts() }
    facts += wordFacts()
    let contested = facts.filter(\.fact.isContested)
    facts = contested + facts.filter { !$0.fact.isContested }
  }

  private mutating func collect(_ index: Int, leavesOutJSON: Bool) {
    let reading = readings[index]
    var scanner = FactScanner(reading.bytes, isGerman: reading.isGerman)
    let json = leavesOutJSON ? reading.json?.range : nil
    for unit in reading.units where json?.contains(unit.range.lowerBound) != true {
      scanner.scan(unit.range, isCode: unit.isCode)
    }
    mentions.append([])
    for fact in scanner.found {
      let identity = Identity(kind: fact.kind, key: fact.key)
      if let place = found[identity] {
        list[place].found.isSaid[index] = true
        if list[place].found.fact.isInCode, !fact.isInCode {
          list[place].found.fact = fact
          list[place].found.context = reading.snippet(around: fact.range, in: fact.sentence)
        }
      } else {
        found[identity] = list.count
        var isSaid = [Bool](repeating: false, count: answers.count)
        isSaid[index] = true
        let context = reading.snippet(around: fact.range, in: fact.sentence)
        list.append((identity, Found(fact: fact, context: context, isSaid: isSaid)))
      }
      mentions[index].append(Mention(identity: identity, range: fact.range))
    }
  }

  // MARK: Names

  /// A name may stand at the beginning of a sentence, in small letters or in code in another answer.
  private mutating func findNames() {
    var byFirstWord: [UInt64: [(words: [UInt64], place: Int)]] = [:]
    for place in list.indices where list[place].identity.kind == .name {
      let bytes = Array(list[place].found.fact.value.utf8)
      var scanner = WordScanner(bytes, in: 0..<bytes.count)
      var words: [UInt64] = []
      while let word = scanner.next() { words.append(word.hash) }
      if let first = words.first { byFirstWord[first, default: []].append((words, place)) }
    }
    guard !byFirstWord.isEmpty else { return }
    for (index, reading) in readings.enumerated() {
      var words: [UInt64] = []
      var scanner = WordScanner(reading.bytes, in: 0..<reading.bytes.count)
      while let word = scanner.next() { words.append(word.hash) }
      for at in words.indices {
        guard let candidates = byFirstWord[words[at]] else { continue }
        for candidate in candidates where !list[candidate.place].found.isSaid[index] {
          if words[at...].starts(with: candidate.words) { list[candidate.place].found.isSaid[index] = true }
        }
      }
    }
  }

  // MARK: The list

  private func fact(
    _ kind: DifferenceLens.Kind, _ value: String, _ context: String, _ isSaid: [Bool]
  ) -> DifferenceLens.Fact {
    var fact = DifferenceLens.Fact(
      kind: kind, value: value, context: context, said: [], missing: [], pending: [])
    for (index, answer) in answers.enumerated() {
      if isSaid[index] {
        fact.said.append(answer.lane)
      } else if answer.isComplete {
        fact.missing.append(answer.lane)
      } else {
        fact.pending.append(answer.lane)
      }
    }
    return fact
  }

  /// By kind; values with the same words beside them together, as they contradict each other; what more lanes say
  /// comes earlier.
  private func wordFacts() -> [Entry] {
    let open = list.enumerated().filter {
      !$0.element.found.isSaid.allSatisfy(\.self) && !$0.element.found.fact.isInCode
    }
    var groups: [FactScanner.Group: (first: Int, count: Int)] = [:]
    for (place, entry) in open {
      guard let group = entry.found.fact.group else { continue }
      groups[group, default: (place, 0)].count += 1
    }
    typealias Order = (kind: Int, rank: Int, group: Int, said: Int, place: Int)
    let ordered = open.map { place, entry -> (Order, Int) in
      let group = entry.found.fact.group.flatMap { groups[$0] }
      let isGrouped = (group?.count ?? 0) > 1
      let said = entry.found.isSaid.count(where: \.self)
      let order: Order = (
        entry.identity.kind.rawValue, isGrouped ? 0 : said > 1 ? 1 : 2, isGrouped ? group?.first ?? place : 0,
        -said,
        place
      )
      return (order, place)
    }
    return ordered.sorted { $0.0 < $1.0 }.map { _, place in
      let entry = list[place]
      return Entry(
        identity: entry.identity,
        fact: fact(entry.identity.kind, entry.found.fact.value, entry.found.context, entry.found.isSaid))
    }
  }

  private func jsonFacts() -> [Entry] {
    var order: [String] = []
    var values: [String: [(key: String, shown: String, isSaid: [Bool])]] = [:]
    for (index, reading) in readings.enumerated() {
      guard let json = reading.json?.value else { continue }
      for leaf in JSONLeaves.leaves(of: json) {
        if values[leaf.path] == nil { order.append(leaf.path) }
        if let place = values[leaf.path]?.firstIndex(where: { $0.key == leaf.key }) {
          values[leaf.path]?[place].isSaid[index] = true
        } else {
          var isSaid = [Bool](repeating: false, count: answers.count)
          isSaid[index] = true
          values[leaf.path, default: []].append((leaf.key, leaf.shown, isSaid))
        }
      }
    }
    var facts: [Entry] = []
    for path in order {
      for value in values[path] ?? [] where !value.isSaid.allSatisfy(\.self) {
        facts.append(
          Entry(
            identity: Identity(kind: .json, key: path + "\u{0}" + value.key),
            fact: fact(.json, value.shown, path, value.isSaid)))
      }
    }
    return facts
  }
}

/// The values of a JSON document that have no values inside.
enum JSONLeaves {
  struct Leaf {
    var path: String
    /// The same for the same value: `1.0` is `1`.
    var key: String
    var shown: String
  }

  static func leaves(of value: JSONValue) -> [Leaf] {
    var leaves: [Leaf] = []
    add(value, path: "", depth: 0, to: &leaves)
    return leaves
  }

  private static func add(_ value: JSONValue, path: String, depth: Int, to leaves: inout [Leaf]) {
    switch value {
    case .object(let object) where !object.members.isEmpty && depth < 300:
      let values = JSONRows.values(object)
      var told: Set<String> = []
      for key in object.members.map(\.key) where told.insert(key).inserted {
        if let inner = values[key] {
          add(inner, path: path + "/" + JSONRows.escaped(key), depth: depth + 1, to: &leaves)
        }
      }
    case .array(let elements) where !elements.isEmpty && depth < 300:
      for (index, inner) in elements.enumerated() {
        add(inner, path: "\(path)/\(index)", depth: depth + 1, to: &leaves)
      }
    case .number(let literal):
      leaves.append(Leaf(path: path, key: DecimalNumber(literal: literal)?.key ?? literal, shown: literal))
    default:
      let text = value.text()
      leaves.append(Leaf(path: path, key: text, shown: text))
    }
  }
}

extension LensReading {
  /// The words around a place, inside its sentence.
  func snippet(around range: Range<Int>, in sentence: Range<Int>) -> String {
    var start = max(sentence.lowerBound, range.lowerBound - 40)
    if start > sentence.lowerBound {
      let blank = bytes[start..<range.lowerBound].firstIndex(of: 0x20)
      start = blank.map { $0 + 1 } ?? start
      while start < range.lowerBound, bytes[start] & 0xC0 == 0x80 { start += 1 }
    }
    var end = min(sentence.upperBound, range.upperBound + 28)
    if end < sentence.upperBound {
      if let blank = bytes[range.upperBound..<end].lastIndex(of: 0x20) { end = blank }
      while end > range.upperBound, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    }
    var text = ""
    var isBehindBlank = false
    for scalar in String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars {
      if scalar == " " || scalar == "\n" || scalar == "\r" || scalar == "\t" {
        isBehindBlank = !text.isEmpty
      } else {
        if isBehindBlank { text += " " }
        isBehindBlank = false
        text.unicodeScalars.append(scalar)
      }
    }
    return (start > sentence.lowerBound ? "... " : "") + text + (end < sentence.upperBound ? " ..." : "")
  }
}
