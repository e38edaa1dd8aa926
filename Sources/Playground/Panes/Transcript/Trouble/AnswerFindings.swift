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

/// What is read out of the exchange of an answer, once: bodies can be megabytes long. Main thread.
final class FindingsMemo {
  private struct Key: Hashable {
    var message: MessageID
    var modelCount: Int
    /// Its request was not read back from the history yet.
    var isDigest: Bool
  }
  private var known: [Key: AnswerFindings] = [:]
  private var knownTools: [MessageID: [JSONValue]] = [:]

  func findings(of message: Message, models: [ModelEntry]) -> AnswerFindings? {
    let key = Key(message: message.id, modelCount: models.count, isDigest: message.reply?.isDigest ?? false)
    if let found = known[key] { return found }
    guard let reply = message.reply, let findings = AnswerFindings(reply, models: models.map(\.id)) else {
      return nil
    }
    if known.count > 500 { known = [:] }
    known[key] = findings
    return findings
  }

  /// The tools that the request of an answer named.
  func tools(of message: Message) -> [JSONValue] {
    if let tools = knownTools[message.id] { return tools }
    guard let body = message.reply?.exchange?.request.body, !body.isEmpty else { return [] }
    let tools = (try? JSONValue(parsing: body))?["tools"]?.arrayValue ?? []
    if knownTools.count > 500 { knownTools = [:] }
    knownTools[message.id] = tools
    return tools
  }
}

extension Playground {
  func findings(of message: Message) -> AnswerFindings? {
    layouts.findings.findings(of: message, models: workspace.models.entries)
  }
}
