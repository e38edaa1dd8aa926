/// What went wrong with a request, in the relay's own words and in ours.
public struct RelayError: Error, Sendable, Hashable {
  /// Stable names, used by scripts (`error.kind` of `--json`).
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case badRequest = "bad_request"
    case unsupportedParameter = "unsupported_parameter"
    case contentBlocked = "content_blocked"
    case unauthorized
    case insufficientCredit = "insufficient_credit"
    case keyLimit = "key_limit"
    case modelForbidden = "model_forbidden"
    case addressForbidden = "address_forbidden"
    case forbidden
    case notFound = "not_found"
    case tooLarge = "too_large"
    case contextTooLong = "context_too_long"
    /// Refused by a filter, and a fee was charged for it.
    case refusedAndCharged = "refused_and_charged"
    case taskNotFound = "task_not_found"
    case rateLimited = "rate_limited"
    case relayFailure = "relay_failure"
    case notImplemented = "not_implemented"
    case badGateway = "bad_gateway"
    case modelUnavailable = "model_unavailable"
    case supplierWithoutKey = "supplier_without_key"
    /// Something that only the relay's operator can set right.
    case relayMisconfigured = "relay_misconfigured"
    case overloaded
    case gatewayTimeout = "gateway_timeout"
    case unexpectedStatus = "unexpected_status"
    case nameNotResolved = "name_not_resolved"
    case cannotConnect = "cannot_connect"
    case tls
    case redirected
    case connectTimeout = "connect_timeout"
    case totalTimeout = "total_timeout"
    case stalled
    case connectionLost = "connection_lost"
    case proxy
    case notARelay = "not_a_relay"
    case emptyAnswer = "empty_answer"
    case malformedAnswer = "malformed_answer"
    case errorInStream = "error_in_stream"
    case answerTooLarge = "answer_too_large"
    case invalidURL = "invalid_url"
    case missingKey = "missing_key"
    case cut
    case other
  }

  public var kind: Kind
  public var status: Int?
  /// `error.code` as received (a number becomes its digits).
  public var code: String?
  public var type: String?
  public var parameter: String?
  /// The relay's own words, unchanged but for anything shaped like a key. Empty when it said nothing.
  public var message: String
  /// Whether `message` is the relay's own words; else it is what the network or the system said.
  public var quotesRelay: Bool {
    switch kind {
    case .nameNotResolved, .cannotConnect, .tls, .connectTimeout, .totalTimeout, .stalled, .connectionLost,
      .answerTooLarge, .cut:
      false
    default: status != nil || kind == .errorInStream
    }
  }
  public var requestID: String?
  /// Seconds, from `Retry-After` or `retry-after-ms`.
  public var retryAfter: Double?
  /// Whether sending the same again may help (before the first byte of an answer).
  public var isRetryable: Bool
  /// Names used in our sentences: host, seconds, redirect target, closest model and the like.
  public var details: [String: String]

  public init(
    kind: Kind, status: Int? = nil, code: String? = nil, type: String? = nil, parameter: String? = nil,
    message: String = "", requestID: String? = nil, retryAfter: Double? = nil, isRetryable: Bool = false,
    details: [String: String] = [:]
  ) {
    self.kind = kind
    self.status = status
    self.code = code
    self.type = type
    self.parameter = parameter
    self.message = message
    self.requestID = requestID
    self.retryAfter = retryAfter
    self.isRetryable = isRetryable
    self.details = details
  }
}
