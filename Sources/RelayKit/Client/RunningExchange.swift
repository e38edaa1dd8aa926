import Synchronization

/// One exchange on its way: sends, reads, retries, and tells the observer. It keeps no record: the updates
/// are the record. Transport events come on the transport's thread; `stop`, `retryNow` and `consumed` from
/// any. Only one thread at a time tells the observer: the one that moved the phase.
final class RunningExchange: ExchangeHandle {
  private enum Phase {
    /// Between tries; whoever moves on from here sends.
    case idle
    /// The transfer of this try is being started. `stop` is heeded once it has.
    case starting(Int)
    case running(any HTTPTransfer)
    /// Until try `next`.
    case waiting(next: Int, Task<Void, Never>)
    /// The end of a try is being told. `stop` is heeded when that is over.
    case ending
    case ended

    var transfer: (any HTTPTransfer)? { if case .running(let transfer) = self { transfer } else { nil } }
  }
  /// What one try brought so far.
  private struct Reading {
    var reader: AnswerReader?
    var filter = SecretFilter(Secrets(), hidesShapes: false)
    var hasFirstToken = false
    var unread = 0
    var isPaused = false
    var expectsEnd = false
  }
  private struct State {
    var phase = Phase.idle
    var attempt = 0
    var reading = Reading()
    var isStopped = false
    /// `retryNow` came while the refusal was still being told.
    var isHurried = false
  }

  private let state = Mutex(State())
  private let wire: HTTPRequest
  private let facts: RequestFacts
  private let configuration: RelayConfiguration
  private let secrets: Secrets
  private let transport: any HTTPTransport
  private let waitsForReader: Bool
  private let retry: RetryRule
  /// In a box: a bare closure in a generic lock is wrapped once more with every access.
  private struct Observer: Sendable { let tell: @Sendable (ExchangeUpdate) -> Void }
  /// Released with the end, so that an observer may hold the handle.
  private let observer: Mutex<Observer?>
  private static let pauseAbove = 1 << 20
  private static let resumeBelow = 256 << 10
  /// For a connection to end behind the end mark, where some relays leave it open.
  private static let secondsBehindEndMark = 1.0

  init(
    wire: HTTPRequest, facts: RequestFacts, configuration: RelayConfiguration,
    transport: any HTTPTransport, waitsForReader: Bool, retry: RetryRule,
    observer: @escaping @Sendable (ExchangeUpdate) -> Void
  ) {
    self.wire = wire
    self.facts = facts
    self.configuration = configuration
    self.transport = transport
    self.waitsForReader = waitsForReader
    self.retry = retry
    self.observer = Mutex(Observer(tell: observer))
    secrets = configuration.secrets
  }

  // MARK: - From any thread

  func send() {
    let attempt = state.withLock { state -> Int? in
      guard case .idle = state.phase else { return nil }
      guard !state.isStopped else {
        state.phase = .ending
        return 0
      }
      state.attempt += 1
      state.phase = .starting(state.attempt)
      state.reading = Reading()
      return state.attempt
    }
    guard let attempt else { return }
    guard attempt > 0 else { return end(.stopped, TransportSummary(), at: transport.now()) }
    tell(.sending(attempt: attempt, transport.now()))
    let transfer = transport.start(wire) { [self] event in receive(event) }
    let (isStopped, expectsEnd) = state.withLock { state in
      // The whole try may be over by now, and the next one under way.
      guard case .starting(attempt) = state.phase else { return (false, false) }
      state.phase = .running(transfer)
      if state.reading.isPaused { transfer.setPaused(true) }
      return (state.isStopped, state.reading.expectsEnd)
    }
    if isStopped { return transfer.cancel() }
    if expectsEnd { transfer.expectEnd(within: Self.secondsBehindEndMark) }
  }

  func stop() {
    enum Step { case nothing, cancel(any HTTPTransfer), end(Task<Void, Never>) }
    let step = state.withLock { state -> Step in
      state.isStopped = true
      switch state.phase {
      case .idle, .starting, .ending, .ended: return .nothing
      case .running(let transfer): return .cancel(transfer)
      case .waiting(_, let task):
        state.phase = .ending
        return .end(task)
      }
    }
    switch step {
    case .nothing: break
    case .cancel(let transfer): transfer.cancel()
    case .end(let task):
      task.cancel()
      end(.stopped, TransportSummary(), at: transport.now())
    }
  }

  func retryNow() {
    let task = state.withLock { state -> Task<Void, Never>? in
      guard case .waiting(_, let task) = state.phase else {
        if case .ending = state.phase { state.isHurried = true }
        return nil
      }
      state.phase = .idle
      return task
    }
    guard let task else { return }
    task.cancel()
    send()
  }

  func consumed(bytes: Int) {
    state.withLock { state in
      state.reading.unread = max(0, state.reading.unread - bytes)
      guard state.reading.isPaused, state.reading.unread < Self.resumeBelow else { return }
      state.reading.isPaused = false
      // Under the lock, as pausing is: the other way round they could overtake each other.
      state.phase.transfer?.setPaused(false)
    }
  }

