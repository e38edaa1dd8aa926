import RelayKit

/// Everything known of models, merged from its sources. Pure; built anew when a source changes.
package struct ModelCatalogue: Sendable {
  /// What the relay lists in its order, then what only other sources know, in theirs.
  package private(set) var models: [ModelCard] = []
  /// When the relay's list came, seconds since 1970; `nil` without one.
  package private(set) var listedAt: Double?
  private var places: [String: Int] = [:]
  /// Places by plain id and by alias, for ids that are written in another way.
  private var likePlaces: [String: Int] = [:]

  /// - Parameters:
  ///   - relay: what the relay answered; `nil` when nothing is known of it.
  ///   - user: the user's catalogue file.
  ///   - keyGroup: the group of prices that the key is in, where it is known.
  package init(
    relay: RelayModelAnswers? = nil, user: ModelFactList? = nil, builtIn: ModelFactList = BuiltInModels.list,
    keyGroup: KeyGroup? = nil
  ) {
    if let relay, let models = relay.models {
      listedAt = relay.modelsAt
      for entry in models where places[entry.id] == nil {
        add(ModelCard(id: entry.id))
        self.models[self.models.count - 1].entry = entry
        self.models[self.models.count - 1].listing = .listed
      }
      merge(ModelFactList(.relayList, asOf: relay.modelsAt, models.map(ModelFacts.init(entry:))))
    }
    if let relay, var prices = relay.prices {
      // What the key was charged by counts more than what visitors are shown.
      if let keyGroup, let ratio = keyGroup.ratio { prices.groupRatios[keyGroup.name] = ratio }
      let facts = prices.rows.map { row in
        ModelFacts(row: row, in: prices, group: keyGroup?.name, quotaPerUnit: relay.status?.quotaPerUnit)
      }
      merge(ModelFactList(.relayPrices, asOf: relay.pricesAt, facts))
    }
    if let user { merge(user) }
    merge(builtIn)
    for index in models.indices where models[index].kind == nil {
      models[index].kind = ModelKind(guessedFrom: models[index].id).map { Sourced($0, source: .name) }
    }
  }

  // MARK: Reading

  /// The card of an id, of an alias, or of an id that differs in case, separators or a supplier's prefix.
  package func card(_ id: String) -> ModelCard? {
    (places[id] ?? likePlaces[Self.plain(id)]).map { models[$0] }
  }

  /// - Parameters:
  ///   - kinds: only these; empty for all. A model whose kind is not known counts as `other`.
  ///   - filter: every word must occur in id, name or vendor; words at beginnings come first.
  package func found(
    _ filter: String = "", kinds: Set<ModelKind> = [], order: ModelOrder = .relay
  ) -> [ModelCard] {
    let ofKind = kinds.isEmpty ? models : models.filter { kinds.contains($0.kind?.value ?? .other) }
    return order.sorted(ModelFilter.matching(ofKind, filter))
  }

  /// How many there are of each kind, for the tabs.
  package var counts: [ModelKind: Int] {
    models.reduce(into: [:]) { $0[$1.kind?.value ?? .other, default: 0] += 1 }
  }

  /// The models of a recommendation, in its order.
  package func models(in group: RecommendedGroup) -> [ModelCard] { group.ids.compactMap(card) }

  // MARK: Merging

  private mutating func add(_ card: ModelCard) {
    places[card.id] = models.count
    if likePlaces[Self.plain(card.id)] == nil { likePlaces[Self.plain(card.id)] = models.count }
    models.append(card)
  }

  /// Facts of the relay's own pages are for exactly their id; those of other sources may be written otherwise.
  private mutating func merge(_ list: ModelFactList) {
    let isRelays = list.source == .relayList || list.source == .relayPrices
    for facts in list.facts where !facts.id.isEmpty {
      var targets: [(place: Int, isExact: Bool)] = []
      if let place = places[facts.id] { targets.append((place, true)) }
      if !isRelays {
        for alias in facts.aliases {
          if let place = places[alias], !targets.contains(where: { $0.place == place }) {
            targets.append((place, true))
          }
        }
        if let place = likePlaces[Self.plain(facts.id)], !targets.contains(where: { $0.place == place }) {
          targets.append((place, false))
        }
      }
      if targets.isEmpty {
        var card = ModelCard(id: facts.id)
        card.listing = listedAt == nil ? .unknown : .notListed
        add(card)
        targets = [(models.count - 1, true)]
      }
      for target in targets {
        models[target.place].fill(facts, source: list.source, asOf: list.asOf, isExact: target.isExact)
      }
      for alias in facts.aliases where likePlaces[Self.plain(alias)] == nil {
        likePlaces[Self.plain(alias)] = targets[0].place
      }
    }
  }

  /// `Anthropic/Claude-Opus-4.8` is `claude-opus-4-8`; what follows a colon stays, since `:free` has prices of
  /// its own.
  static func plain(_ id: String) -> String {
    let last = id.lowercased().split(separator: "/").last ?? ""
    return String(last.map { "._@ ".contains($0) ? "-" : $0 })
  }
}
