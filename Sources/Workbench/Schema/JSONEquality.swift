import RelayKit

extension JSONValue {
  /// The word of JSON Schema for what this is; a number without a fraction is an `integer`.
  var schemaType: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .number: isInteger ? "integer" : "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }

  /// Whether the number has no fraction: `1`, `1.0` and `1e3` have none.
  var isInteger: Bool {
    guard case .number(let literal) = self else { return false }
    if literal.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }) { return true }
    return Double(literal).map { $0.isFinite && $0 == $0.rounded() } ?? false
  }

  /// Equal as JSON Schema means it: numbers by their value, objects whatever the order of their keys.
  func means(_ other: JSONValue) -> Bool {
    switch (self, other) {
    case (.number(let left), .number(let right)):
      if left == right { return true }
      if let left = Int(left), let right = Int(right) { return left == right }
      return Double(left) == Double(right)
    case (.array(let left), .array(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.means($1) }
    case (.object(let left), .object(let right)):
      let keys = Set(left.members.map(\.key))
      guard keys == Set(right.members.map(\.key)) else { return false }
      return keys.allSatisfy { key in
        guard let first = left[key], let second = right[key] else { return false }
        return first.means(second)
      }
    default: return self == other
    }
  }

  /// The value as JSON on one line, shortened for a sentence.
  var brief: String {
    let text = text()
    return text.count > 40 ? text.prefix(39) + "…" : text
  }
}
