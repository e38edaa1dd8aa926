import RelayKit
import Testing

@Suite struct ErrorWordsTests {
  /// Everything that a client can know.
  static func full(_ kind: RelayError.Kind, _ more: [String: String] = [:]) -> RelayError {
    var details = [
      "host": "relay.example", "port": "443", "url": "https://relay.example/v1/chat/completions",
      "method": "POST", "model": "gpt-5.4", "key": "cdef", "size": "12 MB", "closest": "gpt-5.4-mini",
      "seconds": "60", "received": "14 kB", "tokens": "3", "limit": "512 MB",
      "target": "https://other.example/",
      "title": "502 Bad Gateway", "part": "memory", "try": "https://relay.example/v1",
      "proxy": "http://p:3128",
    ]
    details.merge(more) { $1 }
    return RelayError(
      kind: kind, status: 400, code: "a_code", parameter: "top_p", message: "said", retryAfter: 7,
      details: details)
  }

  static let sentences = Set(Billing.allCases.map(\.sentence))

  @Test(arguments: RelayError.Kind.allCases)
  func everyKindSaysWhatHappenedWhetherItIsBilledAndWhatToDo(kind: RelayError.Kind) {
    for error in [
      RelayError(kind: kind), Self.full(kind), Self.full(kind, ["tokens": "0", "received": "0 B"]),
    ] {
      #expect(!error.title.isEmpty && !error.title.hasSuffix("."))
      #expect(error.title.count <= 72, "\(error.title)")
      #expect(Self.sentences.contains { error.explanation.hasSuffix(" " + $0) }, "\(error.explanation)")
      #expect(error.explanation.hasSuffix(error.billing.sentence))
      for text in [error.title, error.explanation, error.advice] {
        #expect(!text.contains("!") && !text.contains("  ") && !text.contains("Optional"), "\(text)")
        #expect(!text.contains(" the server") && !text.lowercased().contains("oops"), "\(text)")
      }
      for text in [error.explanation, error.advice] {
        #expect(text.hasSuffix(".") || text.hasSuffix("/v1."), "\(text)")
        #expect(text.first?.isUppercase == true || text.hasPrefix("relay.example") || text.hasPrefix("http"))
      }
    }
  }

  @Test func aModelThatDrawsInChatsOnlyIsToBeAskedThere() {
    let error = RelayError(
      kind: .badRequest, status: 500,
      message: "not supported model for image generation, only imagen models are supported")
    #expect(error.advice == "Ask this model as a chat, where some draw, or choose another one.")
  }

  @Test func noTwoKindsSayTheSame() {
    let texts = RelayError.Kind.allCases.map { Self.full($0).explanation }
    #expect(Set(texts).count == texts.count)
  }

  /// What must be named: kind, details of its own, parts of title, explanation or advice.
  @Test(
    arguments: [
      (.badRequest, [:], ["top_p", "Nothing was billed."]),
      (.unsupportedParameter, [:], ["does not take top_p"]),
      (.unauthorized, [:], ["ends in cdef", "expired"]), (.modelForbidden, [:], ["may not use gpt-5.4"]),
      (.keyLimit, [:], ["console", "may still have credit"]), (.insufficientCredit, [:], ["max_tokens"]),
      (.addressForbidden, [:], ["IP"]),
      (.notFound, [:], ["POST https://relay.example", "/v1 twice", "try https"]),
      (.tooLarge, [:], ["12 MB; the relay takes less"]), (.rateLimited, [:], ["Wait 7 s"]),
      (.notImplemented, [:], ["POST https"]),
      (.relayFailure, [:], ["a_code"]), (.badGateway, [:], ["502 Bad Gateway"]),
      (.modelUnavailable, ["listed": "no"], ["No supplier can take gpt-5.4", "did you mean gpt-5.4-mini?"]),
      (.badRequest, ["listed": "no"], ["does not list gpt-5.4", "did you mean gpt-5.4-mini?"]),
      (.modelUnavailable, ["cause": "price"], ["no price"]), (.overloaded, [:], ["memory"]),
      (.refusedAndCharged, [:], ["a fee", "Do not send this again"]),
      (.supplierWithoutKey, [:], ["out of keys"]),
      (.nameNotResolved, [:], ["relay.example is not found", "Nothing was sent."]),
      (.cannotConnect, [:], ["relay.example:443", "http://p:3128"]), (.connectTimeout, [:], ["in 60 s"]),
      (.tls, [:], ["certificate of relay.example", "said", "key was not sent", "no way to send it anyway"]),
      (.redirected, [:], ["https://other.example/", "key was not sent there"]),
      (.totalTimeout, [:], ["in 60 s", "after 14 kB"]), (.stalled, [:], ["for 60 s", "after 14 kB"]),
      (.stalled, ["received": "0 B"], ["No answer in 60 s", "nothing came back"]),
      (.proxy, [:], ["http://p:3128"]),
      (.notARelay, [:], ["web page", "502 Bad Gateway", "try https://relay.example/v1"]),
      (.errorInStream, [:], ["After 3 tokens", "a_code", "kept", "probably billed"]),
      (.errorInStream, ["tokens": "0"], ["instead of an answer", "may be billed"]),
      (.answerTooLarge, [:], ["512 MB"]),
      (.cut, ["cause": "closed"], ["before the end mark", "after 3 tokens"]),
      (.cut, ["cause": "end mark"], ["without a reason", "as if done"]),
      (.cut, ["cause": "recording"], ["recording"]),
      (.connectionLost, [:], ["after 3 tokens", "probably billed"]),
      (.other, ["cause": "not sent"], ["could not be sent", "said", "Nothing was sent."]),
      (.connectionLost, ["tokens": "0"], ["may be billed"]),
    ] as [(RelayError.Kind, [String: String], [String])])
  func theSentencesNameWhatTheyAreAbout(kind: RelayError.Kind, details: [String: String], parts: [String]) {
    let error = Self.full(kind, details)
    let text = [error.title, error.explanation, error.advice].joined(separator: "\n")
    for part in parts { #expect(text.contains(part), "\(part) in \(text)") }
  }

  @Test(
    arguments: [
      (.rateLimited, nil, false), (.nameNotResolved, nil, false), (.cut, nil, true),
      (.gatewayTimeout, nil, nil),
      (.refusedAndCharged, nil, true), (.stalled, "0", nil), (.stalled, "4", true),
      (.errorInStream, "1", true),
    ] as [(RelayError.Kind, String?, Bool?)])
  func whetherItIsBilledIsAFact(kind: RelayError.Kind, tokens: String?, isBilled: Bool?) {
    var error = RelayError(kind: kind)
    error.details["tokens"] = tokens
    #expect(error.isBilled == isBilled)
  }

  @Test func aFailureOfOurRequestUnder500SaysSo() {
    let error = RelayError(kind: .badRequest, status: 500, code: "convert_request_failed")
    #expect(error.title == "The relay cannot pass this request on")
    #expect(error.explanation.contains("convert_request_failed"))
  }
}
