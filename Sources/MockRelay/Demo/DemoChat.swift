import RelayKit

/// One chat request to the demo, answered as its parameters ask.
struct DemoChat {
  let chat: ChatRequest
  let wire: DemoWire
  let tokenMilliseconds: Int
  let refusals: DemoRefusals

  private static let mostChoices = 8

  var prompt: String { text(of: chat.messages.last { $0.role == "user" }) }

  var script: Script {
    if let refusal { return refusal }
    switch chat.model {
    case "demo-writer": return reply(DemoText.article(prompt))
    case "demo-reasoner":
      return reply(
        DemoText.conclusion(prompt), thought: chat.reasoningEffort == "none" ? "" : DemoText.thought(prompt))
    case Self.drawing: return drawn
    case "demo-slow": return reply(DemoText.slow(prompt), slowness: 15)
    case "demo-fails":
      let word = prompt.split(whereSeparator: \.isWhitespace).first.map { $0.lowercased() } ?? ""
      return DemoFailure.all.first { $0.word == word }?.script(self) ?? reply(DemoText.failureChoices)
    case let id where id.hasPrefix("demo-fails:"):
      // Whatever the prompt is, so that one of several that are asked the same can fail.
      let word = id.dropFirst("demo-fails:".count)
      return DemoFailure.all.first { $0.word == word }?.script(self) ?? reply(DemoText.failureChoices)
    case let id where DemoModels.isText(id): return opinion
    default:
      return wire.error(
        503, "No available channel for model \(chat.model) under group demo (distributor)",
        code: "model_not_found")
    }
  }

  /// The model that answers with pictures.
  static let drawing = "demo-basalt-flash-image"

  /// A picture in the text, as relays convert it from suppliers; of a picture in the question an edited one.
  private var drawn: Script {
    let scene = DemoScene(prompt: prompt, model: chat.model, number: 0)
    var canvas = scene.drawn(width: 128, height: 128)
    let question = chat.messages.last { $0.role == "user" }
    for case .imageURL(let url, _) in question?.parts ?? [] {
      guard let input = DemoForm.picture(.string(url)) else { continue }
      canvas = DemoEdit(input: input, mask: nil, scene: scene).drawn(over: canvas)
      break
    }
    let picture = Base64.encoded(PNG.encoded(canvas, width: 512, height: 512))
    return reply(
      "Here is a simulated picture:\n\n![image](data:image/png;base64,\(picture))\n\nAsk for another time of day.",
      slowness: 4)
  }

  private func text(of message: ChatMessage?) -> String {
    (message?.parts ?? []).compactMap { if case .text(let text) = $0 { text } else { nil } }
      .joined(separator: "\n")
  }

  // MARK: Parameters that cannot be honoured

  private var refusal: Script? {
    if let value = chat.temperature, !(0...2).contains(value) { return invalid("temperature", "0 to 2") }
    if let value = chat.topP, !(0...1).contains(value) { return invalid("top_p", "0 to 1") }
    if let value = chat.n, !(1...Self.mostChoices).contains(value) {
      return invalid("n", "1 to \(Self.mostChoices)")
    }
    if let value = chat.maxCompletionTokens ?? chat.maxTokens, value < 1 {
      return invalid("max_tokens", "1 and more")
    }
    if let value = chat.topLogprobs, chat.logprobs != true || !(0...20).contains(value) {
      return invalid("top_logprobs", "0 to 20, together with logprobs")
    }
    return nil
  }

  private func invalid(_ name: String, _ range: String) -> Script {
    wire.error(
      400, "Invalid value for '\(name)': it takes \(range)", type: "invalid_request_error", param: name,
      code: "invalid_value")
  }

  // MARK: Answers

  private var opinion: Script {
    let varies = chat.temperature.map { $0 > 0 } ?? false
    let opinion = DemoOpinion(model: chat.model, prompt: prompt, variation: varies ? refusals.next() % 3 : 0)
    let thinks = chat.model.hasSuffix("-max") && chat.reasoningEffort != "none"
    return reply(opinion.text, thought: thinks ? DemoText.thought(prompt) : "", slowness: opinion.slowness)
  }

