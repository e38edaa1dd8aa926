extension RelayError {
  /// What happened to the request, and whether it was billed.
  public var explanation: String {
    (mediaWords?.happened ?? happened) + " " + (isDownload ? "Fetching costs nothing." : billing.sentence)
  }

  private var happened: String {
    let model = details["model"].map { "\"\($0)\"" } ?? "this model"
    let host = details["host"] ?? "the relay"
    return switch kind {
    case .badRequest where isRelaySide:
      "A value does not suit this model\(inBrackets(code)), so the relay could not write its supplier's request."
    case .badRequest: "A value is wrong or missing\(parameter.map { ": \($0)" } ?? "")."
    case .unsupportedParameter: "The relay or its supplier refused \(parameter ?? "a parameter")."
    case .contentBlocked: "A filter at the relay or its supplier blocked the prompt."
    case .refusedAndCharged: "A filter at the supplier blocked the prompt\(inBrackets(code))."
    case .unauthorized:
      "The key\(details["key"].map { " that ends in \($0)" } ?? "") was not accepted. "
        + "It is wrong, switched off, expired, or used up."
    case .insufficientCredit:
      "The account holds less than the relay wanted to set aside for this request: the prompt and max_tokens."
    case .keyLimit:
      "The key\(details["key"].map { " that ends in \($0)" } ?? "") has reached the limit set for it in the "
        + "console. The account may still have credit."
    case .modelForbidden:
      "The key, or the group it belongs to, is not allowed to use \(model)."
    case .addressForbidden: "The key works only from listed IP addresses, and yours is not one of them."
    case .forbidden:
      "The relay understood the request and refuses it: the model or its group, the IP address, or the account "
        + "may not be allowed."
    case .notFound: "\(call) does not exist. Most often the base URL has /v1 twice, or not at all."
    case .taskNotFound: "The task is not, or no longer, on the relay, or belongs to another account."
    case .tooLarge: "The request has \(details["size"] ?? "more than allowed"); the relay takes less."
    case .contextTooLong: "The messages and the room for the answer exceed what \(model) can hold."
    case .rateLimited:
      "A limit was hit: this model's, the account's, or that of the model's suppliers."
        + (message.isEmpty ? " The relay did not say which." : "")
    case .relayFailure: "The relay or its supplier failed\(inBrackets(code))."
    case .relayMisconfigured: "A setting of the relay's operator is wrong\(inBrackets(code))."
    case .notImplemented: "\(call) is not built there, or not for \(model)."
    case .badGateway:
      "The relay's supplier answered with something broken, or not at all\(page.map { ": \($0)" } ?? "")."
    case .modelUnavailable where details["cause"] == "price":
      "The relay's operator has set no price for \(model), so it is not served."
    case .modelUnavailable:
      "The relay has no supplier for \(model) in your group. The name is wrong, or its suppliers are down."
    case .supplierWithoutKey: "The relay found a supplier for \(model), but no key that can be used there."
    case .overloaded:
      details["part"].map { "The relay's \($0) is at its limit." } ?? "The relay has no capacity left now."
    case .gatewayTimeout: "The relay gave up waiting for its supplier."
    case .unexpectedStatus: "Status \(status.map(String.init) ?? "-") is none that a relay is known to send."
    case .nameNotResolved:
      "The name\(details["host"].map { " \($0)" } ?? "") could not be looked up. You may be offline, or the base URL is wrong."
    case .cannotConnect: "\(address) refused the connection, or cannot be reached."
    case .connectTimeout: "\(address) did not answer\(details["seconds"].map { " in \($0) s" } ?? "")."
    case .tls where details["cause"] == "handshake":
      "No safe connection could be agreed on with \(host)\(said). The key was not sent."
    case .tls where details["cause"] == "authorities":
      "The file of certificate authorities cannot be read\(said), so \(host) cannot be trusted. "
        + "The key was not sent."
    case .tls: "The certificate of \(host) is not valid\(said). The key was not sent."
    case .redirected:
      "\(details["host"] ?? "The relay") wanted to send this on to \(details["target"] ?? "another address"). "
        + "The key was not sent there."
    case .totalTimeout:
      "The request was sent; the answer was not complete in \(span("time"))\(received)."
    case .stalled where hasReceived:
      "The connection stayed open, but nothing more came for \(span("too long"))\(received)."
    case .stalled: "The request was sent; nothing came back."
    case .connectionLost: "The connection ended before the answer did\(tokens)."
    case .proxy: "The proxy\(details["proxy"].map { " \($0)" } ?? "") refused or could not be reached."
    case .notARelay:
      "\(details["url"] ?? "The address") sent a web page\(page.map { " (\($0))" } ?? "") instead of an answer."
    case .emptyAnswer: "The answer was complete but held nothing."
    case .malformedAnswer: "What came is not what the endpoint is documented to send."
    case .errorInStream where hasTokens:
      "After \(tokenCount) an error came\(inBrackets(code)). What came before is kept."
    case .errorInStream:
      "The status was \(status.map(String.init) ?? "good"), but what came is an error\(inBrackets(code))."
    case .answerTooLarge: "Reading stopped at \(details["limit"] ?? "the size limit"). What arrived is kept."
    case .invalidURL:
      "\(message.isEmpty ? "The base URL" : "The text \"\(message)\"") cannot be used as an address."
    case .missingKey: "The relay wants a key."
    case .cut:
      switch details["cause"] {
      case "end mark":
        "The relay closed the stream as if done, but no finish_reason came. The text may be incomplete."
      case "program ended": "It was killed, or the machine went off. What had come by then is kept."
      case "another bayside":
        "This is what had come when the chat was opened here."
      case "recording": "The file breaks off here. What it holds is shown."
      default: "The connection closed with no finish_reason\(tokens). What arrived is kept."
      }
    case .other where details["cause"] == "not sent": "It could not be begun\(said)."
    case .other: "No more is known than what is said below."
    }
  }

  private func inBrackets(_ text: String?) -> String {
    // A code that only repeats the status says nothing.
    text.flatMap { $0.isEmpty || $0 == status.map(String.init) ? nil : " (\($0))" } ?? ""
  }

  /// The library's own words, as a part of a sentence.
  private var said: String {
    var words = message[...]
    while words.last == "." { words.removeLast() }
    return words.isEmpty ? "" : ": \(words)"
  }

  private var page: String? { details["title"].flatMap { $0.isEmpty ? nil : "\"\($0)\"" } }

  /// `POST https://relay.example/v1/chat/completions`.
  private var call: String {
    let parts = [details["method"], details["url"]].compactMap { $0 }
    return parts.isEmpty ? "The address" : parts.joined(separator: " ")
  }

  private var address: String {
    (details["host"] ?? "The relay") + (details["port"].map { ":\($0)" } ?? "")
  }

  private var tokenCount: String {
    let unit = details["unit"] ?? "token"
    return details["tokens"].map { $0 == "1" ? "1 \(unit)" : "\($0) \(unit)s" } ?? "some text"
  }

  private var tokens: String { hasTokens ? ", after \(tokenCount)" : "" }

  private var received: String {
    hasReceived ? details["received"].map { ", after \($0)" } ?? "" : ""
  }
}
