import RelayKit

/// How a list of models is sorted.
package enum ModelOrder: String, Sendable, Hashable, CaseIterable {
  /// As the relay lists them, or as they fit the filter.
  case relay
  case id
  /// Per million tokens, low first.
  case priceIn = "price_in"
  case priceOut = "price_out"
  /// Large first.
  case context

  package var words: String {
    switch self {
    case .relay: "as the relay lists them"
    case .id: "id"
    case .priceIn: "price in, low first"
    case .priceOut: "price out, low first"
    case .context: "context, large first"
    }
  }

  package var next: ModelOrder {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }

  /// What is not known comes last; what is equal stays in order. Prices in other currencies come behind those
  /// of the first, since they cannot be compared.
  func sorted(_ cards: [ModelCard]) -> [ModelCard] {
    switch self {
    case .relay: return cards
    case .id: return cards.sorted { ($0.id.lowercased(), $0.id) < ($1.id.lowercased(), $1.id) }
    case .context: return Self.rising(cards) { $0.context.map { -Double($0.value) } }
    case .priceIn: return Self.byPrice(cards, \.input)
    case .priceOut: return Self.byPrice(cards, \.output)
    }
  }

  private static func byPrice(_ cards: [ModelCard], _ figure: KeyPath<ModelPrices, Double?>) -> [ModelCard] {
    var currencies: [String: Int] = ["USD": 0]
    func rank(_ card: ModelCard) -> Int {
      guard let prices = card.prices?.value, prices[keyPath: figure] != nil else { return .max }
      if let known = currencies[prices.currency] { return known }
      currencies[prices.currency] = currencies.count
      return currencies.count - 1
    }
    let ranked = cards.map { (card: $0, rank: rank($0)) }
    let ranks = Set(ranked.map(\.rank)).sorted()
    return ranks.flatMap { rank in
      rising(ranked.filter { $0.rank == rank }.map(\.card)) { $0.prices?.value[keyPath: figure] }
    }
  }

  private static func rising(_ cards: [ModelCard], by figure: (ModelCard) -> Double?) -> [ModelCard] {
    cards.enumerated().map { (place: $0.offset, card: $0.element, figure: figure($0.element) ?? .infinity) }
      .sorted { ($0.figure, $0.place) < ($1.figure, $1.place) }.map(\.card)
  }
}
