import RelayKit
import Workbench

/// Asks a model to score the answers to one question. What it says stands beside the answers.
struct CompareJudge {
  private let judge: ComparisonRecord.Judge

  init(_ judge: ComparisonRecord.Judge) { self.judge = judge }

  /// The request about the whole answers to a question; `nil` when there are none, or when all have a score.
  func plan(_ record: ComparisonRecord, _ question: RunKey) -> JudgePlan? {
    let runs = record.results(of: question).filter { $0.isWhole && !$0.text.isEmpty }
    guard runs.contains(where: { record.judgement(of: $0.key)?.score == nil }) else { return nil }
    let prompts = (1...question.turn).map { turn in
      var key = question
      key.turn = turn
      return record.prompt(of: key)
    }
    let answers = runs.map { JudgePlan.Answer(key: $0.key.lane, text: $0.text) }
    let seed = UInt64.random(in: .min ... .max)
    guard !judge.rubric.isEmpty else {
      return try? JudgePlan(model: judge.model, prompts: prompts, answers: answers, seed: seed)
    }
    return try? JudgePlan(
      model: judge.model, prompts: prompts, answers: answers, rubric: judge.rubric, seed: seed)
  }

  /// What came of it: scores, or why there are none.
  func verdict(_ question: RunKey, _ plan: JudgePlan, _ reply: Reply, _ figures: RunFigures)
    -> ComparisonVerdict
  {
    var verdict = ComparisonVerdict(model: judge.model, question: question)
    verdict.outcome = reply.outcome?.name ?? "stopped"
    if verdict.outcome == "done" {
      do {
        verdict = ComparisonVerdict(try plan.read(reply.text, figures: figures), of: question)
      } catch {
        verdict.outcome = "failed"
        verdict.note = error.sentence
      }
    } else {
      let title = reply.outcome?.error.map { error in
        error.title + (error.troubleStatus.map { " (\($0))" } ?? "")
      }
      verdict.note = "The judge gave no verdict: \(title ?? "it was stopped")."
    }
    verdict.figures = figures
    verdict.text = reply.text
    return verdict
  }
}
