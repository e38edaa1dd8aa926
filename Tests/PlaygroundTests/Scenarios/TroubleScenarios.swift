import Playground
import RelayKit
import TerminalUI
import Testing
import Workbench

/// Getting out of trouble: mending a refused request, fallback models, requests from elsewhere.
struct TroubleScenarios {
  private static let refusal = RelayError(
    kind: .unsupportedParameter, status: 400, code: "unsupported_parameter", type: "invalid_request_error",
    parameter: "max_tokens",
    message:
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
  )

  /// A refused question whose body really went out.
  private func refused(_ error: RelayError, preferences: Preferences = Preferences()) -> Stage {
    var stage = Stage(columns: 120, rows: 36, preferences: preferences)
    stage.playground.workspace.parameters["max_tokens"] = .number("99")
    stage.type("q")
    stage.press(.enter)
    stage.beginAsSent()
    stage.fail(error)
    return stage
  }

  @Test func oneKeyMendsTheRequestAndRemembersIt() throws {
    var stage = refused(Self.refusal)
    stage.expect("In the request", "/max_tokens", "! Send it as max_completion_tokens", "D 3 ways to mend it")
    stage.press(.escape, Key(.character("!")))
    let effects = stage.takeEffects()
    let request = try #require(
      effects.compactMap { if case .send(_, .chat(let request)) = $0 { request } else { nil } }.last)
    #expect(request.parameters["max_completion_tokens"] == .number("99"))
    #expect(request.parameters["max_tokens"] == nil)
    #expect(
      effects.contains {
        if case .keepRemedies(let text) = $0 { text.contains("max_completion_tokens") } else { false }
      })
    stage.beginAsSent()
    stage.say("fine")
    stage.end(.done)
    stage.expect("fine", "max_tokens is sent to m-1 as max_completion_tokens")
    // The next request to this model is mended before it leaves, and says so.
    stage.type("iand now?")
    stage.press(.enter)
    #expect(stage.takeRequest()?.parameters["max_completion_tokens"] == .number("99"))
    stage.expect("is sent to m-1 as max_completion_tokens")
  }

  @Test func anErrorBoxFoldsToALineAndOpensAgain() {
    var stage = refused(Self.refusal)
    stage.press(.escape)
    stage.expect("What happened")
    stage.press(.escape)
    stage.expect("▸ ✗ ERROR 400", "Space opens")
    stage.expectNot("What happened")
    stage.press(Key(.character(" ")))
    stage.expect("What happened")
  }

  @Test func whatWasLearnedCanBeForgotten() {
    var stage = refused(Self.refusal)
    stage.press(.escape, Key(.character("!")))
    stage.beginAsSent()
    stage.end(.done)
    _ = stage.takeEffects()
    stage.control("p")
    stage.type("learned")
    stage.press(.enter)
    stage.expect("max_tokens is sent to m-1")
    stage.press(.enter)
    stage.expect("Forgotten.")
    #expect(stage.takeEffects().contains(.keepRemedies("[]")))
    stage.type("iagain")
    stage.press(.enter)
    #expect(stage.takeRequest()?.parameters["max_tokens"] == .number("99"))
  }

  @Test func whatWasAddedBeforeAFailedAnswerIsStillSent() {
    var stage = Stage(columns: 120, rows: 36)
    stage.ask("q")
    stage.say("yes")
    stage.end(.done)
    stage.press(.escape, Key(.character("A")))
    stage.type("developer")
    stage.press(.enter)
    stage.type("Be brief.")
    stage.press(.enter)
    stage.press(Key(.character("}")), Key(.end), Key(.character("A")))
    stage.type("assistant")
    stage.press(.enter)
    stage.type("Well,")
    stage.press(.enter)
    stage.press(Key(.character("r")))
    stage.beginAsSent()
    stage.fail(RelayError(kind: .badRequest, status: 400, message: "no"))
    _ = stage.takeEffects()
    stage.type("iagain")
    stage.press(.enter)
    // Only a question is left out with an answer that brought nothing.
    #expect(
      stage.takeRequest()?.messages.map(\.role) == ["developer", "user", "assistant", "assistant", "user"])
  }

  @Test func aFailureThatNoChangeMendsOffersNoDoctor() {
    var stage = refused(RelayError(kind: .rateLimited, status: 429, message: "slow down"))
    stage.expectNot("ways to mend it")
    stage.press(.escape, Key(.character("D")))
    stage.expect("Not now: no request was refused for something that can be mended.")
  }

  @Test func theFallbackIsOfferedOrTaken() {
    var preferences = Preferences()
    preferences.fallbackModels = ["m-1", "m-2", "m-3"]
    let overload = RelayError(kind: .overloaded, status: 503, message: "busy")
    var stage = refused(overload, preferences: preferences)
    stage.expect("V Ask m-2")
    _ = stage.takeEffects()
    stage.press(.escape, Key(.character("V")))
    #expect(stage.takeRequest()?.model == "m-2")
    stage.beginAsSent()
    stage.fail(overload)
    stage.expect("V Ask m-3")

    preferences.takesFallback = true
    var taken = refused(overload, preferences: preferences)
    #expect(taken.takeRequest()?.model == "m-2")
    taken.expect("m-1 failed; m-2 is asked instead.")
    // A refusal of the request itself would meet the same end elsewhere.
    var bad = refused(RelayError(kind: .badRequest, status: 400, message: "no"), preferences: preferences)
    #expect(bad.takeRequest()?.model == "m-1")
  }

  @Test func aPastedCurlCommandBecomesTheRequest() throws {
    var stage = Stage(columns: 120, rows: 36)
    stage.paste(
      "curl https://other.example/v1/chat/completions -H 'Authorization: Bearer sk-not-to-be-kept-123456' "
        + #"-d '{"model":"gpt-x","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}],"temperature":0.1}'"#
    )
    stage.control("p")
    stage.type("import")
    stage.press(.enter)
    stage.expect("Be brief.", "Imported from the message: curl.", "left out")
    #expect(stage.playground.message.box.isEmpty)
    #expect(stage.playground.workspace.model == "gpt-x")
    stage.press(.escape, Key(.character("r")))
    let sent1 = stage.takeRequest()
    let request = try #require(sent1)
    #expect(request.messages.map(\.role) == ["system", "user"])
    #expect(request.parameters["temperature"] == .number("0.1"))
    #expect(!String(decoding: request.encodedBody(), as: UTF8.self).contains("sk-not"))
  }

  @Test func whatIsNotUnderstoodChangesNothing() {
    var stage = Stage(columns: 120, rows: 36)
    stage.type("just words")
    stage.control("p")
    stage.type("import")
    stage.press(.enter)
    stage.expect("was not understood; nothing was changed.")
    #expect(stage.playground.message.box.expandedText == "just words")
  }

  @Test func exportsHoldWhatWasSentAndCame() throws {
    var stage = Stage(columns: 120, rows: 36)
    stage.type("q")
    stage.press(.enter)
    stage.beginAsSent()
    stage.head(200)
    stage.say("an answer")
    stage.end(.done)
    _ = stage.takeEffects()
    for form in ["har", "curl", "raw", "markdown", "json"] {
      stage.control("p")
      stage.type("export \(form)")
      stage.press(.enter)
      let saved = stage.takeEffects().compactMap {
        if case .save(let bytes, _) = $0 { String(decoding: bytes, as: UTF8.self) } else { nil }
      }
      let text = try #require(saved.first, "\(form)")
      switch form {
      case "raw": #expect(Array(text.utf8) == [1, 2, 3])
      case "curl": #expect(text.contains(#"{"model":"m-1""#) && !text.contains("an answer"))
      case "har": #expect((try? JSONValue(parsing: text))?["log"]?["entries"]?.arrayValue?.count == 1)
      default: #expect(text.contains("an answer") && text.contains("q"))
      }
    }
  }

  @Test func filesGoWithTheNextMessage() throws {
    var stage = Stage(columns: 120, rows: 36)
    stage.control("p")
    stage.type("attach ~/notes.txt")
    stage.press(.enter)
    #expect(stage.takeEffects() == [.readAttachment("~/notes.txt")])
    stage.update(.attached(Array("some notes".utf8), name: "~/notes.txt"))
    stage.expect("[notes.txt 10 B]")
    stage.update(.attached([0xFF, 0xFE, 0], name: "odd.bin"))
    stage.expect("odd.bin is not attached", "neither a PNG")
    stage.update(.attached([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1], name: "p.png"))
    stage.type("look")
    stage.press(.enter)
    let sent2 = stage.takeRequest()
    let parts = try #require(sent2?.messages.last?.content?.arrayValue)
    #expect(parts.map { $0["type"]?.stringValue } == ["text", "text", "image_url"])
    #expect(parts[1]["text"]?.stringValue?.hasSuffix("some notes") == true)
    #expect(parts[2]["image_url"]?["url"]?.stringValue == "data:image/png;base64,iVBORw0KGgoB")
    stage.beginAsSent()
    stage.expect("[p.png, 9 B]")
    #expect(stage.playground.message.attachments.isEmpty)
  }

  @Test func aForkKeepsTheFilesOfItsMessage() throws {
    var stage = Stage(columns: 120, rows: 36)
    stage.update(.attached(Array("some notes".utf8), name: "notes.txt"))
    stage.type("look")
    stage.press(.enter)
    stage.beginAsSent()
    stage.say("fine")
    stage.end(.done)
    _ = stage.takeEffects()
    stage.press(.escape, Key(.character("F")))
    stage.type(" again")
    stage.press(.enter)
    let sent = stage.takeRequest()
    let parts = try #require(sent?.messages.last?.content?.arrayValue)
    #expect(parts.first?["text"]?.stringValue == "look again")
    #expect(parts.last?["text"]?.stringValue?.hasSuffix("some notes") == true)
  }

  @Test func anEmptiedMessageIsNotKeptBecauseAFileWaits() {
    var stage = Stage(columns: 120, rows: 36)
    stage.ask("q")
    stage.say("fine")
    stage.end(.done)
    stage.update(.attached(Array("some notes".utf8), name: "notes.txt"))
    stage.press(.escape, Key(.character("{")), Key(.character("{")), Key(.character("e")))
    stage.control("u")
    stage.press(.enter)
    #expect(stage.playground.workspace.conversation.messages.first?.text == "q")
  }

  @Test func anImportCanBeTakenBack() {
    var stage = Stage(columns: 120, rows: 36)
    stage.ask("q")
    stage.say("an answer to keep")
    stage.end(.done)
    stage.update(
      .imported(Array(#"{"model":"m","messages":[{"role":"user","content":"other"}]}"#.utf8), name: "f"))
    stage.press(.escape)
    stage.expectNot("an answer to keep")
    stage.press(Key(.character("u")))
    stage.expect("an answer to keep", "Taken back")
  }

  @Test func aToolCallGetsItsResultByHand() throws {
    var stage = Stage(columns: 120, rows: 36)
    stage.type("q")
    stage.press(.enter)
    stage.beginAsSent()
    var piece = ToolCallPiece()
    piece.id = "call_7"
    piece.name = "weather"
    piece.arguments = #"{"city":"#
    stage.stream(.toolCall(choice: 0, position: 0, piece))
    stage.end(.done, finish: "tool_calls")
    stage.expect("weather", "call_7", "no valid JSON")
    _ = stage.takeEffects()
    stage.press(.escape, Key(.character("t")))
    stage.expect("Result of weather")
    stage.type("rain")
    stage.press(.enter)
    stage.press(Key(.character("r")))
    let sent3 = stage.takeRequest()
    let messages = try #require(sent3?.messages)
    #expect(messages.map(\.role) == ["user", "assistant", "tool"])
    #expect(messages[1].extra["tool_calls"]?.arrayValue?.first?["id"]?.stringValue == "call_7")
    #expect(messages[2].extra["tool_call_id"]?.stringValue == "call_7")
    #expect(messages[2].content?.stringValue == "rain")
  }

  @Test func reasoningGoesBackWithToolCallsOrAsWanted() throws {
    var stage = Stage(columns: 120, rows: 36)
    stage.ask("q")
    stage.stream(.reasoning(choice: 0, "a secret thought"), .text(choice: 0, "answer"))
    stage.end(.done)
    stage.type("more")
    stage.press(.enter)
    let second = try #require(
      stage.effects.compactMap { if case .send(_, .chat(let sent)) = $0 { sent } else { nil } }.last)
    #expect(second.messages.allSatisfy { $0.extra["reasoning_content"] == nil })
    stage.begin()
    stage.stream(.reasoning(choice: 0, "which tool?"))
    var piece = ToolCallPiece()
    (piece.id, piece.name, piece.arguments) = ("call_1", "clock", "{}")
    stage.stream(.toolCall(choice: 0, position: 0, piece))
    stage.end(.done, finish: "tool_calls")
    stage.press(.escape, Key(.character("t")))
    stage.type("noon")
    stage.press(.enter)
    stage.press(Key(.character("r")))
    func reasoning(_ request: ChatRequest?) -> [String?] {
      (request?.messages ?? []).filter { $0.role == "assistant" }.map {
        $0.extra["reasoning_content"]?.stringValue
      }
    }
    let third = stage.takeRequest()
    #expect(reasoning(third) == [nil, "which tool?"])
    stage.begin()
    stage.end(.stopped)
    for (word, expected) in [("never", [nil, nil]), ("always", ["a secret thought", "which tool?"])] {
      stage.control("p")
      stage.type("reasoning \(word)")
      stage.press(.enter)
      stage.press(.escape, Key(.character("r")))
      let next = stage.takeRequest()
      #expect(reasoning(next) == expected)
      stage.begin()
      stage.end(.stopped)
    }
  }

  @Test func aReplayIsAnAnswerForWhichNothingIsSent() throws {
    var stage = Stage(columns: 120, rows: 36)
    stage.type("q")
    stage.press(.enter)
    stage.beginAsSent()
    stage.head(200)
    let body =
      #"data: {"choices":[{"index":0,"delta":{"content":"hello there"},"finish_reason":"stop"}]}"#
      + "\n\ndata: [DONE]\n\n"
    stage.deliver(
      .delta(
        AnswerDelta(parts: [.text(choice: 0, "hello there")], bytes: Array(body.utf8), instant: stage.now)))
    stage.end(.done)
    _ = stage.takeEffects()
    stage.press(.escape, Key(.character(">")))
    let effects = stage.takeEffects()
    guard case .replay(let id, let file) = try #require(effects.first), effects.count == 1 else {
      Issue.record("no replay: \(effects)")
      return
    }
    for update in try ExchangeFileReader.updates(from: file) { stage.update(.exchange(id, [update])) }
    stage.expect("REPLAY of a recorded exchange; nothing was sent.", "hello there", "DONE")
  }

  @Test func aReplayIsHurriedHeldAndStepped() throws {
    var stage = Stage(columns: 120, rows: 36)
    stage.ask("q")
    stage.head(200)
    stage.read(
      #"data: {"choices":[{"index":0,"delta":{"content":"hello"},"finish_reason":"stop"}]}"# + "\n\n")
    stage.end(.done)
    _ = stage.takeEffects()
    stage.press(.escape, Key(.character("<")))
    stage.expect("no replay is playing")
    stage.press(Key(.character(">")))
    guard case .replay(let id, let file) = try #require(stage.takeEffects().first) else {
      Issue.record("no replay")
      return
    }
    let updates = try ExchangeFileReader.updates(from: file)
    stage.update(.exchange(id, Array(updates.dropLast(1))))
    _ = stage.takeEffects()
    stage.expect("At its own pace: > faster, < holds.")
    stage.press(Key(.character(">")), Key(.character(">")), Key(.character("<")), Key(.character("<")))
    #expect(
      stage.takeEffects() == [
        .pace(id, .times(4)), .pace(id, .times(16)), .pace(id, .stepped), .pace(id, .stepped),
      ])
    stage.expect("< one more, > goes on.")
    // While it is held, its clock stands.
    stage.pass(seconds: 100)
    stage.expectNot("QUIET", "100.0 s")
    stage.press(Key(.character(">")))
    #expect(stage.takeEffects() == [.pace(id, .recorded)])
    stage.update(.exchange(id, Array(updates.suffix(1))))
    stage.expect("REPLAY of a recorded exchange; nothing was sent.", "hello")
    stage.expectNot("faster")
  }
}

extension Stage {
  /// The record of the last request begins, with the body that was really made.
  mutating func beginAsSent() {
    let sent = effects.compactMap { if case .send(_, .chat(let request)) = $0 { request } else { nil } }.last
    deliver(
      .began(
        Exchange(
          id: "x-\(answer.number)",
          request: RecordedRequest(
            method: "POST", url: "https://relay.example/v1/chat/completions", headers: [],
            body: sent?.encodedBody() ?? Array("{}".utf8)),
          requestedModel: sent?.model ?? "m-1", asksForStream: true, startedAt: 0, start: now)),
      .sending(attempt: 1, now), .mark(.requestSent, now))
  }
}
