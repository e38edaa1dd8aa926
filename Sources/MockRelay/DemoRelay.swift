import FoundationEssentials
import RelayKit

/// A relay without any model behind it, for trying the program out: its models are simulated, their answers
/// are canned text that says so. It listens on 127.0.0.1 only.
package final class DemoRelay: Sendable {
  /// What `/v1/models` lists.
  package static let models = ["demo-writer", "demo-reasoner", "demo-slow", "demo-fails"]

  private let relay: MockRelay

  /// The base URL to configure, with `/v1`.
  package var baseURL: String { relay.origin + "/v1" }
  package var port: Int { relay.port }

  /// `tokensPerSecond` is the pace of `demo-writer`; 0 streams without any delay.
  package init(tokensPerSecond: Int = 60) throws(MockRelay.StartFailure) {
    let pace = tokensPerSecond > 0 ? max(1, 1000 / tokensPerSecond) : 0
    relay = try MockRelay { DemoAnswer(request: $0, tokenMilliseconds: pace).script }
  }

  package func stop() { relay.stop() }
  package func nextRequest() async -> RecordedRequest? { await relay.nextRequest() }
  package func connectionClosed() async -> ClosedConnection? { await relay.connectionClosed() }
}

/// The fields of a chat request that the demo reads; everything else, `n` included, is ignored.
struct DemoChatRequest: Decodable {
  struct Message: Decodable {
    struct Part: Decodable { var text: String? }
    var role: String
    var text: String

    enum CodingKeys: String, CodingKey { case role, content }
    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      role = try values.decode(String.self, forKey: .role)
      if let text = try? values.decode(String.self, forKey: .content) {
        self.text = text
      } else {
        let parts = (try? values.decode([Part].self, forKey: .content)) ?? []
        text = parts.compactMap(\.text).joined(separator: "\n")
      }
    }
  }
  struct StreamOptions: Decodable { var include_usage: Bool? }

  var model: String
  var messages: [Message]
  var stream: Bool?
  var max_tokens: Int?
  var max_completion_tokens: Int?
  var stream_options: StreamOptions?
}

/// One answer of the demo, as a script.
struct DemoAnswer {
  let request: RecordedRequest
  let tokenMilliseconds: Int

  private var requestID: String { "demo-\(request.number + 1)" }
  private var marks: [HTTPHeader] {
    [HTTPHeader("X-Oneapi-Request-Id", requestID), HTTPHeader("X-Demo-Relay", "simulated")]
  }

