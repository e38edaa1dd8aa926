import Synchronization

/// Adds up updates that come on any thread to a record, for those who want it whole.
public final class ExchangeRecorder: Sendable {
  private let record = Mutex<Exchange?>(nil)

  public init() {}

  /// Takes one update over. - Returns: the whole record, with the last update.
  public func apply(_ update: ExchangeUpdate) -> Exchange? {
    record.withLock { record in
      if case .began(let exchange) = update { record = exchange } else { record?.apply(update) }
      guard case .ended = update else { return nil }
      return record
    }
  }
}
