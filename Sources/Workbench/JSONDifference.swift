package import RelayKit

/// Where two JSON values differ, in the order of their text.
package struct JSONDifference: Sendable, Hashable {
  package struct Change: Sendable, Hashable {
    /// A JSON pointer (RFC 6901): `/messages/2/content`; empty for the whole.
    package var path: String
    /// `nil`: it was added.
    package var old: JSONValue?
    /// `nil`: it was removed.
    package var new: JSONValue?
  }

  package private(set) var changes: [Change] = []
  /// There are more changes than are kept.
  package private(set) var isTruncated = false

  package var isEmpty: Bool { changes.isEmpty }

  package static let mostChanges = 5000

  /// Elements of arrays are compared by their place, so messages too. Numbers differ when they are written
  /// differently, texts when their bytes do.
  package init(from old: JSONValue, to new: JSONValue) { compare(old, new, path: "", depth: 0) }

  /// Readers of JSON allow 256 levels; values made by hand are not followed further.
  private static let deepest = 300

  private mutating func compare(_ old: JSONValue, _ new: JSONValue, path: String, depth: Int) {
    guard !isTruncated else { return }
    switch (old, new) {
    case (.object(let left), .object(let right)) where depth < Self.deepest:
      compare(left, right, path: path, depth: depth)
    case (.array(let left), .array(let right)) where depth < Self.deepest:
      for index in 0..<max(left.count, right.count) {
        compare(left[at: index], right[at: index], path: "\(path)/\(index)", depth: depth)
      }
    case (.string(let left), .string(let right)):
      if !left.utf8.elementsEqual(right.utf8) { add(Change(path: path, old: old, new: new)) }
    default:
      if old != new { add(Change(path: path, old: old, new: new)) }
    }
  }

  private mutating func compare(_ old: JSONValue?, _ new: JSONValue?, path: String, depth: Int) {
    if let old, let new {
      compare(old, new, path: path, depth: depth + 1)
    } else if old != nil || new != nil {
      add(Change(path: path, old: old, new: new))
    }
  }

  private mutating func compare(_ old: JSONObject, _ new: JSONObject, path: String, depth: Int) {
    let (left, right) = (values(old), values(new))
    for key in MergedOrder.keys(old.members.map(\.key), new.members.map(\.key)) {
      let escaped = key.contains(where: { $0 == "~" || $0 == "/" }) ? Self.escaped(key) : key
      compare(left[key], right[key], path: "\(path)/\(escaped)", depth: depth)
    }
  }

  /// Of a key that stands there twice the last value counts.
  private func values(_ object: JSONObject) -> [String: JSONValue] {
    Dictionary(object.members.map { ($0.key, $0.value) }) { _, last in last }
  }

  private static func escaped(_ key: String) -> String {
    var text = ""
    for sign in key {
      switch sign {
      case "~": text += "~0"
      case "/": text += "~1"
      default: text.append(sign)
      }
    }
    return text
  }

  private mutating func add(_ change: Change) {
    if changes.count < Self.mostChanges { changes.append(change) } else { isTruncated = true }
  }
}

extension Array {
  fileprivate subscript(at index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

/// The order in which the keys of two lists are told: that of the old one; a key that only the new one has
/// follows the key that it follows there.
enum MergedOrder {
  static func keys(_ old: [String], _ new: [String]) -> [String] {
    let known = Set(old)
    var beginning: [String] = []
    var following: [String: [String]] = [:]
    var seen: Set<String> = []
    var last: String?
    for key in new where seen.insert(key).inserted {
      if known.contains(key) {
        last = key
      } else if let last {
        following[last, default: []].append(key)
      } else {
        beginning.append(key)
      }
    }
    var order = beginning
    var told: Set<String> = []
    for key in old where told.insert(key).inserted {
      order.append(key)
      order += following[key] ?? []
    }
    return order
  }
}
