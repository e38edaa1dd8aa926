import CPlatform
import Glibc
import RelayKit
import Synchronization

/// Updates of several exchanges on their way to the main thread.
final class CompareMailbox: Sendable {
  let descriptor = cp_eventfd_open()
  private let updates = Mutex<[(Int, ExchangeUpdate)]>([])

  deinit { close(descriptor) }

  /// From any thread.
  func post(_ update: ExchangeUpdate, of job: Int) {
    let isFirst = updates.withLock { updates in
      updates.append((job, update))
      return updates.count == 1
    }
    if isFirst { cp_eventfd_post(descriptor) }
  }

  /// In the order in which they came.
  func takeAll() -> [(Int, ExchangeUpdate)] {
    cp_eventfd_drain(descriptor)
    return updates.withLock { updates in
      defer { updates = [] }
      return updates
    }
  }
}
