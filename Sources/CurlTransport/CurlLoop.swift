import CCurl
import Glibc
import RelayKit
import Synchronization

/// The thread that owns curl's multi handle. Others reach it through a mailbox and `curl_multi_wakeup`.
final class CurlLoop: Sendable {
  /// A transfer that the thread has not seen yet.
  private struct Order: Sendable {
    let number: UInt64
    let request: HTTPRequest
    let control: CurlTransferControl
    let queued: MonotonicTime
    let handler: @Sendable (TransportEvent) -> Void
  }
  private struct Mailbox: Sendable {
    var orders: [Order] = []
    /// Transfers that were cancelled, paused or resumed.
    var touched: [UInt64] = []
    var lastNumber: UInt64 = 0
    /// The thread runs, or did.
    var isStarted = false
    var isStopping = false
    /// The multi handle is gone: nothing may wake it any more.
    var isClosed = false
    /// As soon as the thread has made it.
    var multi: MultiHandle?
  }
  /// Only the thread uses the handle, save for `curl_multi_wakeup`, which is called under the lock.
  private struct MultiHandle: @unchecked Sendable { let pointer: UnsafeMutableRawPointer }

  private let settings: CurlSettings
  private let mailbox = Mutex(Mailbox())
  /// Why curl cannot be used; `nil` when it can.
  private static let problem: String? = {
    if let words = bayside_curl_load() { return String(cString: words) }
    return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK ? nil : "libcurl could not be started"
  }()

  init(_ settings: CurlSettings) { self.settings = settings }

  /// With the first transfer: loading curl takes a while, which nobody should wait for who sends nothing.
  /// - Returns: whether there is a thread.
  private func startThread() -> Bool {
    var thread = pthread_t()
    let retained = Unmanaged.passRetained(self)
    let status = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<CurlLoop>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, retained.toOpaque())
    guard status == 0 else {
      retained.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  func stop() {
    post { $0.isStopping = true }
  }

  func wake(about number: UInt64) {
    post { $0.touched.append(number) }
  }

  func submit(
    _ request: HTTPRequest, handler: @escaping @Sendable (TransportEvent) -> Void
  ) -> CurlTransferControl {
    let number = mailbox.withLock { box in
      box.lastNumber += 1
      return box.lastNumber
    }
    let control = CurlTransferControl(number: number, loop: self)
    let order = Order(
      number: number, request: request, control: control, queued: .now(), handler: handler)
    if !post({ $0.orders.append(order) }) {
      // Only without libcurl, memory or threads; then there is no other thread to report it on.
      handler(
        .end(.notSent(detail: Self.problem ?? "there is no thread for it"), TransportSummary(), .now()))
    }
    return control
  }

  @discardableResult
  private func post(_ change: (inout Mailbox) -> Void) -> Bool {
    mailbox.withLock { box in
      guard !box.isClosed else { return false }
      change(&box)
      if !box.isStarted, !box.orders.isEmpty {
        box.isStarted = startThread()
        box.isClosed = !box.isStarted
        if box.isClosed { box.orders = [] }
        return box.isStarted
      }
      if let multi = box.multi { curl_multi_wakeup(multi.pointer) }
      return true
    }
  }

  // MARK: - On the thread

  private func run() {
    guard Self.problem == nil, let multi = curl_multi_init() else {
      let orders = mailbox.withLock { box in
        box.isClosed = true
        return box.orders
      }
      let problem = Self.problem ?? "libcurl has no memory"
      for order in orders {
        order.handler(.end(.notSent(detail: problem), TransportSummary(), .now()))
      }
      return
    }
    // One connection per stream: multiplexed HTTP/2 streams can lose their last bytes in curl 7.88.
    bayside_curl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
    let handle = MultiHandle(pointer: multi)
    mailbox.withLock { $0.multi = handle }
    var live: [UInt64: CurlTransfer] = [:]
    while takeMail(multi, &live) {
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      for transfer in live.values { transfer.reportMarks() }
      collectFinished(multi, &live)
      let wait = expire(multi, &live)
      curl_multi_poll(multi, nil, 0, wait, nil)
    }
    for transfer in live.values {
      curl_multi_remove_handle(multi, transfer.easy)
      transfer.finish(.cancelled)
    }
    mailbox.withLock { box in
      box.isClosed = true
      box.multi = nil
    }
    curl_multi_cleanup(multi)
  }

  /// Returns false once the transport is gone.
  private func takeMail(_ multi: UnsafeMutableRawPointer, _ live: inout [UInt64: CurlTransfer]) -> Bool {
    let (orders, touched, isStopping) = mailbox.withLock { box in
      defer {
        box.orders = []
        box.touched = []
      }
      return (box.orders, box.touched, box.isStopping)
    }
    for order in orders {
      let transfer = CurlTransfer(
        number: order.number, request: order.request, control: order.control, queued: order.queued,
        handler: order.handler)
      if let failure = transfer.prepare(settings) {
        transfer.finish(failure)
      } else {
        live[order.number] = transfer
        curl_multi_add_handle(multi, transfer.easy)
      }
    }
    for number in touched {
      guard let transfer = live[number] else { continue }
      if transfer.control.isCancelled.load(ordering: .relaxed) {
        end(transfer, .cancelled, multi, &live)
      } else {
        transfer.applyPause()
      }
    }
    return !isStopping
  }

  private func collectFinished(_ multi: UnsafeMutableRawPointer, _ live: inout [UInt64: CurlTransfer]) {
    var remaining: Int32 = 0
    while let message = curl_multi_info_read(multi, &remaining) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
        let context = bayside_curl_get_private(easy)
      else { continue }
      let code = message.pointee.data.result
      let transfer = CurlTransfer.from(context)
      end(transfer, transfer.failure(for: code), multi, &live)
    }
  }

  /// Ends transfers past a limit and returns how many milliseconds curl may wait.
  private func expire(_ multi: UnsafeMutableRawPointer, _ live: inout [UInt64: CurlTransfer]) -> Int32 {
    let now = MonotonicTime.now()
    var next: MonotonicTime?
    for transfer in Array(live.values) {
      guard let (deadline, failure) = transfer.nextDeadline() else { continue }
      if deadline <= now {
        end(transfer, failure, multi, &live)
      } else {
        next = min(next ?? deadline, deadline)
      }
    }
    guard let next else { return Int32.max }
    return Int32(clamping: (next - now) / 1_000_000 + 1)
  }

  private func end(
    _ transfer: CurlTransfer, _ failure: TransportFailure?, _ multi: UnsafeMutableRawPointer,
    _ live: inout [UInt64: CurlTransfer]
  ) {
    live[transfer.number] = nil
    transfer.readSummary()
    curl_multi_remove_handle(multi, transfer.easy)
    transfer.finish(failure)
  }
}
