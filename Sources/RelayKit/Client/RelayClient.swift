import Synchronization

/// Talks to one relay over a transport.
public final class RelayClient: Sendable {
  private let configuration: RelayConfiguration
  private let transport: any HTTPTransport

  public init(configuration: RelayConfiguration, transport: any HTTPTransport) {
    self.configuration = configuration
    self.transport = transport
  }

  /// `POST /chat/completions`. `observer` is called with `.began` at once, then on the transport's thread,
  /// in order, `.ended` last.
  /// - Parameter startedAt: wall clock, seconds since 1970, kept in the record.
  @discardableResult
  public func chat(
    _ request: ChatRequest, id: String, startedAt: Double,
    observer: @escaping @Sendable (ExchangeUpdate) -> Void
  ) -> any ExchangeHandle {
    let streams = request.json["stream"]?.boolValue == true
    var wire = HTTPRequest(
      method: "POST", url: configuration.baseURL.url(for: "/chat/completions"),
      headers: configuration.headers(accept: streams ? "text/event-stream" : "application/json"),
      body: request.encodedBody())
    wire.limits = configuration.limits
    wire.acceptsCompression = !streams
    let recorded = RecordedRequest(
      method: wire.method, url: wire.url, headers: configuration.redacted(wire.headers), body: wire.body)
    let running = RunningExchange(
      wire: wire, configuration: configuration, transport: transport, observer: observer)
    observer(
      .began(
        Exchange(
          id: id, request: recorded, requestedModel: request.model, asksForStream: streams,
          startedAt: startedAt, start: transport.now())))
    running.send()
    return running
  }

  /// The same, awaited: the whole record.
  public func chat(_ request: ChatRequest, id: String, startedAt: Double) async -> Exchange {
    let recorder = ExchangeRecorder()
    return await withCheckedContinuation { continuation in
      chat(request, id: id, startedAt: startedAt) { update in
        if let whole = recorder.apply(update) { continuation.resume(returning: whole) }
      }
    }
  }

  /// A small answer as a whole. - Throws: `RelayError` when none came.
  func get(_ endpoint: String) async throws -> (HTTPResponseHead, [UInt8]) {
    var wire = HTTPRequest(
      method: "GET", url: configuration.baseURL.url(for: endpoint),
      headers: configuration.headers(accept: "application/json"))
    wire.limits = configuration.limits
    wire.acceptsCompression = true
    let answer = Mutex<(head: HTTPResponseHead?, bytes: [UInt8])>((nil, []))
    return try await withCheckedThrowingContinuation { continuation in
      _ = transport.start(wire) { event in
        switch event {
        case .mark: break
        case .head(let head, _): answer.withLock { $0.head = head }
        case .bytes(let bytes, _): answer.withLock { $0.bytes += bytes }
        case .end(let failure, _, _):
          let (head, bytes) = answer.withLock { $0 }
          if let head, failure == nil {
            continuation.resume(returning: (head, bytes))
          } else {
            continuation.resume(throwing: RelayError(transport: failure ?? .other(detail: "no answer")))
          }
        }
      }
    }
  }
}
