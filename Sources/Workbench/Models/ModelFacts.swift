package import RelayKit

/// What a model makes.
package enum ModelKind: String, Sendable, Hashable, CaseIterable {
  case text, image, video, audio, embedding, rerank, other
}

/// Where a figure comes from, best first.
package enum ModelSource: String, Sendable, Hashable, CaseIterable {
  /// `/v1/models` of the relay.
  case relayList = "relay_list"
  /// `/api/pricing` of the relay.
  case relayPrices = "relay_prices"
  /// The user's catalogue file.
  case userFile = "user_file"
  /// What bayside knows by itself, as old as `BuiltInModels.day`.
  case builtIn = "built_in"
  /// Read out of the name or the id; as sure as that.
  case name

  /// For people: `/v1/models`, `your models.json5`.
  package var place: String {
    switch self {
    case .relayList: "/v1/models"
    case .relayPrices: "/api/pricing"
    case .userFile: "your models.json5"
    case .builtIn: "the built-in list"
    case .name: "names"
    }
  }

  /// For people: `from /v1/models`.
  package var words: String {
    switch self {
    case .relayList: "from /v1/models"
    case .relayPrices: "from /api/pricing"
    case .userFile: "from your models.json5"
    case .builtIn: "built in"
    case .name: "guessed from the name"
    }
  }
}

/// A value with where it is from.
package struct Sourced<Value: Sendable & Hashable>: Sendable, Hashable {
  package var value: Value
  package var source: ModelSource
  /// When the source said so, seconds since 1970; `nil` when it is not known (a file without a date, a guess).
  package var asOf: Double?

  package init(_ value: Value, source: ModelSource, asOf: Double? = nil) {
    self.value = value
    self.source = source
    self.asOf = asOf
  }

  /// Seconds since the source said so.
  package func age(at now: Double) -> Double? { asOf.map { max(0, now - $0) } }
}

/// Prices of a model. Everything not known is `nil`, never 0.
package typealias ModelPrices = QuotedPrice

/// What one source says of one model. All but the id may be unknown.
package struct ModelFacts: Sendable, Hashable {
  package var id: String
  /// Further ids of the same model.
  package var aliases: [String] = []
  /// For people.
  package var name: String?
  package var vendor: String?
  package var kind: ModelKind?
  /// Tokens.
  package var context: Int?
  /// Tokens.
  package var maximumOutput: Int?
  package var prices: ModelPrices?
  /// `text`, `image`, `audio` and the like; empty when not known.
  package var takes: [String] = []
  package var gives: [String] = []
  /// `openai`, `image-generation` and the like, the preferred one first.
  package var endpointTypes: [String] = []
  package var note: String?

  package init(id: String) { self.id = id }
}

/// All that one source says, with its age.
package struct ModelFactList: Sendable, Hashable {
  package var source: ModelSource
  /// Seconds since 1970.
  package var asOf: Double?
  package var facts: [ModelFacts]

  package init(_ source: ModelSource, asOf: Double? = nil, _ facts: [ModelFacts]) {
    self.source = source
    self.asOf = asOf
    self.facts = facts
  }
}
