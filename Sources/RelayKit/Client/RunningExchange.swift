import Synchronization

/// One exchange on its way: sends, reads, retries, and tells the observer. Transport events come on the
/// transport's thread; `stop`, `retryNow` and `consumed` from any.
final class RunningExchange: ExchangeHandle {
  private struct State {
    var exchange: Exchange
    var reader: AnswerReader?
    var transfer: (any HTTPTransfer)?
    var waiting: Task<Void, Never>?
    var isStopped = false
    var isFinished = false
    var unread = 0
    var isPaused = false
  }

  private let state: Mutex<State>
  private let wire: HTTPRequest
  private let configuration: RelayConfiguration
  private let transport: any HTTPTransport
  private let observer: @Sendable (ExchangeUpdate) -> Void
  private static let pauseAbove = 1 << 20
  private static let resumeBelow = 256 << 10

  init(
    _ exchange: Exchange, wire: HTTPRequest, configuration: RelayConfiguration,
    transport: any HTTPTransport, observer: @escaping @Sendable (ExchangeUpdate) -> Void
  ) {
    state = Mutex(State(exchange: exchange))
    self.wire = wire
    self.configuration = configuration
    self.transport = transport
    self.observer = observer
  }

  func send() {
    let now = transport.now()
    let (recorded, number) = state.withLock { state in
      state.exchange.attempts.append(Attempt(number: state.exchange.attempts.count + 1, startedAt: now))
      state.waiting = nil
      return (state.exchange.request, state.exchange.attempts.count)
    }
    observer(.sending(recorded, attempt: number, now))
    let transfer = transport.start(wire) { [self] event in receive(event) }
    let isStopped = state.withLock { state in
      state.transfer = state.isFinished ? nil : transfer
      return state.isStopped
    }
    if isStopped { transfer.cancel() }
  }

  func stop() {
    let (transfer, wasWaiting) = state.withLock { state in
      state.isStopped = true
      let waiting = state.waiting
      state.waiting = nil
      waiting?.cancel()
      return (state.transfer, waiting != nil)
    }
    transfer?.cancel()
    if wasWaiting { finish(.stopped, at: transport.now()) }
  }

  func retryNow() {
    let waiting = state.withLock { state in
      defer { state.waiting = nil }
      return state.waiting
    }
    guard let waiting else { return }
    waiting.cancel()
    send()
  }

  func consumed(bytes: Int) {
    let transfer = state.withLock { state -> (any HTTPTransfer)? in
      state.unread = max(0, state.unread - bytes)
      guard state.isPaused, state.unread < Self.resumeBelow else { return nil }
      state.isPaused = false
      return state.transfer
    }
    transfer?.setPaused(false)
  }

  private func receive(_ event: TransportEvent) {
    switch event {
    case .mark(let mark, let instant):
      state.withLock { $0.exchange.marks[mark] = instant }
      observer(.mark(mark, instant))
    case .head(let head, let instant):
      state.withLock { state in
        state.exchange.head = head
        state.reader = AnswerReader(head: head)
      }
      observer(.head(head, instant))
    case .bytes(let bytes, let instant): receive(bytes, at: instant)
    case .end(let failure, let summary, let instant): end(failure, summary, at: instant)
    }
  }

  private func receive(_ bytes: [UInt8], at instant: MonotonicTime) {
    let (delta, isFirstToken, toPause) = state.withLock { state in
      let delta = state.reader?.feed(bytes, at: instant)
      let isFirst = (delta?.tokenEvents ?? 0) > 0 && state.exchange.marks[.firstToken] == nil
      if isFirst { state.exchange.marks[.firstToken] = instant }
      state.unread += bytes.count
      let pauses = !state.isPaused && state.unread > Self.pauseAbove
      if pauses { state.isPaused = true }
      return (delta, isFirst, pauses ? state.transfer : nil)
    }
    toPause?.setPaused(true)
    if isFirstToken { observer(.mark(.firstToken, instant)) }
    if let delta { observer(.delta(delta)) }
  }

