/// One network read: where its bytes lie in the byte log, and when they came.
public struct Arrival: Sendable, Hashable {
  /// First byte in the byte log, and number of bytes.
  public var offset: Int
  public var length: Int
  public var instant: MonotonicTime
  public init(offset: Int, length: Int, instant: MonotonicTime) {
    self.offset = offset
    self.length = length
    self.instant = instant
  }
}

/// One event of the stream (or a comment, or a stray line), where its bytes lie and what it was.
public struct StreamFrame: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case content, picture, reasoning, refusal, toolCall, role, finish, usage, done, error, comment, malformed,
      other
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

extension StreamFrame.Kind {
  /// Whether the frame brought a token.
  public var isToken: Bool {
    switch self {
    case .content, .picture, .reasoning, .refusal, .toolCall: true
    default: false
    }
  }

  /// Which kind names a frame that is several things at once: the highest.
  var rank: Int {
    switch self {
    case .picture: 7
    case .toolCall: 6
    case .content: 5
    case .refusal: 4
    case .reasoning: 3
    case .finish: 2
    case .role: 1
    default: 0
    }
  }
}
