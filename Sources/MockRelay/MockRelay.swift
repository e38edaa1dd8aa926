import Glibc
package import RelayKit
import Synchronization

/// A request as it arrived.
package struct RecordedRequest: Sendable {
  /// Counts from 0, in the order of arrival.
  package var number: Int
  /// Requests of one connection share it; counts from 0.
  package var connection: Int
  package var method: String
  package var path: String
  package var headers: [HTTPHeader]
  package var body: [UInt8]
}

/// A connection that is over.
package struct ClosedConnection: Sendable {
  package var connection: Int
  package var requests: Int
  /// The client went away (while waiting, answering or between requests); else a script or `stop` closed it.
  package var byClient: Bool
}

/// A scripted HTTP/1.1 server on 127.0.0.1, on threads of its own: one that accepts, one per connection.
package final class MockRelay: Sendable {
  package typealias Responder = @Sendable (RecordedRequest) -> Script

  package let port: Int
  /// `http://127.0.0.1:port`, without a path.
  package var origin: String { "http://127.0.0.1:\(port)" }

  private let shared: MockServer

  /// Fails with the number of the system's error.
  package struct StartFailure: Error { package var errno: Int32 }

  /// - Parameter maximumRequestBytes: a larger body is answered without being read, as front proxies do.
  package init(
    maximumConnections: Int = 64, maximumRequestBytes: Int = 64 << 20, responder: @escaping Responder
  ) throws(StartFailure) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard listener >= 0 else { throw StartFailure(errno: errno) }
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let failed = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) != 0 || listen(listener, 64) != 0
          || getsockname(listener, $0, &length) != 0
      }
    }
    if failed {
      let code = errno
      close(listener)
      throw StartFailure(errno: code)
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    shared = MockServer(
      listener: listener, maximumConnections: maximumConnections, maximumRequestBytes: maximumRequestBytes,
      responder: responder)
    guard startThread({ [shared] in shared.acceptConnections() }) else {
      close(listener)
      throw StartFailure(errno: EAGAIN)
    }
  }

  /// Plays the scripts in the order of the requests; the last one is repeated.
  package convenience init(_ scripts: Script...) throws(StartFailure) {
    try self.init { request in
      scripts.isEmpty ? .answer("{}", status: 404) : scripts[min(request.number, scripts.count - 1)]
    }
  }

  deinit { stop() }

  /// Closes every connection and the port. Waiting calls return nil.
  package func stop() { shared.stop() }

  /// The next request that nobody has asked for yet; nil once the relay stopped or the task was cancelled.
  /// One caller at a time.
  package func nextRequest() async -> RecordedRequest? {
    var iterator = shared.requests.stream.makeAsyncIterator()
    return await iterator.next()
  }

  /// The next closed connection that nobody has asked for yet; otherwise as `nextRequest`.
  package func connectionClosed() async -> ClosedConnection? {
    var iterator = shared.closings.stream.makeAsyncIterator()
    return await iterator.next()
  }
}

/// What the threads share. They keep it alive; `MockRelay` only stops it.
final class MockServer: Sendable {
  private struct Counts {
    var open = 0
    var connections = 0
    var requests = 0
  }

  let stopping = WakePipe()
  /// Unread records are bounded, so that a demonstration may run for ever.
  let requests = AsyncStream.makeStream(of: RecordedRequest.self, bufferingPolicy: .bufferingNewest(256))
  let closings = AsyncStream.makeStream(of: ClosedConnection.self, bufferingPolicy: .bufferingNewest(256))
  let responder: MockRelay.Responder
  private let listener: Int32
  let maximumRequestBytes: Int
  private let maximumConnections: Int
  private let counts = Mutex(Counts())

  init(
    listener: Int32, maximumConnections: Int, maximumRequestBytes: Int,
    responder: @escaping MockRelay.Responder
  ) {
    self.listener = listener
    self.maximumConnections = maximumConnections
    self.maximumRequestBytes = maximumRequestBytes
    self.responder = responder
  }

  func stop() {
    stopping.signal()
    requests.continuation.finish()
    closings.continuation.finish()
  }

  func record(_ request: RecordedRequest) -> RecordedRequest {
    var numbered = request
    numbered.number = counts.withLock { counts in
      defer { counts.requests += 1 }
      return counts.requests
    }
    requests.continuation.yield(numbered)
    return numbered
  }

  func acceptConnections() {
    defer { close(listener) }
    while true {
      var watched = [
        pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stopping.reading, events: Int16(POLLIN), revents: 0),
      ]
      if poll(&watched, 2, -1) < 0 && errno != EINTR { return }
      if watched[1].revents != 0 { return }
      guard watched[0].revents != 0 else { continue }
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else { continue }
      // At once: a program that is started meanwhile would keep the connection open.
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      let number: Int? = counts.withLock { counts in
        guard counts.open < maximumConnections else { return nil }
        counts.open += 1
        counts.connections += 1
        return counts.connections - 1
      }
      guard let number else {
        close(descriptor)
        continue
      }
      let connection = MockConnection(descriptor: descriptor, number: number, server: self)
      let isRunning = startThread {
        let closed = connection.serve()
        self.counts.withLock { $0.open -= 1 }
        self.closings.continuation.yield(closed)
      }
      if !isRunning {
        close(descriptor)
        counts.withLock { $0.open -= 1 }
      }
    }
  }
}

/// Runs `body` on a detached thread; false when there is none to be had.
func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
  var thread = pthread_t()
  let retained = Unmanaged.passRetained(Body(body))
  let status = pthread_create(
    &thread, nil,
    { argument in
      if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
      return nil
    }, retained.toOpaque())
  guard status == 0 else {
    retained.release()
    return false
  }
  pthread_detach(thread)
  return true
}
