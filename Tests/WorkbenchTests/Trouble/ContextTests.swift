import RelayKit
import Testing
import Workbench

@Suite("Conversations that are too long")
struct ContextTests {
  static let words: [(String, String?)] = [
    (
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens. Please shorten.",
      "The relay counts 9000 tokens in the messages; the model holds 8192."
    ),
    (
      "This endpoint's maximum context length is 131072 tokens. However, you requested about 200000 tokens (199000 of text input, 1000 in the output).",
      "The relay counts 199000 tokens in the messages; the model holds 131072."
    ),
    (
      "prompt is too long: 210000 tokens > 200000 maximum",
      "The relay counts 210000 tokens in the messages; the model holds 200000."
    ),
    (
      "The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).",
      "The relay counts 1100000 tokens in the messages; the model holds 1048576."
    ),
    (
      "request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it",
      "The relay counts 5000 tokens in the messages; the model holds 4096."
    ),
    ("Range of input length should be [1, 129024]", "The model holds 129024 tokens."),
    ("The request exceeds the available context size.", nil),
  ]

  @Test("the figures are read from the words", arguments: words)
  func figures(words: String, sentence: String?) throws {
    let refusal = Refusal(
      name: "", answer: Refusal.openAI(words, code: "context_length_exceeded"),
      body: #"{"model":"m","messages":[]}"#)
    let diagnosis = try #require(try refusal.diagnosis())
    #expect(diagnosis.sentence == sentence)
    #expect(diagnosis.remedies.map(\.title) == ["Choose a model with a longer context"])
  }

  @Test(
    "less room for the answer is offered where the messages alone fit",
    arguments: [
      (
        "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4000 in the messages, 1000 in the completion). Please reduce the length of the messages or completion.",
        "max_tokens", 1000, 96
      ),
      (
        "'max_tokens' or 'max_completion_tokens' is too large: 100000. This model's maximum context length is 4096 tokens and your request has 12 input tokens (100000 > 4096 - 12).",
        "max_completion_tokens", 100_000, 4084
      ),
      (
        "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease input length or `max_tokens` and try again",
        "max_tokens", 20_000, 10_000
      ),
      (
        "This model's maximum context length is 4,096 tokens. However, you requested 5,000 tokens.",
        "max_tokens", 1500,
        596
      ),
    ])
  func room(words: String, name: String, asked: Int, fit: Int) throws {
    let refusal = Refusal(
      name: "", answer: Refusal.openAI(words), body: #"{"model":"m","messages":[],"\#(name)":\#(asked)}"#)
    let diagnosis = try #require(try refusal.diagnosis())
    let remedy = try #require(diagnosis.remedies.first)
    #expect(diagnosis.place?.text == "/" + name)
    #expect(remedy.title == "Send with \(name) \(fit)")
    #expect(remedy.isOneKey)
    #expect(remedy.applied(to: try refusal.json())[name] == .integer(fit))
  }

  private func message(_ role: String, _ size: Int) -> String {
    #"{"role":"\#(role)","content":"\#(String(repeating: "x", count: size))"}"#
  }

  @Test("the oldest messages are left out up to a question, and instructions stay")
  func cut() throws {
    let list = [
      message("system", 100), message("user", 1000), message("assistant", 1000), message("tool", 1000),
      message("user", 1000), message("assistant", 1000), message("user", 10),
    ]
    let refusal = Refusal(
      name: "",
      answer: Refusal.openAI(
        "This model's maximum context length is 1000 tokens. However, your messages resulted in 1600 tokens.",
        code: "context_length_exceeded"), body: #"{"model":"m","messages":[\#(list.joined(separator: ","))]}"#
    )
    let remedy = try #require(try refusal.diagnosis()?.remedies.first)
    #expect(remedy.title == "Send without the 3 oldest messages")
    #expect(!remedy.isOneKey)
    let left = remedy.applied(to: try refusal.json())["messages"]?.arrayValue?.compactMap {
      $0["role"]?.stringValue
    }
    #expect(left == ["system", "user", "assistant", "user"])
  }

  @Test("nothing is left out when the last question alone is too long")
  func lastQuestion() throws {
    let list = [message("user", 10), message("assistant", 10), message("user", 5000)]
    let refusal = Refusal(
      name: "", answer: Refusal.openAI("prompt is too long: 2000 tokens > 1000 maximum"),
      body: #"{"model":"m","messages":[\#(list.joined(separator: ","))]}"#)
    #expect(try refusal.diagnosis()?.remedies.map(\.title) == ["Choose a model with a longer context"])
  }
}
