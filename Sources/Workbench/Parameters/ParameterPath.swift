package import RelayKit

/// Where a parameter stands in a body: the keys from the outside in. `stream_options.include_usage` has two.
package struct ParameterPath: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// Never empty.
  package let keys: [String]

  /// - Returns: `nil` for no keys.
  package init?(keys: [String]) {
    guard !keys.isEmpty else { return nil }
    self.keys = keys
  }

  /// A key of the body itself, dots and all.
  package init(key: String) { keys = [key] }

  /// Keys with dots between them. - Returns: `nil` when one of them is empty.
  package init?(dotted text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard !parts.contains("") else { return nil }
    keys = parts
  }

  /// A literal with an empty key is one key.
  package init(stringLiteral text: String) {
    self = ParameterPath(dotted: text) ?? ParameterPath(key: text)
  }

  /// With dots. A key that has dots of its own is in quotes.
  package var description: String {
    keys.map { $0.isEmpty || $0.contains(".") ? JSONValue.string($0).text() : $0 }.joined(separator: ".")
  }

  package func appending(_ key: String) -> ParameterPath { ParameterPath(keys + [key]) }

  /// Whether `self` is an object around `other`.
  package func isAbove(_ other: ParameterPath) -> Bool {
    keys.count < other.keys.count && other.keys.starts(with: keys)
  }

  private init(_ keys: [String]) { self.keys = keys }
}

extension JSONObject {
  /// The value at a path; `nil` when a key is missing, or when one on the way is no object.
  package subscript(path: ParameterPath) -> JSONValue? {
    var value: JSONValue?
    var object: JSONObject? = self
    for key in path.keys {
      value = object?[key]
      object = value?.objectValue
    }
    return value
  }

  /// Whether `set` can put a value there: nothing that the user wrote is in the way.
  package func canSet(_ path: ParameterPath) -> Bool {
    var object = self
    for key in path.keys.dropLast() {
      switch object[key] {
      case nil, .null: return true
      case .object(let inner): object = inner
      default: return false
      }
    }
    return true
  }

  /// Puts a value at a path and makes the objects on the way. Other keys and their order stay.
  /// - Returns: `false` and no change when something on the way is neither an object nor `null`.
  @discardableResult
  package mutating func set(_ value: JSONValue, at path: ParameterPath) -> Bool {
    guard canSet(path) else { return false }
    put(value, path.keys[...])
    return true
  }

  /// Removes the value at a path, and the objects around it that became empty by that. Other keys stay.
  /// - Returns: whether there was one.
  @discardableResult
  package mutating func unset(_ path: ParameterPath) -> Bool { remove(path.keys[...]) }

  private mutating func put(_ value: JSONValue, _ keys: ArraySlice<String>) {
    guard let key = keys.first else { return }
    guard keys.count > 1 else { return self[key] = value }
    var inner = self[key]?.objectValue ?? JSONObject()
    inner.put(value, keys.dropFirst())
    self[key] = .object(inner)
  }

  private mutating func remove(_ keys: ArraySlice<String>) -> Bool {
    guard let key = keys.first, let value = self[key] else { return false }
    guard keys.count > 1 else {
      self[key] = nil
      return true
    }
    guard var inner = value.objectValue, inner.remove(keys.dropFirst()) else { return false }
    self[key] = inner.members.isEmpty ? nil : .object(inner)
    return true
  }
}
