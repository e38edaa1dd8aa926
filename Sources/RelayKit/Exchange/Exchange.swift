/// The request as it was sent, but for the key: headers are redacted when they are recorded.
public struct RecordedRequest: Sendable, Hashable {
  public var method: String
  public var url: String
  public var headers: [HTTPHeader]
  public var body: [UInt8]
  public init(method: String, url: String, headers: [HTTPHeader], body: [UInt8]) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// One try. All but the last were refused before any byte of an answer.
public struct Attempt: Sendable, Hashable {
  /// From 1.
  public var number: Int
  public var startedAt: MonotonicTime
  public var head: HTTPResponseHead?
  /// What the relay said when it refused, at most the first 64 KiB.
  public var body: [UInt8] = []
  public var error: RelayError?
  /// Seconds until the next try, as planned.
  public var waitSeconds: Double?
  public init(number: Int, startedAt: MonotonicTime) {
    self.number = number
    self.startedAt = startedAt
  }
}

/// Everything that passed between bayside and a relay for one request. Every screen, export and replay
/// is a view of this record. It is the sum of its updates: whoever applies the same updates in order has
/// the same record, live, from a file or in a replay.
public struct Exchange: Sendable, Hashable {
  public var id: String
  public var request: RecordedRequest
  public var requestedModel: String
  public var asksForStream: Bool
  /// Wall clock of the start, seconds since 1970.
  public var startedAt: Double
  /// The same moment on the monotonic clock: all other instants are measured from it.
  public var start: MonotonicTime
  /// Of the last try.
  public private(set) var marks: [PhaseMark: MonotonicTime] = [:]
  public private(set) var head: HTTPResponseHead?
  /// Every byte of the response body, in order.
  public private(set) var bytes: [UInt8] = []
  public private(set) var arrivals: [Arrival] = []
  public private(set) var frames: [StreamFrame] = []
  public private(set) var answer = AssembledAnswer()
  public private(set) var attempts: [Attempt] = []
  public private(set) var summary = TransportSummary()
  /// `nil` while it runs.
  public private(set) var outcome: Outcome?
  /// When the last event was seen.
  public private(set) var end: MonotonicTime?

  public init(
    id: String, request: RecordedRequest, requestedModel: String, asksForStream: Bool,
    startedAt: Double, start: MonotonicTime
  ) {
    self.id = id
    self.request = request
    self.requestedModel = requestedModel
    self.asksForStream = asksForStream
    self.startedAt = startedAt
    self.start = start
  }

  /// The id under which the relay knows the last try, whatever its header is called.
  public var requestID: String? {
    head.flatMap { RelayError.requestID(in: $0.headers) } ?? outcome?.error?.requestID
  }

  /// When the last try was sent.
  public var lastStart: MonotonicTime { attempts.last?.startedAt ?? start }

  /// Leaves what was received, and the body that was sent, behind.
  mutating func dropBytes() {
    request.body = []
    (bytes, arrivals, frames, answer) = ([], [], [], AssembledAnswer())
  }

  /// Takes one update over; updates come in order.
  public mutating func apply(_ update: ExchangeUpdate) {
    switch update {
    case .began(let record): self = record
    case .sending(let attempt, let instant):
      attempts.append(Attempt(number: attempt, startedAt: instant))
    case .mark(let mark, let instant): marks[mark] = instant
    case .head(let head, _): self.head = head
    case .delta(let delta): apply(delta)
    case .retrying(let error, let seconds, _, _): endAttempt(error, waitSeconds: seconds)
    case .ended(let outcome, let summary, let instant):
      self.outcome = outcome
      self.summary = summary
      end = instant
      if let last = attempts.indices.last {
        attempts[last].head = head
        attempts[last].error = outcome.error
      }
    }
  }

  private mutating func apply(_ delta: AnswerDelta) {
    if !delta.bytes.isEmpty {
      arrivals.append(Arrival(offset: bytes.count, length: delta.bytes.count, instant: delta.instant))
      bytes += delta.bytes
    }
    frames += delta.frames
    for part in delta.parts { answer.apply(part) }
    answer.tokenEvents += delta.tokenEvents
  }

  /// Keeps what the refused try said, and makes room for the next.
  private mutating func endAttempt(_ error: RelayError, waitSeconds: Double) {
    if let last = attempts.indices.last {
      attempts[last].head = head
      attempts[last].body = Array(bytes.prefix(64 << 10))
      attempts[last].error = error
      attempts[last].waitSeconds = waitSeconds
    }
    marks = [:]
    head = nil
    bytes = []
    arrivals = []
    frames = []
    answer = AssembledAnswer()
  }
}
