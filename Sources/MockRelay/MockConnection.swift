import Glibc
import RelayKit

/// One accepted connection, served on its own thread until either side ends it.
struct MockConnection: Sendable {
  private enum Ending: Error { case client, server }
  let descriptor: Int32
  let number: Int
  let server: MockServer

  /// Answers requests one after the other; returns when the connection is closed.
  func serve() -> ClosedConnection {
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    var on: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, size)
    var requests = 0
    var unread: [UInt8] = []
    var byClient = false
    do throws(Ending) {
      while true {
        var hasRest = false
        let request = server.record(try readRequest(&unread, &hasRest))
        requests += 1
        let script = server.responder(request)
        var played = 0
        do throws(Ending) {
          try play(script, &played)
        } catch {
          script.whenOver?(Script.End(steps: played, clientLeft: error == .client))
          throw error
        }
        script.whenOver?(Script.End(steps: played, clientLeft: false))
        if hasRest { try drain() }
      }
    } catch {
      byClient = error == .client
    }
    close(descriptor)
    return ClosedConnection(connection: number, requests: requests, byClient: byClient)
  }

  // MARK: - Reading

  /// - Parameter hasRest: set when the body is too large and was left unread.
  private func readRequest(_ unread: inout [UInt8], _ hasRest: inout Bool) throws(Ending) -> RecordedRequest {
    var headEnd = Self.endOfHead(unread)
    while headEnd == nil {
      try receive(&unread)
      headEnd = Self.endOfHead(unread)
    }
    let end = headEnd ?? 0
    let lines = String(decoding: unread[..<end], as: UTF8.self).split(separator: "\r\n")
    let start = lines.first?.split(separator: " ") ?? []
    let headers: [HTTPHeader] = lines.dropFirst().compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return HTTPHeader(String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
    }
    guard start.count >= 2, var length = Int(headers.first("Content-Length") ?? "0"), length >= 0
    else { throw .server }
    unread.removeFirst(end)
    if length > server.maximumRequestBytes {
      hasRest = true
      length = 0
    }
    while unread.count < length { try receive(&unread) }
    let body = Array(unread[..<length])
    unread.removeFirst(length)
    return RecordedRequest(
      number: 0, connection: number, method: String(start[0]), path: String(start[1]), headers: headers,
      body: body)
  }

  /// The length of the head with its blank line.
  private static func endOfHead(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    for index in 0...(bytes.count - 4)
    where bytes[index] == 13 && bytes[index + 1] == 10 && bytes[index + 2] == 13 && bytes[index + 3] == 10 {
      return index + 4
    }
    return nil
  }

  private func receive(_ bytes: inout [UInt8]) throws(Ending) {
    guard bytes.count <= server.maximumRequestBytes + 65_536 else { throw .server }
    try wait(for: POLLIN)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    if count > 0 {
      bytes += buffer[..<count]
    } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
      throw .client
    }
  }

  /// Behind an answer to a request that was not read to its end: the client may go on sending until it has
  /// seen the answer; closing at once would destroy that.
  private func drain() throws(Ending) {
    shutdown(descriptor, Int32(SHUT_WR))
    while true {
      var sent: [UInt8] = []
      try receive(&sent)
    }
  }

  // MARK: - Answering

  private func play(_ script: Script, _ played: inout Int) throws(Ending) {
    var isChunked = false
    for step in script.steps {
      switch step {
      case .head(let status, let headers):
        isChunked = headers.first("Content-Length") == nil
        var text = "HTTP/1.1 \(status) \(Self.reason(status))\r\n"
        for header in headers { text += "\(header.name): \(header.value)\r\n" }
        if isChunked { text += "Transfer-Encoding: chunked\r\n" }
        try send(Array((text + "\r\n").utf8))
      case .body(let bytes):
        try send(isChunked ? Self.chunk(bytes[...]) : bytes)
      case .dribble(let bytes):
        for index in bytes.indices {
          try send(isChunked ? Self.chunk(bytes[index...index]) : [bytes[index]])
        }
      case .raw(let bytes):
        try send(bytes)
      case .delay(let milliseconds):
        try waitWatchingClient(milliseconds: Int32(clamping: milliseconds), gate: nil)
      case .wait(let gate):
        try waitWatchingClient(milliseconds: -1, gate: gate)
      case .open(let gate):
        gate.open()
      case .stall:
        try waitWatchingClient(milliseconds: -1, gate: nil)
      case .reset:
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        throw .server
      case .cutMidChunk(let bytes):
        try send(Array("\(String(bytes.count + 100, radix: 16))\r\n".utf8) + bytes)
        throw .server
      case .close:
        throw .server
      case .end:
        if isChunked { try send(Array("0\r\n\r\n".utf8)) }
        played += 1
        return
      }
      played += 1
    }
    if isChunked { try send(Array("0\r\n\r\n".utf8)) }
  }

  private static func chunk(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    if bytes.isEmpty { return [] }
    return Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [13, 10]
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 302: "Found"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 413: "Content Too Large"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 503: "Service Unavailable"
    default: "Status"
    }
  }

  private func send(_ bytes: [UInt8]) throws(Ending) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        sent += count
      } else if errno == EAGAIN {
        try wait(for: POLLOUT)
      } else if errno != EINTR {
        throw .client
      }
    }
  }

  // MARK: - Waiting

  /// Until the socket is ready; ends the connection when the relay stops.
  private func wait(for event: Int32) throws(Ending) {
    while true {
      var watched = [
        pollfd(fd: descriptor, events: Int16(event), revents: 0),
        pollfd(fd: server.stopping.reading, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&watched, 2, -1)
      if watched[1].revents != 0 || (count < 0 && errno != EINTR) { throw .server }
      if watched[0].revents != 0 { return }
    }
  }

  /// Until the time is over or the gate is open; ends the connection when the client leaves.
  private func waitWatchingClient(milliseconds: Int32, gate: Gate?) throws(Ending) {
    while true {
      var watched = [
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: server.stopping.reading, events: Int16(POLLIN), revents: 0),
        pollfd(fd: gate?.pipe.reading ?? -1, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&watched, 3, milliseconds)
      if count < 0 && errno == EINTR { continue }
      if count < 0 || watched[1].revents != 0 { throw .server }
      if watched[0].revents != 0 {
        // Nothing is due from the client while it is answered: it left, or it breaks the protocol.
        throw .client
      }
      return
    }
  }
}