  /// - Parameter slowness: how many times slower than the writer.
  func reply(_ text: String, thought: String = "", slowness: Int = 1, finish: String? = nil) -> Script {
    let drafts = (0..<(chat.n ?? 1)).map { draft(text, thought: thought, choice: $0, finish: finish) }
    let pace = tokenMilliseconds * slowness
    if chat.stream == true { return DemoStream(drafts, chat: self, milliseconds: pace).script }
    let choices = drafts.enumerated().map { $0.element.whole(index: $0.offset) }
    return Script([.delay(milliseconds: pace * 5)] + wire.whole(choices, usage: usage(drafts)).steps)
  }

  private func draft(_ text: String, thought: String, choice: Int, finish: String?) -> DemoDraft {
    var draft = DemoDraft(logprobs: chat.logprobs == true ? chat.topLogprobs ?? 0 : nil)
    draft.thoughts = DemoText.tokens(thought)
    if let call = toolCall(choice) {
      draft.call = call
      draft.finish = "tool_calls"
    } else {
      draft.words = DemoText.tokens(stopped(formed(text, choice: choice)))
      draft.finish = finish ?? "stop"
    }
    draft.limit(to: chat.maxCompletionTokens ?? chat.maxTokens ?? Int.max)
    return draft
  }

  /// The text in the form that was asked for.
  private func formed(_ text: String, choice: Int) -> String {
    let words: String
    switch chat.responseFormat {
    case .jsonObject:
      words = JSONValue.members(
        ("simulated", .bool(true)), ("model", .string(chat.model)), ("you_wrote", .string(prompt))
      ).text(pretty: true)
    case .jsonSchema(_, let schema, _, _):
      let entries = prompt.ranges(of: "<answer-").count
      words = DemoSchema.instance(of: schema, entries: entries).text(pretty: true)
    case .text, .other, nil:
      if let result = chat.messages.last, result.role == "tool" {
        words = DemoText.toolResult(self.text(of: result))
      } else {
        words = (chat.n ?? 1) > 1 ? "Answer \(choice + 1) of \(chat.n ?? 1).\n\n\(text)" : text
      }
    }
    return words
  }

  private func stopped(_ text: String) -> String {
    let ends = (chat.stop ?? []).filter { !$0.isEmpty }.compactMap { text.firstRange(of: $0)?.lowerBound }
    return ends.min().map { String(text[..<$0]) } ?? text
  }

  /// The named function, else the first, unless its result is there already.
  private func toolCall(_ choice: Int) -> DemoDraft.Call? {
    guard chat.model != "demo-fails", chat.messages.last?.role != "tool", chat.toolChoice != ToolChoice.none
    else { return nil }
    for case .function(let name, _, let parameters, _) in chat.tools ?? [] {
      if case .function(let wanted) = chat.toolChoice, wanted != name { continue }
      let arguments = parameters.map(DemoSchema.instance) ?? .members()
      return DemoDraft.Call(
        id: "call_\(wire.requestID)_\(choice)", name: name, arguments: arguments.text())
    }
    return nil
  }

  /// Tokens of the request.
  var prompted: Int { chat.messages.reduce(0) { $0 + DemoText.tokens(text(of: $1)).count } }

  func usage(_ drafts: [DemoDraft]) -> JSONValue {
    let thoughts = drafts.reduce(0) { $0 + $1.thoughts.count }
    let completion = drafts.reduce(0) { $0 + $1.tokenCount }
    return .members(
      ("prompt_tokens", .integer(prompted)), ("completion_tokens", .integer(completion)),
      ("total_tokens", .integer(prompted + completion)),
      ("prompt_tokens_details", .members(("cached_tokens", .integer(0)))),
      ("completion_tokens_details", .members(("reasoning_tokens", .integer(thoughts)))))
  }
}
