extension RelayError {
  private static let requestIDHeaders = [
    "x-oneapi-request-id", "x-request-id", "request-id", "x-litellm-call-id", "x-generation-id", "cf-ray",
  ]

  /// The request id of an answer, whatever its header is called.
  public static func requestID(in headers: [HTTPHeader]) -> String? {
    requestIDHeaders.lazy.compactMap { headers.first($0) }.first { !$0.isEmpty }
  }

  /// Seconds to wait that the relay asks for; dates are not read.
  static func retryAfter(in headers: [HTTPHeader]) -> Double? {
    if let milliseconds = headers.first("retry-after-ms").flatMap(Double.init), milliseconds >= 0 {
      return milliseconds / 1000
    }
    return headers.first("retry-after").flatMap(Double.init).flatMap { $0 >= 0 ? $0 : nil }
  }

  /// Reads an answer that is a failure: by its code first, then by its status, never by its words.
  public init(head: HTTPResponseHead, body bytes: [UInt8]) {
    let body = RelayErrorBody(bytes: bytes)
    let (kind, retryable) = Self.classify(status: head.status, body: body)
    self.init(
      kind: kind, status: head.status, code: body.code, type: body.type, parameter: body.parameter,
      message: body.message, requestID: Self.requestID(in: head.headers),
      retryAfter: Self.retryAfter(in: head.headers), isRetryable: retryable)
    if let title = body.pageTitle { details["title"] = title }
  }

  /// Reads an error object that came inside a stream. It is never sent again by itself.
  public init(inStream value: JSONValue, head: HTTPResponseHead?) {
    let body = RelayErrorBody(json: value)
    self.init(
      kind: .errorInStream, status: head?.status, code: body.code, type: body.type, parameter: body.parameter,
      message: body.message, requestID: head.flatMap { Self.requestID(in: $0.headers) })
  }

  private static func classify(status: Int, body: RelayErrorBody) -> (Kind, retryable: Bool) {
    switch body.code {
    case "insufficient_user_quota", "insufficient_quota": return (.insufficientCredit, false)
    case "pre_consume_token_quota_failed": return (.keyLimit, false)
    case "access_denied": return (.addressForbidden, false)
    case "prompt_blocked", "sensitive_words_detected", "content_policy_violation":
      return (.contentBlocked, false)
    case "unsupported_parameter", "unsupported_value": return (.unsupportedParameter, false)
    case "invalid_request", "convert_request_failed", "count_token_failed", "json_marshal_failed",
      "invalid_api_type", "gen_relay_info_failed":
      return (.badRequest, false)
    case "model_not_found": return (status == 404 ? .notFound : .modelUnavailable, false)
    case "system_cpu_overloaded", "system_memory_overloaded", "system_disk_overloaded":
      return (.overloaded, true)
    case "channel:invalid_key", "channel:param_override_invalid", "channel:header_override_invalid",
      "channel:model_mapped_error", "channel:aws_client_error", "violation_fee.grok.csam":
      return (.relayFailure, false)
    default: break
    }
    if body.isWebPage && status < 500 { return (.notARelay, false) }
    switch status {
    case 200..<300: return body.isEmpty ? (.emptyAnswer, true) : (.malformedAnswer, false)
    case 300..<400: return (.redirected, false)
    case 401: return (.unauthorized, false)
    case 402: return (.insufficientCredit, false)
    case 403: return (.forbidden, false)
    case 404: return (.notFound, false)
    case 408, 504, 524: return (.gatewayTimeout, true)
    case 413: return (.tooLarge, false)
    case 429: return (.rateLimited, true)
    case 400..<500: return (.badRequest, false)
    case 501: return (.notImplemented, false)
    case 502, 520...523: return (.badGateway, true)
    case 503, 529: return (.overloaded, true)
    case 500..<600: return (.relayFailure, true)
    default: return (.unexpectedStatus, false)
    }
  }

  /// Reads a failure without an answer. Retryable is what may pass and certainly did no work.
  public init(transport failure: TransportFailure) {
    switch failure {
    case .nameNotResolved(let host): self.init(kind: .nameNotResolved, details: ["host": host])
    case .cannotConnect(let host, let port, let detail):
      self.init(kind: .cannotConnect, message: detail, isRetryable: true, details: ["host": host])
      details["port"] = port.map(String.init)
    case .tls(let host, let detail): self.init(kind: .tls, message: detail, details: ["host": host])
    case .redirected(let target): self.init(kind: .redirected, details: ["target": target])
    case .connectTimeout(let seconds):
      self.init(kind: .connectTimeout, isRetryable: true, details: ["seconds": "\(seconds)"])
    case .totalTimeout(let seconds, _): self.init(kind: .totalTimeout, details: ["seconds": "\(seconds)"])
    case .stalled(let seconds, _): self.init(kind: .stalled, details: ["seconds": "\(seconds)"])
    case .tooLarge(let limit): self.init(kind: .answerTooLarge, details: ["limit": "\(limit)"])
    case .connectionLost(let detail): self.init(kind: .connectionLost, message: detail, isRetryable: true)
    case .proxy(let detail): self.init(kind: .proxy, message: detail)
    case .invalidURL(let url): self.init(kind: .invalidURL, message: KeyMask.masked(url))
    case .cancelled: self.init(kind: .other, message: "stopped")
    case .other(let detail): self.init(kind: .other, message: detail)
    }
  }
}
