package import RelayKit

/// What a number of JSON is, so that a language can tell whether it can hold it.
package struct NumberLiteral: Sendable, Hashable {
  package let text: String
  package init(_ text: String) { self.text = text }

  /// Without fraction and exponent.
  package var isInteger: Bool { !text.utf8.contains { $0 == 0x2E || $0 | 0x20 == 0x65 } }
  package var fitsInt32: Bool { isInteger && Int32(text) != nil }
  package var fitsInt64: Bool { isInteger && Int64(text) != nil }
  /// Whether a double that is written again is the same number.
  package var fitsDouble: Bool {
    guard let value = Double(text), value.isFinite else { return false }
    return Self("\(value)").canonical == canonical
  }

  /// The same for all literals of one number: sign, digits without zeros around them, exponent of the first digit.
  package var canonical: String {
    let isNegative = text.utf8.first == UInt8(ascii: "-")
    let bytes = Array(text.utf8).drop { $0 == UInt8(ascii: "-") }
    let mark = bytes.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? bytes.endIndex
    let exponent = Int(String(decoding: bytes[mark...].dropFirst(), as: UTF8.self)) ?? 0
    let point = bytes[..<mark].firstIndex(of: UInt8(ascii: ".")) ?? mark
    let whole = bytes[..<point]
    let digits = Array(whole) + bytes[point..<mark].dropFirst()
    guard let first = digits.firstIndex(where: { $0 != UInt8(ascii: "0") }),
      let last = digits.lastIndex(where: { $0 != UInt8(ascii: "0") })
    else { return "0" }
    let kept = String(decoding: digits[first...last], as: UTF8.self)
    let (place, overflow) = exponent.addingReportingOverflow(whole.count - first - 1)
    return (isNegative ? "-" : "") + kept + "e" + (overflow ? "big" : String(place))
  }
}

extension JSONValue {
  /// Every number in it, in order.
  package var numbers: [NumberLiteral] {
    switch self {
    case .number(let literal): [NumberLiteral(literal)]
    case .array(let elements): elements.flatMap(\.numbers)
    case .object(let object): object.members.flatMap(\.value.numbers)
    default: []
    }
  }
}
