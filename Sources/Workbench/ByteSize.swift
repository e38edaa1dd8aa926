/// Sizes as people type them.
package enum ByteSize {
  /// `500M`, `500 MB`, `1.5g`, `100 kB`. A number alone is none: nobody knows of what, and taken for bytes it would
  /// mean next to nothing.
  /// - Returns: bytes, at least one; `nil` when it is no size.
  package static func bytes(_ text: String) -> Int? {
    var rest = text.uppercased()[...]
    if rest.last == "B" { rest = rest.dropLast() }
    let sizes: [Character: Double] = ["K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12]
    guard let size = rest.last.flatMap({ sizes[$0] }) else { return nil }
    let digits = rest.dropLast().filter { $0 != " " }
    guard digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), let number = Double(digits)
    else { return nil }
    let bytes = number * size
    return bytes >= 1 && bytes < 1e15 ? Int(bytes) : nil
  }
}
