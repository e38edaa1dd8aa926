import RelayKit

@testable import Workbench

/// A small comparison, and one whose every text is hostile.
enum SampleComparison {
  static func figures(_ milliseconds: Double, cost: Double?) -> RunFigures {
    var figures = RunFigures()
    figures.outcome = "done"
    figures.firstTokenMilliseconds = milliseconds
    figures.totalMilliseconds = milliseconds * 10
    figures.tokensPerSecond = 40.26
    (figures.inputTokens, figures.outputTokens) = (12, 120)
    figures.cost = cost
    figures.currency = cost == nil ? "" : "USD"
    figures.length = TextLength(characters: 11, words: 2)
    figures.attempts = 1
    return figures
  }

  static var small: ComparisonRecord {
    var parameters = JSONObject()
    parameters["temperature"] = .number("0.70")
    var record = ComparisonRecord(
      created: 1_790_000_000, relay: .init(baseURL: "https://relay.example/v1", keyLabel: "..9f3c"),
      system: "Be brief.", turns: ["Why?"],
      lanes: [
        ComparisonLane(letter: "A", model: "gpt-x"),
        ComparisonLane(
          letter: "B", model: "claude-y", parameters: parameters, ownSystem: "", differs: ["temperature 0.70"]
        ),
      ])
    var first = ComparisonRun(
      key: RunKey(lane: "A"), askedAt: 1_790_000_000.5, request: #"{"model":"gpt-x"}"#, text: "Because, so",
      outcome: "done")
    first.figures = figures(412.4, cost: 0.002)
    first.finishReason = "stop"
    first.reasoning = "Hm."
    first.checks = [CheckResult(name: "contains:so", passed: true, detail: "It is there.")]
    var second = ComparisonRun(
      key: RunKey(lane: "B"), askedAt: 1_790_000_001, request: #"{"model":"claude-y"}"#, text: "",
      outcome: "failed")
    second.figures.outcome = "failed"
    second.failure = .init(
      kind: "rate_limited", title: "Too many requests", status: 429, message: "slow down", requestID: "r-1")
    second.figures.judge(failure: "rate_limited")
    record.runs = [first, second]
    return record
  }

  static let hostile =
    "=cmd|' /C calc'!A0 </pre></td><script>alert(1)</script> \"' ````` | **b** \u{1B}[31m\u{0}\r\nx"

  static var dangerous: ComparisonRecord {
    var record = small
    record.title = hostile
    record.system = hostile
    record.turns = [hostile]
    for index in record.lanes.indices {
      record.lanes[index].model = hostile
      record.lanes[index].differs = [hostile]
    }
    for index in record.runs.indices {
      record.runs[index].text = hostile
      record.runs[index].reasoning = hostile
      record.runs[index].servedModel = hostile
      record.runs[index].figures.servedModel = hostile
      record.runs[index].failure = .init(kind: hostile, title: hostile, message: hostile, requestID: hostile)
      record.runs[index].checks = [CheckResult(name: hostile, passed: false, detail: hostile)]
      record.runs[index].toolCalls = [.object(JSONObject([.init(key: "id", value: .string(hostile))]))]
    }
    var verdict = ComparisonVerdict(model: hostile, question: RunKey(lane: ""))
    verdict.scores = [.init(lane: "A", score: 3, reason: hostile)]
    record.verdicts = [verdict]
    return record
  }
}
