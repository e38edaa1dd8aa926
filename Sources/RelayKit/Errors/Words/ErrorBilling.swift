/// Whether a request that failed costs anything, as far as a client can tell.
public enum Billing: String, Sendable, Hashable, CaseIterable {
  case nothingSent, notBilled, unknown, probable, certain

  public var sentence: String {
    switch self {
    case .nothingSent: "Nothing was sent."
    case .notBilled: "Nothing was billed."
    case .unknown: "It may be billed."
    case .probable: "It is probably billed."
    case .certain: "The relay charges a fee for this."
    }
  }
}

extension RelayError {
  public var billing: Billing {
    if isDownload { return .notBilled }
    return switch kind {
    case .badRequest, .unsupportedParameter, .contentBlocked, .unauthorized, .insufficientCredit, .keyLimit,
      .modelForbidden, .addressForbidden, .forbidden, .notFound, .taskNotFound, .tooLarge, .contextTooLong,
      .rateLimited, .notImplemented, .modelUnavailable, .supplierWithoutKey, .relayMisconfigured,
      .overloaded, .redirected, .notARelay:
      .notBilled
    case .nameNotResolved, .cannotConnect, .connectTimeout, .tls, .proxy, .invalidURL, .missingKey:
      .nothingSent
    case .other where details["cause"] == "not sent": .nothingSent
    case .refusedAndCharged: .certain
    case .cut where details["cause"] == "another bayside": .unknown
    case .answerTooLarge, .cut: .probable
    case .relayFailure, .badGateway, .gatewayTimeout, .unexpectedStatus, .totalTimeout, .stalled,
      .connectionLost, .emptyAnswer, .malformedAnswer, .errorInStream, .other:
      hasTokens ? .probable : .unknown
    }
  }

  /// `nil` when nobody can tell.
  public var isBilled: Bool? {
    switch billing {
    case .nothingSent, .notBilled: false
    case .probable, .certain: true
    case .unknown: nil
    }
  }

  /// Whether tokens came before the failure.
  var hasTokens: Bool { details["tokens"].flatMap { Int($0) }.map { $0 > 0 } ?? false }
}
