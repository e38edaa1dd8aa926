import Glibc
public import RelayKit
import Synchronization

/// What all transfers of one transport share.
public struct CurlOptions: Sendable, Hashable {
  /// A PEM file of certificate authorities instead of the system's. `nil` follows `SSL_CERT_FILE` and
  /// `CURL_CA_BUNDLE`.
  public var caFile: String?
  /// A proxy URL. `nil` follows `https_proxy`, `http_proxy` and `all_proxy`; an empty string means no proxy.
  public var proxy: String?
  /// Hosts that are reached without the proxy, separated by commas; `*` means all. `nil` follows `no_proxy`.
  public var noProxy: String?
  public var userAgent = "bayside"

  public init(
    caFile: String? = nil, proxy: String? = nil, noProxy: String? = nil, userAgent: String = "bayside"
  ) {
    self.caFile = caFile
    self.proxy = proxy
    self.noProxy = noProxy
    self.userAgent = userAgent
  }
}

/// HTTP over libcurl. One thread per transport owns every connection and calls every handler; it sleeps
/// without wake-ups while nothing is under way. Releasing the transport cancels what still runs.
public final class CurlTransport: HTTPTransport {
  private let loop: CurlLoop
  private let settings: CurlSettings

  /// - Parameter environment: variables by name; the process's own unless another is given.
  public init(_ options: CurlOptions = .init(), environment: ((String) -> String?)? = nil) {
    settings = CurlSettings(options, environment: environment ?? CurlSettings.processEnvironment)
    loop = CurlLoop(settings)
  }

  deinit { loop.stop() }

  /// Starts a transfer; may be called from any thread, a handler included. A handler must not block: it
  /// holds up every other transfer.
  public func start(
    _ request: HTTPRequest, handler: @escaping @Sendable (TransportEvent) -> Void
  ) -> any HTTPTransfer {
    loop.submit(request, handler: handler)
  }

  public func now() -> MonotonicTime { .now() }

  public func proxy(for url: String) -> String? { settings.shownProxy(for: url) }
}

/// The caller's side of a transfer. The flags are read by curl's callbacks, so that they hold at once; the
/// mailbox makes the thread act when no callback comes.
final class CurlTransferControl: HTTPTransfer {
  let isCancelled = Atomic(false)
  let isPaused = Atomic(false)
  /// Nanoseconds on the monotonic clock at which a transfer that is over but for its end is ended; 0 for none.
  let endsAt = Atomic<Int64>(0)
  /// By which the limits of time were moved.
  let extraNanoseconds = Atomic<Int64>(0)
  private let number: UInt64
  private let loop: CurlLoop

  init(number: UInt64, loop: CurlLoop) {
    self.number = number
    self.loop = loop
  }

  func cancel() {
    if isCancelled.exchange(true, ordering: .relaxed) { return }
    loop.wake(about: number)
  }

  func expectEnd(within seconds: Double) {
    endsAt.store(MonotonicTime.now().advanced(bySeconds: seconds).nanoseconds, ordering: .relaxed)
    loop.wake(about: number)
  }

  func extendLimits(bySeconds seconds: Double) {
    let nanoseconds = Int64(min(max(seconds, 0), 1e6) * 1e9)
    extraNanoseconds.wrappingAdd(nanoseconds, ordering: .relaxed)
    loop.wake(about: number)
  }

  func setPaused(_ paused: Bool) {
    if isPaused.exchange(paused, ordering: .relaxed) == paused { return }
    loop.wake(about: number)
  }
}

extension MonotonicTime {
  static func now() -> MonotonicTime {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  func advanced(bySeconds seconds: Double) -> MonotonicTime {
    // A limit beyond a century is no limit, and must not overflow.
    MonotonicTime(nanoseconds: nanoseconds + Int64(min(max(seconds, 0), 3e9) * 1_000_000_000))
  }
}
