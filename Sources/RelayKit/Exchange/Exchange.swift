/// How an exchange ended.
public enum Outcome: Sendable, Hashable {
  case done
  /// By the user.
  case stopped
  /// The stream ended without its end: no `finish_reason`, or the connection broke after text came.
  case cut(RelayError?)
  case failed(RelayError)

  /// `done`, `stopped`, `cut`, `failed`.
  public var name: String {
    switch self {
    case .done: "done"
    case .stopped: "stopped"
    case .cut: "cut"
    case .failed: "failed"
    }
  }

  public var error: RelayError? {
    switch self {
    case .done, .stopped: nil
    case .cut(let error): error
    case .failed(let error): error
    }
  }
}

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

/// One network read: where its bytes lie in the byte log, and when they came.
public struct Arrival: Sendable, Hashable {
  public var offset: Int
  public var length: Int
  public var instant: MonotonicTime
  public init(offset: Int, length: Int, instant: MonotonicTime) {
    self.offset = offset
    self.length = length
    self.instant = instant
  }
}

/// One try. All but the last failed before any byte of an answer.
public struct Attempt: Sendable, Hashable {
  public var number: Int
  public var startedAt: MonotonicTime
  public var status: Int?
  public var requestID: String?
  public var error: RelayError?
  /// Seconds waited before the next try.
  public var waitedSeconds: Double?
  public init(number: Int, startedAt: MonotonicTime) {
    self.number = number
    self.startedAt = startedAt
  }
}

/// Everything that passed between bayside and a relay for one request. Every screen, export and
/// replay is a view of this record.
public struct Exchange: Sendable {
  public var id: String
  public var request: RecordedRequest
  public var requestedModel: String
  public var asksForStream: Bool
  /// Wall clock of the start, seconds since 1970.
  public var startedAt: Double
  /// The same moment on the monotonic clock: all other instants are measured from it.
  public var start: MonotonicTime
  public var marks: [PhaseMark: MonotonicTime] = [:]
  public var head: HTTPResponseHead?
  /// Every byte of the response body, in order.
  public var bytes: [UInt8] = []
  public var arrivals: [Arrival] = []
  public var frames: [StreamFrame] = []
  public var answer = AssembledAnswer()
  public var outcome: Outcome?
  public var attempts: [Attempt] = []
  public var summary = TransportSummary()
  /// When the last event was seen.
  public var end: MonotonicTime?

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
}

/// One event of the stream (or a comment, or a stray line), where its bytes lie and what it was.
public struct StreamFrame: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case content, reasoning, refusal, toolCall, role, finish, usage, done, error, comment, malformed, other
  }
  /// First byte in the byte log, and number of bytes with line ends.
  public var offset: Int
  public var length: Int
  public var instant: MonotonicTime
  public var kind: Kind
  /// Index of the arrival that completed it: equal numbers came in one network read.
  public var arrival: Int
  public init(offset: Int, length: Int, instant: MonotonicTime, kind: Kind, arrival: Int) {
    self.offset = offset
    self.length = length
    self.instant = instant
    self.kind = kind
    self.arrival = arrival
  }
}

/// What the events add up to.
public struct AssembledAnswer: Sendable, Hashable {
  public struct ToolCall: Sendable, Hashable {
    /// The index the relay gave, if any: it may start above 0 and have gaps.
    public var wireIndex: Int?
    public var id = ""
    public var type = "function"
    public var name = ""
    /// Exactly as it came: may not be valid JSON.
    public var arguments = ""
    public init() {}
  }

  public struct Choice: Sendable, Hashable {
    public var index: Int
    public var text = ""
    public var reasoning = ""
    public var refusal = ""
    public var toolCalls: [ToolCall] = []
    public var finishReason: String?
    /// Elements of `logprobs.content`, as received.
    public var logprobs: [JSONValue] = []
    public init(index: Int) { self.index = index }
  }

  public var responseID: String?
  public var servedModel: String?
  public var fingerprint: String?
  /// Ordered by index.
  public var choices: [Choice] = []
  /// The object as received, never altered.
  public var usage: JSONValue?
  /// A second answer that followed the first in the same stream.
  public var restarted: [Choice] = []
  /// Number of events with any token (content, reasoning, refusal or tool call).
  public var tokenEvents = 0
  public init() {}

  public var text: String { choices.first?.text ?? "" }
  public var reasoning: String { choices.first?.reasoning ?? "" }
  public var finishReason: String? { choices.first?.finishReason }
}
