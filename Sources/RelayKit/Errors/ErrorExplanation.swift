extension RelayError {
  /// What happened, in a few words.
  public var title: String {
    switch kind {
    case .badRequest: "The relay cannot use this request"
    case .unsupportedParameter: "This model does not take \(parameter ?? "one of the parameters")"
    case .contentBlocked: "The text was blocked"
    case .unauthorized: "The relay refused this key"
    case .insufficientCredit: "Not enough credit for this request"
    case .keyLimit: "This key's own limit is used up"
    case .modelForbidden: "This key may not use this model"
    case .addressForbidden: "This address is not allowed"
    case .forbidden: "The relay does not allow this"
    case .notFound: "The relay has nothing at this address"
    case .tooLarge: "The request is too large"
    case .rateLimited: "Too many requests right now"
    case .relayFailure: "Something failed inside the relay"
    case .notImplemented: "The relay cannot do this yet"
    case .badGateway: "The relay got no good answer"
    case .modelUnavailable: "No supplier can take this model now"
    case .overloaded: "The relay is overloaded"
    case .gatewayTimeout: "The supplier took too long"
    case .unexpectedStatus: "The relay answered with an unexpected status"
    case .nameNotResolved: "The relay's name is not found"
    case .cannotConnect, .connectTimeout: "The relay cannot be reached"
    case .tls: "The connection is not safe"
    case .redirected: "The relay points elsewhere"
    case .totalTimeout: "The answer took longer than the time limit"
    case .stalled: "No data came for too long"
    case .connectionLost: "The connection broke"
    case .proxy: "The proxy cannot be used"
    case .notARelay: "This address answers with something that is no API"
    case .emptyAnswer: "The answer is empty"
    case .malformedAnswer: "The answer cannot be read"
    case .errorInStream: "The relay sent an error instead of more text"
    case .answerTooLarge: "The answer is larger than the limit"
    case .invalidURL: "The base URL is not an address"
    case .missingKey: "No key is set"
    case .cut: "The stream ended before its end"
    case .other: "The request failed"
    }
  }

  /// What happened to the request, and whether it was billed.
  public var explanation: String {
    switch kind {
    case .badRequest: "A value is wrong or missing\(parameter.map { ": \($0)" } ?? ""). Nothing was billed."
    case .unsupportedParameter:
      "The relay or its supplier refused \(parameter ?? "a parameter"). Nothing was billed."
    case .contentBlocked: "A filter at the relay or its supplier blocked the prompt. Nothing was billed."
    case .unauthorized:
      "The key was not accepted. It is wrong, switched off, expired, or used up. Nothing was billed."
    case .insufficientCredit:
      "The account holds less than the relay wanted to reserve for this request. Nothing was billed."
    case .keyLimit:
      "The key has reached the limit set for it in the console. The account may still have credit. "
        + "Nothing was billed."
    case .modelForbidden:
      "The key, or the group it belongs to, is not allowed to use this model. Nothing was billed."
    case .addressForbidden: "The key works only from listed IP addresses; yours is not one of them."
    case .forbidden: "The relay understood the request and does not allow it. Nothing was billed."
    case .notFound: "The address does not exist. Most often the base URL has /v1 twice, or not at all."
    case .tooLarge: "The relay takes less than was sent. Nothing was billed."
    case .rateLimited:
      "A limit was hit: this model, the account, or the model's suppliers. Nothing was billed."
    case .relayFailure: "The relay or its supplier failed\(code.map { " (\($0))" } ?? "")."
    case .notImplemented: "The endpoint is not built there, or not for this model."
    case .badGateway: "The relay's supplier answered with something broken, or not at all."
    case .modelUnavailable:
      "The relay has no channel for this model in your group. The name is wrong or its suppliers are down. "
        + "Nothing was billed."
    case .overloaded: "The relay has no capacity left at the moment. Nothing was billed."
    case .gatewayTimeout: "The relay gave up waiting for its supplier. It may be billed."
    case .unexpectedStatus: "The status is none that the relay's documentation names."
    case .nameNotResolved:
      "The name could not be looked up. You may be offline, or the base URL is wrong. Nothing was sent."
    case .cannotConnect, .connectTimeout: "The connection was refused or not answered. Nothing was sent."
    case .tls: "The certificate is not valid. The key was not sent."
    case .redirected: "The relay wanted to send this on to another address. The key was not sent there."
    case .totalTimeout: "The request was sent; the answer was not complete in time. It may be billed."
    case .stalled: "The connection stayed open, but nothing came. It may be billed."
    case .connectionLost: "The connection ended before the answer did. It may be billed."
    case .proxy: "The proxy refused or could not be reached. Nothing was sent."
    case .notARelay: "A web page or another text came instead of an answer. The base URL may be wrong."
    case .emptyAnswer: "The answer was complete but held nothing. It may be billed."
    case .malformedAnswer: "What came is not what the endpoint is documented to send. It may be billed."
    case .errorInStream: "What came before is kept. It is probably billed."
    case .answerTooLarge: "Reading stopped at the size limit. It is probably billed."
    case .invalidURL: "Nothing was sent."
    case .missingKey: "The relay wants a key. Nothing was sent."
    case .cut:
      "The connection closed without a finish_reason. What arrived is kept. It is probably billed."
    case .other: "No more is known than what is said below."
    }
  }

  /// What to do about it.
  public var advice: String {
    switch kind {
    case .badRequest: "Look at the parameters and the messages, then ask again."
    case .unsupportedParameter: "Leave the parameter out, or choose another model."
    case .contentBlocked: "Change the text, or choose another model."
    case .unauthorized: "Choose or replace the key; the console shows its state."
    case .insufficientCredit: "Lower max_tokens, choose a cheaper model, or top up in the console."
    case .keyLimit: "Use another key, or raise the key's limit in the console."
    case .modelForbidden: "Choose a model that the key may use, or another key."
    case .addressForbidden: "Use another key, or add the address in the console."
    case .forbidden: "Ask the relay's support, with the request id."
    case .notFound: "Check the base URL; if only this model fails, choose another."
    case .tooLarge: "Shorten the text, or send an image as a link."
    case .rateLimited: "Wait a little and ask again, or choose another model."
    case .relayFailure, .badGateway: "Ask again, or choose another model."
    case .notImplemented: "Choose another model."
    case .modelUnavailable: "Check the model's name, or choose another."
    case .overloaded: "Ask again in a moment."
    case .gatewayTimeout: "Ask again, ask for a shorter answer, or choose another model."
    case .nameNotResolved, .invalidURL: "Check the base URL, and whether you are online."
    case .cannotConnect, .connectTimeout, .proxy: "Check the address and the proxy, then ask again."
    case .tls: "Check the clock and any proxy. There is no way to send anyway."
    case .redirected: "Change the base URL, if you trust the other address."
    case .totalTimeout: "Ask again, with a longer time limit if the model is slow."
    case .stalled, .connectionLost, .cut, .errorInStream: "Ask again from the start; that is billed again."
    case .notARelay: "Check the base URL: it usually ends in /v1."
    case .missingKey: "Set TOKENBAY_API_KEY, or use the demo relay."
    case .emptyAnswer, .malformedAnswer, .unexpectedStatus, .answerTooLarge, .other:
      "Ask again, or look at the raw answer with --json."
    }
  }
}