  func waitLonger(seconds: Double) {
    state.withLock { $0.phase.transfer }?.extendLimits(bySeconds: seconds)
  }

  private func tell(_ update: ExchangeUpdate) { observer.withLock { $0 }?.tell(update) }

  // MARK: - On the transport's thread

  private func receive(_ event: TransportEvent) {
    switch event {
    case .mark(let mark, let instant): tell(.mark(mark, instant))
    case .head(let head, let instant):
      let head = secrets.masked(head)
      state.withLock { state in
        state.reading.reader = AnswerReader(head: head, kind: facts.answer)
        state.reading.filter = SecretFilter(secrets, hidesShapes: !head.isSuccess)
      }
      tell(.head(head, instant))
    case .bytes(let bytes, let instant): receive(bytes, at: instant)
    case .end(let failure, let summary, let instant): transferEnded(failure, summary, at: instant)
    }
  }

  private func receive(_ bytes: [UInt8], at instant: MonotonicTime) {
    let (delta, toEnd) = state.withLock { state -> (AnswerDelta?, (any HTTPTransfer)?) in
      let clean = state.reading.filter.feed(bytes)
      let delta = clean.isEmpty ? nil : state.reading.reader?.feed(clean, at: instant)
      state.reading.unread += clean.count
      if waitsForReader, !state.reading.isPaused, state.reading.unread > Self.pauseAbove {
        state.reading.isPaused = true
        state.phase.transfer?.setPaused(true)
      }
      let ends = !state.reading.expectsEnd && state.reading.reader?.hasEndMark == true
      if ends { state.reading.expectsEnd = true }
      return (delta, ends ? state.phase.transfer : nil)
    }
    if let delta { tell(of: delta) }
    toEnd?.expectEnd(within: Self.secondsBehindEndMark)
  }

  private func tell(of delta: AnswerDelta) {
    guard !delta.parts.isEmpty || !delta.frames.isEmpty || !delta.bytes.isEmpty else { return }
    let isFirstToken = state.withLock { state in
      guard delta.tokenEvents > 0, !state.reading.hasFirstToken else { return false }
      state.reading.hasFirstToken = true
      return true
    }
    if isFirstToken { tell(.mark(.firstToken, delta.instant)) }
    tell(.delta(delta))
  }

  private func transferEnded(
    _ failure: TransportFailure?, _ summary: TransportSummary, at instant: MonotonicTime
  ) {
    let (deltas, outcome) = state.withLock { state -> ([AnswerDelta], Outcome) in
      state.phase = .ending
      var deltas: [AnswerDelta] = []
      var error: RelayError?
      let held = state.reading.filter.finish()
      if !held.isEmpty, let delta = state.reading.reader?.feed(held, at: instant) { deltas.append(delta) }
      if let (delta, found) = state.reading.reader?.finish(at: instant) {
        deltas.append(delta)
        error = found
      }
      let verdict = ExchangeVerdict(
        isStopped: state.isStopped, failure: failure, reader: state.reading.reader, answerError: error,
        expectedChoices: facts.expectedChoices)
      return (deltas, verdict.outcome)
    }
    for delta in deltas { tell(of: delta) }
    let told = outcome.mapError { secrets.masked(facts.completed($0)) }
    if case .failed(let error) = told, retries(after: error, at: instant) { return }
    end(told, summary, at: instant)
  }

  /// Starts the wait for another try, if there may be one: nothing of an answer has come, and it may help.
  private func retries(after error: RelayError, at instant: MonotonicTime) -> Bool {
    let (attempt, mayRetry) = state.withLock { state in
      let isAnswered = state.reading.reader?.head.isSuccess ?? false
      return (state.attempt, !isAnswered && !state.isStopped && state.attempt <= retry.count)
    }
    guard mayRetry, error.isRetryable,
      let seconds = configuration.waitBefore(attempt: attempt + 1, after: error)
    else { return false }
    state.withLock { $0.isHurried = false }
    tell(.retrying(error, seconds: seconds, nextAttempt: attempt + 1, instant))
    let (wait, isHeld) = (configuration.wait, retry.isHeld)
    enum Step { case end, send, wait }
    let step = state.withLock { state -> Step in
      guard !state.isStopped else { return .end }
      guard !state.isHurried else {
        state.phase = .idle
        return .send
      }
      state.phase = .waiting(
        next: attempt + 1,
        Task { [self] in
          if isHeld { return }
          await wait(seconds)
          waitEnded(before: attempt + 1)
        })
      return .wait
    }
    switch step {
    case .end: end(.stopped, TransportSummary(), at: transport.now())
    case .send: send()
    case .wait: break
    }
    return true
  }

  private func waitEnded(before next: Int) {
    let isMine = state.withLock { state in
      guard case .waiting(next, _) = state.phase else { return false }
      state.phase = .idle
      return true
    }
    if isMine { send() }
  }

  private func end(_ outcome: Outcome, _ summary: TransportSummary, at instant: MonotonicTime) {
    state.withLock { $0.phase = .ended }
    let last = observer.withLock { observer in
      defer { observer = nil }
      return observer
    }
    last?.tell(.ended(outcome, summary, instant))
  }
}