  var script: Script {
    let path = request.path.split(separator: "?").first.map(String.init) ?? ""
    switch (request.method, path) {
    case ("GET", "/v1/models"):
      let list = DemoRelay.models.map {
        #"{"id":"\#($0)","object":"model","created":1790000000,"owned_by":"simulated"}"#
      }
      return .answer(#"{"object":"list","data":[\#(list.joined(separator: ","))]}"#, headers: marks)
    case ("POST", "/v1/chat/completions"):
      return chat()
    case (_, _) where path.hasPrefix("/v1/"):
      return error(404, "Invalid URL (\(request.method) \(path))", code: "")
    default:
      return .htmlPage()
    }
  }

  private func chat() -> Script {
    guard let chat = try? JSONDecoder().decode(DemoChatRequest.self, from: Data(request.body)) else {
      return error(400, "The body is not a chat request", code: "invalid_request")
    }
    let prompt = chat.messages.last { $0.role == "user" }?.text ?? ""
    switch chat.model {
    case "demo-writer":
      return reply(chat, DemoText.article(prompt), tokenMilliseconds)
    case "demo-reasoner":
      return reply(chat, DemoText.conclusion(prompt), tokenMilliseconds, thought: DemoText.thought(prompt))
    case "demo-slow":
      return reply(chat, DemoText.slow(prompt), tokenMilliseconds * 15)
    case "demo-fails":
      return failing(chat, prompt)
    default:
      return error(
        503, "No available channel for model \(chat.model) under group demo", code: "model_not_found")
    }
  }

  // MARK: - Answers

  private func reply(
    _ chat: DemoChatRequest, _ text: String, _ pace: Int, thought: String = ""
  ) -> Script {
    let limit = max(chat.max_completion_tokens ?? chat.max_tokens ?? Int.max, 0)
    let thoughts = Array(DemoText.tokens(thought).prefix(limit))
    let all = DemoText.tokens(text)
    let words = Array(all.prefix(limit - thoughts.count))
    let finish = words.count < all.count ? "length" : "stop"
    let prompted = chat.messages.reduce(0) { $0 + DemoText.tokens($1.text).count }
    let usage = """
      {"prompt_tokens":\(prompted),"completion_tokens":\(thoughts.count + words.count),\
      "total_tokens":\(prompted + thoughts.count + words.count),\
      "completion_tokens_details":{"reasoning_tokens":\(thoughts.count)}}
      """
    if chat.stream != true {
      let reasoning = thought.isEmpty ? "" : #","reasoning_content":\#(json(thoughts.joined()))"#
      let message = #"{"role":"assistant","content":\#(json(words.joined()))\#(reasoning)}"#
      let choice = #"{"index":0,"message":\#(message),"finish_reason":"\#(finish)"}"#
      let whole = Script.answer(
        #"{"id":"chatcmpl-\#(requestID)","object":"chat.completion","created":1790000000,"#
          + #""model":"\#(chat.model)","choices":[\#(choice)],"usage":\#(usage)}"#,
        headers: marks)
      return Script([.delay(milliseconds: pace * 5)] + whole.steps)
    }
    var steps = streamHead + [chunk(chat, #"{"role":"assistant","content":""}"#)]
    for (key, tokens) in [("reasoning_content", thoughts), ("content", words)] {
      for token in tokens {
        steps += [.delay(milliseconds: pace), chunk(chat, #"{"\#(key)":\#(json(token))}"#)]
      }
    }
    steps.append(chunk(chat, "{}", finish: finish))
    if chat.stream_options?.include_usage == true { steps.append(chunk(chat, nil, usage: usage)) }
    return Script(steps + [event("[DONE]"), .end])
  }

  private func failing(_ chat: DemoChatRequest, _ prompt: String) -> Script {
    let beginning =
      streamHead + ["The answer ", "begins ", "and "].map { chunk(chat, #"{"content":"\#($0)"}"#) }
    switch prompt.split(whereSeparator: \.isWhitespace).first.map({ $0.lowercased() }) ?? "" {
    case "401": return error(401, "Invalid token", code: "invalid_api_key")
    case "403": return error(403, "Insufficient quota, remaining: $0.00", code: "insufficient_user_quota")
    case "404": return error(404, "The model does not exist", code: "model_not_found")
    case "413": return error(413, "Request body too large", code: "request_body_too_large")
    case "429":
      return error(
        429, "Too many requests, try again in 3 seconds", code: "rate_limit_exceeded",
        headers: [HTTPHeader("Retry-After", "3")])
    case "500": return error(500, "The upstream answered nonsense", code: "bad_response_body")
    case "503": return error(503, "No available channel for model demo-fails", code: "no_available_channel")
    case "cut": return Script(beginning + [.cutMidChunk(Array("data: {\"choices\":[{\"del".utf8))])
    case "stall": return Script(beginning + [.stall])
    case "error":
      let body =
        #"{"error":{"message":"The upstream failed midway","type":"upstream_error","code":"midway"}}"#
      return Script(beginning + [event(body), .end])
    case "html": return .htmlPage()
    case "empty": return Script(streamHead + [event("[DONE]"), .end])
    default: return reply(chat, DemoText.failureChoices, tokenMilliseconds)
    }
  }

  // MARK: - Wire

  private var streamHead: [Script.Step] {
    let headers = [HTTPHeader("Content-Type", "text/event-stream"), HTTPHeader("Cache-Control", "no-cache")]
    return [.head(status: 200, headers: headers + marks)]
  }

  private func event(_ data: String) -> Script.Step { .body(Array("data: \(data)\n\n".utf8)) }

  private func chunk(
    _ chat: DemoChatRequest, _ delta: String?, finish: String? = nil, usage: String? = nil
  ) -> Script.Step {
    let reason = finish.map { "\"\($0)\"" } ?? "null"
    let choices = delta.map { #"{"index":0,"delta":\#($0),"finish_reason":\#(reason)}"# } ?? ""
    let tail = usage.map { #","usage":\#($0)"# } ?? ""
    return event(
      #"{"id":"chatcmpl-\#(requestID)","object":"chat.completion.chunk","created":1790000000,"#
        + #""model":"\#(chat.model)","choices":[\#(choices)]\#(tail)}"#)
  }

  private func error(
    _ status: Int, _ message: String, code: String, headers: [HTTPHeader] = []
  ) -> Script {
    let text = json("\(message) (simulated) (request id: \(requestID))")
    return .answer(
      #"{"error":{"message":\#(text),"type":"new_api_error","param":"","code":"\#(code)"}}"#,
      status: status, headers: marks + headers)
  }

  /// `text` as a JSON string.
  private func json(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\\(scalar)"
      case "\n": out += "\\n"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
