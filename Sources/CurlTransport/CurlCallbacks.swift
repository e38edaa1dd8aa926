import CCurl
import Glibc
import RelayKit
import Synchronization

// Curl calls these on the transport's thread, from within `curl_multi_perform` or `curl_easy_pause`.
extension CurlTransfer {
  func setCallbacks(_ easy: UnsafeMutableRawPointer, _ context: UnsafeMutableRawPointer) {
    // A program started meanwhile must not hold the connection open: closing it stops the relay's work.
    bayside_curl_set_open(easy) { _, _, address in
      guard let address = address?.pointee else { return CURL_SOCKET_BAD }
      return socket(
        address.family, address.socktype | Int32(SOCK_CLOEXEC.rawValue), address.protocol)
    }
    bayside_curl_set_pointer(easy, CURLOPT_READDATA, context)
    bayside_curl_set_bytes(easy, CURLOPT_READFUNCTION) { target, size, count, context in
      guard let target, let context else { return Int(CURL_READFUNC_ABORT) }
      return CurlTransfer.from(context).fill(
        UnsafeMutableRawBufferPointer(start: target, count: size * count))
    }
    bayside_curl_set_pointer(easy, CURLOPT_SEEKDATA, context)
    bayside_curl_set_seek(easy) { context, offset, origin in
      guard let context, origin == SEEK_SET else { return CURL_SEEKFUNC_FAIL }
      let transfer = CurlTransfer.from(context)
      // A kept connection was dead. Whether the relay took what was sent, nobody knows: it is not for curl to send it
      // again unseen, it is for the caller, who counts and shows every try.
      guard transfer.sentBytes == 0 else { return CURL_SEEKFUNC_FAIL }
      transfer.sentBytes = Int(offset)
      return CURL_SEEKFUNC_OK
    }
    bayside_curl_set_pointer(easy, CURLOPT_HEADERDATA, context)
    bayside_curl_set_bytes(easy, CURLOPT_HEADERFUNCTION) { line, size, count, context in
      guard let context else { return 0 }
      let bytes = UnsafeRawBufferPointer(start: line, count: size * count)
      return CurlTransfer.from(context).takeHeader(bytes) ? bytes.count : 0
    }
    bayside_curl_set_pointer(easy, CURLOPT_WRITEDATA, context)
    bayside_curl_set_bytes(easy, CURLOPT_WRITEFUNCTION) { data, size, count, context in
      guard let context else { return 0 }
      return CurlTransfer.from(context).takeBody(UnsafeRawBufferPointer(start: data, count: size * count))
    }
  }

  private func fill(_ target: UnsafeMutableRawBufferPointer) -> Int {
    lastActivity = .now()
    let count = min(target.count, request.body.count - sentBytes)
    guard count > 0 else { return 0 }
    request.body.withUnsafeBytes {
      target.copyMemory(from: .init(rebasing: $0[sentBytes..<sentBytes + count]))
    }
    sentBytes += count
    if sentBytes == request.body.count { bodySent = lastActivity }
    return count
  }

  private func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    if control.isCancelled.load(ordering: .relaxed) { return false }
    let now = MonotonicTime.now()
    lastActivity = now
    guard let head = headReader.take(line) else {
      if headReader.isFinalStatus && !reportedMarks.contains(.firstByte) {
        reportMarks()
        report(.firstByte, now)
      }
      return true
    }
    emit(.head(head, now))
    if (300..<400).contains(head.status), let location = head.headers.first("Location") {
      // Never followed: the key must not travel to wherever the answer points.
      refusal = .redirected(to: URLParts.resolve(location, against: request.url))
      return false
    }
    return true
  }

  private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    if control.isCancelled.load(ordering: .relaxed) { return 0 }
    let now = MonotonicTime.now()
    lastActivity = now
    if control.isPaused.load(ordering: .relaxed) {
      isPauseApplied = true
      return Int(CURL_WRITEFUNC_PAUSE)
    }
    guard receivedBytes + bytes.count <= request.limits.maximumBytes else {
      refusal = .tooLarge(limit: request.limits.maximumBytes)
      return 0
    }
    receivedBytes += bytes.count
    if !bytes.isEmpty { emit(.bytes([UInt8](bytes), now)) }
    return bytes.count
  }
}

/// Gathers curl's header lines into the head of the final answer.
struct ResponseHeadReader {
  private var head = HTTPResponseHead(status: 0, version: "", reason: "", headers: [])
  private(set) var isComplete = false
  /// A status line other than 1xx was read.
  var isFinalStatus: Bool { head.status >= 200 }

  /// Takes one line with its line end. Returns the head at its blank line; trailers are ignored.
  mutating func take(_ line: UnsafeRawBufferPointer) -> HTTPResponseHead? {
    if isComplete { return nil }
    var text = line[...]
    while let last = text.last, last == 10 || last == 13 { text = text.dropLast() }
    if text.isEmpty {
      guard isFinalStatus else { return nil }
      isComplete = true
      return head
    }
    if text.starts(with: "HTTP/".utf8) {
      let parts = text.split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: false)
      head = HTTPResponseHead(
        status: parts.count > 1 ? Int(Self.trimmed(parts[1])) ?? 0 : 0, version: Self.trimmed(parts[0]),
        reason: parts.count > 2 ? Self.trimmed(parts[2]) : "", headers: [])
    } else if let first = text.first, first == 0x20 || first == 9 {
      guard !head.headers.isEmpty else { return nil }
      head.headers[head.headers.count - 1].value += " " + Self.trimmed(text)
    } else if let colon = text.firstIndex(of: 0x3A) {
      head.headers.append(HTTPHeader(Self.trimmed(text[..<colon]), Self.trimmed(text[(colon + 1)...])))
    }
    return nil
  }

  private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    var bytes = bytes.drop { $0 == 0x20 || $0 == 9 }
    while let last = bytes.last, last == 0x20 || last == 9 { bytes = bytes.dropLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
