/// Lanes in an order that tells nothing of them, under names that tell nothing either.
package struct BlindOrder<Key: Hashable & Sendable>: Sendable {
  package enum Naming: Sendable, Hashable { case letters, numbers }

  /// As they are shown.
  package let keys: [Key]
  package let seed: UInt64
  private let naming: Naming

  /// - Parameter keys: each once; what occurs again is left out.
  package init(_ keys: [Key], seed: UInt64, naming: Naming = .letters) {
    var known: Set<Key> = []
    let unique = keys.filter { known.insert($0).inserted }
    self.keys = SeededOrder.places(unique.count, seed: seed).map { unique[$0] }
    self.seed = seed
    self.naming = naming
  }

  /// `A`, or `1`; after `Z` comes `AA`.
  package func name(of key: Key) -> String? { keys.firstIndex(of: key).map(name(at:)) }

  package func name(at place: Int) -> String {
    guard naming == .letters else { return String(place + 1) }
    return ComparisonLane.letter(place)
  }

  /// The key behind a name, whatever its case.
  package func key(named name: String) -> Key? {
    keys.indices.first { self.name(at: $0) == name.uppercased() }.map { keys[$0] }
  }
}
