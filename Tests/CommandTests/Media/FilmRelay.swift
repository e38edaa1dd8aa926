import Dispatch
import MockRelay
import RelayKit
import Synchronization

/// A relay that makes one video and counts what it is asked for.
final class FilmRelay: Sendable {
  struct Counts: Sendable {
    var submissions = 0
    var checks = 0
    /// The place from which each download began.
    var downloads: [Int] = []
    var keys: Set<String> = []
  }

  /// How the file is sent.
  enum Sending: Sendable {
    case whole
    /// The first time so many bytes, then the gate, then the rest.
    case heldAt(Int, Gate)
    /// The first time the connection breaks behind so many bytes.
    case broken(Int)
    case script(Script)
  }

  /// Some bytes that no page and no text has, with the beginning of an MP4.
  static let film: [UInt8] = {
    var bytes: [UInt8] = [0, 0, 0, 24]
    bytes += Array("ftypisom".utf8)
    for number in 0..<600_000 { bytes.append(UInt8(truncatingIfNeeded: number &* 31 &+ (number >> 8))) }
    return bytes
  }()

  private let counts = Mutex(Counts())
  private let words: Mutex<[String]>
  private let relay: Mutex<MockRelay?> = Mutex(nil)

  /// - Parameters:
  ///   - words: the state at each check; the last one is repeated.
  ///   - submission: the answer to the submission.
  init(
    _ words: [String] = ["queued", "in_progress", "completed"], sending: Sending = .whole,
    submission: Script = .answer(#"{"id":"task_1","object":"video","status":"queued","progress":0}"#),
    link: String? = nil
  ) throws {
    self.words = Mutex(words)
    let made = try MockRelay { [weak self] request in
      guard let self else { return .answer("{}", status: 500) }
      let key = request.headers.first("Authorization") ?? ""
      counts.withLock { _ = $0.keys.insert(key) }
      if request.method == "POST" {
        counts.withLock { $0.submissions += 1 }
        return submission
      }
      if request.path.hasSuffix("/content") {
        return content(from: Self.start(request.headers.first("Range")), sending)
      }
      let number = counts.withLock { counts in
        counts.checks += 1
        return counts.checks
      }
      let word = self.words.withLock { $0[min(number, $0.count) - 1] }
      let more = word == "failed" ? #","error":{"message":"refused by the model","code":"blocked"}"# : ""
      let place = link.map { #","metadata":{"url":"\#($0)"}"# } ?? ""
      return .answer(#"{"id":"task_1","object":"video","status":"\#(word)","progress":50\#(more)\#(place)}"#)
    }
    relay.withLock { $0 = made }
  }

  /// `bytes=START-`.
  private static func start(_ range: String?) -> Int {
    range.flatMap { Int($0.dropFirst("bytes=".count).dropLast()) } ?? 0
  }

  private func content(from start: Int, _ sending: Sending) -> Script {
    let isFirst = counts.withLock { counts in
      counts.downloads.append(start)
      return counts.downloads.count == 1
    }
    let rest = Array(Self.film[start...])
    var headers = [
      HTTPHeader("Content-Type", "video/mp4"), HTTPHeader("ETag", "\"film\""),
      HTTPHeader("Content-Length", String(rest.count)),
    ]
    if start > 0 {
      headers.append(HTTPHeader("Content-Range", "bytes \(start)-\(Self.film.count - 1)/\(Self.film.count)"))
    }
    let head = Script.Step.head(status: start > 0 ? 206 : 200, headers: headers)
    switch sending {
    case .script(let script): return script
    case .heldAt(let count, let gate) where isFirst:
      return Script([head, .body(Array(rest[..<count])), .wait(gate), .body(Array(rest[count...])), .end])
    case .broken(let count) where isFirst: return Script([head, .body(Array(rest[..<count])), .close])
    default: return Script([head, .body(rest), .end])
    }
  }

  /// From now on.
  func say(_ word: String) { words.withLock { $0 = [word] } }

  var origin: String { relay.withLock { $0?.origin ?? "" } }
  var seen: Counts { counts.withLock { $0 } }
  func stop() { relay.withLock { $0?.stop() } }
}
