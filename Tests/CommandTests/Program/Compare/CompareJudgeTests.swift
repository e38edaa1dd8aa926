import MockRelay
import RelayKit
import Testing

@testable import Workbench

/// A model that scores the answers of others.
@Suite(.timeLimit(.minutes(10)))
struct CompareJudgeTests {
  private let program = Program()
  private var file: String { program.home.path + "/x.jsonl" }

  /// Scores by what it reads: 9 where the text says good, else 2.
  private static func verdict(_ asked: CompareRelay.Asked) -> Script {
    // The answers follow the prompts; each begins with its tag and number.
    let blocks = asked.prompt.split(separator: "<answer-").dropFirst()
    let scores = blocks.enumerated().map { index, block in
      "{\"answer\":\(index + 1),\"score\":\(block.contains("good") ? 9 : 2),\"reason\":\"It says so.\"}"
    }
    let best = blocks.enumerated().first { $0.element.contains("good") }.map { $0.offset + 1 } ?? 0
    return CompareRelay.answer(
      "{\"scores\":[\(scores.joined(separator: ","))],\"best\":\(best)}", input: 50, output: 20)
  }

  private func relay(_ judge: @escaping @Sendable (CompareRelay.Asked) -> Script = verdict) throws
    -> CompareRelay
  {
    try CompareRelay { asked in
      switch asked.model {
      case "judge": judge(asked)
      case "bad": CompareRelay.refusal(400, "no")
      default: CompareRelay.answer("a \(asked.model) answer")
      }
    }
  }

  private func run(_ relay: CompareRelay, _ more: String...) async -> Program.Result {
    await program.start(["compare", "--base-url", relay.origin, "--judge", "judge"] + more).result()
  }

  @Test func theJudgeSeesNoNamesAndItsScoresStandBesideTheAnswers() async throws {
    let relay = try relay()
    let rubric = program.home.write("rubric.txt", "Only kindness counts.")
    let result = await run(relay, "-m", "good,poor", "--rubric", rubric, "-o", file, "Who?")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("judge judge: "))
    let asked = try #require(relay.asked.first { $0.model == "judge" })
    #expect(
      relay.count("judge") == 1 && asked.prompt.contains("a good answer") && asked.prompt.contains("Who?"))
    #expect(
      asked.body["messages"]?.arrayValue?.first?["content"]?.stringValue?.contains("Only kindness counts.")
        == true)
    let record = try ComparisonFile.read(program.home.read("x.jsonl")).record
    #expect(record.judgement(of: RunKey(lane: "A"))?.score == 9)
    #expect(record.judgement(of: RunKey(lane: "B"))?.score == 2)
    #expect(record.verdicts.map(\.best) == ["A"] && record.verdicts[0].figures.inputTokens == 50)
    let csv = await run(
      relay, "--resume", file, "--rubric", rubric, "--format", "csv", "-m", "good,poor", "Who?")
    #expect(
      csv.status == 0 && csv.text.contains(",9,It says so.,") && relay.count("judge") == 1, "\(csv.errors)")
  }

  @Test func everyQuestionIsJudgedOnItsOwn() async throws {
    let relay = try relay()
    let result = await run(relay, "-m", "good,poor", "--repeat", "2", "Who?")
    #expect(result.status == 0 && relay.count("judge") == 2)
    #expect(result.text.contains("judge") && result.text.contains("9.0") && result.text.contains("2.0"))
  }

  @Test func whatFailedIsNotJudged() async throws {
    let relay = try relay()
    let result = await run(relay, "-m", "good,bad", "Who?")
    #expect(result.status == 1 && relay.count("judge") == 1)
    #expect(result.text.contains("(judge: 9.0. It says so.)"))
  }

  @Test func aVerdictThatCannotBeReadIsSaidAndAskedAgainOnResume() async throws {
    let relay = try relay { asked in
      asked.number == 0 ? CompareRelay.answer("I would rather not.") : Self.verdict(asked)
    }
    let result = await run(relay, "-m", "good", "-o", file, "Who?")
    #expect(result.status == 1 && result.errors.contains("The judge judge gave no scores"))
    #expect(
      result.errors.contains("1 answer got no score of the judge.") && result.errors.contains("--resume"))
    let again = await program.start(["compare", "--base-url", relay.origin, "--resume", file]).result()
    #expect(again.status == 0 && relay.count("good") == 1 && relay.count("judge") == 2, "\(again.errors)")
  }
}
