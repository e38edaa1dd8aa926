import HistoryStore
import RelayKit
import Workbench

/// The requests that were noted, for matching, and where receipts are put.
struct ReceiptBooks: Sendable {
  /// Requests of the log's relay and key, in its time.
  var records: @Sendable (ChargeLog) async throws(HistoryProblem) -> [UsageRecord]
  var keep: @Sendable ([(exchange: String, receipt: Receipt)]) async throws(HistoryProblem) -> Void

  init(
    records: @escaping @Sendable (ChargeLog) async throws(HistoryProblem) -> [UsageRecord],
    keep: @escaping @Sendable ([(exchange: String, receipt: Receipt)]) async throws(HistoryProblem) -> Void
  ) {
    self.records = records
    self.keep = keep
  }

  init(_ history: HistoryStore) {
    records = { log async throws(HistoryProblem) in
      // An answer may take minutes, and the clocks of two machines differ.
      try await history.endedRequests(
        relay: log.relay, keyLabel: log.keyLabel, since: (log.oldestAt ?? log.readAt) - 1800)
    }
    keep = { receipts async throws(HistoryProblem) in try await history.keep(receipts) }
  }
}

extension ReceiptNews {
  /// Matches the log with what was noted, and keeps the receipts that are new.
  mutating func match(with books: ReceiptBooks?) async {
    guard let log, let books else { return }
    do {
      // The group of the newest charge is the key's; what was charged by another one stands out.
      let summary = ReceiptSummary(log, try await books.records(log), usualGroup: log.group)
      self.summary = summary
      let new = summary.matches.filter { !$0.isKnown }.map { (exchange: $0.id, receipt: $0.receipt) }
      if !new.isEmpty { try await books.keep(new) }
    } catch {
      notKept = error.sentence
    }
  }
}

/// What `bayside usage --receipts` does before it reports.
enum ReceiptErrand {
  /// Asks the relay of the settings for its log, matches it with the history and keeps the receipts. Nothing is
  /// thrown for what the relay refuses: `ReceiptNews.sentence` says it.
  /// - Parameter isForced: `--ask-again`.
  /// - Throws: wrong usage: there is no key to ask with.
  static func run(
    _ settings: Settings, history: HistoryStore, isForced: Bool = false
  ) async throws(UsageError) -> ReceiptNews {
    if let sentence = settings.missingKey { throw UsageError(sentence: sentence) }
    guard !settings.isDemo else {
      throw UsageError(
        sentence: "The demo relay lasts as long as one bayside: it has no log of earlier requests.")
    }
    var news = await MoneyQuestion(try MoneyTarget(settings), settings.environment).log(isForced: isForced)
    await news.match(with: ReceiptBooks(history))
    return news
  }
}
