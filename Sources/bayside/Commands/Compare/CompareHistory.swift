import RelayKit
import Workbench

/// The comparison of a command line in the history, as it goes on.
struct CompareHistory {
  private let history: CommandHistory
  private let name = "\(KeptHistory.session)-lanes1"
  private let title: String

  init(_ history: CommandHistory, _ record: ComparisonRecord) {
    self.history = history
    title = record.title ?? record.turns.first.map { String($0.prefix(80)) } ?? ""
    append(ComparisonFile.header(record))
    // What was answered before belongs to it too.
    for run in record.runs { append(run) }
    for verdict in record.verdicts { append(ComparisonFile.line(verdict)) }
  }

  func append(_ line: [UInt8]) { history.append(line, to: name, title: title) }

  /// Bytes of exchanges are kept by themselves.
  func append(_ run: ComparisonRun) {
    var run = run
    run.exchange = []
    append(ComparisonFile.line(run))
  }

  /// - Parameter run: what it is the answer to; `nil` for the judge.
  func journal(
    _ request: ChatRequest, number: Int, _ run: RunKey?, _ prices: ComparePrices
  ) -> ExchangeJournal {
    let journal = history.journal(
      request, number: number, run == nil ? .judge : .lane, of: name,
      prices: prices.prices(of: request.model), inputEstimate: prices.tokens(request).tokens)
    if let run { append(ComparisonFile.line(asked: journal.name, run)) }
    return journal
  }
}
