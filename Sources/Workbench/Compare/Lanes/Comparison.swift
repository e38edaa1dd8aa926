package import RelayKit
import Synchronization

/// Lanes that are asked the same, and who of them is asked when.
package struct Comparison: Sendable {
  /// A request of a lane, from when it was made until its answer has ended.
  package struct Run: Sendable {
    package let lane: LaneID
    package let request: RelayRequest
    /// An estimate.
    package let inputTokens: Int
    /// Money that it may cost at the most; `nil` when nobody knows.
    package let worstCase: Double?
    package init(lane: LaneID, request: RelayRequest, inputTokens: Int, worstCase: Double?) {
      self.lane = lane
      self.request = request
      self.inputTokens = inputTokens
      self.worstCase = worstCase
    }
  }

  /// In the order in which they stand on the screen, which nothing but the user changes.
  package private(set) var lanes: [Lane] = []
  /// The lane that the others are told apart from; the first one, unless another was made it.
  package var base: LaneID? {
    get { chosenBase.flatMap { id in lanes.contains { $0.id == id } ? id : nil } ?? lanes.first?.id }
    set { chosenBase = newValue }
  }
  private var chosenBase: LaneID?
  package var winner: LaneID?
  /// How often each lane is asked each turn.
  package var repeats = 1
  /// Money of one comparison that is not to be passed.
  package var cap: Double?
  package var queue = RunQueue<MessageID>(limit: 8)
  /// Figures of all that was asked here and has ended, also of lanes that are gone and of judges.
  package private(set) var ledger: [RunFigures] = []
  /// What is on its way or waits.
  package private(set) var runs: [MessageID: Run] = [:]
  private var owners: [MessageID: LaneID] = [:]
  private var inputTokens: [MessageID: Int] = [:]
  private var lettersGiven = 0
  /// Counted for the whole run of the program: another comparison has other lanes.
  private static let lastLane = Atomic(0)

  /// A comparison of more is a job for the command line.
  package static let mostLanes = 64

  package init() {}

  package var isEmpty: Bool { lanes.isEmpty }
  package var isRunning: Bool { !runs.isEmpty }

  package func index(of id: LaneID?) -> Int? { lanes.firstIndex { $0.id == id } }

  package subscript(id: LaneID?) -> Lane? { index(of: id).map { lanes[$0] } }

  /// The lane that an answer belongs to.
  package func owner(of answer: MessageID) -> LaneID? { owners[answer] }

  // MARK: Lanes

  /// - Parameters:
  ///   - after: the lane beside which it stands; `nil`: at the end.
  ///   - place: where it stands, whatever `after` says.
  /// - Returns: `nil` when there are `mostLanes`.
  @discardableResult
  package mutating func add(
    _ talk: Talk, variation: [String] = [], after: LaneID? = nil, place: Int? = nil
  ) -> LaneID? {
    guard lanes.count < Self.mostLanes else { return nil }
    if lanes.isEmpty { lettersGiven = 0 }
    lettersGiven += 1
    let id = LaneID(Self.lastLane.wrappingAdd(1, ordering: .relaxed).newValue)
    var lane = Lane(id: id, letter: ComparisonLane.letter(lettersGiven - 1), talk: talk)
    lane.variation = variation
    let place = place ?? index(of: after).map { $0 + 1 } ?? lanes.count
    lanes.insert(lane, at: min(max(0, place), lanes.count))
    return lane.id
  }

  /// Takes a lane out. What of it was on its way has to be stopped by the caller.
  @discardableResult
  package mutating func remove(_ id: LaneID) -> Lane? {
    guard let place = index(of: id) else { return nil }
    for run in runs.filter({ $0.value.lane == id }).keys { end(run) }
    owners = owners.filter { $0.value != id }
    if winner == id { winner = nil }
    return lanes.remove(at: place)
  }

  package mutating func move(_ id: LaneID, by step: Int) {
    guard let place = index(of: id), lanes.indices.contains(place + step) else { return }
    lanes.swapAt(place, place + step)
  }

  /// Puts the lanes into an order; those that are not named stand last.
  package mutating func arrange(_ order: [LaneID]) {
    let named = order.compactMap { self[$0] }
    lanes = named + lanes.filter { !order.contains($0.id) }
  }

  package mutating func change(_ id: LaneID, _ body: (inout Lane) -> Void) {
    if let place = index(of: id) { body(&lanes[place]) }
  }

  // MARK: Runs

  /// A request of a lane waits for its turn.
  package mutating func enqueue(_ answer: MessageID, _ run: Run) {
    runs[answer] = run
    owners[answer] = run.lane
    inputTokens[answer] = run.inputTokens
    queue.add(answer)
  }

  /// Tokens of the request of an answer, estimated when it was made; `nil` for one that was not asked here.
  package func inputTokens(of answer: MessageID) -> Int? { inputTokens[answer] }

  /// An answer of a lane that nothing was sent for, such as one that was read from a file.
  package mutating func own(_ answer: MessageID, by lane: LaneID) { owners[answer] = lane }

  package mutating func end(_ answer: MessageID) {
    runs[answer] = nil
    queue.ended(answer)
    // It may have cost less than it might have.
    queue.isHeld = false
  }

  /// Adds what was asked and has ended to what is spent.
  package mutating func charge(_ figures: RunFigures) { ledger.append(figures) }

  /// The currency in which the cap counts; costs in others are not known to it.
  package static let currency = "USD"

  /// Takes over what came for an answer.
  package mutating func note(_ update: ExchangeUpdate, of answer: MessageID) {
    switch update {
    case .retrying(_, let seconds, _, let instant):
      queue.backsOff(answer, until: instant.advanced(seconds: seconds))
    case .ended: end(answer)
    default: break
    }
  }

  /// What is spent and what may be, of those that were asked and have not ended.
  private var bound: Double {
    queue.open.reduce(SpentMoney(ledger).amount(in: Self.currency)) { $0 + (runs[$1]?.worstCase ?? 0) }
  }

  /// Whether there is room under the cap for something that costs so much at the most.
  package func hasRoom(for worstCase: Double?) -> Bool {
    guard let cap else { return true }
    let bound = bound
    return bound + (worstCase ?? 0) <= cap && bound < cap
  }

  /// Who is to be asked now.
  package mutating func next(at now: MonotonicTime) -> [RunQueue<MessageID>.Step] {
    guard let cap, !queue.waiting.isEmpty, !queue.isHeld else { return queue.next(at: now) }
    var bound = bound
    let runs = runs
    return queue.next(at: now) { id in
      // What nobody can price is only held back once the cap is passed.
      let next = bound + (runs[id]?.worstCase ?? 0)
      guard next <= cap, bound < cap else { return false }
      bound = next
      return true
    }
  }
}
