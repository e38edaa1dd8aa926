import RelayKit

/// Scores as a judge wrote them, by the numbers that it saw; not yet checked.
struct RawVerdict {
  struct Entry {
    var number: Int
    var score: Double
    var reason: String
  }

  private(set) var entries: [Entry] = []
  /// 0 for none; `nil` where nothing is said of it.
  private(set) var best: Int?

  /// - Throws: when the value holds no scores.
  init(json: JSONValue, count: Int) throws(JudgePlan.Problem) {
    if let object = json.objectValue {
      best = Self.first(["best", "best_answer", "winner"], object).flatMap(Self.number)
    }
    if let list = Self.list(json) {
      entries = Self.entries(of: list, count: count)
    } else if let object = Self.table(json) {
      entries = object.members.compactMap { member in
        guard let number = Self.number(.string(member.key)), let score = Self.score(member.value) else {
          return nil
        }
        return Entry(number: number, score: score, reason: Self.reason(member.value))
      }
    }
    guard !entries.isEmpty else { throw JudgePlan.Problem("The judge's JSON holds no scores.") }
  }

  /// The list itself, or the first list of objects in it.
  private static func list(_ json: JSONValue) -> [JSONValue]? {
    if let list = json.arrayValue { return list }
    let lists = json.objectValue?.members.compactMap(\.value.arrayValue) ?? []
    return lists.first { list in list.contains { $0.objectValue != nil && score($0) != nil } }
      ?? json["scores"]?.arrayValue
  }

  /// `{"Answer 1": 7}`, alone or under a name.
  private static func table(_ json: JSONValue) -> JSONObject? {
    guard let object = json.objectValue else { return nil }
    func isTable(_ object: JSONObject) -> Bool {
      object.members.contains { number(.string($0.key)) != nil && score($0.value) != nil }
    }
    if isTable(object) { return object }
    return object.members.compactMap(\.value.objectValue).first(where: isTable)
  }

  /// Without numbers the place counts, if there is one entry for each answer.
  private static func entries(of list: [JSONValue], count: Int) -> [Entry] {
    let numbers = list.map { entry in
      entry.objectValue.flatMap { first(["answer", "number", "answer_number", "id", "index", "name"], $0) }
        .flatMap(number)
    }
    let isByPlace = list.count == count && numbers.allSatisfy { $0 == nil }
    return zip(list, numbers).enumerated().compactMap { place, pair in
      guard let score = score(pair.0), let number = isByPlace ? place + 1 : pair.1 else { return nil }
      return Entry(number: number, score: score, reason: reason(pair.0))
    }
  }

  private static func first(_ keys: [String], _ object: JSONObject) -> JSONValue? {
    keys.lazy.compactMap { object[$0] }.first
  }

  /// `2`, `"2"`, `"Answer 2"`, `"answer_2"`.
  private static func number(_ value: JSONValue) -> Int? {
    if case .number = value { return value.intValue }
    guard let text = value.stringValue?.lowercased() else { return nil }
    let bare =
      text.hasPrefix("answer") ? text.dropFirst("answer".count).drop { " _-#".contains($0) } : text[...]
    return Int(bare)
  }

  /// `7`, `"7"`, `"7/10"`, or an object that holds one of these.
  private static func score(_ value: JSONValue) -> Double? {
    if let object = value.objectValue {
      return first(["score", "rating", "points"], object).flatMap { $0.objectValue == nil ? score($0) : nil }
    }
    if let number = value.doubleValue { return number.isFinite ? number : nil }
    guard let text = value.stringValue else { return nil }
    return ScoreWords.whole(text[...])
  }

  private static func reason(_ value: JSONValue) -> String {
    guard let object = value.objectValue else { return "" }
    return first(["reason", "explanation", "rationale", "justification", "comment"], object)?.stringValue
      ?? ""
  }

  /// Lines that name an answer and a score, as `Answer 2: 7/10`; the score may stand on a line below.
  init(prose: String) {
    var current: Int?
    for line in prose.split(whereSeparator: \.isNewline) {
      let plain = line.filter { !"*#_`>|".contains($0) }.lowercased()
      var rest = plain[...]
      if let range = plain.firstRange(of: "answer ") {
        let digits = plain[range.upperBound...].prefix { $0.isASCII && $0.isNumber }
        if let number = Int(digits) {
          current = number
          rest = plain[digits.endIndex...]
        }
      }
      guard let number = current, let score = ScoreWords.outOfTen(rest) ?? ScoreWords.whole(rest) else {
        continue
      }
      entries.append(Entry(number: number, score: score, reason: Parameter.trimmed(line)))
    }
  }
}

/// Scores in words.
private enum ScoreWords {
  /// A text that is a score and nothing else, but for signs around it.
  static func whole(_ text: Substring) -> Double? {
    let bare = Parameter.trimmed(text).drop { ":-–—= ".contains($0) }
    let digits = bare.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let rest = bare.dropFirst(digits.count).filter { $0 != " " }
    guard ["", "/10", ".", "outof10"].contains(rest) else { return nil }
    return Double(digits).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The number before the only `/10`.
  static func outOfTen(_ text: Substring) -> Double? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    var found: [Double] = []
    for (before, behind) in zip(parts, parts.dropFirst()) {
      let next = behind.drop { $0 == " " }
      guard next.hasPrefix("10"), next.dropFirst(2).first.map({ !$0.isNumber }) ?? true else { continue }
      let digits = String(
        Parameter.trimmed(before).reversed().prefix { $0.isASCII && ($0.isNumber || $0 == ".") }.reversed())
      if let score = Double(digits), score.isFinite { found.append(score) }
    }
    return found.count == 1 ? found[0] : nil
  }
}

/// Objects and lists of JSON among words.
enum JSONInText {
  /// In their order; none that is in another one.
  static func values(in text: String) -> [JSONValue] {
    let bytes = Array(text.utf8)
    if let whole = try? JSONValue(parsing: bytes) { return [whole] }
    var values: [JSONValue] = []
    var start = 0
    // Many brackets that lead nowhere must not be tried for ever.
    for _ in 0..<200 {
      guard
        let open = bytes[start...].firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") })
      else { break }
      if let end = JSONExtent.end(of: bytes, from: open),
        let value = try? JSONValue(parsing: bytes[open..<end])
      {
        values.append(value)
        start = end
      } else {
        start = open + 1
      }
    }
    return values
  }
}
