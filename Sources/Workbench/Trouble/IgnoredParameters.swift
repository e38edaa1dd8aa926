import RelayKit

/// Parameters that a relay took and did not heed, where the answer proves it.
enum IgnoredParameters {
  static func flags(body: JSONValue, answer: AssembledAnswer) -> [AnswerFlag] {
    guard !answer.choices.isEmpty else { return [] }
    return [
      choices(body, answer), limit(body, answer), logprobs(body, answer), tools(body, answer),
      parallel(body, answer), seed(body, answer), stop(body, answer), format(body, answer),
      effort(body, answer),
    ].compactMap { $0 }
  }

  private static func choices(_ body: JSONValue, _ answer: AssembledAnswer) -> AnswerFlag? {
    guard let asked = body["n"]?.intValue, asked > answer.choices.count else { return nil }
    return AnswerFlag(
      word: "N", sentence: "n is \(asked), but \(answer.choices.count) came: the relay does not heed it.",
      parameter: "n")
  }

  private static func limit(_ body: JSONValue, _ answer: AssembledAnswer) -> AnswerFlag? {
    guard let limit = AnswerLimit(body: body), limit.tokens > 0, answer.choices.count == 1,
      let told = (answer.usage?["completion_tokens"] ?? answer.usage?["output_tokens"])?.intValue,
      // A few tokens more are how suppliers count the end.
      told > limit.tokens + max(8, limit.tokens / 20)
    else { return nil }
    return AnswerFlag(
      word: "LIMIT", sentence: "\(limit.name) is \(limit.tokens), but \(told) tokens were used.",
      parameter: limit.name)
  }

  private static func logprobs(_ body: JSONValue, _ answer: AssembledAnswer) -> AnswerFlag? {
    guard body["logprobs"]?.boolValue == true, answer.choices.contains(where: { !$0.text.isEmpty }),
      answer.choices.allSatisfy(\.logprobs.isEmpty)
    else { return nil }
    return AnswerFlag(
      word: "LOGPROBS", sentence: "logprobs were asked for, and none came.", parameter: "logprobs")
  }

  // MARK: Tools

  /// How models write calls that their supplier did not recognise.
  private static let callMarks = [
    "<tool_call>", "<function=", "<|tool_call", "[TOOL_CALLS]", "<function_calls>", "<｜tool▁call",
    "<|python_tag|>", "<function_call>",
  ]

  private static func tools(_ body: JSONValue, _ answer: AssembledAnswer) -> AnswerFlag? {
    guard let tools = body["tools"]?.arrayValue, !tools.isEmpty,
      answer.choices.allSatisfy(\.toolCalls.isEmpty)
    else { return nil }
    let text = answer.text
    if let mark = callMarks.first(where: { text.contains($0) }) {
      return AnswerFlag(
        word: "TOOLS",
        sentence: "The model wrote its tool call as text (\(mark)); the relay did not recognise it.",
        parameter: "tools")
    }
    let choice = body["tool_choice"]
    let isForced = choice?.stringValue == "required" || choice?["function"]?["name"] != nil
    guard isForced, FinishReasons.meaning(answer.finishReason) == .complete else { return nil }
    return AnswerFlag(
      word: "TOOLS", sentence: "tool_choice asks for a tool call, and none came.", parameter: "tool_choice")
  }

  private static func parallel(_ body: JSONValue, _ answer: AssembledAnswer) -> AnswerFlag? {
    guard body["parallel_tool_calls"]?.boolValue == false,
      let count = answer.choices.map(\.toolCalls.count).max(), count > 1
    else { return nil }
    return AnswerFlag(
      word: "PARALLEL", sentence: "parallel_tool_calls is false, but \(count) calls came.",
      parameter: "parallel_tool_calls")
  }

  // MARK: The text

  private static func seed(_ body: JSONValue, _ answer: AssembledAnswer) -> AnswerFlag? {
    guard let seed = body["seed"], seed != .null, (answer.fingerprint ?? "").isEmpty else { return nil }
    return AnswerFlag(
      word: "SEED", sentence: "A seed was sent, but no system_fingerprint came: it may have had no effect.",
      parameter: "seed")
  }

  private static func stop(_ body: JSONValue, _ answer: AssembledAnswer) -> AnswerFlag? {
    let stops =
      body["stop"]?.stringValue.map { [$0] } ?? body["stop"]?.arrayValue?.compactMap(\.stringValue) ?? []
    let found = stops.first { stop in
      // At the very end it is a relay that includes the stop text, which is no sign of going on.
      !stop.isEmpty
        && answer.choices.contains { choice in choice.text.contains(stop) && !choice.text.hasSuffix(stop) }
    }
    return found.map {
      AnswerFlag(
        word: "STOP", sentence: "The answer goes on after the stop text \(JSONValue.string($0).brief).",
        parameter: "stop")
    }
  }

  private static func effort(_ body: JSONValue, _ answer: AssembledAnswer) -> AnswerFlag? {
    guard body["reasoning_effort"]?.stringValue == "none",
      let choice = answer.choices.first(where: { !$0.reasoning.allSatisfy(\.isWhitespace) })
    else { return nil }
    let count = TokenSplit(answer: answer, choice: choice).reasoning
    return AnswerFlag(
      word: "EFFORT",
      sentence: "reasoning_effort is none, but the model reasoned\(count.map { ": \($0) tokens" } ?? "").",
      parameter: "reasoning_effort")
  }

  private static func format(_ body: JSONValue, _ answer: AssembledAnswer) -> AnswerFlag? {
    guard let format = body["response_format"], let type = format["type"]?.stringValue,
      ["json_object", "json_schema"].contains(type)
    else { return nil }
    // An answer that hit a limit or calls a tool is no JSON for another reason.
    let whole = answer.choices.filter {
      FinishReasons.meaning($0.finishReason) == .complete && $0.toolCalls.isEmpty && $0.refusal.isEmpty
        && !$0.text.isEmpty
    }
    for choice in whole {
      guard let value = try? JSONValue(parsing: choice.text) else {
        let isFenced = choice.text.drop(while: \.isWhitespace).hasPrefix("```")
        return AnswerFlag(
          word: "FORMAT",
          sentence: isFenced
            ? "response_format asks for JSON; the text wraps it in a code block."
            : "response_format asks for JSON, but the text is none.",
          parameter: "response_format")
      }
      guard let schema = format["json_schema"]?["schema"] else { continue }
      let verdict = JSONSchemaCheck(schema: schema).check(value)
      guard let problem = verdict.problems.first else { continue }
      let count = verdict.problems.count
      return AnswerFlag(
        word: "SCHEMA",
        sentence:
          "The answer does not fit its schema in \(count == 1 ? "one place" : "\(count) places"): \(problem.line)",
        parameter: "response_format")
    }
    return nil
  }
}
