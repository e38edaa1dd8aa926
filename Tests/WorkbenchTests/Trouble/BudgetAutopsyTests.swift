import RelayKit
import Testing
import Workbench

@Suite("Empty and short answers")
struct BudgetAutopsyTests {
  private func answer(
    _ reason: String?, text: String = "", reasoning: String = "", usage: String? = nil, call: Bool = false,
    events: Int = 0
  ) throws -> AssembledAnswer {
    var answer = AssembledAnswer()
    var choice = AssembledAnswer.Choice(index: 0)
    choice.finishReason = reason
    choice.text = text
    choice.reasoning = reasoning
    if call {
      var call = AssembledAnswer.ToolCall()
      call.name = "f"
      call.arguments = "{"
      choice.toolCalls = [call]
    }
    answer.choices = [choice]
    answer.usage = try usage.map { try JSONValue(parsing: $0) }
    answer.tokenEvents = events
    return answer
  }

  private func body(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

  @Test("whole answers are not odd", arguments: ["stop", "end_turn", "STOP", "tool_calls"])
  func whole(reason: String) throws {
    let autopsy = BudgetAutopsy(
      body: try body(#"{"max_tokens":5}"#),
      answer: try answer(reason, text: reason == "tool_calls" ? "" : "yes", call: reason == "tool_calls"))
    #expect(autopsy == nil)
    #expect(BudgetAutopsy(body: .null, answer: AssembledAnswer()) == nil)
  }

  @Test("a limit is split into reasoning, answer and what is left")
  func limit() throws {
    let autopsy = try #require(
      BudgetAutopsy(
        body: try body(#"{"max_completion_tokens":100}"#),
        answer: try answer(
          "length", text: "It is", reasoning: "hm",
          usage: #"{"completion_tokens":100,"completion_tokens_details":{"reasoning_tokens":60}}"#)))
    #expect(autopsy.finding == .limit)
    #expect(autopsy.limit?.name == "max_completion_tokens")
    #expect(autopsy.split.reasoning == TokenCount(60))
    #expect(autopsy.split.answer == TokenCount(40))
    #expect(autopsy.left == TokenCount(0))
    #expect(autopsy.reasonWords == "the limit of tokens was reached")
    #expect(
      autopsy.sentence
        == "max_completion_tokens 100 was reached, 60 of it in reasoning. Go on from here, or raise max_completion_tokens."
    )
  }

  @Test("all of it in reasoning is told apart, also where only the total is known")
  func reasoning() throws {
    for usage in [
      #"{"completion_tokens":100,"completion_tokens_details":{"reasoning_tokens":100}}"#,
      #"{"completion_tokens":100}"#,
    ] {
      let autopsy = try #require(
        BudgetAutopsy(body: try body(#"{"max_tokens":100}"#), answer: try answer("length", usage: usage)))
      #expect(autopsy.finding == .limitInReasoning)
      #expect(autopsy.split.reasoning?.tokens == 100)
      #expect(autopsy.split.reasoning?.isEstimate == !usage.contains("details"))
      #expect(autopsy.split.answer.tokens == 0)
    }
  }

  @Test("without usage the figures are estimates, and look like it")
  func estimates() throws {
    let autopsy = try #require(
      BudgetAutopsy(
        body: try body(#"{"max_tokens":50}"#),
        answer: try answer(
          "length", text: "0123456789", reasoning: "012345678901234567890123456789", events: 40)))
    #expect(autopsy.split.total.description == "~40")
    #expect(autopsy.split.reasoning?.description == "~30")
    #expect(autopsy.split.answer.description == "~10")
    #expect(autopsy.left?.description == "~10")
    #expect(autopsy.finding == .limit)
  }

  @Test("reasoning that is counted apart from the answer is added")
  func apart() throws {
    let autopsy = try #require(
      BudgetAutopsy(
        body: try body(#"{"max_tokens":400}"#),
        answer: try answer(
          "length", text: "a",
          usage: #"{"completion_tokens":9,"completion_tokens_details":{"reasoning_tokens":391}}"#)))
    #expect(autopsy.split.total == TokenCount(400))
    #expect(autopsy.split.answer == TokenCount(9))
  }

  @Test("a limit that is not the request's is told apart")
  func otherLimit() throws {
    let usage = #"{"completion_tokens":100}"#
    let unset = try #require(
      BudgetAutopsy(body: .null, answer: try answer("length", text: "a", usage: usage)))
    #expect(unset.finding == .otherLimit)
    #expect(unset.left == nil)
    #expect(unset.sentence.hasPrefix("The request sets no limit"))
    let far = try #require(
      BudgetAutopsy(
        body: try body(#"{"max_tokens":5000}"#), answer: try answer("length", text: "a", usage: usage)))
    #expect(far.finding == .otherLimit)
    #expect(far.left == TokenCount(4900))
  }

  @Test(
    "every other end is told",
    arguments: [
      ("content_filter", "a", "", BudgetAutopsy.Finding.filtered), ("SAFETY", "", "", .filtered),
      ("stop", " \n", "", .empty), ("stop", "", "hm", .reasoningOnly), ("tool_calls", "", "", .callsMissing),
      ("pause_turn", "a", "", .paused), ("MALFORMED_FUNCTION_CALL", "", "", .failed),
      ("frobnicated", "a", "", .unknownReason), (nil, "a", "", .unknownReason),
    ] as [(String?, String, String, BudgetAutopsy.Finding)])
  func others(reason: String?, text: String, reasoning: String, finding: BudgetAutopsy.Finding) throws {
    let autopsy = try #require(
      BudgetAutopsy(body: .null, answer: try answer(reason, text: text, reasoning: reasoning)))
    #expect(autopsy.finding == finding)
    #expect(autopsy.finishReason == reason)
    #expect(autopsy.sentence.hasSuffix("."))
    if reason == "frobnicated" { #expect(autopsy.reasonWords.contains("\"frobnicated\"")) }
  }

  @Test("of several choices the odd one is named, and its tokens are estimates")
  func choices() throws {
    var answer = try answer("stop", text: "whole", usage: #"{"completion_tokens":30}"#)
    var second = AssembledAnswer.Choice(index: 1)
    second.text = "01234567"
    second.finishReason = "length"
    answer.choices.append(second)
    let autopsy = try #require(BudgetAutopsy(body: try body(#"{"max_tokens":2}"#), answer: answer))
    #expect(autopsy.choice == 1)
    #expect(autopsy.split.total == TokenCount(2, isEstimate: true))
  }

  @Test("exchanges that failed, stopped or broke off are told elsewhere")
  func unended() {
    var exchange = Exchange(
      id: "x", request: RecordedRequest(method: "POST", url: "u", headers: [], body: Array("{}".utf8)),
      requestedModel: "m", asksForStream: true, startedAt: 0, start: MonotonicTime(nanoseconds: 0))
    #expect(BudgetAutopsy(exchange) == nil)
    exchange.apply(
      .delta(AnswerDelta(parts: [.finish(choice: 0, "length")], instant: MonotonicTime(nanoseconds: 1))))
    var ended = exchange
    ended.apply(.ended(.done, TransportSummary(), MonotonicTime(nanoseconds: 2)))
    #expect(BudgetAutopsy(ended)?.finding == .otherLimit)
    ended.apply(.ended(.stopped, TransportSummary(), MonotonicTime(nanoseconds: 2)))
    #expect(BudgetAutopsy(ended) == nil)
  }
}
