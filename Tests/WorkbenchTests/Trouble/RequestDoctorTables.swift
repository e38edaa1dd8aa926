import RelayKit

// Refusals as relays and their suppliers phrase them, with what has to come out.
extension RequestDoctorTests {
  /// What must come out: the place, and the titles of the remedies in their order. `*` marks those for one key.
  struct Expected: Sendable {
    var place: String?
    var titles: [String]
  }
  typealias Row = (Refusal, Expected)

  private static func row(
    _ name: String, _ body: String, _ answer: String, status: Int = 400, place: String?, _ titles: String...
  ) -> Row {
    (
      Refusal(name: name, status: status, answer: answer, body: #"{"model":"m","messages":[],"# + body + "}"),
      Expected(place: place, titles: titles)
    )
  }

  static let parameters: [Row] = [
    row(
      "older name of the limit", #""max_tokens":100"#,
      Refusal.openAI(
        "Unsupported parameter: 'max_tokens' is not possible here. Use 'max_completion_tokens' instead.",
        param: "max_tokens", code: "unsupported_parameter"),
      place: "/max_tokens", "*Send it as max_completion_tokens", "Send without max_tokens"),
    row(
      "the same through LiteLLM", #""max_tokens":100"#,
      Refusal.liteLLM(
        "litellm.BadRequestError: OpenAIException - Unsupported parameter: 'max_tokens' is not possible here. Use "
          + "'max_completion_tokens' instead. Received Model Group=m\nAvailable Model Group Fallbacks=None"),
      place: "/max_tokens", "*Send it as max_completion_tokens", "Send without max_tokens"),
    row(
      "newer name of the limit", #""max_completion_tokens":100"#,
      #"{"detail":[{"type":"extra_forbidden","loc":["body","max_completion_tokens"],"msg":"Extra inputs are not permitted","input":100}]}"#,
      status: 422, place: "/max_completion_tokens", "*Send it as max_tokens",
      "Send without max_completion_tokens"),
    row(
      "only the default", #""temperature":0.9"#,
      Refusal.openAI(
        "Unsupported value: 'temperature' does not support 0.9 here. Only the default (1) value is supported.",
        param: "temperature", code: "unsupported_value"),
      place: "/temperature", "*Send without temperature"),
    row(
      "the same without param and code", #""temperature":0.9"#,
      Refusal.newAPI(
        "Unsupported value: 'temperature' does not support 0.9 here. Only the default (1) value is supported."
      ),
      place: "/temperature", "*Send without temperature"),
    row(
      "two that exclude each other", #""temperature":0.5,"top_p":0.9"#,
      Refusal.newAPI("`temperature` and `top_p` cannot both be specified. Please use only one."),
      place: "/temperature", "*Send without top_p", "*Send without temperature"),
    row(
      "unknown keys in a list", #""foo":1,"bar":2"#,
      Refusal.openAI("Unrecognized request arguments supplied: foo, bar"), place: "/foo",
      "*Send without foo and bar"),
    row(
      "LiteLLM's own list", #""logit_bias":{},"reasoning_effort":"low""#,
      Refusal.liteLLM(
        "litellm.UnsupportedParamsError: openai does not support parameters: ['reasoning_effort'], for "
          + "model=gpt-x. To drop these, set `litellm.drop_params=True`"),
      place: "/reasoning_effort", "*Send without reasoning_effort", "Choose another model"),
    row(
      "unknown name at Gemini", #""frequency_penalty":1"#,
      #"[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"frequencyPenalty\" at 'generation_config': Cannot find field.","status":"INVALID_ARGUMENT"}}]"#,
      place: "/frequency_penalty", "*Send without frequency_penalty"),
    row(
      "a heavy parameter takes more than a key", #""response_format":{"type":"json_object"}"#,
      Refusal.openAI("response_format is not supported", param: "response_format"), place: "/response_format",
      "Send without response_format"),
    row(
      "options of a stream without one", #""stream":false,"stream_options":{"include_usage":true}"#,
      Refusal.openAI(
        "The 'stream_options' parameter is only allowed when 'stream' is enabled.", param: "stream_options"),
      place: "/stream_options", "*Send without stream_options"),
    row(
      "what depends on tools", #""parallel_tool_calls":true"#,
      Refusal.openAI("'parallel_tool_calls' is only allowed when 'tools' are specified."),
      place: "/parallel_tool_calls", "*Send without parallel_tool_calls"),
    row(
      "no tools at all", #""tools":[{"type":"function"}],"tool_choice":"auto""#,
      Refusal.openAI(
        "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set"),
      place: "/tools", "Send without tools", "Choose another model"),
    row(
      "a nested key in Python's words", #""stream_options":{"include_obfuscation":true}"#,
      Refusal.openAI(
        "[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options', 'include_obfuscation'), 'msg': 'Extra inputs are not permitted'}]"
      ), place: "/stream_options/include_obfuscation", "*Send without stream_options.include_obfuscation"),
    row(
      "at xAI", #""presence_penalty":1"#,
      #"{"code":"400","error":"Argument not supported on this model: presencePenalty"}"#,
      place: "/presence_penalty", "*Send without presence_penalty", "Choose another model"),
  ]

  static let combinations: [Row] = [
    row(
      "both names of the limit", #""max_tokens":5,"max_completion_tokens":5"#,
      Refusal.openAI("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported."),
      place: "/max_tokens", "*Send without max_tokens"),
    row(
      "messages that lack a word", #""response_format":{"type":"json_object"}"#,
      Refusal.openAI(
        "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
        param: "messages"), place: "/messages", "Send without response_format"),
    row(
      "OpenRouter's supplier, as JSON in its metadata", #""top_k":5"#,
      #"{"error":{"code":400,"message":"Provider returned error","metadata":{"provider_name":"x","raw":"{\"error\":{\"message\":\"Unknown parameter: 'top_k'.\"}}"}}}"#,
      place: "/top_k", "*Send without top_k"),
    row(
      "no supplier with tools", #""tools":[{}],"parallel_tool_calls":true"#,
      #"{"error":{"code":404,"message":"No endpoints found that support tool use."}}"#, status: 404,
      place: "/tools",
      "Send without tools", "Choose another model"),
  ]

  static let values: [Row] = [
    row(
      "above OpenAI's maximum", #""temperature":3"#,
      Refusal.openAI(
        "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.",
        param: "temperature", code: "decimal_above_max_value"),
      place: "/temperature", "*Send with temperature 2", "*Send without temperature"),
    row(
      "above the maximum, in older words", #""temperature":2.5"#,
      Refusal.openAI("2.5 is greater than the maximum of 2 - 'temperature'"), place: "/temperature",
      "*Send with temperature 2", "*Send without temperature"),
    row(
      "below the minimum", #""max_tokens":0"#,
      Refusal.openAI(
        "Invalid 'max_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead."),
      place: "/max_tokens", "Send with max_tokens 1", "Send without max_tokens"),
    row(
      "too large for the model", #""max_tokens":100000"#,
      Refusal.openAI(
        "max_tokens is too large: 100000. It takes at most 16384 completion tokens, whereas you provided 100000.",
        param: "max_tokens", code: "invalid_value"),
      place: "/max_tokens", "*Send with max_tokens 16384", "Send without max_tokens"),
    row(
      "Anthropic's comparison", #""max_tokens":100000"#,
      Refusal.anthropic("max_tokens: 100000 > 8192, which is the maximum allowed number of output tokens"),
      place: "/max_tokens", "*Send with max_tokens 8192", "Send without max_tokens"),
    row(
      "the same as JSON inside LiteLLM's words", #""max_tokens":100000"#,
      Refusal.liteLLM(
        "litellm.BadRequestError: AnthropicException - "
          + Refusal.anthropic(
            "max_tokens: 100000 > 8192, which is the maximum allowed number of output tokens")),
      place: "/max_tokens", "*Send with max_tokens 8192", "Send without max_tokens"),
    row(
      "Anthropic's range", #""temperature":1.5"#, Refusal.anthropic("temperature: range: 0..1"),
      place: "/temperature", "*Send with temperature 1", "*Send without temperature"),
    row(
      "an interval in brackets", #""max_tokens":9000"#,
      Refusal.openAI("<400> InternalError.Algo.InvalidParameter: Range of max_tokens should be [1, 8192]"),
      place: "/max_tokens", "*Send with max_tokens 8192", "Send without max_tokens"),
    row(
      "an open end has no nearest value", #""temperature":2.0"#,
      Refusal.openAI("Temperature should be in [0.0, 2.0)"), place: "/temperature",
      "*Send without temperature"),
    row(
      "Gemini's range of whole numbers", #""max_tokens":100000"#,
      #"[{"error":{"code":400,"message":"Unable to submit request because it has a maxOutputTokens value of 100000 but the supported range is from 1 (inclusive) to 8193 (exclusive). Update the value and try again.","status":"INVALID_ARGUMENT"}}]"#,
      place: "/max_tokens", "*Send with max_tokens 8192", "Send without max_tokens"),
    row(
      "pydantic's bound", #""top_p":2"#,
      #"{"detail":[{"type":"less_than_equal","loc":["body","top_p"],"msg":"Input should be less than or equal to 1","input":2}]}"#,
      status: 422, place: "/top_p", "*Send with top_p 1", "*Send without top_p"),
    row(
      "vLLM's sentence", #""temperature":-1"#,
      #"{"object":"error","message":"temperature must be non-negative, got -1.0.","type":"BadRequestError","param":null,"code":400}"#,
      place: "/temperature", "*Send with temperature 0", "*Send without temperature"),
    row(
      "words that are listed", #""reasoning_effort":"medium""#,
      Refusal.openAI("Invalid reasoning_effort. Valid values: high, low, none", param: "reasoning_effort"),
      place: "/reasoning_effort", "Send with reasoning_effort high", "Send with reasoning_effort low",
      "Send with reasoning_effort none", "*Send without reasoning_effort"),
    row(
      "words in quotes", #""reasoning_effort":"xhigh""#,
      Refusal.openAI(
        "Unsupported value: 'xhigh' is not possible here. Supported values are: 'low', 'medium', and 'high'.",
        param: "reasoning_effort", code: "unsupported_value"),
      place: "/reasoning_effort", "Send with reasoning_effort low", "Send with reasoning_effort medium",
      "Send with reasoning_effort high", "*Send without reasoning_effort"),
    row(
      "a flag that must be the other", #""enable_thinking":true"#,
      Refusal.openAI("parameter.enable_thinking must be set to false for non-streaming calls"),
      place: "/enable_thinking", "Send with enable_thinking false", "Send without enable_thinking"),
    row(
      "nothing but the name", #""top_k":5"#, Refusal.openAI("Something is odd.", param: "top_k"),
      place: "/top_k",
      "*Send without top_k"),
    row(
      "new-api's own validation", #""max_tokens":4294967295"#,
      #"{"error":{"message":"max_tokens is invalid (request id: 2026)","type":"new_api_error","param":"","code":"invalid_request"}}"#,
      status: 500, place: "/max_tokens", "Send without max_tokens"),
    row(
      "one-api's status in place of a parameter", #""top_k":5"#,
      #"{"error":{"message":"It failed.","type":"one_api_error","param":"400","code":"bad_response_status_code"}}"#,
      place: nil),
  ]

  static let conversation =
    #"{"model":"m","messages":[{"role":"developer","content":"d"},{"role":"user","name":"n","content":[{"type":"text","text":"t"},{"type":"image_url","image_url":{"url":"u"}}]},{"role":"assistant","name":"n","content":"a"},{"role":"developer","content":"e"},{"role":"user","content":"u"}]}"#

  static let messages: [Row] = [
    talk(
      "OpenAI's list of roles", 400,
      Refusal.openAI(
        "Invalid value: 'developer'. Supported values are: 'system', 'assistant', 'user', 'function', and 'tool'.",
        param: "messages[0].role", code: "invalid_value"), "/messages/0/role",
      ["*Send developer messages as system"]
    ),
    talk(
      "older words", 400,
      Refusal.openAI(
        "'developer' is not one of ['system', 'assistant', 'user', 'function'] - 'messages.0.role'"),
      "/messages/0/role", ["*Send developer messages as system"]
    ),
    talk(
      "DeepSeek's variant", 400,
      Refusal.openAI(
        "Failed to deserialize the JSON body into the target type: messages[0]: unknown variant `developer`, expected "
          + "one of `system`, `user`, `assistant`, `tool` at line 1 column 42"), "/messages/0/role",
      ["*Send developer messages as system"]
    ),
    talk(
      "a chat template", 400, Refusal.openAI("Unexpected message role: developer role is unknown"),
      "/messages/0/role", ["*Send developer messages as system"]
    ),
    talk(
      "pydantic's tag", 422,
      #"{"detail":[{"type":"union_tag_invalid","loc":["body","messages",0],"msg":"Input tag 'developer' found using 'role' does not match any of the expected tags: 'system', 'user', 'assistant'"}]}"#,
      "/messages/0/role", ["*Send developer messages as system"]
    ),
    talk(
      "an extra key goes from every message", 400,
      Refusal.openAI("messages.1.ChatCompletionUserMessageParam.name: Extra inputs are not permitted"),
      "/messages/1/name", ["*Send without name in messages"]
    ),
    talk(
      "a part of a message", 400,
      Refusal.openAI(
        "Invalid type for 'messages[1].content[0].text': expected a string.",
        param: "messages[1].content[0].text"),
      "/messages/1/content/0/text", []
    ),
    talk(
      "a key that is missing", 400,
      Refusal.openAI("Missing required parameter: 'messages[1].content[1].image_url.detail'."),
      "/messages/1/content/1/image_url/detail", []
    ),
    talk(
      "no eyes", 400, Refusal.openAI("This endpoint does not support image input"), "/messages/1/content/1",
      ["Choose another model"]
    ),
    talk(
      "a role that cannot be another", 400,
      Refusal.openAI(
        "messages with role 'assistant' must not come before the first", param: "messages.[2].role"),
      "/messages/2/role", []
    ),
    talk("nothing to go by", 400, Refusal.openAI("Bad request"), nil, []),
  ]

  private static func talk(
    _ name: String, _ status: Int, _ answer: String, _ place: String?, _ titles: [String]
  ) -> Row {
    (
      Refusal(name: name, status: status, answer: answer, body: conversation),
      Expected(place: place, titles: titles)
    )
  }
}
