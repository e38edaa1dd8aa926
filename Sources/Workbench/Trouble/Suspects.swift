import RelayKit

/// The places in our body that a refusal speaks of, the likeliest first.
struct Suspects: Sendable {
  let body: JSONValue
  let words: ErrorWords
  private(set) var places: [JSONPointer] = []
  /// A place that is wanted and not there.
  private(set) var missing: JSONPointer?
  private let reading: PlaceReading

  init(body: JSONValue, error: RelayError, words: ErrorWords, answer: JSONValue?) {
    self.body = body
    self.words = words
    reading = PlaceReading(body: body)
    let told = ([error.parameter] + Self.locations(in: answer, depth: 0)).compactMap(\.self)
    let opening = leading.map { [$0] } ?? []
    for name in told + listed + opening + tupleLocations + words.quoted { note(name) }
    if places.isEmpty { for name in unquoted { note(name) } }
    if places.isEmpty {
      let names = told + opening + (Complaint.reading(words) == .missing ? words.quoted : [])
      missing = names.lazy.compactMap(reading.missingPlace).first
    }
    if let first = places.first, body[first] == nil { missing = first }
    if let image = unreadableImage { places.insert(image, at: 0) }
  }

  private mutating func note(_ name: String) {
    guard let place = reading.place(named: name), !places.contains(place) else { return }
    places.append(place)
  }

  /// The likeliest place, down to the value that the words quote.
  var place: JSONPointer? {
    guard let first = places.first else { return roleInWords ?? missing }
    guard let value = body[first] else { return first }
    if first.steps.first == "messages", first.steps.count == 1, let role = roleInWords { return role }
    let inner = value.objectValue?.members.first { member in
      member.value.stringValue.map { words.quoted.contains($0) && $0.count < 40 } ?? false
    }
    return inner.map { first.appending($0.key) } ?? first
  }

  /// A message whose role the words refuse.
  private var roleInWords: JSONPointer? {
    guard words.says("role", "variant", "supported values"), let messages = body["messages"]?.arrayValue
    else {
      return nil
    }
    let named = Set(words.quoted.filter { ["developer", "system", "tool", "function"].contains($0) })
    func first(_ isRefused: (String) -> Bool) -> JSONPointer? {
      messages.firstIndex { $0["role"]?.stringValue.map(isRefused) ?? false }
        .map { JSONPointer(["messages", String($0), "role"]) }
    }
    // Where several are quoted, the others are those that would be taken.
    if let refused = words.quoted.first(where: { named.contains($0) }), refused == words.quoted.first {
      return first { $0 == refused }
    }
    for role in ["developer", "system", "tool"]
    where words.says("\(role) role", "role \(role)", "role: \(role)") {
      return first { $0 == role }
    }
    return nil
  }

  // MARK: Names in the words

  /// `messages.0.content: …`, as suppliers begin their sentences.
  private var leading: String? {
    let text = words.text.drop { $0 == "*" || $0 == " " }
    guard let end = text.firstIndex(of: ":"), text.distance(from: text.startIndex, to: end) < 120 else {
      return nil
    }
    let name = text[..<end]
    return name.contains(" ") || name.isEmpty ? nil : String(name)
  }

  /// `… supplied: foo, bar` and `… parameters: ['foo', 'bar']`.
  private var listed: [String] {
    for lead in [
      "arguments supplied:", "argument supplied:", "parameters:", "on this model:", "unknown field",
    ] {
      guard let place = words.lower.firstRange(of: lead) else { continue }
      let start = words.lower.utf8.distance(from: words.lower.startIndex, to: place.upperBound)
      let rest = String(decoding: words.text.utf8.dropFirst(start).prefix(300), as: UTF8.self)
      let sentence = rest.prefix { !"\n;".contains($0) }
      let list = sentence.split(separator: ". ").first ?? ""
      return list.split { ",[]{}() '\"`".contains($0) }.map { String($0.hasSuffix(".") ? $0.dropLast() : $0) }
        .prefix { !["for", "with", "to"].contains($0) }
        .filter { !$0.isEmpty }
    }
    return []
  }

  /// `'loc': ('body', 'messages', 0, 'role')`, as Python prints it.
  private var tupleLocations: [String] {
    var found: [String] = []
    var rest = words.text[...]
    while let mark = rest.firstRange(of: "'loc': ("), found.count < 10 {
      rest = rest[mark.upperBound...]
      guard let end = rest.firstIndex(of: ")") else { break }
      let steps = rest[..<end].split { ", '\"".contains($0) }
      found.append(steps.joined(separator: "."))
    }
    return found
  }

  /// Names of our keys that stand in the sentence without quotes.
  private var unquoted: [String] {
    let keys = (body.objectValue?.members ?? []).map(\.key).filter { !ParameterNames.everyday.contains($0) }
    let named = words.tokens.compactMap { token -> String? in
      guard case .word(let word) = token else { return nil }
      return word
    }
    return named.compactMap { word in
      keys.first { $0.lowercased() == word || (word.count > 3 && ParameterNames.plain($0) == word) }
        ?? ParameterNames.ours[ParameterNames.plain(word)].flatMap { $0.first { keys.contains($0) } }
    }
  }

  /// `loc` of every validation error in the answer.
  private static func locations(in value: JSONValue?, depth: Int) -> [String] {
    guard depth < 6 else { return [] }
    switch value {
    case .array(let items): return items.prefix(20).flatMap { locations(in: $0, depth: depth + 1) }
    case .object(let object):
      if let steps = object["loc"]?.arrayValue {
        return [steps.compactMap { $0.stringValue ?? $0.intValue.map(String.init) }.joined(separator: ".")]
      }
      return object.members.flatMap { locations(in: $0.value, depth: depth + 1) }
    default: return []
    }
  }

  /// The first picture, where the model is said to see none.
  private var unreadableImage: JSONPointer? {
    guard words.says("image", "vision", "multimodal", "multi-modal"),
      words.says(
        "not support", "unsupported", "only supported", "unknown variant `image", "not a multimodal",
        "no endpoints found that support"),
      let messages = body["messages"]?.arrayValue
    else { return nil }
    for (index, message) in messages.enumerated() {
      guard let parts = message["content"]?.arrayValue,
        let part = parts.firstIndex(where: { $0["type"]?.stringValue == "image_url" })
      else { continue }
      return JSONPointer(["messages", String(index), "content", String(part)])
    }
    return nil
  }
}
