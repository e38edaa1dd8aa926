import RelayKit
import Synchronization

extension RelayClient {
  /// Fetches a file into memory.
  /// - Returns: what came of it, and why that is not all of it.
  func wholeFile(_ address: String, limit: Int) async -> (bytes: [UInt8], error: RelayError?) {
    let bytes = Mutex<[UInt8]>([])
    let transfer = Mutex<(any HTTPTransfer)?>(nil)
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let started = download(address, limit: limit) { event in
          switch event {
          case .began(let total, _, _, _):
            if let total, total <= limit { bytes.withLock { $0.reserveCapacity(total) } }
          case .bytes(let more): bytes.withLock { $0 += more }
          case .ended(let error): continuation.resume(returning: (bytes.withLock { $0 }, error))
          }
        }
        transfer.withLock { $0 = started }
        if Task.isCancelled { started.cancel() }
      }
    } onCancel: {
      transfer.withLock { $0 }?.cancel()
    }
  }
}
