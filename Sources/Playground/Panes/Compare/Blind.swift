package import Workbench

/// A vote without knowing who is who.
package struct Voting: Sendable {
  /// The lanes as they are numbered, and as they stand until the vote is over.
  package let order: [LaneID]
  /// As they stood before.
  let before: [LaneID]
  /// The numbers pressed so far, best first.
  package var ranking: [LaneID] = []
  /// The vote was cast: who is who is shown.
  package var isCast = false

  func number(of lane: LaneID) -> Int? { order.firstIndex(of: lane).map { $0 + 1 } }
}

extension Playground {
  /// Names, figures and order are hidden.
  var isBlind: Bool { compare.voting.map { !$0.isCast } ?? false }
  var isRevealed: Bool { compare.voting?.isCast ?? false }
}
