import CCurl
import Glibc
import RelayKit
import Synchronization

/// One transfer, used by the transport's thread only. The loop's table keeps it alive while curl holds
/// pointers to it.
final class CurlTransfer {
  let number: UInt64
  let request: HTTPRequest
  let control: CurlTransferControl
  let queued: MonotonicTime
  private(set) var easy: UnsafeMutableRawPointer?
  /// Why a callback of ours made curl give up.
  var refusal: TransportFailure?
  var headReader = ResponseHeadReader()
  var sentBytes = 0
  var receivedBytes = 0
  /// When the last byte of the body was handed to curl.
  var bodySent: MonotonicTime?
  var isConnected = false
  var lastActivity: MonotonicTime
  var isPauseApplied = false
  var reportedMarks: Set<PhaseMark> = []
  var lastMark: MonotonicTime
  private(set) var curlStart: MonotonicTime
  /// Empty for none.
  private(set) var proxy = ""
  private var summary = TransportSummary()
  private var handler: (@Sendable (TransportEvent) -> Void)?
  private var headerLines: UnsafeMutablePointer<curl_slist>?
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  init(
    number: UInt64, request: HTTPRequest, control: CurlTransferControl, queued: MonotonicTime,
    handler: @escaping @Sendable (TransportEvent) -> Void
  ) {
    self.number = number
    self.request = request
    self.control = control
    self.queued = queued
    self.handler = handler
    (lastActivity, lastMark, curlStart) = (queued, queued, queued)
    errorText[0] = 0
  }

  deinit {
    if let easy { curl_easy_cleanup(easy) }
    curl_slist_free_all(headerLines)
    errorText.deallocate()
  }

  static func from(_ context: UnsafeMutableRawPointer) -> CurlTransfer {
    Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
  }

  func emit(_ event: TransportEvent) { handler?(event) }

  /// Sets curl up; a failure means that nothing may be started.
  func prepare(_ settings: CurlSettings) -> TransportFailure? {
    emit(.mark(.queued, queued))
    if control.isCancelled.load(ordering: .relaxed) { return .cancelled }
    let hostile: (UInt8) -> Bool = { $0 == 0 || $0 == 10 || $0 == 13 }
    if request.url.utf8.contains(where: hostile) { return .invalidURL(request.url) }
    for header in request.headers
    where header.name.utf8.contains(where: hostile) || header.value.utf8.contains(where: hostile) {
      return .notSent(detail: "a request header contains a line break")
    }
    guard let easy = curl_easy_init() else { return .notSent(detail: "libcurl has no memory") }
    self.easy = easy
    let context = Unmanaged.passUnretained(self).toOpaque()
    bayside_curl_set_pointer(easy, CURLOPT_PRIVATE, context)
    bayside_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    bayside_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
    bayside_curl_set_long(easy, CURLOPT_BUFFERSIZE, 102_400)
    bayside_curl_set_long(easy, CURLOPT_TCP_NODELAY, 1)
    bayside_curl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
    bayside_curl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    bayside_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
    bayside_curl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    bayside_curl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1)
    bayside_curl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2)
    bayside_curl_set_string(easy, CURLOPT_PROTOCOLS_STR, "http,https")
    bayside_curl_set_string(easy, CURLOPT_URL, request.url)
    bayside_curl_set_string(easy, CURLOPT_USERAGENT, settings.userAgent)
    if let file = settings.caFile { bayside_curl_set_string(easy, CURLOPT_CAINFO, file) }
    proxy = settings.proxy(for: request.url)
    bayside_curl_set_string(easy, CURLOPT_PROXY, proxy)
    bayside_curl_set_string(easy, CURLOPT_NOPROXY, settings.noProxy)
    if request.isSentOnce { bayside_curl_set_long(easy, CURLOPT_FRESH_CONNECT, 1) }
    if request.acceptsCompression { bayside_curl_set_string(easy, CURLOPT_ACCEPT_ENCODING, "") }
    if let seconds = request.limits.connectSeconds {
      // Our own timer decides; curl needs it too, to leave time for a host's other addresses.
      bayside_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(min(seconds, 1e6) * 1000) + 50))
    }
    setMethod(easy)
    setHeaders(easy)
    setCallbacks(easy, context)
    curlStart = .now()
    return nil
  }

  private func setMethod(_ easy: UnsafeMutableRawPointer) {
    if request.method == "HEAD" {
      bayside_curl_set_long(easy, CURLOPT_NOBODY, 1)
      return
    }
    if request.method == "POST" || !request.body.isEmpty {
      bayside_curl_set_long(easy, CURLOPT_POST, 1)
      bayside_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
    }
    if request.method != "POST" && !(request.method == "GET" && request.body.isEmpty) {
      bayside_curl_set_string(easy, CURLOPT_CUSTOMREQUEST, request.method)
    }
  }

  private func setHeaders(_ easy: UnsafeMutableRawPointer) {
    // An empty `Expect` saves the round trip of "100 Continue".
    var lines = ["Expect:"]
    if request.headers.first("Content-Type") == nil { lines.append("Content-Type:") }
    for header in request.headers {
      lines.append(header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
    }
    for line in lines { headerLines = curl_slist_append(headerLines, line) ?? headerLines }
    bayside_curl_set_list(easy, CURLOPT_HTTPHEADER, headerLines)
  }

  /// Curl's own pause, so that the socket is not read; `false` resumes.
  func applyPause() {
    let paused = control.isPaused.load(ordering: .relaxed)
    guard let easy, paused != isPauseApplied else { return }
    // Before the head there is nothing to hold back; the write callback pauses when the body comes.
    if paused && !headReader.isComplete { return }
    isPauseApplied = paused
    if !paused { lastActivity = .now() }
    curl_easy_pause(easy, paused ? CURLPAUSE_RECV : CURLPAUSE_CONT)
  }

  func readSummary() {
    guard let easy else { return }
    reportMarks()
    summary.reusedConnection = isConnected && bayside_curl_get_long(easy, CURLINFO_NUM_CONNECTS) == 0
    if let address = bayside_curl_get_string(easy, CURLINFO_PRIMARY_IP), address.pointee != 0 {
      let text = String(cString: address)
      let port = bayside_curl_get_long(easy, CURLINFO_PRIMARY_PORT)
      summary.remoteAddress = text.contains(":") ? "[\(text)]:\(port)" : "\(text):\(port)"
    }
  }

  /// The last event; after it the handler is released.
  func finish(_ failure: TransportFailure?) {
    if failure == nil { report(.lastByte, .now()) }
    emit(.end(failure, summary, .now()))
    handler = nil
  }

  func failure(for code: CURLcode) -> TransportFailure? {
    if control.isCancelled.load(ordering: .relaxed) { return .cancelled }
    if let refusal { return refusal }
    if code == CURLE_OK { return nil }
    let said = String(cString: errorText)
    let detail = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
    return curlFailure(code, detail: detail, transfer: self)
  }
}
