import CPlatform
import Dispatch
import Glibc
import Synchronization

/// The built executable, run as a user would, in an environment that holds nothing but what is said here.
struct Program: Sendable {
  struct Result: Sendable {
    /// The exit status, or 128 and the signal.
    var status: Int32
    var out: [UInt8]
    var err: [UInt8]
    var text: String { String(decoding: out, as: UTF8.self) }
    var errors: String { String(decoding: err, as: UTF8.self) }
  }

  let home = ScratchDirectory()
  /// Beside `HOME`, `PATH` and the like.
  var variables: [String: String] = [:]

  func run(_ arguments: String..., input: String = "") async -> Result {
    await start(arguments, input: input).result()
  }

  func start(
    _ arguments: [String], input: String = "", reading: RunningProgram.Reading = .all
  ) -> RunningProgram {
    RunningProgram(
      [Self.path] + arguments, environment: environment, input: Array(input.utf8), reading: reading)
  }

  /// Runs a line of the shell; the program is `$BAYSIDE`.
  func shell(_ line: String) async -> Result {
    var environment = environment
    environment["BAYSIDE"] = Self.path
    return await RunningProgram(["/bin/sh", "-c", line], environment: environment, input: [], reading: .all)
      .result()
  }

  /// Runs it on a terminal, where both streams are one. - Returns: what the terminal got.
  func runOnTerminal(_ arguments: [String]) async -> [UInt8] {
    let (path, environment) = (Self.path, environment)
    return await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        var master: Int32 = -1
        let child = words.withUnsafeMutableBufferPointer { words in
          variables.withUnsafeMutableBufferPointer { variables in
            cp_spawn_on_pty(&master, path, words.baseAddress!, variables.baseAddress!, 24, 80)
          }
        }
        for pointer in words + variables { free(pointer) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
          var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
          guard poll(&watched, 1, 120_000) > 0 else {
            kill(child, SIGKILL)
            break
          }
          // The end of the last process on a terminal is an error to its other side.
          let count = read(master, &buffer, buffer.count)
          guard count > 0 else { break }
          bytes += buffer[..<count]
        }
        var status: Int32 = 0
        _ = cp_wait(child, true, &status)
        close(master)
        continuation.resume(returning: bytes)
      }
    }
  }

  var environment: [String: String] {
    let own = ["HOME": home.path, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
    return own.merging(variables) { $1 }
  }

  /// Beside the tests.
  static let path: String = {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count - 1))
    let path = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    return path.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/bayside"
  }()
}

/// A run of the program. It is killed when a test waits for it, and it says nothing for longer than any test may take.
final class RunningProgram: Sendable {
  /// What becomes of standard output.
  enum Reading: Sendable {
    case all
    /// Nobody reads once this came, as when `head` has enough.
    case until(String)
    /// It stays open, and nobody reads.
    case never
  }

  /// In seconds. They count only while a test waits, a second at a time: a machine that is too busy to let the test go
  /// on, or that stood still itself, says nothing about the program.
  private static let patience = 120
  let process: pid_t
  private let state = Mutex(Program.Result(status: -1, out: [], err: []))
  private let waiting = Mutex(false)
  private let changes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

  init(_ words: [String], environment: [String: String], input: [UInt8], reading: Reading) {
    func pipe() -> (read: Int32, write: Int32) {
      var (read, write): (Int32, Int32) = (-1, -1)
      _ = cp_pipe(&read, &write)
      return (read, write)
    }
    let (stdin, stdout, stderr) = (pipe(), pipe(), pipe())
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
    process = arguments.withUnsafeMutableBufferPointer { arguments in
      variables.withUnsafeMutableBufferPointer { variables in
        cp_spawn(arguments.baseAddress!, variables.baseAddress!, stdin.read, stdout.write, stderr.write)
      }
    }
    for pointer in arguments + variables { free(pointer) }
    for descriptor in [stdin.read, stdout.write, stderr.write] { close(descriptor) }
    let queue = DispatchQueue(label: "program", attributes: .concurrent)
    queue.async {
      signal(SIGPIPE, SIG_IGN)
      var rest = input[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(stdin.write, $0.baseAddress, $0.count) }
        guard count > 0 else { break }
        rest = rest.dropFirst(count)
      }
      close(stdin.write)
    }
    queue.async { [self] in follow(stdout.read, stderr.read, reading) }
  }

  /// Reads both streams until they end, then the status.
  private func follow(_ out: Int32, _ err: Int32, _ reading: Reading) {
    var (readsOut, readsErr) = (true, true)
    var silence = 0
    if case .never = reading { readsOut = false }
    while readsOut || readsErr {
      var watched = [
        pollfd(fd: readsOut ? out : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: readsErr ? err : -1, events: Int16(POLLIN), revents: 0),
      ]
      if poll(&watched, 2, 1000) <= 0 {
        silence = waiting.withLock { $0 } ? silence + 1 : 0
        guard silence >= Self.patience else { continue }
        kill(process, SIGKILL)
        break
      }
      silence = 0
      if watched[0].revents != 0 {
        readsOut = take(out, \.out)
        if case .until(let text) = reading, snapshot.text.contains(text) {
          readsOut = false
          close(out)
        }
      }
      if watched[1].revents != 0 { readsErr = take(err, \.err) }
    }
    var status: Int32 = 0
    _ = cp_wait(process, true, &status)
    close(err)
    if case .until = reading {} else { close(out) }
    state.withLock { $0.status = status }
    changes.continuation.finish()
  }

  private func take(_ descriptor: Int32, _ stream: WritableKeyPath<Program.Result, [UInt8]>) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return false }
    state.withLock { $0[keyPath: stream] += buffer[..<count] }
    changes.continuation.yield()
    return true
  }

  private var snapshot: Program.Result { state.withLock { $0 } }

  func send(_ signal: Int32) { kill(process, signal) }

  /// Waits until standard output or standard error has the text. One waiter at a time.
  /// - Returns: whether it came.
  func until(has text: String) async -> Bool {
    func isThere() -> Bool { snapshot.text.contains(text) || snapshot.errors.contains(text) }
    if isThere() { return true }
    waiting.withLock { $0 = true }
    defer { waiting.withLock { $0 = false } }
    for await _ in changes.stream where isThere() { return true }
    return isThere()
  }

  func result() async -> Program.Result {
    waiting.withLock { $0 = true }
    for await _ in changes.stream {}
    return snapshot
  }
}

extension [UInt8] {
  func contains(_ text: String) -> Bool { firstRange(of: Array(text.utf8)) != nil }
}
