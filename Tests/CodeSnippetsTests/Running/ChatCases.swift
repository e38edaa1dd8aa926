import CodeSnippets
import MockRelay
import RelayKit

enum ChatCases {
  private typealias Expectation = SnippetCase.Expectation

  /// A chat request of a body as JSON text.
  static func chat(_ body: String, headers: [HTTPHeader] = []) -> SnippetRequest {
    SnippetRequest(
      kind: .chat, baseURL: "", body: Answers.json(body).objectValue ?? JSONObject(), headers: headers)
  }

  private static func chat(text: String, more: [(String, JSONValue)] = []) -> SnippetRequest {
    var request = chat(#"{"model":"gpt-5.4-mini","messages":[]}"#)
    request.body["messages"] = .array([ChatMessage(role: "user", text: text).json])
    for (key, value) in more { request.body[key] = value }
    return request
  }

  static let hi = #""model":"gpt-5.4-mini","messages":[{"role":"user","content":"Hi"}]"#

  static let all: [SnippetCase] = plain + strings + parts + choices + failures

  // MARK: - Parameters

  private static let plain: [SnippetCase] = [
    SnippetCase("one message", chat("{\(hi)}"), expecting: Expectation(text: "Hello there")) { _, _ in
      Answers.completion(["Hello there"])
    },
    SnippetCase(
      "stream with usage", chat("{\(hi),\"stream\":true,\"stream_options\":{\"include_usage\":true}}"),
      options: SnippetOptions(printsUsage: true),
      expecting: Expectation(text: "Hello there", errors: ["12", "34"]), isEssential: true
    ) { _, _ in Answers.stream(["Hel", "lo", " there"]) },
    SnippetCase(
      "every parameter",
      chat(
        """
        {\(hi),"max_completion_tokens":1024,"max_tokens":512,"temperature":0.70,"top_p":0.9,
        "frequency_penalty":-0.5,"presence_penalty":1,"n":1,"stop":["END","\\n\\n"],"seed":42,
        "logit_bias":{"50256":-100,"15":3},"logprobs":true,"top_logprobs":5,"reasoning_effort":"high",
        "verbosity":"low","response_format":{"type":"json_schema","json_schema":{"name":"x","strict":true,
        "schema":{"type":"object","properties":{"a":{"type":["string","null"]}},"required":["a"],
        "additionalProperties":false}}},"modalities":["text"],"audio":{"voice":"alloy","format":"wav"},
        "prediction":{"type":"content","content":"x"},"parallel_tool_calls":false,
        "web_search_options":{"search_context_size":"low"},"stream":false,"service_tier":"auto",
        "prompt_cache_key":"k","prompt_cache_retention":"24h","prompt_cache_options":{"mode":"x"},
        "safety_identifier":"s","user":"u","metadata":{"a":"b"},"store":false,"moderation":{"x":1}}
        """),
      options: SnippetOptions(timeLimit: 50, printsUsage: true),
      expecting: Expectation(text: "Yes", errors: ["12", "34"]), isEssential: true
    ) { _, _ in Answers.completion(["Yes"]) },
    SnippetCase(
      "free keys at any path",
      chat(
        """
        {\(hi),"top_k":40,"thinking":{"type":"enabled","budget_tokens":2000},"timeout":7,"extra_body":{"google":
        {"thinking_config":{"include_thoughts":true}}},"__proto__":{"a":1},"constructor":"x","class":"y","a b":1,
        "a-b":{"c.d":[[],{},[[1]],null,true,false,""]},"emoji🦖":"🦖","self":1,"model_":2,"1":1,
        "quote\\"d":"x","$ref":"#","#{x}":1,"messages2":[{"role":"user","x":{"y":{"z":[{"w":null}]}}}]}
        """),
      expecting: Expectation(text: "ok"), isEssential: true
    ) { _, _ in Answers.completion(["ok"]) },
    SnippetCase(
      "numbers",
      chat(
        "{\(hi),\"temperature\":0.70,\"a\":1e3,\"b\":1E-7,\"c\":0,\"d\":-1,\"e\":9007199254740991,"
          + "\"f\":123456789.125,\"g\":[0.1,1.0,-0.0],\"h\":2147483648,\"top_p\":1.0}"),
      expecting: Expectation(text: "ok")
    ) { _, _ in Answers.completion(["ok"]) },
    SnippetCase(
      "numbers that are long",
      chat(
        "{\(hi),\"seed\":12345678901234567890,\"stream\":true,\"x\":[123456789012345678901234567890,"
          + "-9223372036854775809]}"),
      expecting: Expectation(text: "ok")
    ) { _, _ in Answers.stream(["ok"]) },
    SnippetCase(
      "numbers that no double holds",
      chat("{\(hi),\"x\":0.1000000000000000055511151231257827,\"y\":1e999}"),
      expecting: Expectation(text: "ok")
    ) { _, _ in Answers.completion(["ok"]) },
    SnippetCase(
      "headers, a placeholder for the key, no comments",
      chat(
        "{\(hi)}",
        headers: [
          HTTPHeader("X-Title", "it's \"quoted\" $HOME \\ %PATH% `x`"),
          HTTPHeader("HTTP-Referer", "https://example.com/?a=b&c"),
        ]),
      options: SnippetOptions(comments: false, key: .placeholder), expecting: Expectation(text: "ok")
    ) { _, _ in Answers.completion(["ok"]) },
  ]

  // MARK: - Strings

  private static let strings: [SnippetCase] = [
    SnippetCase(
      "hostile text, there and back", chat(text: Hostile.text),
      expecting: Expectation(text: "«" + Hostile.text + "»"), isEssential: true
    ) { _, _ in Answers.completion(["«" + Hostile.text + "»"]) },
    SnippetCase(
      "hostile text in a stream", chat(text: Hostile.text, more: [("stream", .bool(true))]),
      expecting: Expectation(text: "«" + Hostile.text + Hostile.text + "»"), isEssential: true
    ) { _, _ in Answers.stream(["«", Hostile.text, Hostile.text, "»"]) },
    SnippetCase(
      "every sign of ASCII", chat(text: Hostile.ascii, more: [("stop", .array([.string(Hostile.ascii)]))]),
      expecting: Expectation(text: "ok")
    ) { _, _ in Answers.completion(["ok"]) },
    SnippetCase(
      "ends of strings and hostile keys",
      chat(
        text: "x",
        more: [
          ("metadata", .object(JSONObject(Hostile.ends.map { .init(key: $0, value: .string($0)) }))),
          (Hostile.text, .array(Hostile.ends.map { .string($0) })),
        ]),
      expecting: Expectation(text: "ok"), isEssential: true
    ) { _, _ in Answers.completion(["ok"]) },
    SnippetCase(
      "a model with signs", chat("{\"model\":\"org/model:free@1 \\\"x\\\" $y\",\"messages\":[]}"),
      expecting: Expectation(text: "ok")
    ) { _, _ in Answers.completion(["ok"]) },
    SnippetCase(
      "300,000 bytes", chat(text: String(repeating: "long line 🦖 'x' \"y\" \\ \n", count: 10_000)),
      expecting: Expectation(text: "ok")
    ) { _, _ in Answers.completion(["ok"]) },
    SnippetCase(
      "a stream byte by byte, with CRLF and comments", chat("{\(hi),\"stream\":true}"),
      expecting: Expectation(text: "中🦖é ok")
    ) { _, _ in
      let events = Answers.events(
        ["中", "🦖", "é ok"].map { Answers.chunk(Answers.content($0)) }, separator: "\r\n\r\n")
      return .dribbled(": PING\r\n\r\nevent: x\r\n" + events.joined(separator: ": keep-alive\r\n\r\n"))
    },
  ]

  // MARK: - Messages

  private static let tools = """
    "tools":[{"type":"function","function":{"name":"get_weather","description":"It's \\"the\\" weather",
    "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]},"strict":true}}],
    "tool_choice":{"type":"function","function":{"name":"get_weather"}}
    """
  private static let called = "get_weather({\"city\":\"Köln\"})\nget_time({})"

  private static let parts: [SnippetCase] = [
    SnippetCase(
      "pictures, sound and files",
      chat(
        """
        {"model":"m","messages":[{"role":"system","content":"Be kind."},{"role":"user","content":[
        {"type":"text","text":"What is it?","cache_control":{"type":"ephemeral"}},
        {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"}},
        {"type":"image_url","image_url":{"url":"https://example.com/a.png?x=1&y=$2"}},
        {"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}},
        {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AA=="}}]}]}
        """), expecting: Expectation(text: "A cat")
    ) { _, _ in Answers.completion(["A cat"]) },
    SnippetCase(
      "calls of tools and their results",
      chat(
        """
        {"model":"m","messages":[{"role":"user","content":"Weather?"},{"role":"assistant","content":null,
        "tool_calls":[{"id":"call_1","type":"function","function":{"name":"get_weather",
        "arguments":"{\\"city\\": \\"Bonn\\"}"}}]},{"role":"tool","tool_call_id":"call_1",
        "content":"{\\"t\\": 7}"}],\(tools)}
        """), expecting: Expectation(text: called)
    ) { _, _ in
      Answers.completion(
        [nil],
        calls: Answers.json(
          """
          [{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{\\"city\\":\\"Köln\\"}"}},
          {"id":"c2","type":"function","function":{"name":"get_time","arguments":"{}"}}]
          """))
    },
    SnippetCase(
      "calls of tools in a stream", chat("{\(hi),\"stream\":true,\(tools)}"),
      options: SnippetOptions(printsUsage: true),
      expecting: Expectation(text: "Wait.\n" + called, errors: ["12", "34"]), isEssential: true
    ) { _, _ in
      let deltas = [
        #"{"role":"assistant","content":"Wait."}"#,
        #"{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"get_weather","arguments":""}}]}"#,
        #"{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}"#,
        #"{"tool_calls":[{"index":0,"function":{"arguments":"\"Köln\"}"}}]}"#,
        #"{"tool_calls":[{"index":1,"id":"c2","type":"function","function":{"name":"get_time","arguments":"{}"}}]}"#,
      ]
      return .eventStream(Answers.events(deltas.map { Answers.chunk(Answers.json($0)) }))
    },
  ]

  private static let choices: [SnippetCase] = [
    SnippetCase(
      "three answers", chat("{\(hi),\"n\":3}"), expecting: Expectation(text: "one\n---\ntwo\n---\nthree")
    ) { _, _ in Answers.completion(["one", "two", "three"]) },
    SnippetCase(
      "two answers in a stream", chat("{\(hi),\"n\":2,\"stream\":true}"),
      expecting: Expectation(text: "one more\n---\ntwo more")
    ) { _, _ in
      let pieces = [(0, "one"), (1, "two"), (1, " more"), (0, " more")]
      return .eventStream(Answers.events(pieces.map { Answers.chunk(Answers.content($0.1), index: $0.0) }))
    },
  ]

  // MARK: - Failures

  private static let failures: [SnippetCase] = [
    SnippetCase(
      "refused", chat("{\(hi)}"),
      expecting: Expectation(errors: ["The key is not good."], fails: true), isEssential: true
    ) { _, _ in Answers.failure("The key is not good.", status: 401) },
    SnippetCase(
      "refused before a stream, no second try without the option", chat("{\(hi),\"stream\":true}"),
      expecting: Expectation(errors: ["Too many just now."], fails: true)
    ) { _, _ in Answers.failure("Too many just now.", status: 429, type: "text/event-stream") },
    SnippetCase(
      "an error in the middle of a stream", chat("{\(hi),\"stream\":true}"),
      options: SnippetOptions(retriesOnce: true),
      expecting: Expectation(text: "Half", errors: ["Upstream broke."], fails: true), isEssential: true
    ) { _, _ in
      let error = #"{"error":{"message":"Upstream broke.","type":"upstream_error"}}"#
      return .eventStream(Answers.events([Answers.chunk(Answers.content("Half")), error], done: false))
    },
    SnippetCase(
      "a second try", chat("{\(hi),\"stream\":true}"),
      options: SnippetOptions(retriesOnce: true, timeLimit: 50),
      expecting: Expectation(text: "Second", tries: 2), isEssential: true
    ) { _, number in
      number == 0 ? Answers.failure("Busy.", status: 503) : Answers.stream(["Sec", "ond"])
    },
    SnippetCase(
      "no third try", chat("{\(hi)}"), options: SnippetOptions(retriesOnce: true),
      expecting: Expectation(errors: ["Still busy."], fails: true, tries: 2)
    ) { _, _ in Answers.failure("Still busy.", status: 500) },
    SnippetCase(
      "no second try after a refusal", chat("{\(hi)}"), options: SnippetOptions(retriesOnce: true),
      expecting: Expectation(errors: ["Bad value."], fails: true)
    ) { _, _ in Answers.failure("Bad value.", status: 400) },
  ]
}
