import RelayKit

/// Figures of models as short texts; `-` is what is not known.
package enum ModelFigures {
  package static let unknown = "-"

  /// At least two decimals, and as many as a small price needs: `0.75`, `15.00`, `0.0375`, `0`.
  package static func price(_ value: Double?) -> String {
    guard let value, value.isFinite, value >= 0, value < 1e9 else { return unknown }
    if value == 0 { return "0" }
    var decimals = 2
    var scale = 100.0
    // Nine decimals at the most, which is how far prices are kept.
    while decimals < 9, abs((value * scale).rounded() / scale - value) > value * 0.000_5 {
      decimals += 1
      scale *= 10
    }
    let whole = Int((value * scale).rounded())
    // Less than can be written is not nothing.
    guard whole > 0 else { return "<0.000000001" }
    let divisor = Int(scale)
    let rest = String(whole % divisor)
    return "\(whole / divisor)." + String(repeating: "0", count: decimals - rest.count) + rest
  }

  /// `400k`, `1M`, `1.05M`, `8192`.
  package static func tokens(_ count: Int?) -> String {
    guard let count, count > 0 else { return unknown }
    if count >= 1_000_000 {
      let hundredths = count / 10_000
      let rest = hundredths % 100
      if rest == 0 { return "\(hundredths / 100)M" }
      let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
      return "\(hundredths / 100).\(digits)M"
    }
    return count >= 10_000 ? "\(count / 1000)k" : "\(count)"
  }

  /// What one answer costs where no token price is known: `0.04/img`, `0.10/call`, `0.40/s`, `tiered`.
  package static func unitPrice(_ price: ModelPrices?) -> String {
    guard let price else { return unknown }
    if let value = price.output { return Self.price(value) }
    if let value = price.perImage { return Self.price(value) + "/img" }
    if let value = price.perSecond { return Self.price(value) + "/s" }
    if let value = price.perCall { return Self.price(value) + "/call" }
    return price.expression == nil ? unknown : "tiered"
  }
}
