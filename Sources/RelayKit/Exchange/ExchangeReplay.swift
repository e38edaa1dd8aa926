extension ExchangeUpdate {
  /// When it happened.
  public var instant: MonotonicTime {
    switch self {
    case .began(let exchange): exchange.start
    case .sending(_, let instant), .mark(_, let instant), .head(_, let instant): instant
    case .delta(let delta): delta.instant
    case .retrying(_, _, _, let instant), .ended(_, _, let instant): instant
    }
  }

  /// The same update, as if it had happened so many nanoseconds later.
  func shifted(by offset: Int64) -> ExchangeUpdate {
    func moved(_ instant: MonotonicTime) -> MonotonicTime {
      MonotonicTime(nanoseconds: instant.nanoseconds &+ offset)
    }
    switch self {
    case .began(var exchange):
      exchange.start = moved(exchange.start)
      return .began(exchange)
    case .sending(let attempt, let instant): return .sending(attempt: attempt, moved(instant))
    case .mark(let mark, let instant): return .mark(mark, moved(instant))
    case .head(let head, let instant): return .head(head, moved(instant))
    case .delta(var delta):
      delta.instant = moved(delta.instant)
      for index in delta.frames.indices { delta.frames[index].instant = moved(delta.frames[index].instant) }
      return .delta(delta)
    case .retrying(let error, let seconds, let next, let instant):
      return .retrying(error, seconds: seconds, nextAttempt: next, moved(instant))
    case .ended(let outcome, let summary, let instant): return .ended(outcome, summary, moved(instant))
    }
  }
}

/// A recorded exchange as a timetable: wait, apply, wait, apply.
public struct ExchangeReplay: Sendable, Hashable {
  public struct Step: Sendable, Hashable {
    /// Since the step before; never negative.
    public var seconds: Double
    public var update: ExchangeUpdate
  }

  public let steps: [Step]

  /// - Parameter start: when the replay begins, so that its instants agree with a clock that is running;
  ///   `nil` keeps the recorded ones.
  public init(_ updates: [ExchangeUpdate], startingAt start: MonotonicTime? = nil) {
    let recorded = updates.first?.instant
    let offset = start.flatMap { start in recorded.map { start.nanoseconds &- $0.nanoseconds } } ?? 0
    var previous = recorded
    steps = updates.map { update in
      // A mark may be noticed after something that happened later; time never runs backwards for it.
      let instant = previous.map { max($0, update.instant) } ?? update.instant
      let seconds = previous.map { max(0, instant.milliseconds(since: $0) / 1000) } ?? 0
      previous = instant
      return Step(seconds: seconds, update: update.shifted(by: offset))
    }
  }
}
