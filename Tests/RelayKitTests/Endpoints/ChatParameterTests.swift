import RelayKit
import Testing

@Suite struct ChatParameterTests {
  private func body(_ change: (inout ChatRequest) -> Void) -> String {
    var request = ChatRequest(model: "m", stream: nil)
    change(&request)
    return request.json.text()
  }

  private static let start = #"{"model":"m","messages":[]"#

  @Test func everyParameterHasItsWireName() {
    let empty = JSONObject([.init(key: "k", value: .string("v"))])
    let all: [(String, (inout ChatRequest) -> Void)] = [
      (#""max_completion_tokens":5"#, { $0.maxCompletionTokens = 5 }),
      (#""max_tokens":5"#, { $0.maxTokens = 5 }),
      (#""temperature":0.7"#, { $0.temperature = 0.7 }), (#""temperature":1"#, { $0.temperature = 1 }),
      (#""top_p":0.25"#, { $0.topP = 0.25 }), (#""frequency_penalty":-2"#, { $0.frequencyPenalty = -2 }),
      (#""presence_penalty":0.1"#, { $0.presencePenalty = 0.1 }), (#""n":2"#, { $0.n = 2 }),
      (#""stop":"a""#, { $0.stop = ["a"] }), (#""stop":["a","b"]"#, { $0.stop = ["a", "b"] }),
      (#""seed":-9007199254740993"#, { $0.seed = -9_007_199_254_740_993 }),
      (#""logit_bias":{"k":"v"}"#, { $0.logitBias = empty }), (#""logprobs":true"#, { $0.logprobs = true }),
      (#""top_logprobs":3"#, { $0.topLogprobs = 3 }),
      (#""reasoning_effort":"low""#, { $0.reasoningEffort = "low" }),
      (#""verbosity":"low""#, { $0.verbosity = "low" }),
      (#""modalities":["text"]"#, { $0.modalities = ["text"] }),
      (#""response_format":{"type":"json_object"}"#, { $0.responseFormat = .jsonObject }),
      (
        #""response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{},"strict":true}}"#,
        { $0.responseFormat = .jsonSchema(name: "s", schema: .object(JSONObject()), strict: true) }
      ),
      (#""audio":{"k":"v"}"#, { $0.audio = empty }), (#""prediction":{"k":"v"}"#, { $0.prediction = empty }),
      (
        #""tools":[{"type":"function","function":{"name":"f","description":"d"}}]"#,
        { $0.tools = [.function(name: "f", description: "d")] }
      ),
      (#""tool_choice":"required""#, { $0.toolChoice = .required }),
      (#""tool_choice":{"type":"function","function":{"name":"f"}}"#, { $0.toolChoice = .function("f") }),
      (#""parallel_tool_calls":false"#, { $0.parallelToolCalls = false }),
      (#""functions":[]"#, { $0.functions = [] }),
      (#""function_call":"auto""#, { $0.functionCall = .string("auto") }),
      (#""web_search_options":{"k":"v"}"#, { $0.webSearchOptions = empty }),
      (#""stream_options":{"include_usage":true}"#, { $0.includeUsage = true }),
      (#""stream_options":{"include_obfuscation":false}"#, { $0.includeObfuscation = false }),
      (#""service_tier":"flex""#, { $0.serviceTier = "flex" }),
      (#""prompt_cache_key":"k""#, { $0.promptCacheKey = "k" }),
      (#""prompt_cache_retention":"24h""#, { $0.promptCacheRetention = "24h" }),
      (#""prompt_cache_options":{"k":"v"}"#, { $0.promptCacheOptions = empty }),
      (#""safety_identifier":"u""#, { $0.safetyIdentifier = "u" }), (#""user":"u""#, { $0.user = "u" }),
      (#""metadata":{"k":"v"}"#, { $0.metadata = empty }), (#""store":true"#, { $0.store = true }),
      (#""moderation":{"k":"v"}"#, { $0.moderation = empty }),
    ]
    for (expected, change) in all { #expect(body(change) == "\(Self.start),\(expected)}") }
  }

  @Test func whatIsUnsetIsNotSent() {
    let unset = body {
      $0.temperature = 1
      $0.temperature = nil
      $0.stop = []
      $0.topP = .infinity
      $0.includeUsage = true
      $0.includeUsage = nil
      $0.tools = nil
      $0.responseFormat = nil
    }
    #expect(unset == Self.start + "}")
  }

  @Test func whatWasSetIsReadAndKeepsItsPlace() throws {
    let text =
      #"{"model":"m","messages":[],"temperature":0.70,"stop":"x","n":2.0,"tool_choice":"auto","stream_options":{"x":1,"include_usage":false}}"#
    var request = try ChatRequest(body: text.utf8)
    #expect(request.temperature == 0.7 && request.stop == ["x"] && request.n == 2)
    #expect(request.toolChoice == .auto && request.includeUsage == false && request.topP == nil)
    request.n = 3
    request.includeUsage = nil
    #expect(
      request.json.text()
        == #"{"model":"m","messages":[],"temperature":0.70,"stop":"x","n":3,"tool_choice":"auto","stream_options":{"x":1}}"#
    )
  }

  @Test func aValueOfAnotherTypeIsSentAsItIs() throws {
    let text = #"{"model":"m","messages":[],"temperature":"hot","stop":[1],"tools":"none","seed":null}"#
    let request = try ChatRequest(body: text.utf8)
    #expect(request.temperature == nil && request.stop == nil && request.tools == nil && request.seed == nil)
    #expect(request.json.text() == text)
  }

  @Test(arguments: [
    #"{"type":"text"}"#, #"{"type":"json_schema","json_schema":{"name":"s","schema":{},"extra":1}}"#, "7",
    #"{"type":"json_schema","json_schema":{"name":"s","description":"d","schema":{"a":1}}}"#,
  ])
  func formatsAreReadWithoutLoss(json: String) throws {
    #expect(ResponseFormat(json: try JSONValue(parsing: json)).json.text() == json)
  }

  @Test(arguments: [
    #"{"type":"function","function":{"name":"f","parameters":{"type":"object"},"strict":true}}"#,
    #"{"type":"function","function":{"name":"f","x":1}}"#, #"{"type":"custom","custom":{"name":"c"}}"#,
    "null",
  ])
  func toolsAreReadWithoutLoss(json: String) throws {
    #expect(ChatTool(json: try JSONValue(parsing: json)).json.text() == json)
  }

  @Test(arguments: [
    (#"{"type":"text","text":"hi"}"#, ContentPart.text("hi")),
    (#"{"type":"image_url","image_url":{"url":"u","detail":"low"}}"#, .imageURL("u", detail: "low")),
    (
      #"{"type":"input_audio","input_audio":{"data":"QQ==","format":"wav"}}"#,
      .inputAudio(data: "QQ==", format: "wav")
    ),
    (#"{"type":"file","file":{"file_id":"f"}}"#, .fileID("f")),
    (#"{"type":"refusal","refusal":"no"}"#, .refusal("no")),
    (#"{"type":"file","file":{"filename":"n","file_data":"d"}}"#, .file(data: "d", name: "n")),
  ])
  func partsAreReadAndWritten(json: String, part: ContentPart) throws {
    #expect(ContentPart(json: try JSONValue(parsing: json)) == part)
    #expect(part.json.text() == json)
  }

  @Test func aPartWithMoreKeysKeepsThem() throws {
    let json = #"{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}"#
    #expect(ContentPart(json: try JSONValue(parsing: json)) == .other(try JSONValue(parsing: json)))
    let message = ChatMessage(role: "user", parts: [.text("a"), .imageURL("b")])
    #expect(message.parts == [.text("a"), .imageURL("b")])
  }

  @Test(arguments: [
    "{ \"model\" : \"m\",\n  \"messages\": [ {\"role\":\"user\",\"content\":\"\\u0041\"} ],\n\t\"stream\": true }\n",
    #"{"model":"a","model":"b","messages":[]}"#, #"{"messages":"none","model":7}"#, "{}",
    "\u{FEFF}{\"temperature\":1.0,\"model\":\"m\"}",
  ])
  func aBodyThatIsNotChangedIsSentByteForByte(text: String) throws {
    var request = try ChatRequest(body: text.utf8)
    #expect(request.encodedBody() == Array(text.utf8))
    let model = request.model
    request.model = "other"
    #expect(request.rawBody == nil)
    #expect(request.json["model"] == .string("other"))
    request.model = model
    #expect(request.encodedBody() == Array(text.utf8))
  }
}
