/// What one network read added to an answer. Deltas are applied in order.
public struct AnswerDelta: Sendable, Hashable {
  public var parts: [AnswerPart]
  /// Events completed by this read, tokens among them.
  public var frames: [StreamFrame]
  public var tokenEvents: Int
  /// Bytes of this read.
  public var bytes: [UInt8]
  public var instant: MonotonicTime
  public init(
    parts: [AnswerPart] = [], frames: [StreamFrame] = [], tokenEvents: Int = 0, bytes: [UInt8] = [],
    instant: MonotonicTime
  ) {
    self.parts = parts
    self.frames = frames
    self.tokenEvents = tokenEvents
    self.bytes = bytes
    self.instant = instant
  }
}

/// Progress of an exchange: `.began` first, on the caller's thread, then on the transport's thread in
/// order, `.ended` last. Applied to an `Exchange` one after the other they make the record.
public enum ExchangeUpdate: Sendable, Hashable {
  /// The record with its request, before anything was sent.
  case began(Exchange)
  /// A try leaves; the first is 1.
  case sending(attempt: Int, MonotonicTime)
  case mark(PhaseMark, MonotonicTime)
  case head(HTTPResponseHead, MonotonicTime)
  case delta(AnswerDelta)
  /// Refused before any byte of an answer: it is sent again after `seconds`.
  case retrying(RelayError, seconds: Double, nextAttempt: Int, MonotonicTime)
  case ended(Outcome, TransportSummary, MonotonicTime)
}

/// A running exchange. Calls may come from any thread.
public protocol ExchangeHandle: Sendable {
  /// Stops it; what had arrived is kept and the outcome is `.stopped`.
  func stop()
  /// During the wait before a retry: sends now.
  func retryNow()
  /// Tells that `bytes` of delivered deltas were consumed (back-pressure: paused above 1 MiB, resumed below 256 KiB).
  func consumed(bytes: Int)
  /// Waits so many seconds longer before silence, or the whole taking too long, ends this try.
  func waitLonger(seconds: Double)
}
