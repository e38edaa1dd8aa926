/// One header line. Names keep the case they had on the wire and compare without it.
public struct HTTPHeader: Sendable, Hashable {
  public var name: String
  public var value: String
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension [HTTPHeader] {
  /// The first value of `name`, compared without case.
  public func first(_ name: String) -> String? {
    let wanted = name.lowercased()
    return first { $0.name.lowercased() == wanted }?.value
  }
}

/// Limits of one transfer. `nil` means no limit.
public struct TransferLimits: Sendable, Hashable {
  /// Seconds until the connection (with TLS) must stand.
  public var connectSeconds: Double? = 10
  /// Seconds for the whole transfer.
  public var totalSeconds: Double? = 120
  /// Seconds without a byte, before the first one as well as between two.
  public var stallSeconds: Double? = 60
  /// Bytes of body that are accepted before the transfer fails with `.tooLarge`.
  public var maximumBytes: Int = 512 << 20
  public init() {}
}

/// What goes on the wire. `headers` holds the key: never record a request, record `redactedHeaders`.
public struct HTTPRequest: Sendable {
  public var method: String
  public var url: String
  public var headers: [HTTPHeader]
  public var body: [UInt8]
  public var limits = TransferLimits()
  /// What it does must not be done twice: it goes over a connection of its own, because one that was kept may turn
  /// out to be dead behind the last byte of the body, and nobody knew then whether it was done.
  public var isSentOnce = false
  /// Ask for compressed answers. Off for event streams: a proxy would buffer to compress.
  public var acceptsCompression = false

  public init(method: String, url: String, headers: [HTTPHeader] = [], body: [UInt8] = []) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// Instants of a transfer, in the order in which they happen. A mark that did not happen is absent.
public enum PhaseMark: String, Sendable, Hashable, CaseIterable {
  case queued, nameResolved, connected, tlsDone, requestSent, firstByte, firstToken, lastByte

  /// By its place: its name would be hashed letter by letter with every read of a stream.
  public func hash(into hasher: inout Hasher) { hasher.combine(place) }

  private var place: UInt8 {
    switch self {
    case .queued: 0
    case .nameResolved: 1
    case .connected: 2
    case .tlsDone: 3
    case .requestSent: 4
    case .firstByte: 5
    case .firstToken: 6
    case .lastByte: 7
    }
  }
}

/// Status line and headers of the final answer (1xx are skipped).
public struct HTTPResponseHead: Sendable, Hashable {
  public var status: Int
  /// `HTTP/1.1`, `HTTP/2`.
  public var version: String
  public var reason: String
  public var headers: [HTTPHeader]
  public init(status: Int, version: String, reason: String, headers: [HTTPHeader]) {
    self.status = status
    self.version = version
    self.reason = reason
    self.headers = headers
  }
}

/// Why a transfer ended without its last byte.
public enum TransportFailure: Error, Sendable, Hashable {
  case nameNotResolved(host: String)
  /// Refused, unreachable, or no connection in time. `detail` is the library's own sentence.
  case cannotConnect(host: String, port: Int?, detail: String)
  case tls(host: String, detail: String, reason: TLSFailure = .certificate)
  /// The relay pointed elsewhere; nothing was sent there.
  case redirected(to: String)
  case connectTimeout(seconds: Double)
  case totalTimeout(seconds: Double, receivedBytes: Int)
  case stalled(seconds: Double, receivedBytes: Int)
  case tooLarge(limit: Int)
  /// The connection broke (reset, or closed before the announced length).
  case connectionLost(detail: String)
  case proxy(detail: String)
  /// What came is no HTTP.
  case unreadable(detail: String)
  case invalidURL(String)
  /// It could not even be begun.
  case notSent(detail: String)
  case cancelled
  case other(detail: String)
}

/// What went wrong with TLS.
public enum TLSFailure: String, Sendable, Hashable {
  /// The other side's certificate does not hold.
  case certificate
  /// No agreement on how to talk: often a port without TLS, or a program in between.
  case handshake
  /// The file of certificate authorities cannot be read.
  case authorities
}

/// What a transport reports, always in this order: marks in time order, one head, bytes, one end.
public enum TransportEvent: Sendable {
  case mark(PhaseMark, MonotonicTime)
  case head(HTTPResponseHead, MonotonicTime)
  /// One network read.
  case bytes([UInt8], MonotonicTime)
  /// The last event; `nil` when the body is complete.
  case end(TransportFailure?, TransportSummary, MonotonicTime)
}

/// What is known once a transfer is over.
public struct TransportSummary: Sendable, Hashable {
  public var reusedConnection = false
  public var remoteAddress: String?
  public init() {}
}

/// A running transfer. All calls may come from any thread and do nothing once the transfer ended. None waits;
/// only `cancel` may call the handler before it returns.
public protocol HTTPTransfer: Sendable {
  /// Ends the transfer at once: the connection is closed, `.end(.cancelled, …)` follows.
  func cancel()
  /// Back-pressure: while paused no further bytes are read from the network.
  func setPaused(_ paused: Bool)
  /// All that matters has come: if the body does not end within so many seconds, the transfer ends with
  /// `.stalled`.
  func expectEnd(within seconds: Double)
  /// Moves the limits of silence and of the whole transfer so many seconds further away.
  func extendLimits(bySeconds seconds: Double)
}

extension HTTPTransfer {
  public func extendLimits(bySeconds seconds: Double) {}
  public func expectEnd(within seconds: Double) {}
}

/// The way bytes reach a relay. `handler` is called on the transport's own thread, never after `.end`.
public protocol HTTPTransport: Sendable {
  func start(
    _ request: HTTPRequest, handler: @escaping @Sendable (TransportEvent) -> Void
  ) -> any HTTPTransfer
  /// Now, on the clock of the events.
  func now() -> MonotonicTime
  /// The proxy through which `url` is reached, for people; `nil` for none or when it is not known.
  func proxy(for url: String) -> String?
}

extension HTTPTransport {
  public func proxy(for url: String) -> String? { nil }
}
