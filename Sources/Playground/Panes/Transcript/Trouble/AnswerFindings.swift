import RelayKit
import Workbench

/// What is odd about an answer that has ended, and how its request could be mended.
struct AnswerFindings {
  var diagnosis: Diagnosis?
  var flags: [AnswerFlag]
  var autopsy: BudgetAutopsy?

  /// `nil` while it runs.
  init?(_ reply: Reply, models: [String]) {
    guard !reply.isRunning, let exchange = reply.exchange else { return nil }
    flags = AnswerFlags.flags(of: exchange)
    autopsy = BudgetAutopsy(exchange)
    if case .failed(let error) = exchange.outcome, let body = try? JSONValue(parsing: exchange.request.body) {
      diagnosis = RequestDoctor.examine(error, body: body, answer: exchange.bytes, models: models)
    }
  }
}

/// Findings are worked out once for each answer. Main thread.
final class FindingsMemo {
  private struct Key: Hashable {
    var message: MessageID
    var modelCount: Int
  }
  private var known: [Key: AnswerFindings] = [:]

  func findings(of message: Message, models: [ModelEntry]) -> AnswerFindings? {
    let key = Key(message: message.id, modelCount: models.count)
    if let found = known[key] { return found }
    guard let reply = message.reply, let findings = AnswerFindings(reply, models: models.map(\.id)) else {
      return nil
    }
    if known.count > 500 { known = [:] }
    known[key] = findings
    return findings
  }
}

extension Playground {
  func findings(of message: Message) -> AnswerFindings? {
    layouts.findings.findings(of: message, models: workspace.models.entries)
  }
}
