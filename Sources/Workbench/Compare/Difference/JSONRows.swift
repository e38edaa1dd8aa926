import RelayKit

/// Two JSON values compared by their structure: the order of keys and white space do not count, elements of
/// arrays are compared by their place. An array or object that is equal as a whole is one row.
struct JSONRows {
  private(set) var rows: [ComparisonRow] = []

  /// Readers of JSON allow 256 levels; values made by hand are not followed further.
  private static let deepest = 300

  init(_ old: JSONValue, _ new: JSONValue) { compare(old, new, path: "", depth: 0) }

  /// - Returns: how many values there are inside, when they are equal.
  @discardableResult
  private mutating func compare(_ old: JSONValue, _ new: JSONValue, path: String, depth: Int) -> Int? {
    let mark = rows.count
    var equal: Int? = 0
    switch (old, new) {
    case (.object(let left), .object(let right)) where depth < Self.deepest:
      let (first, second) = (Self.values(left), Self.values(right))
      for key in MergedOrder.keys(left.members.map(\.key), right.members.map(\.key)) {
        let inner = compare(
          first[key], second[key], path: path + "/" + Self.escaped(key), depth: depth + 1)
        equal = equal.flatMap { sum in inner.map { sum + $0 } }
      }
    case (.array(let left), .array(let right)) where depth < Self.deepest:
      for index in 0..<max(left.count, right.count) {
        let inner = compare(
          index < left.count ? left[index] : nil, index < right.count ? right[index] : nil,
          path: "\(path)/\(index)", depth: depth + 1)
        equal = equal.flatMap { sum in inner.map { sum + $0 } }
      }
    default:
      equal = Self.isEqual(old, new) ? 1 : nil
      if equal == nil { addChange(old, new, path) }
    }
    if let count = equal {
      rows.removeSubrange(mark...)
      rows.append(
        ComparisonRow(
          kind: .json, path: path, content: .same(old: old.text()[...], new: new.text()[...]),
          count: max(1, count)))
      return max(1, count)
    }
    return nil
  }

  private mutating func compare(_ old: JSONValue?, _ new: JSONValue?, path: String, depth: Int) -> Int? {
    if let old, let new { return compare(old, new, path: path, depth: depth) }
    if let old { rows.append(ComparisonRow(kind: .json, path: path, content: .onlyOld(old.text()[...]))) }
    if let new { rows.append(ComparisonRow(kind: .json, path: path, content: .onlyNew(new.text()[...]))) }
    return nil
  }

  private mutating func addChange(_ old: JSONValue, _ new: JSONValue, _ path: String) {
    let piece = ComparisonRow.Piece(isSame: false, old: old.text()[...], new: new.text()[...])
    rows.append(ComparisonRow(kind: .json, path: path, content: .changed([piece])))
  }

  private static func isEqual(_ old: JSONValue, _ new: JSONValue) -> Bool {
    // Two spellings of one letter are two texts.
    if case .string(let left) = old, case .string(let right) = new {
      return left.utf8.elementsEqual(right.utf8)
    }
    return old == new
  }

  /// Of a key that stands there twice the last value counts.
  static func values(_ object: JSONObject) -> [String: JSONValue] {
    Dictionary(object.members.map { ($0.key, $0.value) }) { _, last in last }
  }

  static func escaped(_ key: String) -> String {
    guard key.utf8.contains(UInt8(ascii: "~")) || key.utf8.contains(UInt8(ascii: "/")) else { return key }
    return key.replacing("~", with: "~0").replacing("/", with: "~1")
  }
}
