import Glibc
import MockRelay
import RelayKit
import Testing

/// `bayside chat` as scripts see it.
@Suite(.timeLimit(.minutes(10)))
struct ChatProgramTests {
  static let whole = [
    #"data: {"id":"resp-1","model":"m","choices":[{"index":0,"delta":{"reasoning_content":"Hm."}}]}"#,
    #"data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}"#,
    #"data: {"choices":[{"index":0,"delta":{"content":"lo"}}]}"#,
    #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"total_tokens":7}}"#,
    "data: [DONE]",
  ].map { $0 + "\n\n" }

  private let program = Program()
  private func arguments(_ relay: MockRelay, _ more: String...) -> [String] {
    ["chat", "--base-url", relay.origin, "-m", "m"] + more
  }

  private func run(_ relay: MockRelay, _ more: String..., input: String = "") async -> Program.Result {
    defer { withExtendedLifetime(relay) {} }
    return await program.start(arguments(relay) + more, input: input).result()
  }

  private func object(_ result: Program.Result) throws -> JSONObject {
    try #require(try JSONValue(parsing: result.out).objectValue)
  }

  @Test func theAnswerIsOnStandardOutputAndAllElseIsNot() async throws {
    let result = await run(try MockRelay(.eventStream(Self.whole)), "hi")
    #expect(result.status == 0)
    #expect(result.text == "Hello\n")
    #expect(result.errors == "Hm.\n")
  }

  @Test func theRequestIsWhatTheOptionsSay() async throws {
    let relay = try MockRelay(.eventStream(Self.whole))
    _ = await run(
      relay, "-s", "Be brief.", "--param", "temperature=0.70", "--param", "stop=x", "--header",
      "X-Team: blue", "-",
      input: "from a pipe\n")
    let request = try #require(await relay.nextRequest())
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == #"{"model":"m","messages":[{"role":"system","content":"Be brief."},"#
        + #"{"role":"user","content":"from a pipe\n"}],"stream":true,"temperature":0.70,"stop":"x"}"#)
    #expect(request.headers.first("X-Team") == "blue")
    #expect(request.headers.first("Authorization") == nil)
  }

  @Test func aBodyIsSentAsItIsButForTheOptions() async throws {
    let relay = try MockRelay(.eventStream(Self.whole))
    program.home.write(
      ".config/bayside/config.json5", "{ parameters: { top_p: 0.5 }, system: 'S', model: 'other' }")
    let body = program.home.write(
      "body.json",
      #"{ "top_k" : 1.50, "messages":[{"role":"user","content":"a","name":"n"}],"stream":true,"model":"b","a":1}"#
    )
    _ = await program.start(["chat", "--base-url", relay.origin, "--body", body]).result()
    let plain = try #require(await relay.nextRequest())
    #expect(plain.body == program.home.read("body.json"))
    _ = await run(
      relay, "--body", body, "-s", "Sys", "--param", "top_k=2", "--param", "n=1", "--no-stream", "and b")
    let changed = try #require(await relay.nextRequest())
    #expect(
      String(decoding: changed.body, as: UTF8.self)
        == #"{"top_k":2,"messages":[{"role":"system","content":"Sys"},{"role":"user","content":"a","name":"n"},"#
        + #"{"role":"user","content":"and b"}],"stream":false,"model":"m","a":1,"n":1}"#)
  }

