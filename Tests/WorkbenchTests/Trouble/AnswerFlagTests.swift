import RelayKit
import Testing
import Workbench

@Suite("Flags of answers")
struct AnswerFlagTests {
  private func answer(
    _ text: String = "Hi", model: String? = nil,
    usage: String? = #"{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}"#,
    finish: String = "stop"
  ) throws -> AssembledAnswer {
    var answer = AssembledAnswer()
    var choice = AssembledAnswer.Choice(index: 0)
    choice.text = text
    choice.finishReason = finish
    answer.choices = [choice]
    answer.servedModel = model
    answer.usage = try usage.map { try JSONValue(parsing: $0) }
    return answer
  }

  private func words(_ body: String, _ answer: AssembledAnswer, isStream: Bool = true) throws -> [String] {
    AnswerFlags.flags(body: try JSONValue(parsing: body), answer: answer, isStream: isStream).map(\.word)
  }

  @Test("a plain answer has none")
  func none() throws {
    #expect(try words(#"{"model":"m","n":1,"temperature":1}"#, try answer(model: "m")) == [])
  }

  @Test(
    "dates and prefixes do not make another model",
    arguments: [
      ("gpt-5.4", "gpt-5.4-2026-03-17", true), ("openai/gpt-5.4", "gpt-5.4", true),
      ("gpt-5.4", "OpenAI/GPT-5.4", true),
      ("claude-sonnet-4-5", "claude-sonnet-4-5-20250929", true),
      ("claude-sonnet-4.5", "claude-sonnet-4-5", true),
      ("claude-x-latest", "claude-x-20250929", true), ("deepseek-v3", "deepseek-v3-0324", true),
      ("models/gemini-x", "gemini-x", true), ("vendor/m:free", "vendor/m", true),
      ("gpt-4o-2024-05-13", "gpt-4o-2024-08-06", false), ("gpt-5.4", "gpt-5.4-mini", false),
      ("gpt-5.4", "gpt-5.5", false),
      ("gpt-5.4-mini", "gpt-5.4", false), ("m-70", "m-8", false), ("m", "m-9999", false),
    ] as [(String, String, Bool)])
  func models(asked: String, served: String, isSame: Bool) throws {
    #expect(ModelIdentity.isSame(asked, served) == isSame)
    let flags = AnswerFlags.flags(
      body: .object(JSONObject([.init(key: "model", value: .string(asked))])),
      answer: try answer(model: served),
      isStream: true)
    #expect(flags.map(\.word) == (isSame ? [] : ["MODEL"]))
    if let flag = flags.first {
      #expect(flag.sentence == "You asked for \(asked); the answer names \(served).")
    }
  }

