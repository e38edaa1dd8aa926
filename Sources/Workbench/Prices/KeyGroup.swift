import RelayKit

/// The group of prices that a key is in, as a row of the relay's log told it.
package struct KeyGroup: Sendable, Hashable {
  package var name: String
  /// What prices are multiplied with, where the row told that too: it may be this user's own factor.
  package var ratio: Double?
  /// Seconds since 1970.
  package var asOf: Double

  package init(name: String, ratio: Double? = nil, asOf: Double) {
    self.name = name
    self.ratio = ratio
    self.asOf = asOf
  }

  package init?(_ log: ChargeLog) {
    guard let group = log.group else { return nil }
    self.init(name: group, ratio: log.groupRatio, asOf: log.readAt)
  }
}

/// Which group the prices of a relay's page are of, in words.
package enum GroupWords {
  /// `prices of group vip (x 0.8), which this key was charged by`; `nil` where no group is told.
  package static func sentence(_ prices: [ModelPrices], keyGroup: KeyGroup?) -> String? {
    let told = prices.compactMap { price in price.group.map { ($0, price.groupRatio) } }
    guard let (name, ratio) = told.first else { return nil }
    let factor = ratio.map { " (x \(ModelFigures.ratio($0)))" } ?? ""
    let why =
      keyGroup?.name == name
      ? ", which this key was charged by" : keyGroup == nil ? "; this key's own group is not known" : ""
    return "prices of group \(name)\(factor)\(why)"
  }

  /// Why a model has no price of the key's group.
  package static func missing(_ price: ModelPrices, keyGroup: KeyGroup?) -> String? {
    guard let keyGroup, price.group == nil, !price.isEmpty else { return nil }
    return "not offered to group \(keyGroup.name), which this key is in"
  }
}

extension ModelFigures {
  /// A factor with what it needs of decimals: `1`, `0.8`, `1.25`.
  package static func ratio(_ value: Double) -> String {
    guard value.isFinite, value >= 0, value < 1e6 else { return unknown }
    let hundredths = Int((value * 1000).rounded())
    var text = "\(hundredths / 1000)"
    var rest = String(hundredths % 1000)
    rest = String(repeating: "0", count: 3 - rest.count) + rest
    while rest.last == "0" { rest.removeLast() }
    if !rest.isEmpty { text += "." + rest }
    return text
  }
}
