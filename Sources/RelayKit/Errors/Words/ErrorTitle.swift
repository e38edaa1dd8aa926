extension RelayError {
  /// What happened, in a few words.
  public var title: String { mediaWords?.title ?? generalTitle }

  private var generalTitle: String {
    switch kind {
    case .badRequest:
      isRelaySide ? "The relay cannot pass this request on" : "The relay cannot use this request"
    case .unsupportedParameter: "This model does not take \(parameter ?? "one of the parameters")"
    case .contentBlocked: "The text was blocked"
    case .refusedAndCharged: "The text was blocked, and a fee is charged"
    case .unauthorized: "The relay refused this key"
    case .insufficientCredit: "Not enough credit for this request"
    case .keyLimit: "This key's own limit is used up"
    case .modelForbidden: "This key may not use \(details["model"] ?? "this model")"
    case .addressForbidden: "This address is not allowed"
    case .forbidden: "The relay does not allow this"
    case .notFound: "The relay has nothing at this address"
    case .taskNotFound: "The relay does not know this task"
    case .tooLarge: "The request is too large"
    case .contextTooLong: "The conversation is longer than the model can read"
    case .rateLimited: "Too many requests right now"
    case .relayFailure: "Something failed inside the relay"
    case .relayMisconfigured: "The relay is not set up right for this model"
    case .notImplemented: "The relay cannot do this yet"
    case .badGateway: "The relay got no good answer"
    case .modelUnavailable: "No supplier can take \(details["model"] ?? "this model") now"
    case .supplierWithoutKey: "The model's supplier account is out of keys"
    case .overloaded: "The relay is overloaded"
    case .gatewayTimeout: "The supplier took too long"
    case .unexpectedStatus: "The relay answered with a status that means nothing here"
    case .nameNotResolved: "\(details["host"] ?? "The relay's name") is not found"
    case .cannotConnect, .connectTimeout: "The relay cannot be reached"
    case .tls: "The connection is not safe"
    case .redirected: "The relay points elsewhere"
    case .totalTimeout: "Not finished in \(span("time limit"))"
    case .stalled: hasReceived ? "No more data for \(span("too long"))" : "No answer in \(span("time"))"
    case .connectionLost: "The connection broke"
    case .proxy: "The proxy cannot be used"
    case .notARelay: "This address answers with a web page"
    case .emptyAnswer: "The answer is empty"
    case .malformedAnswer: "The answer cannot be read"
    case .errorInStream:
      hasTokens
        ? "The relay sent an error instead of more \(details["unit"] == nil ? "text" : "pictures")"
        : "The relay sent an error instead of an answer"
    case .answerTooLarge: "The answer is larger than \(details["limit"] ?? "the limit")"
    case .invalidURL: "The base URL is not an address"
    case .missingKey: "No key is set"
    case .cut:
      switch details["cause"] {
      case "end mark": "The reply ended without a reason"
      case "program ended": "bayside ended while the reply came"
      case "another bayside": "Still coming in another bayside"
      case "recording": "The recording ends before the reply does"
      default: "The stream ended before the end mark"
      }
    case .other: details["cause"] == "not sent" ? "The request could not be sent" : "The request failed"
    }
  }

  /// The relay's own conversion failed: a 500 about the request.
  var isRelaySide: Bool { (status ?? 0) >= 500 }

  /// Whether any byte of an answer came before time was up.
  var hasReceived: Bool { details["received"].map { $0 != "0 B" } ?? false }

  /// "60 s", or `words` when it is not known how long.
  func span(_ words: String) -> String { details["seconds"].map { "\($0) s" } ?? words }
}
