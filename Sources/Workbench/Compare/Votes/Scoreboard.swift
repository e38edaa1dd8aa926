package import RelayKit

/// The running score of everything that was voted on.
package struct Scoreboard: Sendable, Hashable {
  package struct Row: Sendable, Hashable {
    package let key: String
    /// Those that said something of it.
    package fileprivate(set) var votes = 0
    package fileprivate(set) var wins = 0
    package fileprivate(set) var losses = 0
    package fileprivate(set) var ties = 0
    /// Votes that found none good.
    package fileprivate(set) var bad = 0
    package fileprivate(set) var elo = Scoreboard.startingElo
    fileprivate var costs = CostSum()

    fileprivate init(key: String) { self.key = key }

    /// Wins of all votes, from 0 to 1: a tie, or a vote that found none good, is no win.
    package var winRate: Double? { votes > 0 ? Double(wins) / Double(votes) : nil }
    /// Of all its answers that were voted on; `nil` while one cost is not known, or currencies differ.
    package var cost: Double? { costs.total }
    package var currency: String { costs.currency ?? "" }
    package var costIsEstimate: Bool { costs.isEstimate }
    /// `nil` while a cost is not known, is in another currency, or is nothing at all.
    package var winsPerDollar: Double? {
      guard let cost, cost > 0, currency == "USD" || currency == "$" else { return nil }
      let value = Double(wins) / cost
      return value.isFinite ? value : nil
    }
  }

  fileprivate struct CostSum: Sendable, Hashable {
    private(set) var currency: String?
    private(set) var isEstimate = false
    private var sum = 0.0
    private var isKnown = true

    var total: Double? { isKnown && currency != nil ? sum : nil }

    mutating func add(_ cost: Vote.Cost?) {
      guard let cost, cost.amount.isFinite, currency == nil || currency == cost.currency else {
        isKnown = false
        return
      }
      currency = cost.currency
      sum += cost.amount
      isEstimate = isEstimate || cost.isEstimate
    }
  }

  package static let startingElo = 1000.0
  /// How far one game moves a rating.
  package static let eloStep = 32.0

  private var table: [String: Row] = [:]
  package private(set) var votes = 0

  package init() {}

  /// - Parameter tag: only votes with this tag; `nil` takes all.
  package init(_ votes: some Sequence<Vote>, tag: String? = nil) {
    for vote in votes where tag == nil || vote.tag == tag { apply(vote) }
  }

  /// Sorted by rating, then by wins, then by name.
  package var rows: [Row] {
    table.values.sorted {
      ($1.elo, $1.wins, $0.key) < ($0.elo, $0.wins, $1.key)
    }
  }

  package subscript(key: String) -> Row? { table[key] }

  /// Every tag that was used, in alphabetical order.
  package static func tags(of votes: some Sequence<Vote>) -> [String] {
    Set(votes.compactMap(\.tag)).sorted()
  }

  /// Votes count in their order: ratings depend on it.
  package mutating func apply(_ vote: Vote) {
    let groups = vote.groups
    let judged = groups.map { Array($0.joined()) } ?? Array(Set(vote.keys))
    guard !judged.isEmpty else { return }
    votes += 1
    for key in judged {
      table[key, default: Row(key: key)].votes += 1
      table[key]?.costs.add(vote.costs[key])
      if groups == nil { table[key]?.bad += 1 }
    }
    guard let groups, let best = groups.first, judged.count > 1 else { return }
    for key in judged {
      if !best.contains(key) {
        table[key]?.losses += 1
      } else if best.count > 1 {
        table[key]?.ties += 1
      } else {
        table[key]?.wins += 1
      }
    }
    play(
      vote.choice.namesOnlyTheBest ? Self.games(best, groups.dropFirst().flatMap { $0 }) : Self.games(groups))
  }

  private struct Game {
    let first: String
    let second: String
    /// Of the first: 1, or 0.5 for a tie.
    let points: Double
  }

  /// Everyone in a group ties with the others in it and beats everyone in later groups.
  private static func games(_ groups: [[String]]) -> [Game] {
    var games: [Game] = []
    for (place, group) in groups.enumerated() {
      let later = groups[(place + 1)...].flatMap { $0 }
      for (index, key) in group.enumerated() {
        games += group[(index + 1)...].map { Game(first: key, second: $0, points: 0.5) }
        games += later.map { Game(first: key, second: $0, points: 1) }
      }
    }
    return games
  }

  /// The best beat the others, of which nothing more is known.
  private static func games(_ best: [String], _ others: [String]) -> [Game] {
    best.flatMap { key in others.map { Game(first: key, second: $0, points: 1) } }
  }

  /// All games of a vote are played at once, from the ratings before it: their order must not count.
  private mutating func play(_ games: [Game]) {
    var gains: [String: Double] = [:]
    for game in games {
      let first = table[game.first]?.elo ?? Self.startingElo
      let second = table[game.second]?.elo ?? Self.startingElo
      let gain = Self.eloStep * (game.points - Elo.expected(first, against: second))
      gains[game.first, default: 0] += gain
      gains[game.second, default: 0] -= gain
    }
    for (key, gain) in gains { table[key]?.elo += gain }
  }

  package var json: JSONValue {
    .array(
      rows.map { row in
        var object = JSONObject()
        object["key"] = .string(row.key)
        for (name, value) in [
          ("votes", row.votes), ("wins", row.wins), ("losses", row.losses), ("ties", row.ties),
          ("bad", row.bad),
        ] {
          object[name] = .integer(value)
        }
        object["elo"] = .double(row.elo)
        object["win_rate"] = row.winRate.map(JSONValue.double)
        object["cost"] = row.cost.map(JSONValue.double)
        if row.cost != nil {
          object["currency"] = .string(row.currency)
          object["cost_is_estimate"] = .bool(row.costIsEstimate)
        }
        object["wins_per_dollar"] = row.winsPerDollar.map(JSONValue.double)
        return .object(object)
      })
  }
}

extension Vote.Choice {
  /// It says which is best, and nothing of the others among each other.
  fileprivate var namesOnlyTheBest: Bool { if case .winner = self { true } else { false } }
}
