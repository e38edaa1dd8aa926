import RelayKit
import Workbench

/// Asks a model to score the answers to one question.
struct CompareJudge {
  struct Question {
    var request: ChatRequest
  }

  private let judge: ComparisonRecord.Judge

  init(_ judge: ComparisonRecord.Judge) throws(UsageError) { self.judge = judge }

  func question(of record: ComparisonRecord, _ question: RunKey) -> Question? { nil }

  func verdict(
    _ question: RunKey, _ asked: Question, _ reply: Reply, _ figures: RunFigures
  ) -> ComparisonVerdict {
    ComparisonVerdict(model: judge.model, question: question)
  }
}