  @Test("missing usage says how to ask for it where that may help")
  func usage() throws {
    func sentence(_ body: String, isStream: Bool) throws -> String? {
      AnswerFlags.flags(
        body: try JSONValue(parsing: body), answer: try answer(usage: nil), isStream: isStream
      ).first?.sentence
    }
    #expect(try sentence("{}", isStream: true)?.contains("Set stream_options.include_usage") == true)
    #expect(
      try sentence(#"{"stream_options":{"include_usage":false}}"#, isStream: true)?.contains(
        "is false in the request") == true)
    #expect(try sentence("{}", isStream: false)?.contains("include_usage") == false)
    #expect(
      try sentence(#"{"stream_options":{"include_usage":true}}"#, isStream: true)?.contains("include_usage")
        == false)
  }

  @Test(
    "totals are checked",
    arguments: [
      (#"{"prompt_tokens":1,"completion_tokens":2,"total_tokens":4}"#, ["TOTAL"]),
      (#"{"prompt_tokens":1,"completion_tokens":2,"total_tokens":0}"#, []),
      (
        #"{"prompt_tokens":1,"completion_tokens":2,"total_tokens":8,"completion_tokens_details":{"reasoning_tokens":5}}"#,
        []
      ),
      (#"{"input_tokens":1,"output_tokens":2,"total_tokens":9}"#, ["TOTAL"]),
      (#"{"completion_tokens":2}"#, []),
    ] as [(String, [String])])
  func totals(usage: String, expected: [String]) throws {
    #expect(try words("{}", try answer(usage: usage)) == expected)
  }

  @Test(
    "parameters without effect are told where the answer shows it",
    arguments: [
      (#"{"n":2}"#, "Hi", ["N"]), (#"{"logprobs":true}"#, "Hi", ["LOGPROBS"]),
      (#"{"logprobs":true}"#, "", []),
      (#"{"logprobs":false}"#, "Hi", []), (#"{"seed":7}"#, "Hi", ["SEED"]), (#"{"seed":null}"#, "Hi", []),
      (#"{"stop":"b"}"#, "abc", ["STOP"]), (#"{"stop":["x","b"]}"#, "ab", []), (#"{"stop":"x"}"#, "abc", []),
      (#"{"tools":[{}]}"#, "Hi", []), (#"{"tools":[{}]}"#, "<tool_call>{}</tool_call>", ["TOOLS"]),
      (#"{"tools":[{}],"tool_choice":"required"}"#, "Hi", ["TOOLS"]),
      (#"{"tools":[{}],"tool_choice":{"type":"function","function":{"name":"f"}}}"#, "Hi", ["TOOLS"]),
      (#"{"response_format":{"type":"json_object"}}"#, "Hi", ["FORMAT"]),
      (#"{"response_format":{"type":"json_object"}}"#, #"{"a":1}"#, []),
      (#"{"response_format":{"type":"json_object"}}"#, "```json\n{}\n```", ["FORMAT"]),
      (#"{"response_format":{"type":"text"}}"#, "Hi", []),
      (
        #"{"response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"required":["a"]}}}}"#,
        #"{"b":1}"#, ["SCHEMA"]
      ),
      (
        #"{"response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"required":["a"]}}}}"#,
        #"{"a":1}"#, []
      ),
    ] as [(String, String, [String])])
  func ignored(body: String, text: String, expected: [String]) throws {
    #expect(try words(body, try answer(text)) == expected)
  }

  @Test("a limit that was passed, reasoning that was switched off and parallel calls are told")
  func more() throws {
    let usage = #"{"prompt_tokens":1,"completion_tokens":200,"total_tokens":201}"#
    #expect(try words(#"{"max_tokens":100}"#, try answer(usage: usage)) == ["LIMIT"])
    #expect(try words(#"{"max_tokens":198}"#, try answer(usage: usage)) == [])
    var thinking = try answer()
    thinking.choices[0].reasoning = "hm"
    #expect(try words(#"{"reasoning_effort":"none"}"#, thinking) == ["EFFORT"])
    #expect(try words(#"{"reasoning_effort":"low"}"#, thinking) == [])
    var calls = try answer("", finish: "tool_calls")
    calls.choices[0].toolCalls = [AssembledAnswer.ToolCall(), AssembledAnswer.ToolCall()]
    #expect(try words(#"{"tools":[{}],"parallel_tool_calls":false}"#, calls) == ["PARALLEL"])
  }

  @Test("an answer that hit a limit is not blamed for being no JSON")
  func cutJSON() throws {
    #expect(
      try words(#"{"response_format":{"type":"json_object"}}"#, try answer(#"{"a"#, finish: "length")) == [])
  }

  @Test("of an answer that broke off only the model is told")
  func stopped() {
    var exchange = Exchange(
      id: "x",
      request: RecordedRequest(
        method: "POST", url: "u", headers: [], body: Array(#"{"model":"a","n":2}"#.utf8)),
      requestedModel: "a", asksForStream: true, startedAt: 0, start: MonotonicTime(nanoseconds: 0))
    #expect(AnswerFlags.flags(of: exchange).isEmpty)
    exchange.apply(
      .delta(
        AnswerDelta(
          parts: [.servedModel("b"), .text(choice: 0, "Hi")], instant: MonotonicTime(nanoseconds: 1))))
    exchange.apply(.ended(.stopped, TransportSummary(), MonotonicTime(nanoseconds: 2)))
    #expect(AnswerFlags.flags(of: exchange).map(\.word) == ["MODEL"])
    exchange.apply(.ended(.done, TransportSummary(), MonotonicTime(nanoseconds: 2)))
    #expect(AnswerFlags.flags(of: exchange).map(\.word) == ["MODEL", "USAGE", "N"])
  }
}
