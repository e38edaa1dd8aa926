import Synchronization

/// One download on its way: follows redirects, keeps the key at home, tells what comes. Transport events come on the
/// transport's thread; the calls of a transfer from any.
final class RunningDownload: HTTPTransfer {
  /// Where the file is fetched from, and whether the key may go there.
  private struct Place {
    var url: String
    var origin: WebOrigin
    var offset: Int
    var carriesKey: Bool
  }
  private struct State {
    var place: Place
    var hop = 0
    var transfer: (any HTTPTransfer)?
    var reading: DownloadReading?
    var isCancelled = false
    var isPaused = false
    var extraSeconds = 0.0
    /// The file is longer than allowed, so the transfer was ended from here.
    var isTooLong = false
    /// It was asked for from its beginning, since the server has less than is there.
    var hasBegunAgain = false
  }
  private enum Next { case go(Place), end(RelayError?) }

  private let state: Mutex<State>
  private let client: RelayClient
  private let validator: String?
  private let limit: Int
  private struct Handler: Sendable { let tell: @Sendable (DownloadEvent) -> Void }
  private let handler: Mutex<Handler?>
  private static let mostRedirects = 5

  /// - Returns: `nil` when the address is none.
  init?(
    client: RelayClient, url: String, offset: Int, validator: String?, limit: Int,
    handler: @escaping @Sendable (DownloadEvent) -> Void
  ) {
    guard let origin = WebOrigin(url) else { return nil }
    let home = WebOrigin(client.configuration.baseURL.origin)
    state = Mutex(
      State(place: Place(url: url, origin: origin, offset: max(0, offset), carriesKey: origin == home)))
    self.client = client
    self.validator = validator
    self.limit = limit
    self.handler = Mutex(Handler(tell: handler))
  }

  // MARK: - From any thread

  func cancel() {
    let transfer = state.withLock { state in
      state.isCancelled = true
      return state.transfer
    }
    transfer?.cancel()
  }

  func setPaused(_ paused: Bool) {
    state.withLock { state in
      state.isPaused = paused
      state.transfer?.setPaused(paused)
    }
  }

  func extendLimits(bySeconds seconds: Double) {
    state.withLock { state in
      state.extraSeconds += max(0, seconds)
      state.transfer?.extendLimits(bySeconds: seconds)
    }
  }

  // MARK: - One place after the other

  func send() {
    let (place, hop) = state.withLock { state in
      state.hop += 1
      state.reading = nil
      state.transfer = nil
      return (state.place, state.hop)
    }
    let transfer = client.transport.start(request(for: place)) { [self] event in receive(event, hop) }
    let isCancelled = state.withLock { state in
      // It may be over by now, and the next one under way.
      guard state.hop == hop else { return false }
      state.transfer = transfer
      if state.isPaused { transfer.setPaused(true) }
      if state.extraSeconds > 0 { transfer.extendLimits(bySeconds: state.extraSeconds) }
      return state.isCancelled || state.isTooLong
    }
    if isCancelled { transfer.cancel() }
  }

  private func request(for place: Place) -> HTTPRequest {
    let configuration = client.configuration
    var headers = configuration.keylessHeaders(accept: "*/*")
    if place.carriesKey {
      if let key = configuration.apiKey { headers.append(HTTPHeader("Authorization", "Bearer \(key)")) }
      headers += configuration.extraHeaders
    }
    if place.offset > 0 {
      headers.append(HTTPHeader("Range", "bytes=\(place.offset)-"))
      if let validator { headers.append(HTTPHeader("If-Range", validator)) }
    }
    var request = HTTPRequest(method: "GET", url: place.url, headers: headers)
    request.limits = MediaPatience.downloadLimits(configuration.limits, maximumBytes: max(limit, 0))
    return request
  }

  private func receive(_ event: TransportEvent, _ hop: Int) {
    switch event {
    case .mark: break
    case .head(let head, _):
      state.withLock { state in state.reading = DownloadReading(head: head, asked: state.place.offset) }
    case .bytes(let bytes, _):
      let found = state.withLock { state in state.reading?.feed(bytes) ?? [] }
      tell(found)
      if endsTooLong() { state.withLock { $0.transfer }?.cancel() }
    case .end(let failure, _, _): ended(failure)
    }
  }

  private func tell(_ found: [DownloadReading.Found]) {
    for item in found {
      switch item {
      case .began(let total, let resumedAt, let type, let validator):
        tell(.began(total: total, resumedAt: resumedAt, type: type, validator: validator))
      case .bytes(let bytes): tell(.bytes(bytes))
      }
    }
  }

  private func tell(_ event: DownloadEvent) { handler.withLock { $0 }?.tell(event) }

  /// The part that was there already counts too, and a length that is announced counts at once.
  private func endsTooLong() -> Bool {
    state.withLock { state in
      guard let reading = state.reading, reading.isFile, !state.isTooLong else { return false }
      state.isTooLong = max(reading.resumedAt + reading.received, reading.total ?? 0) > limit
      return state.isTooLong
    }
  }

  private func ended(_ failure: TransportFailure?) {
    let found = state.withLock { state in state.reading?.finish() ?? [] }
    tell(found)
    let next = state.withLock { state in Self.next(after: failure, &state, limit: limit) }
    switch next {
    case .go(let place):
      state.withLock { $0.place = place }
      send()
    case .end(let error):
      let told = error.map(completed)
      let last = handler.withLock { handler in
        defer { handler = nil }
        return handler
      }
      state.withLock { state in
        state.hop += 1
        state.transfer = nil
      }
      last?.tell(.ended(told))
    }
  }

  private static func next(after failure: TransportFailure?, _ state: inout State, limit: Int) -> Next {
    if state.isTooLong { return .end(RelayError(transport: .tooLarge(limit: limit))) }
    if state.isCancelled, failure != nil { return .end(RelayError(transport: .cancelled)) }
    if case .redirected(let target)? = failure { return redirected(to: target, state) }
    if let failure {
      // A refusal that broke off says more than that it broke off.
      if let reading = state.reading, !reading.head.isSuccess, let problem = reading.problem {
        return .end(problem)
      }
      var error = RelayError(transport: failure)
      error.status = state.reading?.head.status
      return .end(error)
    }
    guard let reading = state.reading else { return .end(RelayError(kind: .emptyAnswer)) }
    if reading.mustBeginAgain, !state.hasBegunAgain {
      state.hasBegunAgain = true
      var place = state.place
      place.offset = 0
      return .go(place)
    }
    return .end(reading.problem)
  }

  private static func redirected(to target: String, _ state: State) -> Next {
    let error = RelayError(transport: .redirected(to: target))
    guard state.hop <= mostRedirects, let origin = WebOrigin(target),
      !(state.place.origin.scheme == "https" && origin.scheme == "http")
    else { return .end(error) }
    // Once away from home the key does not come back: whoever is there does not send it anywhere.
    return .go(
      Place(
        url: target, origin: origin, offset: state.place.offset,
        carriesKey: state.place.carriesKey && origin == state.place.origin))
  }

  private func completed(_ error: RelayError) -> RelayError {
    let secrets = client.configuration.secrets
    var error = error.asOfAQuestion
    let place = state.withLock { $0.place }
    error.details["for"] = "download"
    error.details["host"] = error.details["host"] ?? place.origin.host
    error.details["url"] = secrets.masked(url: place.url)
    error.details["method"] = "GET"
    if let proxy = client.transport.proxy(for: place.url) { error.details["proxy"] = proxy }
    return secrets.masked(error)
  }
}
