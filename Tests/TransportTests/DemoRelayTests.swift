import CurlTransport
import MockRelay
import RelayKit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct DemoRelayTests {
  let transport = CurlTransport.direct()

  private func ask(_ relay: DemoRelay, _ model: String, _ prompt: String, _ more: String = "") async
    -> Outcome
  {
    let body =
      #"{"model":"\#(model)","messages":[{"role":"user","content":"\#(prompt)"}]\#(more)}"#
    var request = HTTPRequest(
      method: "POST", url: relay.baseURL + "/chat/completions", body: Array(body.utf8))
    request.limits.stallSeconds = 0.3
    return await transport.run(request)
  }

  @Test func itListsItsModels() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let outcome = await transport.run(HTTPRequest(method: "GET", url: relay.baseURL + "/models"))
    #expect(outcome.heads.first?.status == 200)
    for model in DemoRelay.models { #expect(outcome.text.contains("\"id\":\"\(model)\"")) }
  }

  @Test func theWriterQuotesThePromptAndEndsProperly() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let outcome = await ask(
      relay, "demo-writer", "harbour", #","stream":true,"stream_options":{"include_usage":true}"#)
    #expect(outcome.failure == nil)
    #expect(outcome.text.contains(#""content":" harbour""#))
    #expect(outcome.text.contains(#""finish_reason":"stop""#))
    #expect(outcome.text.contains(#""usage":{"prompt_tokens":1,"#))
    #expect(outcome.text.hasSuffix("data: [DONE]\n\n"))
    #expect(outcome.heads.first?.headers.first("X-Oneapi-Request-Id") == "demo-1")
  }

  @Test func theReasonerThinksFirst() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let text = await ask(relay, "demo-reasoner", "why", #","stream":true"#).text
    let lastThought = try #require(text.ranges(of: "\"reasoning_content\"").last)
    let firstWord = try #require(text.firstRange(of: #""delta":{"content""#))
    #expect(lastThought.lowerBound < firstWord.lowerBound)
  }

  @Test func tokenLimitAndWholeAnswersAreHonoured() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let text = await ask(relay, "demo-writer", "x", #","max_tokens":3,"n":4"#).text
    #expect(text.contains(##""content":"# A simulated"},"finish_reason":"length""##))
    #expect(text.contains(#""completion_tokens":3,"#))
  }

  @Test(arguments: [401, 403, 404, 413, 429, 500, 503])
  func aStatusIsAnsweredWithAnErrorBody(status: Int) async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let outcome = await ask(relay, "demo-fails", "\(status)", #","stream":true"#)
    #expect(outcome.heads.first?.status == status)
    #expect(outcome.text.hasPrefix(#"{"error":{"message":"#))
  }

  @Test func theOtherFailuresHappen() async throws {
    let relay = try DemoRelay(tokensPerSecond: 0)
    let stream = #","stream":true"#
    guard case .connectionLost = await ask(relay, "demo-fails", "cut", stream).failure else {
      Issue.record("not cut")
      return
    }
    guard case .stalled = await ask(relay, "demo-fails", "stall", stream).failure else {
      Issue.record("not stalled")
      return
    }
    #expect(await ask(relay, "demo-fails", "error", stream).text.contains(#"data: {"error":"#))
    #expect(await ask(relay, "demo-fails", "html", stream).text.contains("<!doctype html>"))
    #expect(await ask(relay, "demo-fails", "empty", stream).text == "data: [DONE]\n\n")
    #expect(await ask(relay, "demo-fails", "hello", stream).text.contains("stall"))
  }

  @Test func streamingStopsWhenTheClientLeaves() async throws {
    let relay = try DemoRelay(tokensPerSecond: 1)
    let body = #"{"model":"demo-writer","messages":[],"stream":true}"#
    let recorder = Recorder()
    let head = AsyncStream.makeStream(of: Void.self)
    let request = HTTPRequest(
      method: "POST", url: relay.baseURL + "/chat/completions", body: Array(body.utf8))
    let transfer = transport.start(request) { event in
      if case .head = event { head.continuation.finish() }
      recorder.handle(event)
    }
    for await _ in head.stream {}
    transfer.cancel()
    #expect(await recorder.outcome().failure == .cancelled)
    #expect(await relay.connectionClosed()?.byClient == true)
  }
}
