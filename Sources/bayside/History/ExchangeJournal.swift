import HistoryStore
import RelayKit
import Workbench

/// Writes one exchange down while it goes on. Any thread, updates in order.
struct ExchangeJournal: Sendable {
  private let store: HistoryStore
  private let record: UsageRecord
  private let prices: TokenPrices?
  private let inputEstimate: Int?
  private let recorder: ExchangeRecorder?

  /// - Parameters:
  ///   - inputEstimate: tokens of the request.
  ///   - addsUp: whether nobody else has the whole record at the end and gives it to the store.
  init(
    _ store: HistoryStore, _ record: UsageRecord, prices: TokenPrices?, inputEstimate: Int?, addsUp: Bool
  ) {
    (self.store, self.record) = (store, record)
    (self.prices, self.inputEstimate) = (prices, inputEstimate)
    recorder = addsUp ? ExchangeRecorder() : nil
  }

  /// Under which the exchange is kept.
  var name: String { record.id }

  /// What it begins with is on the disk when this returns, so that nothing is sent before.
  func take(_ update: ExchangeUpdate) {
    if case .began(let exchange) = update {
      store.begin(record, exchange: exchange, prices: prices, inputEstimate: inputEstimate)
    } else {
      store.take(update, of: record.id)
    }
    if let whole = recorder?.apply(update) { store.end(record.id, with: whole) }
  }
}
