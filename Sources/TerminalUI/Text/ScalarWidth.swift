internal import CPlatform

/// Cells that a scalar takes. The answer is glibc's, because ncurses asks glibc too and both must agree.
package enum ScalarWidth {
  /// Scalars up to U+1FFFF; everything printable beyond is an ideograph of two cells.
  private static let table: [Int8] = {
    let count = 0x20000
    return [Int8](unsafeUninitializedCapacity: count) { buffer, filled in
      if let start = buffer.baseAddress { cp_fill_widths(start, count) }
      filled = count
    }
  }()

  /// -1 for what cannot be shown as it is.
  package static func of(_ scalar: Unicode.Scalar) -> Int {
    let value = Int(scalar.value)
    if value >= 0x20, value < 0x7F { return 1 }
    if value < 0x20000 { return Int(table[value]) }
    return value < 0x3FFFE ? 2 : -1
  }
}
