import RelayKit
import Testing

@Suite struct AnswerAssemblerTests {
  static func assemble(_ chunks: [String]) throws -> AssembledAnswer {
    var assembler = AnswerAssembler()
    var answer = AssembledAnswer()
    for chunk in chunks {
      for part in assembler.add(try JSONValue(parsing: chunk)).parts { answer.apply(part) }
    }
    for part in assembler.finish() { answer.apply(part) }
    answer.tokenEvents = assembler.tokenEvents
    return answer
  }

  static func delta(_ body: String) -> String { #"{"choices":[{"index":0,"delta":\#(body)}]}"# }

  @Test func addsUpAnOrdinaryStream() throws {
    let answer = try Self.assemble([
      #"{"id":"c1","model":"served","system_fingerprint":"fp","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}"#,
      Self.delta(#"{"content":"Hel"}"#), Self.delta(#"{"content":"lo"}"#), Self.delta(#"{"content":null}"#),
      #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
      #"{"id":"","model":"","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}"#,
    ])
    #expect(answer.text == "Hello")
    #expect(answer.finishReason == "stop")
    #expect(answer.responseID == "c1")
    #expect(answer.servedModel == "served")
    #expect(answer.fingerprint == "fp")
    #expect(answer.usage?["completion_tokens"]?.intValue == 2)
    #expect(answer.tokenEvents == 2)
  }

  @Test(arguments: ["reasoning_content", "reasoning"])
  func reasoningIsKeptApart(field: String) throws {
    let answer = try Self.assemble([Self.delta(#"{"\#(field)":"why"}"#), Self.delta(#"{"content":"so"}"#)])
    #expect(answer.reasoning == "why")
    #expect(answer.text == "so")
  }

  @Test func thinkTagsAreReasoningHoweverTheyAreSplit() throws {
    let text = "\n<think>a < b </thin</think>\n\nanswer <think>kept</think>"
    for size in 1...12 {
      var rest = Substring(text)
      var chunks: [String] = []
      while !rest.isEmpty {
        chunks.append(Self.delta(#"{"content":\#(JSONValue.string(String(rest.prefix(size))).text())}"#))
        rest = rest.dropFirst(size)
      }
      let answer = try Self.assemble(chunks)
      #expect(answer.reasoning == "a < b </thin", "pieces of \(size)")
      #expect(answer.text == "answer <think>kept</think>", "pieces of \(size)")
    }
  }

  @Test func anUnfinishedTagIsText() throws {
    #expect(try Self.assemble([Self.delta(#"{"content":"<thi"}"#)]).text == "<thi")
  }

  @Test func toolCallsSurviveGapsLateNamesAndWholeCalls() throws {
    let answer = try Self.assemble([
      Self.delta(#"{"tool_calls":[{"index":1,"id":"a","function":{"arguments":"{\"x\""}}]}"#),
      Self.delta(#"{"tool_calls":[{"index":3,"id":"b","function":{"name":"g","arguments":"{}"}}]}"#),
      Self.delta(#"{"tool_calls":[{"index":1,"function":{"name":"f","arguments":":1}"}}]}"#),
      Self.delta(#"{"tool_calls":[{"id":"c","type":null,"function":{"name":"h","arguments":{"k":2}}}]}"#),
      Self.delta(#"{"tool_calls":[{"id":"d","function":{"name":"i","arguments":"["}}]}"#),
      Self.delta(#"{"tool_calls":[{"function":{"arguments":"]"}}]}"#),
    ])
    let calls = try #require(answer.choices.first).toolCalls
    #expect(calls.map(\.id) == ["a", "b", "c", "d"])
    #expect(calls.map(\.name) == ["f", "g", "h", "i"])
    #expect(calls.map(\.arguments) == [#"{"x":1}"#, "{}", #"{"k":2}"#, "[]"])
    #expect(calls.map(\.wireIndex) == [1, 3, nil, nil])
  }

  @Test func choicesAreOrderedByIndex() throws {
    let answer = try Self.assemble([
      #"{"choices":[{"index":1,"delta":{"content":"b"}},{"index":0,"delta":{"content":"a"}}]}"#
    ])
    #expect(answer.choices.map(\.text) == ["a", "b"])
  }

  @Test func aSecondAnswerIsKeptApart() throws {
    let answer = try Self.assemble([
      #"{"id":"one","choices":[{"index":0,"delta":{"content":"first"}}]}"#,
      #"{"id":"two","choices":[{"index":0,"delta":{"content":"second"}}]}"#,
    ])
    #expect(answer.text == "second")
    #expect(answer.restarted.map(\.text) == ["first"])
  }

  @Test func aWholeObjectReadsLikeAStream() throws {
    let answer = try Self.assemble([
      #"{"id":"c","choices":[{"message":{"role":"assistant","content":[{"type":"text","text":"Hi"}],"refusal":"no"},"logprobs":{"content":[{"token":"Hi"}]},"finish_reason":"length"}],"usage":{"total_tokens":3}}"#
    ])
    #expect(answer.text == "Hi")
    #expect(answer.choices.first?.refusal == "no")
    #expect(answer.choices.first?.logprobs.count == 1)
    #expect(answer.finishReason == "length")
  }

  @Test(arguments: [
    (#"{"error":{"message":"x"}}"#, StreamFrame.Kind.error), (#"{"error":"x"}"#, .error),
    (#"{"error":null,"choices":[]}"#, .other), ("[1]", .malformed), ("{}", .other),
    (#"{"choices":[{"delta":{"role":"assistant"}}]}"#, .role), (#"{"choices":null}"#, .other),
    (#"{"choices":[],"usage":{"total_tokens":1}}"#, .usage),
    (#"{"choices":[{"finish_reason":"stop"}]}"#, .finish),
  ])
  func namesTheKind(chunk: String, kind: StreamFrame.Kind) throws {
    var assembler = AnswerAssembler()
    #expect(assembler.add(try JSONValue(parsing: chunk)).kind == kind)
  }
}
