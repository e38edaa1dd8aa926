import CPlatform
import Glibc

/// A child whose use of the processor is known when it ends: on a pseudo-terminal whose output is read and
/// dropped, or without one.
final class MeasuredProcess {
  struct Failure: Error, CustomStringConvertible { var description: String }

  let processID: pid_t
  private let terminal: Int32

  /// On a pseudo-terminal.
  init(_ arguments: [String], columns: Int, rows: Int) throws {
    var terminal: Int32 = -1
    let environment = [
      "HOME=/tmp", "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "TERM=xterm-256color", "SWIFT_BACKTRACE=enable=no",
    ]
    processID = Self.withArguments(arguments) { argv in
      Self.withArguments(environment) { envp in
        cp_spawn_on_pty(&terminal, arguments[0], argv, envp, Int32(rows), Int32(columns))
      }
    }
    self.terminal = terminal
    guard processID > 0 else { throw Failure(description: "\(arguments[0]) cannot be started") }
  }

  /// Without a terminal; its output is dropped.
  init(_ arguments: [String]) throws {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    terminal = -1
    processID = Self.withArguments(arguments) { argv in cp_spawn(argv, environ, null, null, 2) }
    guard processID > 0 else { throw Failure(description: "\(arguments[0]) cannot be started") }
  }

  deinit { if terminal >= 0 { close(terminal) } }

  private static func withArguments<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    return pointers.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("an array with an element has memory") }
      return body(start)
    }
  }

  func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.write(terminal, bytes, bytes.count)
  }

  /// Reads what the program shows until `isEnough` is true for it. - Returns: what came.
  @discardableResult
  func read(seconds: Double, until isEnough: ([UInt8]) -> Bool) throws -> [UInt8] {
    var seen: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    let start = Clock.now
    while !isEnough(seen) {
      let left = seconds * 1000 - Clock.milliseconds(since: start)
      var descriptor = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      guard left > 0, poll(&descriptor, 1, Int32(left) + 1) > 0 else {
        throw Failure(description: "nothing more came in \(seconds) s")
      }
      let count = Glibc.read(terminal, &buffer, buffer.count)
      if count > 0 {
        seen += buffer[..<count]
      } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
        throw Failure(description: "the program ended")
      }
    }
    return seen
  }

  /// Reads and drops what comes for so long.
  func drain(seconds: Double) {
    let start = Clock.now
    _ = try? read(seconds: seconds) { _ in Clock.milliseconds(since: start) >= seconds * 1000 }
  }

  /// Resident memory in bytes.
  var residentBytes: Int {
    let path = "/proc/\(processID)/statm"
    let file = open(path, O_RDONLY)
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = max(0, Glibc.read(file, &buffer, buffer.count))
    let fields = String(decoding: buffer[..<count], as: UTF8.self).split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(getpagesize()) : 0
  }

  /// Ends the program and gives the processor time that it used, in seconds.
  func end(_ signal: Int32 = SIGTERM) -> Double {
    kill(processID, signal)
    return wait()
  }

  /// Waits for its end. - Returns: processor seconds, user and system.
  func wait() -> Double {
    var status: Int32 = 0
    var usage = rusage()
    while true {
      // A program that still writes must not wait for a reader.
      if terminal >= 0 { drainOnce() }
      let ended = wait4(processID, &status, terminal >= 0 ? WNOHANG : 0, &usage)
      if ended == processID { break }
      if ended < 0, errno != EINTR { return .nan }
    }
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  private func drainOnce() {
    var descriptor = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, 10) > 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 65536)
    _ = Glibc.read(terminal, &buffer, buffer.count)
  }
}

/// Programs beside this one.
enum Programs {
  private static let directory: String = {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count - 1))
    let path = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    return path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
  }()
  static var bayside: String { directory + "/bayside" }
  static var bench: String { directory + "/bayside-bench" }

  /// bayside on a relay of the bench, at the size of the budgets.
  static func screen(_ relay: String, columns: Int = 120, rows: Int = 36) throws -> MeasuredProcess {
    try MeasuredProcess([bayside, "--base-url", relay, "-m", "bench"], columns: columns, rows: rows)
  }
}

enum FrameMarks {
  /// The end of synchronized output: a frame is whole.
  static let end = Array("\u{1B}[?2026l".utf8)

  static func count(in bytes: [UInt8]) -> Int {
    guard bytes.count >= end.count else { return 0 }
    return (0...(bytes.count - end.count)).count {
      bytes[$0] == 0x1B && bytes[$0..<($0 + end.count)].elementsEqual(end)
    }
  }
}
