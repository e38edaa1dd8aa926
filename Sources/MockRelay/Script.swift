import Glibc
package import RelayKit

/// What the mock does with one request: steps in order. A script that ends without `.end` or a closing
/// step is ended properly.
package struct Script: Sendable {
  package enum Step: Sendable {
    /// The status line and headers. Without a `Content-Length` the body is chunked.
    case head(status: Int, headers: [HTTPHeader])
    /// Body bytes: one chunk of a chunked body, else as they are.
    case body([UInt8])
    /// Body bytes, each in a write and a chunk of its own.
    case dribble([UInt8])
    /// Bytes on the wire without any framing.
    case raw([UInt8])
    /// Real time, for demonstrations. Tests use `wait`.
    case delay(milliseconds: Int)
    /// Until the gate is opened.
    case wait(Gate)
    /// Opens a gate, for scripts of other requests to go on.
    case open(Gate)
    /// Until the client leaves.
    case stall
    /// The connection breaks with a TCP reset.
    case reset
    /// A chunk that is announced longer than it is, then the connection is closed.
    case cutMidChunk([UInt8])
    /// The end of the body; the connection stays open for the next request.
    case end
    /// The connection is closed.
    case close
  }

  /// How far a script came.
  package struct End: Sendable {
    /// Steps that were played to their end.
    package var steps: Int
    /// The client left before the script was over.
    package var clientLeft: Bool
  }

  package var steps: [Step]
  /// Told when it is over, on the thread of the connection.
  package var whenOver: (@Sendable (End) -> Void)?
  package init(_ steps: [Step]) { self.steps = steps }
}

extension Script {
  private static func text(_ type: String) -> HTTPHeader { HTTPHeader("Content-Type", type) }

  /// A whole answer with a known length.
  package static func answer(
    _ body: String, status: Int = 200, type: String = "application/json", headers: [HTTPHeader] = []
  ) -> Script {
    let bytes = Array(body.utf8)
    let length = HTTPHeader("Content-Length", String(bytes.count))
    return Script([.head(status: status, headers: [text(type), length] + headers), .body(bytes), .end])
  }

  /// An event stream; every element is one write.
  package static func eventStream(_ pieces: [String], headers: [HTTPHeader] = []) -> Script {
    let head = Step.head(status: 200, headers: [text("text/event-stream")] + headers)
    return Script([head] + pieces.map { .body(Array($0.utf8)) } + [.end])
  }

  /// An event stream whose bytes come one by one.
  package static func dribbled(_ body: String) -> Script {
    Script([.head(status: 200, headers: [text("text/event-stream")]), .dribble(Array(body.utf8)), .end])
  }

  /// What a relay's front page answers when a base URL lacks `/v1`.
  package static func htmlPage(status: Int = 200) -> Script {
    answer(
      "<!doctype html><title>Relay</title><p>Console</p>", status: status, type: "text/html; charset=utf-8")
  }

  /// A rate limit without a body, as front proxies send it.
  package static func emptyTooManyRequests(retryAfter: String? = nil) -> Script {
    let headers = retryAfter.map { [HTTPHeader("Retry-After", $0)] } ?? []
    return Script([.head(status: 429, headers: headers + [HTTPHeader("Content-Length", "0")]), .end])
  }

  package static func redirect(to location: String, status: Int = 302) -> Script {
    let headers = [HTTPHeader("Location", location), HTTPHeader("Content-Length", "0")]
    return Script([.head(status: status, headers: headers), .end])
  }

  /// JSON that claims to be an event stream, as relays answer failures before the first byte.
  package static func jsonAsEventStream(status: Int, _ body: String) -> Script {
    answer(body, status: status, type: "text/event-stream")
  }
}

/// Holds scripts back until it is opened; may be opened from any thread, once for all who wait.
package final class Gate: Sendable {
  let pipe: WakePipe
  package init() { pipe = WakePipe() }
  package func open() { pipe.signal() }
}

/// A pipe whose reading end becomes, and stays, readable with the first signal.
final class WakePipe: Sendable {
  let reading: Int32
  private let writing: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    close(reading)
    close(writing)
  }

  func signal() {
    var byte: UInt8 = 1
    _ = write(writing, &byte, 1)
  }
}
