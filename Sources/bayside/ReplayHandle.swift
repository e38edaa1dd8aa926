import RelayKit
import Synchronization
import Workbench

/// Plays updates at the pace at which they came, faster, or frame by frame. The pace may change at any time.
final class ReplayHandle: ExchangeHandle {
  /// Faster than anybody can see.
  static let atOnce = 1_000_000_000

  private struct State {
    var pace: ReplayPace
    /// Frames that may still be shown while it is held.
    var steps = 0
    var isStopped = false
    /// Ends the wait that goes on, if one does.
    var wait: Task<Void, Never>?
  }

  private let steps: [ExchangeReplay.Step]
  private let observer: @Sendable (ExchangeUpdate) -> Void
  private let state: Mutex<State>

  /// - Parameter start: when it begins on the clock that the observer goes by; `nil` keeps the recorded instants.
  init(
    _ updates: [ExchangeUpdate], pace: ReplayPace, startingAt start: MonotonicTime? = nil,
    observer: @escaping @Sendable (ExchangeUpdate) -> Void
  ) {
    steps = ExchangeReplay(updates, startingAt: start).steps
    self.observer = observer
    state = Mutex(State(pace: pace))
    Task { [self] in await play() }
  }

  func play(_ pace: ReplayPace) {
    change {
      if pace == .stepped, $0.pace == .stepped { $0.steps += 1 }
      if pace != .stepped { $0.steps = 0 }
      $0.pace = pace
    }
  }

  func stop() { change { $0.isStopped = true } }
  func retryNow() {}
  func consumed(bytes: Int) {}
  func waitLonger(seconds: Double) {}

  private func change(_ change: (inout State) -> Void) {
    state.withLock {
      change(&$0)
      $0.wait?.cancel()
    }
  }

  private func play() async {
    // When the next step is due, on a clock that holds and hurries with the pace: no delay adds up.
    var due = ContinuousClock.now
    for step in steps {
      due = await pass(.seconds(step.seconds), before: step.update, from: due)
      if state.withLock(\.isStopped) {
        observer(.ended(.stopped, TransportSummary(), step.update.instant))
        return
      }
      observer(step.update)
    }
  }

  /// Waits until an update is due. - Returns: when it was.
  private func pass(
    _ time: Duration, before update: ExchangeUpdate, from start: ContinuousClock.Instant
  ) async -> ContinuousClock.Instant {
    var left = time
    var from = start
    while true {
      let (state, isDue) = self.state.withLock { state -> (State, Bool) in
        guard state.pace == .stepped, !state.isStopped else { return (state, state.isStopped) }
        // What is no frame comes along with the next one.
        guard update.hasFrames else { return (state, true) }
        guard state.steps > 0 else { return (state, false) }
        state.steps -= 1
        return (state, true)
      }
      if isDue { return .now }
      guard let factor = state.pace.factor else {
        await wait(until: nil, while: state)
        from = .now
        continue
      }
      let goal = from + left / factor
      if factor == Self.atOnce || goal <= .now { return goal }
      await wait(until: goal, while: state)
      let now = ContinuousClock.now
      left = max(.zero, left - (now - from) * factor)
      from = now
      if left == .zero { return goal }
    }
  }

  /// Sleeps until the instant, or until something changes; does not begin when something has changed already.
  private func wait(until instant: ContinuousClock.Instant?, while known: State) async {
    let task = Task<Void, Never> {
      if let instant {
        try? await Task.sleep(until: instant, clock: .continuous)
      } else {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
      }
    }
    let isSame = state.withLock { now in
      guard now.pace == known.pace, now.steps == known.steps, now.isStopped == known.isStopped else {
        return false
      }
      now.wait = task
      return true
    }
    if !isSame { task.cancel() }
    await task.value
  }
}

extension ReplayPace {
  /// `nil` while it is held.
  fileprivate var factor: Int? {
    switch self {
    case .recorded: 1
    case .times(let factor): factor
    case .stepped: nil
    }
  }
}

extension ExchangeUpdate {
  fileprivate var hasFrames: Bool {
    if case .delta(let delta) = self { !delta.frames.isEmpty } else { false }
  }
}
