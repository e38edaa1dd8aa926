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

  @Test(arguments: [
    #"{"reasoning_content":"why"}"#, #"{"reasoning":"why"}"#, #"{"reasoning_text":"why"}"#,
    #"{"reasoning_content":null,"reasoning":"why"}"#, #"{"reasoning_content":"why","reasoning":"why"}"#,
    #"{"thinking":"why"}"#,
    #"{"reasoning":"why","reasoning_details":[{"type":"reasoning.text","text":"why"}]}"#,
    #"{"reasoning_details":[{"type":"reasoning.text","text":"w"},{"type":"reasoning.summary","summary":"hy"}]}"#,
    #"{"content":[{"type":"thinking","thinking":[{"type":"text","text":"why"}]}]}"#,
    #"{"content":[{"type":"thinking","thinking":"why"}]}"#, #"{"content":"<think>why</think>"}"#,
  ])
  func reasoningIsKeptApart(delta: String) throws {
    let answer = try Self.assemble([Self.delta(delta), Self.delta(#"{"content":"so"}"#)])
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

  /// One delta per element; what the calls come to, as `name(arguments)`.
  @Test(arguments: [
    // A name that is repeated with every piece, without index or id.
    (
      [#"{"function":{"name":"f","arguments":"{\"a\""}}"#, #"{"function":{"name":"f","arguments":":1}"}}"#],
      [#"f({"a":1})"#]
    ),
    // Whole calls of the same function without index or id.
    (
      [#"{"function":{"name":"f","arguments":"{}"}}"#, #"{"function":{"name":"f","arguments":"{}"}}"#],
      ["f({})", "f({})"]
    ),
    // Parallel calls that are all numbered 0.
    (
      [
        #"{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}"#,
        #"{"index":0,"id":"b","function":{"name":"g","arguments":"{"}}"#,
        #"{"index":0,"function":{"arguments":"}"}}"#,
      ], ["f({})", "g({})"]
    ),
    // An id that is new with every piece.
    (
      [
        #"{"index":2,"id":"a","function":{"name":"f","arguments":"{"}}"#,
        #"{"index":2,"id":"b","function":{"name":"","arguments":"}"}}"#,
      ], ["f({})"]
    ),
    // Known by id alone, interleaved.
    (
      [
        #"{"id":"a","function":{"name":"f","arguments":"["}}"#, #"{"id":"b","function":{"name":"g"}}"#,
        #"{"id":"a","function":{"arguments":"]"}}"#, #"{"id":"b","function":{"arguments":"1"}}"#,
      ], ["f([])", "g(1)"]
    ),
    // The name comes late; null everywhere else.
    (
      [
        #"{"index":null,"id":"a","type":null,"function":{"name":null,"arguments":null}}"#,
        #"{"function":{"name":"f","arguments":"{}"}}"#,
      ], ["f({})"]
    ),
    ([#"{"id":"a","type":"custom","custom":{"name":"f","input":"free"}}"#], ["f(free)"]),
  ])
  func toolCallsFindTheirPlace(pieces: [String], calls: [String]) throws {
    let answer = try Self.assemble(pieces.map { Self.delta(#"{"tool_calls":[\#($0)]}"#) })
    #expect(answer.choices.first?.toolCalls.map { "\($0.name)(\($0.arguments))" } == calls)
  }

  @Test func theOlderFunctionCallIsACall() throws {
    let answer = try Self.assemble([
      Self.delta(#"{"function_call":{"name":"f","arguments":"{"}}"#),
      Self.delta(#"{"function_call":{"arguments":"}"}}"#),
    ])
    #expect(answer.choices.first?.toolCalls.map(\.name) == ["f"])
    #expect(answer.choices.first?.toolCalls.map(\.arguments) == ["{}"])
  }

  @Test(arguments: [
    #"{"choices":[],"usage":{"total_tokens":3}}"#, #"{"usage":{"total_tokens":3}}"#,
    #"{"choices":[{"delta":{"content":"x"},"usage":{"total_tokens":3}}]}"#,
    #"{"choices":null,"usage":null,"x_groq":{"usage":{"total_tokens":3}}}"#,
  ])
  func usageIsFoundAnywhere(chunk: String) throws {
    #expect(try Self.assemble([chunk]).usage?["total_tokens"]?.intValue == 3)
  }

  @Test func theLastUsageCounts() throws {
    let chunks = [1, 2, 3].map { #"{"choices":[],"usage":{"total_tokens":\#($0)}}"# }
    #expect(try Self.assemble(chunks + [#"{"usage":null}"#]).usage?["total_tokens"]?.intValue == 3)
  }

  @Test(arguments: [
    "{}", #"{"choices":[]}"#, #"{"choices":null}"#, #"{"choices":[{}]}"#, #"{"choices":[null,1,"x"]}"#,
    #"{"choices":[{"delta":null}]}"#, #"{"choices":[{"index":0,"delta":{"content":null}}]}"#,
    #"{"choices":[],"prompt_filter_results":[],"id":"","model":"","created":0}"#,
    #"{"choices":[{"index":0,"finish_reason":null,"content_filter_offsets":{}}]}"#,
    #"{"choices":[{"delta":{"tool_calls":null,"content":[]},"logprobs":null,"finish_reason":""}]}"#,
    #"{"choices":[{"index":-9223372036854775808,"delta":{"content":""}}]}"#,
  ])
  func whatSaysNothingAddsNothing(chunk: String) throws {
    let answer = try Self.assemble([Self.delta(#"{"content":"a"}"#), chunk, Self.delta(#"{"content":"b"}"#)])
    #expect(answer.text == "ab")
    #expect(answer.finishReason == nil)
    #expect(answer.tokenEvents == 2)
  }

  @Test func anErrorBesideTextKeepsTheText() throws {
    var assembler = AnswerAssembler()
    let step = assembler.add(
      try JSONValue(
        parsing:
          #"{"error":{"message":"x"},"choices":[{"delta":{"content":"so far"},"finish_reason":"error"}]}"#))
    #expect(step.kind == .error)
    #expect(step.error?["error"]?["message"] == .string("x"))
    #expect(step.parts == [.text(choice: 0, "so far"), .finish(choice: 0, "error")])
  }

  @Test func choicesAreOrderedByIndex() throws {
    let answer = try Self.assemble([
      #"{"choices":[{"index":1,"delta":{"content":"b"}},{"index":0,"delta":{"content":"a"}}]}"#
    ])
    #expect(answer.choices.map(\.text) == ["a", "b"])
  }

  /// Chunks of the first choice: id, delta, finish_reason.
  static func chunk(_ id: String, _ delta: String, finish: String = "null") -> String {
    #"{"id":"\#(id)","choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(finish)}]}"#
  }
  static let role = #"{"role":"assistant","content":""}"#
  static func words(_ text: String) -> String { #"{"content":"\#(text)"}"# }

  @Test(arguments: [
    // Another id after several chunks, with and without a beginning of its own.
    [chunk("a", role), chunk("a", words("fir")), chunk("a", words("st")), chunk("b", words("second"))],
    [chunk("a", role), chunk("a", words("first")), chunk("b", role), chunk("b", words("second"))],
    [chunk("a", words("first")), chunk("b", words("sec")), chunk("b", words("ond"))],
    [chunk("a", words("first")), chunk("b", words("second"))],
    // The same id, but a second beginning.
    [chunk("a", role), chunk("a", words("first")), chunk("a", role), chunk("a", words("second"))],
    [chunk("", role), chunk("", words("first")), chunk("", #"{"role":"assistant","content":"second"}"#)],
    // A whole answer, then another.
    [chunk("a", words("first"), finish: #""stop""#), chunk("b", words("second"))],
    [chunk("a", role), chunk("a", words("first")), #"{"id":"b","choices":[]}"#, chunk("b", words("second"))],
  ])
  func aSecondAnswerIsKeptApart(chunks: [String]) throws {
    let answer = try Self.assemble(chunks)
    #expect(answer.text == "second")
    #expect(answer.restarted.map(\.text) == ["first"])
    if chunks.contains(where: { $0.contains(#""id":"b""#) }) { #expect(answer.responseID == "b") }
  }

  @Test(arguments: [
    // A new id for every chunk.
    [chunk("a", role), chunk("b", words("fi")), chunk("c", words("rs")), chunk("d", words("t"))],
    [chunk("a", words("fi")), chunk("b", words("rs")), chunk("c", words("t"))],
    [chunk("a", words("fir")), chunk("b", words("st")), chunk("c", "{}", finish: #""stop""#)],
    // The role with every chunk, and once more at the end.
    [
      chunk("a", #"{"role":"assistant","content":"fi"}"#),
      chunk("a", #"{"role":"assistant","content":"rs"}"#),
      chunk("a", #"{"role":"assistant","content":"t"}"#),
    ],
    [chunk("a", role), chunk("a", words("first")), chunk("a", role, finish: #""stop""#)],
    [chunk("a", words("first")), chunk("a", role)],
    // Figures under another id, or none.
    [chunk("a", words("fi")), #"{"id":"u","choices":[],"usage":{}}"#, chunk("a", words("rst"))],
    [chunk("a", words("first")), #"{"id":"","choices":[],"usage":{"total_tokens":1}}"#],
    // A role between reasoning and text.
    [
      chunk("a", #"{"reasoning":"hm"}"#), chunk("a", #"{"reasoning":"m"}"#), chunk("a", role),
      chunk("a", words("first")),
    ],
  ])
  func oneAnswerStaysOne(chunks: [String]) throws {
    let answer = try Self.assemble(chunks)
    #expect(answer.text == "first")
    #expect(answer.restarted.isEmpty)
    #expect(answer.choices.count == 1)
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
    (#"{"error":{}}"#, .other), (#"{"error":""}"#, .other), (#"{"error":0}"#, .other),
    (#"{"error":1}"#, .error),
    (#"{"choices":[{"error":{"code":502},"delta":{"content":""}}]}"#, .error),
    (#"{"choices":[{"delta":{"role":"assistant"}}]}"#, .role), (#"{"choices":null}"#, .other),
    (#"{"choices":[],"usage":{"total_tokens":1}}"#, .usage),
    (#"{"choices":[{"finish_reason":"stop"}]}"#, .finish),
  ])
  func namesTheKind(chunk: String, kind: StreamFrame.Kind) throws {
    var assembler = AnswerAssembler()
    #expect(assembler.add(try JSONValue(parsing: chunk)).kind == kind)
  }
}
