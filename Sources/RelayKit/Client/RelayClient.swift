import Synchronization

/// Talks to one relay over a transport.
public final class RelayClient: Sendable {
  let configuration: RelayConfiguration
  let transport: any HTTPTransport
  /// What the relay listed last.
  private let knownModels = Mutex<[String]>([])
  /// Video tasks that only the wrapped form knows.
  private let wrappedTasks = Mutex<Set<String>>([])

  public init(configuration: RelayConfiguration, transport: any HTTPTransport) {
    self.configuration = configuration
    self.transport = transport
  }

  /// `POST /chat/completions`. `observer` is called with `.began` at once, then in order, one call at a time,
  /// `.ended` last: on the transport's thread while an answer comes, on the caller's when it is stopped or
  /// sent again during a wait.
  /// - Parameters:
  ///   - startedAt: wall clock, seconds since 1970, kept in the record.
  ///   - waitsForReader: back-pressure: reading pauses while more than 1 MiB was delivered that `consumed` was
  ///     not told of. An observer that never calls it sets this to false and takes whatever comes.
  ///   - retry: in place of the configuration's tries, which begin by themselves.
  @discardableResult
  public func chat(
    _ request: ChatRequest, id: String, startedAt: Double, waitsForReader: Bool = true,
    retry: RetryRule? = nil, observer: @escaping @Sendable (ExchangeUpdate) -> Void
  ) -> any ExchangeHandle {
    let streams = request.json["stream"]?.boolValue == true
    let wire = wireRequest(
      "POST", "/chat/completions", accept: streams ? "text/event-stream" : "application/json",
      body: request.encodedBody(), acceptsCompression: !streams)
    var facts = facts(of: wire)
    facts.model = request.model
    facts.expectedChoices = request.parameters["n"]?.intValue ?? 1
    return begin(
      wire, facts, streams: streams, id: id, startedAt: startedAt, waitsForReader: waitsForReader,
      retry: retry ?? RetryRule(count: configuration.retries), observer: observer)
  }

  /// Records the request, tells it, and sends it.
  func begin(
    _ wire: HTTPRequest, _ facts: RequestFacts, streams: Bool, id: String, startedAt: Double,
    waitsForReader: Bool, retry: RetryRule, observer: @escaping @Sendable (ExchangeUpdate) -> Void
  ) -> any ExchangeHandle {
    let secrets = configuration.secrets
    var body = wire.body
    secrets.hideKnown(in: &body)
    let recorded = RecordedRequest(
      method: wire.method, url: secrets.masked(url: wire.url), headers: secrets.masked(wire.headers),
      body: body)
    let running = RunningExchange(
      wire: wire, facts: facts, configuration: configuration, transport: transport,
      waitsForReader: waitsForReader, retry: retry, observer: observer)
    observer(
      .began(
        Exchange(
          id: id, request: recorded, requestedModel: facts.model, asksForStream: streams,
          startedAt: startedAt, start: transport.now())))
    running.send()
    return running
  }

  /// The same, awaited: the whole record. Cancelling the task stops it.
  public func chat(_ request: ChatRequest, id: String, startedAt: Double) async -> Exchange {
    await whole { observer in
      chat(request, id: id, startedAt: startedAt, waitsForReader: false, observer: observer)
    }
  }

  /// Runs an exchange to its end. Cancelling the task stops it.
  func whole(
    _ start: (@escaping @Sendable (ExchangeUpdate) -> Void) -> any ExchangeHandle
  ) async -> Exchange {
    let recorder = ExchangeRecorder()
    let handle = Mutex<(any ExchangeHandle)?>(nil)
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let running = start { update in
          if let whole = recorder.apply(update) { continuation.resume(returning: whole) }
        }
        handle.withLock { $0 = running }
        if Task.isCancelled { running.stop() }
      }
    } onCancel: {
      handle.withLock { $0 }?.stop()
    }
  }

  /// Asks an endpoint whose answer is read as a whole. - Throws: `RelayError`.
  public func ask<Asked: Endpoint>(_ endpoint: Asked) async throws -> Asked.Answer {
    var wire = wireRequest(
      endpoint.method, endpoint.path, accept: "application/json", body: endpoint.body,
      acceptsCompression: true)
    if endpoint.root == .origin { wire.url = configuration.baseURL.origin + endpoint.path }
    if !endpoint.carriesKey { wire.headers = configuration.keylessHeaders(accept: "application/json") }
    wire.limits.maximumBytes = min(wire.limits.maximumBytes, endpoint.maximumBytes)
    var facts = facts(of: wire)
    if !endpoint.carriesKey { facts.keyEnding = nil }
    let secrets = configuration.secrets
    do {
      let (head, bytes) = try await send(wire)
      return try endpoint.read(head, bytes)
    } catch let error as RelayError {
      throw secrets.masked(facts.completed(error))
    }
  }

  func isWrapped(_ task: String) -> Bool { wrappedTasks.withLock { $0.contains(task) } }
  func noteWrapped(_ task: String) { _ = wrappedTasks.withLock { $0.insert(task) } }
  func remember(models: [String]) { knownModels.withLock { $0 = models } }

  // MARK: Parts

  func wireRequest(
    _ method: String, _ path: String, accept: String, body: [UInt8], acceptsCompression: Bool,
    contentType: String = "application/json"
  ) -> HTTPRequest {
    var wire = HTTPRequest(
      method: method, url: configuration.baseURL.url(for: path),
      headers: configuration.headers(accept: accept, contentType: contentType), body: body)
    wire.limits = configuration.limits
    wire.acceptsCompression = acceptsCompression
    return wire
  }

  func facts(of wire: HTTPRequest) -> RequestFacts {
    var facts = RequestFacts(
      method: wire.method, url: wire.url, sentBytes: wire.body.count, limits: wire.limits)
    facts.keyEnding = configuration.apiKey.flatMap { $0.count >= 12 ? String($0.suffix(4)) : nil }
    facts.proxy = transport.proxy(for: wire.url)
    facts.listedModels = { [self] in knownModels.withLock { $0 } }
    return facts
  }

  /// A whole answer, whatever its status. - Throws: `RelayError` when none came.
  func send(_ wire: HTTPRequest) async throws -> (HTTPResponseHead, [UInt8]) {
    let answer = Mutex<(head: HTTPResponseHead?, bytes: [UInt8])>((nil, []))
    let transfer = Mutex<(any HTTPTransfer)?>(nil)
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let started = transport.start(wire) { event in
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
        transfer.withLock { $0 = started }
        if Task.isCancelled { started.cancel() }
      }
    } onCancel: {
      transfer.withLock { $0 }?.cancel()
    }
  }
}
