import HistoryStore
import RelayKit
import Workbench

/// The comparison of a command line in the history, as it goes on.
struct CompareHistory {
  private let history: CommandHistory
  private let name: String
  private let title: String

  /// - Parameter entry: its id; one that is in the history is gone on with.
  init(_ history: CommandHistory, _ record: ComparisonRecord, as entry: String) async {
    self.history = history
    name = entry
    title = record.title ?? record.turns.first.map { String($0.prefix(80)) } ?? ""
    let kept = try? await history.store.conversation(entry)?.record().record
    if kept == nil { append(ComparisonFile.header(record)) }
    // What was answered before belongs to it too.
    let runs = Set((kept?.runs ?? []).map(\.identity))
    for run in record.runs where !runs.contains(run.identity) { append(run) }
    for verdict in record.verdicts where kept?.verdicts.contains(verdict) != true {
      append(ComparisonFile.line(verdict))
    }
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

extension ComparisonRun {
  /// What tells the tries of one comparison from each other.
  fileprivate var identity: [String] {
    [key.lane, "\(key.turn)", "\(key.repetition)", "\(key.row ?? 0)", outcome, text]
  }
}
