extension RelayError {
  private static let requestIDHeaders = [
    "x-oneapi-request-id", "x-request-id", "request-id", "x-litellm-call-id", "x-generation-id", "cf-ray",
  ]

  /// The request id of an answer, whatever its header is called.
  public static func requestID(in headers: [HTTPHeader]) -> String? {
    requestIDHeaders.lazy.compactMap { headers.first($0) }.first { !$0.isEmpty }
  }

  /// Reads an answer that is a failure: by its code first, then by its status, never by its words.
  public init(head: HTTPResponseHead, body bytes: [UInt8]) {
    let body = RelayErrorBody(bytes: bytes)
    let meaning = Self.meaning(status: head.status, body: body)
    self.init(
      kind: meaning.kind, status: head.status, code: body.code, type: body.type, parameter: body.parameter,
      message: body.message, requestID: Self.requestID(in: head.headers),
      retryAfter: RetryAfter.seconds(in: head.headers), isRetryable: meaning.retryable)
    obey(head.headers.first("x-should-retry"))
    fill(from: body)
  }

  /// Reads an error object that came inside an answer. It is never sent again by itself.
  init(inStream value: JSONValue, head: HTTPResponseHead?, tokensBefore: Int) {
    let body = RelayErrorBody(json: value)
    self.init(
      kind: .errorInStream, status: head?.status, code: body.code, type: body.type,
      parameter: body.parameter, message: body.message,
      requestID: head.flatMap { Self.requestID(in: $0.headers) })
    details["tokens"] = String(tokensBefore)
    fill(from: body)
    // Instead of an answer it is an ordinary refusal, only under another status.
    guard tokensBefore == 0 else { return }
    kind = Self.meaning(status: Self.status(inCode: body.code) ?? head?.status ?? 200, body: body).kind
  }

  private mutating func fill(from body: RelayErrorBody) {
    details["title"] = body.pageTitle
    if body.isWebPage { details["page"] = "web" }
    if kind == .overloaded, let part = body.code?.split(separator: "_").dropFirst().first {
      details["part"] = ["cpu": "processor", "memory": "memory", "disk": "disk"][String(part)]
    }
    if body.code == "model_price_error" { details["cause"] = "price" }
  }

  /// The word of the relay on sending again; "true" cannot make a lasting refusal pass.
  private mutating func obey(_ word: String?) {
    switch word?.lowercased() {
    case "false": isRetryable = false
    case "true":
      let lasting: Set<Kind> = [
        .unauthorized, .insufficientCredit, .keyLimit, .contentBlocked, .refusedAndCharged, .forbidden,
        .addressForbidden, .modelForbidden,
      ]
      isRetryable = !lasting.contains(kind)
    default: break
    }
  }

  /// Some relays put the status into the code, as a number or as text.
  private static func status(inCode code: String?) -> Int? {
    code.flatMap { Int($0) }.flatMap { (400..<600).contains($0) ? $0 : nil }
  }

  private static func meaning(status: Int, body: RelayErrorBody) -> RelayErrorCodes.Meaning {
    if let meaning = body.code.flatMap(RelayErrorCodes.meaning(ofCode:)) { return meaning }
    if let meaning = body.type.flatMap(RelayErrorCodes.meaning(ofType:)) { return meaning }
    if body.isWebPage, status < 400 || status == 404 || status == 405 { return (.notARelay, false) }
    if (200..<300).contains(status) {
      if let inner = self.status(inCode: body.code) { return (meaning(status: inner).kind, false) }
      if body.isEmpty { return (.emptyAnswer, false) }
      return (body.isStructured ? .errorInStream : .malformedAnswer, false)
    }
    return meaning(status: status)
  }

  private static func meaning(status: Int) -> RelayErrorCodes.Meaning {
    switch status {
    case 300..<400: (.redirected, false)
    case 401: (.unauthorized, false)
    case 402: (.insufficientCredit, false)
    case 403: (.forbidden, false)
    case 404: (.notFound, false)
    case 407: (.proxy, false)
    case 408, 504, 524: (.gatewayTimeout, true)
    case 413: (.tooLarge, false)
    case 429: (.rateLimited, true)
    case 400..<500: (.badRequest, false)
    case 501: (.notImplemented, false)
    case 502, 520...523: (.badGateway, true)
    case 503, 529: (.overloaded, true)
    case 500..<600: (.relayFailure, true)
    default: (.unexpectedStatus, false)
    }
  }

  /// Reads a failure without an answer. Retryable is what may pass and certainly did no work.
  public init(transport failure: TransportFailure) {
    switch failure {
    case .nameNotResolved(let host): self.init(kind: .nameNotResolved, details: ["host": host])
    case .cannotConnect(let host, let port, let detail):
      self.init(
        kind: .cannotConnect, message: KeyMask.masked(detail), isRetryable: true, details: ["host": host])
      details["port"] = port.map(String.init)
    case .tls(let host, let detail, let reason):
      self.init(
        kind: .tls, message: KeyMask.masked(detail), details: ["host": host, "cause": reason.rawValue])
    case .redirected(let target):
      self.init(kind: .redirected, details: ["target": Secrets().masked(url: target)])
    case .connectTimeout(let seconds):
      self.init(kind: .connectTimeout, isRetryable: true, details: ["seconds": Seconds.text(seconds)])
    case .totalTimeout(let seconds, let bytes):
      self.init(
        kind: .totalTimeout, details: ["seconds": Seconds.text(seconds), "received": ByteCount.text(bytes)])
    case .stalled(let seconds, let bytes):
      self.init(
        kind: .stalled, details: ["seconds": Seconds.text(seconds), "received": ByteCount.text(bytes)])
    case .tooLarge(let limit): self.init(kind: .answerTooLarge, details: ["limit": ByteCount.text(limit)])
    case .connectionLost(let detail):
      self.init(kind: .connectionLost, message: KeyMask.masked(detail), isRetryable: true)
    case .proxy(let detail): self.init(kind: .proxy, message: KeyMask.masked(detail))
    case .invalidURL(let url): self.init(kind: .invalidURL, message: Secrets().masked(url: url))
    case .cancelled: self.init(kind: .other, message: "stopped")
    case .other(let detail): self.init(kind: .other, message: KeyMask.masked(detail))
    }
  }
}
