import Synchronization

/// One exchange on its way: sends, reads, retries, and tells the observer. It keeps no record: the updates
/// are the record. Transport events come on the transport's thread; `stop`, `retryNow` and `consumed` from
/// any.
final class RunningExchange: ExchangeHandle {
  private struct State {
    var attempt = 0
    var head: HTTPResponseHead?
    var reader: AnswerReader?
    var hasFirstToken = false
    var transfer: (any HTTPTransfer)?
    var waiting: Task<Void, Never>?
    var isStopped = false
    var isEnded = false
    var unread = 0
    var isPaused = false
  }

  private let state = Mutex(State())
  private let wire: HTTPRequest
  private let configuration: RelayConfiguration
  private let transport: any HTTPTransport
  private let observer: @Sendable (ExchangeUpdate) -> Void
  private static let pauseAbove = 1 << 20
  private static let resumeBelow = 256 << 10

  init(
    wire: HTTPRequest, configuration: RelayConfiguration, transport: any HTTPTransport,
    observer: @escaping @Sendable (ExchangeUpdate) -> Void
  ) {
    self.wire = wire
    self.configuration = configuration
    self.transport = transport
    self.observer = observer
  }

  func send() {
    let number = state.withLock { state in
      state.attempt += 1
      state.waiting = nil
      return state.attempt
    }
    observer(.sending(attempt: number, transport.now()))
    let transfer = transport.start(wire) { [self] event in receive(event) }
    let isStopped = state.withLock { state in
      state.transfer = state.isEnded ? nil : transfer
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
    if wasWaiting { end(.stopped, TransportSummary(), at: transport.now()) }
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
    case .mark(let mark, let instant): observer(.mark(mark, instant))
    case .head(let head, let instant):
      state.withLock { state in
        state.head = head
        state.reader = AnswerReader(head: head)
      }
      observer(.head(head, instant))
    case .bytes(let bytes, let instant): receive(bytes, at: instant)
    case .end(let failure, let summary, let instant): transferEnded(failure, summary, at: instant)
    }
  }

  private func receive(_ bytes: [UInt8], at instant: MonotonicTime) {
    let (delta, isFirstToken, toPause) = state.withLock {
      state -> (AnswerDelta?, Bool, (any HTTPTransfer)?) in
      let delta = state.reader?.feed(bytes, at: instant)
      let isFirst = Self.noteToken(delta, &state)
      state.unread += bytes.count
      let pauses = !state.isPaused && state.unread > Self.pauseAbove
      if pauses { state.isPaused = true }
      return (delta, isFirst, pauses ? state.transfer : nil)
    }
    toPause?.setPaused(true)
    if isFirstToken { observer(.mark(.firstToken, instant)) }
    if let delta { observer(.delta(delta)) }
  }

  private static func noteToken(_ delta: AnswerDelta?, _ state: inout State) -> Bool {
    guard !state.hasFirstToken, (delta?.tokenEvents ?? 0) > 0 else { return false }
    state.hasFirstToken = true
    return true
  }

  private func transferEnded(
    _ failure: TransportFailure?, _ summary: TransportSummary, at instant: MonotonicTime
  ) {
    let (delta, isFirstToken, outcome) = state.withLock { state -> (AnswerDelta?, Bool, Outcome) in
      state.transfer = nil
      guard var reader = state.reader else {
        return (nil, false, Self.outcome(state, failure, nil))
      }
      let (delta, error) = reader.finish(at: instant)
      state.reader = reader
      return (delta, Self.noteToken(delta, &state), Self.outcome(state, failure, error))
    }
    if isFirstToken { observer(.mark(.firstToken, instant)) }
    if let delta, !delta.parts.isEmpty || !delta.frames.isEmpty { observer(.delta(delta)) }
    if case .failed(let error) = outcome, retries(after: error, at: instant) { return }
    end(outcome, summary, at: instant)
  }

  private static func outcome(_ state: State, _ failure: TransportFailure?, _ error: RelayError?) -> Outcome {
    let isWhole = state.reader?.assembler.isWhole == true
    if state.isStopped, failure == .cancelled || failure == nil && !isWhole { return .stopped }
    if let failure {
      var transportError = RelayError(transport: failure)
      guard state.hasFirstToken else { return .failed(transportError) }
      transportError.isRetryable = false
      return .cut(transportError)
    }
    if let error { return .failed(error) }
    guard let reader = state.reader, reader.byteCount > 0 else {
      return .failed(RelayError(kind: .emptyAnswer, status: state.head?.status))
    }
    return isWhole ? .done : .cut(RelayError(kind: .cut, status: state.head?.status))
  }

  /// Starts the wait for another try, if there may be one: nothing of an answer has come, and it may help.
  private func retries(after error: RelayError, at instant: MonotonicTime) -> Bool {
    let plan = state.withLock { state -> (seconds: Double, next: Int)? in
      let answered = state.head.map { (200..<300).contains($0.status) } ?? false
      guard error.isRetryable, !answered, !state.isStopped, state.attempt <= configuration.retries else {
        return nil
      }
      state.head = nil
      state.reader = nil
      state.unread = 0
      state.isPaused = false
      return (configuration.waitBefore(attempt: state.attempt + 1, after: error), state.attempt + 1)
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

  private func end(_ outcome: Outcome, _ summary: TransportSummary, at instant: MonotonicTime) {
    let isFirst = state.withLock { state in
      defer { state.isEnded = true }
      return !state.isEnded
    }
    if isFirst { observer(.ended(outcome, summary, instant)) }
  }
}
