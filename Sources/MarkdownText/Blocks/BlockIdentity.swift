import Synchronization

/// A name for what a block shows, never given twice in a run of the program: the key of its laid-out lines.
package struct BlockIdentity: Hashable, Sendable {
  private let number: UInt64
  private static let last = Atomic<UInt64>(0)

  init() { number = Self.last.wrappingAdd(1, ordering: .relaxed).newValue }
}
