/// Relative luminance and contrast of WCAG 2.
package enum Contrast {
  /// Of each value of a channel.
  private static let linear: [Double] = (0..<256).map { channel in
    let value = Double(channel) / 255
    return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055)
  }

  /// 0 (black) to 1 (white).
  package static func luminance(_ color: UInt32) -> Double {
    0.2126 * linear[Int(color >> 16 & 255)] + 0.7152 * linear[Int(color >> 8 & 255)] + 0.0722
      * linear[Int(color & 255)]
  }

  /// 1 to 21.
  package static func ratio(_ left: UInt32, _ right: UInt32) -> Double {
    ratio(luminance: luminance(left), luminance(right))
  }

  static func ratio(luminance left: Double, _ right: Double) -> Double {
    (max(left, right) + 0.05) / (min(left, right) + 0.05)
  }

  /// Whether dark text reads better than light text on it.
  package static func isLight(_ color: UInt32) -> Bool { luminance(color) > 0.179 }

  /// The colour that lies `share` (0 to 1) of the way to the other.
  static func mix(_ color: UInt32, with other: UInt32, share: Double) -> UInt32 {
    func channel(_ shift: UInt32) -> UInt32 {
      let (from, to) = (Double(color >> shift & 255), Double(other >> shift & 255))
      return UInt32((from + (to - from) * share).rounded()) << shift
    }
    return channel(16) | channel(8) | channel(0)
  }

  /// x to the power 2.4 = x² · (x²)^(1/5), by Newton's method: this target imports no C library.
  private static func power(_ x: Double) -> Double {
    let square = x * x
    guard square > 0 else { return 0 }
    var root = 1.0
    for _ in 0..<40 {
      let fourth = root * root * root * root
      root -= (root * fourth - square) / (5 * fourth)
    }
    return square * root
  }
}
