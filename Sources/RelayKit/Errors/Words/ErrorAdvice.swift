extension RelayError {
  /// What to do about it.
  public var advice: String {
    let own = mediaWords?.advice ?? submissionAdvice ?? brokenPictureAdvice
    let step = own ?? (isDownload && isRetryable ? "Fetch it again." : step)
    return unlisted.map { "\($0) \(step)" } ?? step
  }

  /// Said first, where the relay does not list the model.
  private var unlisted: String? {
    guard details["listed"] == "no", let model = details["model"] else { return nil }
    return details["closest"].map { "The relay does not list \(model): did you mean \($0)?" }
      ?? "The relay does not list \(model)."
  }

  private var step: String {
    switch kind {
    // What relays of this family answer when a model draws in chats only.
    case .badRequest where message.lowercased().contains("model for image generation"):
      "Ask this model as a chat, where some draw, or choose another one."
    case .badRequest where isRelaySide: "Look at the parameters that are set, or choose another model."
    case .badRequest:
      parameter.map { "Change or unset \($0), then ask again." }
        ?? "Look at the parameters and the messages, then ask again."
    case .unsupportedParameter: "Ask again without \(parameter ?? "the parameter"), or choose another model."
    case .contentBlocked: "Change the text, or choose another model."
    case .refusedAndCharged: "Change the text. Do not send this again: it would be charged again."
    case .unauthorized: "Choose or replace the key; the console shows its state."
    case .insufficientCredit:
      "Lower max_tokens, choose a cheaper model, use another key, or top up in the console under Billing."
    case .keyLimit: "Use another key, or raise this key's limit in the console under API Keys."
    case .modelForbidden: "Choose a model that this key may use, or another key."
    case .addressForbidden: "Use another key, or add your address to this key in the console."
    case .forbidden:
      "Choose another model or key. If neither helps, write to the relay's support with the request id."
    case .notFound:
      details["try"].map { "Check the base URL: try \($0)." }
        ?? "Check the base URL. If only this model fails, choose another."
    case .taskNotFound: "Use the key that started the task, or remove the task."
    case .tooLarge: "Shorten the text, or send images as links."
    case .contextTooLong:
      "Remove older messages, shorten the text, lower max_tokens, or choose a model with a longer context."
    case .rateLimited:
      retryAfter.map { "Wait \(Seconds.text($0)) s and ask again, or choose another model." }
        ?? "Wait a little and ask again, or choose another model. Refused at once means a limit on requests; "
        + "refused after seconds means that the supplier is full."
    case .relayFailure: "Ask again, or choose another model."
    case .relayMisconfigured: "Choose another model, or tell the relay's support the request id."
    case .notImplemented: "Choose another model."
    case .badGateway: "Ask again in a moment, or choose another model."
    case .modelUnavailable: "Pick a model from the list, or ask again if the name is right."
    case .supplierWithoutKey: "Choose another model, or ask again in a few minutes."
    case .overloaded: "Ask again in a moment."
    case .gatewayTimeout: "Ask again, ask for a shorter answer, or choose another model."
    case .nameNotResolved: "Check the base URL, and whether you are online."
    case .cannotConnect, .connectTimeout:
      "Check the base URL and the proxy (\(details["proxy"] ?? "none is set here")), then ask again."
    case .proxy: "Check the proxy's address, then ask again."
    case .tls where details["cause"] == "authorities":
      "Check the CA file of the configuration, or SSL_CERT_FILE."
    case .tls where details["cause"] == "handshake":
      "Check the base URL (http or https, and the port) and any proxy. There is no way to send it anyway."
    case .tls: "Check the clock and any proxy. There is no way to send it anyway."
    case .redirected: "Change the base URL to the other address, if you trust it."
    case .totalTimeout: "Ask again with a longer time limit, or for a shorter answer."
    case .stalled where !hasReceived: "Ask again, or allow a longer wait for the first byte."
    case .stalled, .connectionLost, .errorInStream:
      hasTokens
        ? "Let the model go on from here, or ask again from the start, which is billed again."
        : "Ask again."
    case .cut where details["cause"] == "recording": "Record the exchange again to have it whole."
    case .cut where details["cause"] == "another bayside": "Wait for it there, then open the chat again here."
    case .cut: "Let the model go on from here, or ask again from the start, which is billed again."
    case .notARelay:
      details["try"].map { "Check the base URL: try \($0)." } ?? "Check the base URL: it usually ends in /v1."
    case .missingKey: "Set TOKENBAY_API_KEY, or use the demo relay."
    case .invalidURL: "Check the base URL; it looks like https://api.tokenbay.com/v1."
    case .emptyAnswer, .malformedAnswer: "Look at the raw answer, or ask again."
    case .unexpectedStatus: "Look at the raw answer, and check the base URL."
    case .answerTooLarge: "Ask for less, or raise the size limit."
    case .other: "Look at the details, then ask again."
    }
  }
}