  @Test func theObjectHasExactlyTheNamedKeys() async throws {
    let result = await run(try MockRelay(.eventStream(Self.whole)), "--json", "hi")
    let object = try object(result)
    #expect(
      object.members.map(\.key) == [
        "model", "served_model", "text", "reasoning", "choices", "finish_reason", "usage", "outcome", "error",
        "request_id", "response_id", "attempts", "timings_ms", "events", "bytes",
      ])
    #expect(object["model"] == .string("m") && object["served_model"] == .string("m"))
    #expect(object["text"] == .string("Hello") && object["reasoning"] == .string("Hm."))
    #expect(object["finish_reason"] == .string("stop") && object["outcome"] == .string("done"))
    #expect(object["error"] == .null && object["response_id"] == .string("resp-1"))
    #expect(object["usage"]?["total_tokens"] == .integer(7))
    #expect(object["attempts"] == .integer(1) && object["events"] == .integer(5))
    #expect(object["bytes"] == .integer(Self.whole.joined().utf8.count))
    let choice = try #require(object["choices"]?.arrayValue?.first?.objectValue)
    #expect(choice.members.map(\.key) == ["index", "text", "reasoning", "tool_calls", "finish_reason"])
    let timings = try #require(object["timings_ms"]?.objectValue)
    #expect(timings.members.map(\.key) == ["connect", "first_byte", "first_token", "total"])
    let values = timings.members.compactMap(\.value.doubleValue)
    #expect(values.count == 4 && values == values.sorted() && values[0] >= 0)
    #expect(result.status == 0 && result.errors.isEmpty)
  }

  @Test func aFailureHasFourPartsForPeople() async throws {
    let body = #"{"error":{"message":"Invalid token","type":"new_api_error","code":"invalid_api_key"}}"#
    let headers = [HTTPHeader("X-Oneapi-Request-Id", "req-7")]
    let result = await run(try MockRelay(.answer(body, status: 401, headers: headers)), "hi")
    #expect(result.status == 1 && result.text.isEmpty)
    for part in [
      "401", "The relay refused this key", "Nothing was billed.", "To do: ", "Invalid token", "req-7",
    ] {
      #expect(result.errors.contains(part))
    }
    let json = await run(try MockRelay(.answer(body, status: 401, headers: headers)), "--json", "hi")
    let object = try object(json)
    let error = try #require(object["error"]?.objectValue)
    #expect(
      error.members.map(\.key) == ["kind", "status", "code", "type", "message", "explanation", "retryable"])
    #expect(error["status"] == .integer(401) && error["code"] == .string("invalid_api_key"))
    #expect(error["message"] == .string("Invalid token") && error["retryable"] == .bool(false))
    #expect(error["explanation"]?.stringValue?.contains("Nothing was billed.") == true)
    #expect(object["request_id"] == .string("req-7") && object["outcome"] == .string("failed"))
    #expect(json.status == 1 && json.errors.isEmpty)
  }

  @Test func textBeforeACutIsKept() async throws {
    let cut = Script(
      [.head(status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")])]
        + Self.whole.prefix(2).map { .body(Array($0.utf8)) } + [.cutMidChunk(Array("data: {".utf8))])
    let text = await run(try MockRelay(cut), "hi")
    #expect(text.status == 3 && text.text == "Hel\n")
    #expect(text.errors.contains("To do: "))
    let json = await run(try MockRelay(cut), "--json", "hi")
    #expect(json.status == 3)
    #expect(try object(json)["text"] == .string("Hel") && object(json)["outcome"] == .string("cut"))
  }

  @Test func aRefusalIsSentAgainAndSaid() async throws {
    let relay = try MockRelay(.emptyTooManyRequests(retryAfter: "0"), .eventStream(Self.whole))
    let result = await run(relay, "hi")
    #expect(result.status == 0 && result.text == "Hello\n")
    #expect(
      result.errors.hasPrefix("bayside: Too many requests right now (429). Sending again in 0.0 s, try 2.\n"))
    let none = await run(try MockRelay(.emptyTooManyRequests(retryAfter: "0")), "--retries", "0", "hi")
    #expect(none.status == 1)
  }

  @Test func whatStandardOutputDoesNotShowIsSaid() async throws {
    let answer =
      #"{"id":"x","model":"another","choices":[{"index":0,"message":{"content":"one","tool_calls":[{"id":"c1","#
      + #""type":"function","function":{"name":"look","arguments":"{}"}}]},"finish_reason":"length"},"#
      + #"{"index":1,"message":{"content":"two"},"finish_reason":"stop"}]}"#
    let result = await run(try MockRelay(.answer(answer)), "--no-stream", "hi")
    #expect(result.text == "one\n")
    for part in ["1 more choice came", "look({})", "finish_reason length", "answered as another"] {
      #expect(result.errors.contains(part), "\(part)")
    }
    let choices = try object(await run(try MockRelay(.answer(answer)), "--json", "hi"))["choices"]?.arrayValue
    #expect(choices?.map { $0["text"] } == [.string("one"), .string("two")])
    #expect(choices?.first?["tool_calls"]?.arrayValue?.count == 1)
  }

  @Test func aRefusalOfTheModelIsItsText() async throws {
    let answer =
      #"{"choices":[{"index":0,"message":{"content":null,"refusal":"I will not."},"finish_reason":"stop"}]}"#
    #expect(await run(try MockRelay(.answer(answer)), "hi").text == "I will not.\n")
    #expect(
      try object(await run(try MockRelay(.answer(answer)), "--json", "hi"))["text"] == .string("I will not."))
  }

  @Test(arguments: [
    (["chat"], "There is no prompt"), (["chat", "hi"], "No model is named"),
    (["chat", "-m", "m", ""], "The prompt is empty"), (["chat", "-m", "m", "-"], "Standard input is empty"),
    (["chat", "-m", "m", "hi"], "There is no key for https://api.tokenbay.com"),
    (["chat", "--body", "/none", "hi"], "/none cannot be read: No such file"),
    (["chat", "--modle", "m", "hi"], "Did you mean --model?"),
    (["caht", "-m", "m", "x"], "Did you mean bayside chat?"),
    (["chat", "--config", "/none.json5", "hi"], "/none.json5 cannot be read"),
    (["chat", "--timeout", "x", "hi"], "--timeout needs a number"),
    (["help", "caht"], "Did you mean “chat”?"),
    (["models", "x"], "one argument too many"),
  ])
  func wrongUsageIsStatusTwo(arguments: [String], sentence: String) async {
    let result = await program.start(arguments).result()
    #expect(result.status == 2)
    #expect(result.text.isEmpty)
    #expect(result.errors.hasPrefix("bayside: ") && result.errors.contains(sentence), "\(result.errors)")
  }

  @Test func aBrokenConfigurationIsStatusTwoWithAllProblems() async throws {
    program.home.write(".config/bayside/config.json5", "{\n modle: 'x',\n timeout: 'y',\n}\n")
    let relay = try MockRelay(.eventStream(Self.whole))
    for result in [
      await run(relay, "hi"), await program.run("--demo"), await program.run("models", "--demo"),
    ] {
      #expect(result.status == 2 && result.text.isEmpty)
      #expect(result.errors.contains("~/.config/bayside/config.json5:2:2: There is no setting “modle”."))
      #expect(result.errors.contains("~/.config/bayside/config.json5:3:11: Found “y” for “timeout”"))
    }
  }

  @Test func noAnswerDrivesTheTerminal() async throws {
    let hostile = #"\u001b]0;title\u0007\u001b[2J\u009b31m\u202e"#
    let stream = [
      #"data: {"choices":[{"index":0,"delta":{"reasoning_content":"r\#(hostile)"}}]}"#,
      #"data: {"choices":[{"index":0,"delta":{"content":"a\#(hostile)"}}]}"#,
      #"data: {"error":{"message":"e\#(hostile)","code":"c\#(hostile)"}}"#,
    ].map { $0 + "\n\n" }
    let relay = try MockRelay(.eventStream(stream))
    let shown = String(decoding: await program.runOnTerminal(arguments(relay, "hi")), as: UTF8.self)
    #expect(shown.contains("a\u{241B}]0;title") && shown.contains("r\u{241B}") && shown.contains("e\u{241B}"))
    for scalar in ["\u{1B}", "\u{07}", "\u{9B}", "\u{202E}"] as [Unicode.Scalar] {
      #expect(!shown.unicodeScalars.contains(scalar))
    }
    #expect(await run(relay, "hi").text.hasPrefix("a\u{1B}]0;title\u{07}"))
  }

  @Test func thePagesAreShown() async {
    let chat = await program.run("help", "chat")
    #expect(chat.status == 0 && chat.text.hasPrefix("Usage: bayside chat [OPTIONS] [PROMPT|-]\n"))
    #expect(await program.run("chat", "--help").text == chat.text)
    #expect(await program.run("--help").text == program.run("help").text)
    #expect(await program.run("models", "--version").text == "bayside 0.1.0\n")
  }

  @Test func modelsAreListed() async throws {
    let result = await program.run("models", "--demo")
    #expect(
      result.status == 0
        && result.text.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
          == DemoRelay.models.map { $0[...] }
    )
    let rows = try JSONValue(parsing: await program.run("models", "--demo", "--json").out).arrayValue
    let listed = rows?.filter { $0["listing"]?.stringValue == "listed" }
    #expect(listed?.compactMap { $0["id"]?.stringValue } == DemoRelay.models)
    let refused = try MockRelay(.answer("{}", status: 500))
    let failed = await program.run("models", "--base-url", refused.origin)
    #expect(failed.status == 1 && failed.errors.contains("To do: "))
  }
}
