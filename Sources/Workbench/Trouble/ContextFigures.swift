import RelayKit

/// What a refusal says about lengths, in tokens.
struct ContextFigures: Sendable, Hashable {
  /// What the model can hold.
  var limit: Int?
  /// What the messages have.
  var prompt: Int?
  /// The messages and the room for the answer.
  var total: Int?

  private enum Part { case limit, prompt, total, answer }

  private struct Row: Sendable {
    var pattern: PhrasePattern
    /// What the numbers of the row are, in order.
    var parts: [Part]

    init(_ text: String, _ parts: [Part]) {
      pattern = PhrasePattern(text)
      self.parts = parts
    }
  }

  private static let rows: [Row] = [
    Row("context limit : # + # > #", [.prompt, .answer, .limit]),
    Row("( # > # - #", [.answer, .limit, .prompt]),
    Row("prompt is too long : # tokens > #", [.prompt, .limit]),
    Row("( # in the messages , # in the completion", [.prompt, .answer]),
    Row("( # in your prompt ; # for the completion", [.prompt, .answer]),
    Row("( # of text input , # in the output", [.prompt, .answer]),
    Row("input length should be [ # , # ]", [.answer, .limit]),
    Row("maximum context length is #", [.limit]), Row("maximum context length of #", [.limit]),
    Row("maximum context length ( #", [.limit]), Row("context length is only #", [.limit]),
    Row("context length is #", [.limit]), Row("context length of #", [.limit]),
    Row("context window of #", [.limit]),
    Row("context window is #", [.limit]), Row("context size ( #", [.limit]),
    Row("context size of #", [.limit]),
    Row("number of tokens allowed ( #", [.limit]), Row("number of tokens allowed is #", [.limit]),
    Row("limit of #", [.limit]), Row("messages resulted in #", [.prompt]), Row("messages have #", [.prompt]),
    Row("request has # input", [.prompt]), Row("token count ( #", [.prompt]),
    Row("input length ( #", [.prompt]),
    Row("prompt contains #", [.prompt]), Row("at least # input tokens", [.prompt]),
    Row("prompt has #", [.prompt]),
    Row("request ( # tokens ) exceeds", [.prompt]), Row("you requested #", [.total]),
    Row("you requested about #", [.total]), Row("token length # exceeds", [.prompt]),
    Row("# tokens > # maximum", [.prompt, .limit]), Row("# tokens exceeds", [.prompt]),
  ]

  init(words: ErrorWords) {
    for row in Self.rows {
      guard let numbers = row.pattern.matches(in: words.tokens).first else { continue }
      for (part, literal) in zip(row.parts, numbers) {
        guard let number = Int(literal), number > 0 else { continue }
        switch part {
        case .limit: limit = limit ?? number
        case .prompt: prompt = prompt ?? number
        case .total: total = total ?? number
        case .answer: break
        }
      }
    }
  }

  /// With what the body says about the room for the answer.
  mutating func complete(room: Int?) {
    if prompt == nil, let total, let room, total > room { prompt = total - room }
  }

  var sentence: String? {
    switch (prompt ?? total, limit) {
    case (let needed?, let limit?):
      "The relay counts \(needed) tokens in \(prompt == nil ? "the request" : "the messages"); the model holds \(limit)."
    case (nil, let limit?): "The model holds \(limit) tokens."
    case (let needed?, nil): "The relay counts \(needed) tokens."
    case (nil, nil): nil
    }
  }
}