  private func end(_ failure: TransportFailure?, _ summary: TransportSummary, at instant: MonotonicTime) {
    let (delta, outcome) = state.withLock { state in
      state.transfer = nil
      state.exchange.summary = summary
      guard var reader = state.reader else { return (AnswerDelta?.none, Self.outcome(state, failure, nil)) }
      let hadToken = state.exchange.marks[.firstToken] != nil
      let (delta, error) = reader.finish(at: instant)
      state.reader = nil
      state.exchange.bytes = reader.bytes
      state.exchange.arrivals = reader.arrivals
      state.exchange.frames = reader.frames
      state.exchange.answer = reader.assembler.answer
      if !hadToken, reader.assembler.answer.tokenEvents > 0 { state.exchange.marks[.firstToken] = instant }
      return (delta, Self.outcome(state, failure, error))
    }
    if let delta, !delta.parts.isEmpty || !delta.frames.isEmpty { observer(.delta(delta)) }
    if case .failed(let error) = outcome, retries(after: error, at: instant) { return }
    finish(outcome, at: instant)
  }

  private static func outcome(_ state: State, _ failure: TransportFailure?, _ error: RelayError?) -> Outcome {
    if state.isStopped, failure == .cancelled || failure == nil && state.exchange.answer.finishReason == nil {
      return .stopped
    }
    let answer = state.exchange.answer
    if let failure {
      var transportError = RelayError(transport: failure)
      if answer.tokenEvents > 0 { transportError.isRetryable = false }
      return answer.tokenEvents > 0 ? .cut(transportError) : .failed(transportError)
    }
    if let error { return .failed(error) }
    if state.exchange.bytes.isEmpty {
      return .failed(RelayError(kind: .emptyAnswer, status: state.exchange.head?.status))
    }
    let isWhole = !answer.choices.isEmpty && answer.choices.allSatisfy { $0.finishReason != nil }
    return isWhole ? .done : .cut(RelayError(kind: .cut, status: state.exchange.head?.status))
  }

  /// Starts the wait for another try, if there may be one: nothing of an answer has come, and it may help.
  private func retries(after error: RelayError, at instant: MonotonicTime) -> Bool {
    let plan = state.withLock { state -> (seconds: Double, next: Int)? in
      let tried = state.exchange.attempts.count
      let answered = state.exchange.head.map { (200..<300).contains($0.status) } ?? false
      guard error.isRetryable, !answered, !state.isStopped, tried <= configuration.retries else { return nil }
      let seconds = configuration.waitBefore(attempt: tried + 1, after: error)
      state.exchange.attempts[tried - 1].status = error.status
      state.exchange.attempts[tried - 1].requestID = error.requestID
      state.exchange.attempts[tried - 1].error = error
      state.exchange.attempts[tried - 1].waitedSeconds = seconds
      state.exchange.head = nil
      state.exchange.marks = [:]
      return (seconds, tried + 1)
    }
    guard let plan else { return false }
    observer(.retrying(error, seconds: plan.seconds, nextAttempt: plan.next, instant))
    let wait = configuration.wait
    state.withLock { state in
      state.waiting = Task { [self] in
        await wait(plan.seconds)
        let mine = self.state.withLock { state in
          defer { state.waiting = nil }
          return state.waiting != nil
        }
        if mine && !Task.isCancelled { send() }
      }
    }
    return true
  }

  private func finish(_ outcome: Outcome, at instant: MonotonicTime) {
    let exchange = state.withLock { state -> Exchange? in
      guard !state.isFinished else { return nil }
      state.isFinished = true
      state.exchange.outcome = outcome
      state.exchange.end = instant
      if var last = state.exchange.attempts.popLast() {
        last.status = state.exchange.head?.status
        last.requestID = state.exchange.head.flatMap { RelayError.requestID(in: $0.headers) }
        last.error = outcome.error
        state.exchange.attempts.append(last)
      }
      return state.exchange
    }
    if let exchange { observer(.finished(exchange)) }
  }
}
