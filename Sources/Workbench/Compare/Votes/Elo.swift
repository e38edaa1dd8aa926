/// Ratings by games of two.
enum Elo {
  /// The points, from 0 to 1, that a rating lets expect against another: 10 to 1 for 400 more.
  static func expected(_ rating: Double, against other: Double) -> Double {
    1 / (1 + power(of: (other - rating) / 400))
  }

  /// 10 to the power of `exponent`, without a mathematics library: whole steps by multiplying, the rest by the
  /// series of e^x, which is exact to the last digits for what is left.
  private static func power(of exponent: Double) -> Double {
    let bounded = min(max(exponent, -300), 300)
    let whole = bounded.rounded()
    var result = 1.0
    for _ in 0..<Int(abs(whole)) { result *= 10 }
    if whole < 0 { result = 1 / result }
    let rest = (bounded - whole) * 2.302585092994046
    var (term, sum) = (1.0, 1.0)
    for step in 1...20 {
      term *= rest / Double(step)
      sum += term
    }
    return result * sum
  }
}
