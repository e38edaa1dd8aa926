/// What the user said of answers to one prompt. Competitors are named by `CompetitorName`.
package struct Vote: Sendable, Hashable {
  package enum Choice: Sendable, Hashable {
    case winner(String)
    /// All are equally good.
    case tie
    /// None is good.
    case allBad
    /// The best first; those in one group are equally good.
    case ranking([[String]])
  }

  package struct Cost: Sendable, Hashable {
    package var amount: Double
    package var currency: String
    package var isEstimate: Bool

    package init(amount: Double, currency: String, isEstimate: Bool) {
      self.amount = amount
      self.currency = currency
      self.isEstimate = isEstimate
    }

    /// `nil` where the cost is not known.
    package init?(_ figures: RunFigures) {
      guard let amount = figures.cost else { return nil }
      self.init(amount: amount, currency: figures.currency, isEstimate: figures.costIsEstimate)
    }
  }

  /// Those that were voted on.
  package var keys: [String]
  package var choice: Choice
  /// Seconds since 1970.
  package var time: Double
  package var tag: String?
  /// Of the prompt, whose text is not kept.
  package var promptDigest: String
  /// What each answer cost; without an entry it is not known.
  package var costs: [String: Cost]
  package var isBlind: Bool
  /// Some of the answers were not whole yet.
  package var isEarly: Bool

  package init(
    keys: [String], choice: Choice, time: Double, tag: String? = nil, promptDigest: String,
    costs: [String: Cost] = [:], isBlind: Bool = false, isEarly: Bool = false
  ) {
    self.keys = keys
    self.choice = choice
    self.time = time
    self.tag = tag
    self.promptDigest = promptDigest
    self.costs = costs
    self.isBlind = isBlind
    self.isEarly = isEarly
  }

  /// The same for the same text (FNV-1a, 64 bits). Enough to find votes on one prompt; a short prompt can be
  /// guessed from it.
  package static func digest(_ prompt: String) -> String {
    let hash = prompt.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    let text = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  /// Groups from the best to the worst, each of which beats those behind it; `nil` when nothing is good.
  /// Competitors of which nothing is said are in none.
  var groups: [[String]]? {
    var known: Set<String> = []
    let all = keys.filter { known.insert($0).inserted }
    switch choice {
    case .winner(let key): return known.contains(key) ? [[key], all.filter { $0 != key }] : []
    case .tie: return [all]
    case .allBad: return nil
    case .ranking(let groups):
      var placed: Set<String> = []
      return groups.map { group in
        group.filter { known.contains($0) && placed.insert($0).inserted }
      }.filter { !$0.isEmpty }
    }
  }
}

/// A competitor by its model, and by what it is asked with where one model competes with itself.
package enum CompetitorName {
  /// `gpt-5.4`, `gpt-5.4 (temperature 0, seed 1)`.
  package static func name(model: String, differences: [(name: String, value: String)] = []) -> String {
    guard !differences.isEmpty else { return model }
    return "\(model) (\(differences.map { "\($0.name) \($0.value)" }.joined(separator: ", ")))"
  }
}
