/// `data:` addresses are too long to read: their type and size are shown instead.
enum DataAddress {
  /// - Parameter elidedLengths: bytes that were left out of the address before, by the number of their mark.
  static func shortened(_ address: [UInt8], elidedLengths: [Int]) -> [UInt8] {
    guard address.count > 5, String(decoding: address[..<5], as: UTF8.self).lowercased() == "data:" else {
      return address
    }
    let comma = address.firstIndex(of: UInt8(ascii: ",")) ?? address.endIndex
    var payload = max(0, address.count - comma - 1)
    var marks = 0
    _ = Elision.replacing(Array(address[comma...])) { number in
      payload += elidedLengths.indices.contains(number) ? elidedLengths[number] : 0
      marks += 2 * Elision.mark.count + String(number).utf8.count
      return []
    }
    payload -= marks
    let fields = address[..<comma].split(separator: UInt8(ascii: ";"))
    let isEncoded = fields.contains { $0.elementsEqual("base64".utf8) }
    let padding = isEncoded && marks == 0 ? address.suffix(2).count { $0 == UInt8(ascii: "=") } : 0
    let size = isEncoded ? max(0, payload * 3 / 4 - padding) : payload
    let type = fields.first.map { Array($0.prefix(60)) } ?? []
    return type + Array(", \(readable(bytes: size))".utf8)
  }

  static func readable(bytes: Int) -> String {
    if bytes < 1000 { return "\(bytes) B" }
    for (unit, name) in [(1_000, "kB"), (1_000_000, "MB")] {
      let tenths = (bytes * 10 + unit / 2) / unit
      if tenths < 10_000 || unit == 1_000_000 { return "\(tenths / 10).\(tenths % 10) \(name)" }
    }
    return "\(bytes) B"
  }
}
