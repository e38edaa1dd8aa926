package import RelayKit

/// All that is known of one model, each figure with where it is from and how old it is. Prices come together
/// from the best source that has any, since figures of two price lists do not make one.
package struct ModelCard: Sendable, Hashable {
  /// Whether `/v1/models` named it for this key.
  package enum Listing: String, Sendable, Hashable {
    case listed
    /// The list is there and does not name it; it may work all the same.
    case notListed = "not_listed"
    /// There is no list.
    case unknown
  }

  package let id: String
  package var aliases: [String] = []
  package var listing = Listing.unknown
  package var name: Sourced<String>?
  package var vendor: Sourced<String>?
  package var kind: Sourced<ModelKind>?
  /// Tokens.
  package var context: Sourced<Int>?
  /// Tokens.
  package var maximumOutput: Sourced<Int>?
  package var prices: Sourced<ModelPrices>?
  package var takes: Sourced<[String]>?
  package var gives: Sourced<[String]>?
  package var endpointTypes: Sourced<[String]>?
  package var note: Sourced<String>?
  /// The relay's row of `/v1/models`, where it has one.
  package var entry: ModelEntry?

  package init(id: String) { self.id = id }

  /// Takes over what is not known yet.
  /// - Parameter isExact: whether the facts are of this very id or of an alias that a source names. Facts of an
  ///   id that only looks alike (another prefix, other separators) bring no price.
  mutating func fill(_ facts: ModelFacts, source: ModelSource, asOf: Double?, isExact: Bool) {
    func known<Value>(_ value: Value?) -> Sourced<Value>? {
      value.map { Sourced($0, source: source, asOf: asOf) }
    }
    func words(_ list: [String]) -> [String]? { list.isEmpty ? nil : list }
    name = name ?? known(facts.name)
    vendor = vendor ?? known(facts.vendor)
    kind = kind ?? known(facts.kind)
    context = context ?? known(facts.context)
    maximumOutput = maximumOutput ?? known(facts.maximumOutput)
    if isExact, let price = facts.prices, !price.isEmpty { prices = prices ?? known(price) }
    takes = takes ?? known(words(facts.takes))
    gives = gives ?? known(words(facts.gives))
    endpointTypes = endpointTypes ?? known(words(facts.endpointTypes))
    note = note ?? known(facts.note)
    for alias in facts.aliases + [facts.id] where alias != id && !aliases.contains(alias) {
      aliases.append(alias)
    }
  }
}
