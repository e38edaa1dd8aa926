/// What one network read added to an answer. Deltas are appended in order.
public struct AnswerDelta: Sendable, Hashable {
  public enum Part: Sendable, Hashable {
    case text(choice: Int, String)
    case reasoning(choice: Int, String)
    case refusal(choice: Int, String)
    /// A tool call grew: its position among the calls of the choice, and its present whole value.
    case toolCall(choice: Int, position: Int, AssembledAnswer.ToolCall)
    case finish(choice: Int, String)
    case usage(JSONValue)
    case servedModel(String)
    case restarted
  }
  public var parts: [Part]
  /// Events completed by this read, tokens among them.
  public var frames: [StreamFrame]
  public var tokenEvents: Int
  /// Bytes of this read.
  public var bytes: [UInt8]
  public var instant: MonotonicTime
  public init(parts: [Part], frames: [StreamFrame], tokenEvents: Int, bytes: [UInt8], instant: MonotonicTime)
  {
    self.parts = parts
    self.frames = frames
    self.tokenEvents = tokenEvents
    self.bytes = bytes
    self.instant = instant
  }
}

/// Progress of an exchange, reported on the transport's thread in order, `.finished` last.
public enum ExchangeUpdate: Sendable {
  /// The request as recorded; sent once for each attempt.
  case sending(RecordedRequest, attempt: Int, MonotonicTime)
  case mark(PhaseMark, MonotonicTime)
  case head(HTTPResponseHead, MonotonicTime)
  case delta(AnswerDelta)
  /// Refused before any byte of an answer: it is sent again after `seconds`.
  case retrying(RelayError, seconds: Double, nextAttempt: Int, MonotonicTime)
  case finished(Exchange)
}

/// A running exchange. Calls may come from any thread.
public protocol ExchangeHandle: Sendable {
  /// Stops it; what had arrived is kept and the outcome is `.stopped`.
  func stop()
  /// During the wait before a retry: sends now.
  func retryNow()
  /// Tells that `bytes` of delivered deltas were consumed (back-pressure: paused above 1 MiB, resumed below 256 KiB).
  func consumed(bytes: Int)
}
