internal import CPlatform
package import Glibc
internal import Synchronization

/// A program on a pseudo-terminal whose output is shown by an emulator. Tests wait for conditions, with a
/// deadline; nothing sleeps.
package final class PtyProgram: Sendable {
  /// What did not happen in time, with the screen of that moment.
  package struct Timeout: Error, CustomStringConvertible {
    package var description: String
  }

  private struct Waiter: Sendable {
    var number: Int
    var condition: @Sendable (TerminalSnapshot, [UInt8]) -> Bool
    var resume: @Sendable (Bool) -> Void
  }

  private struct State {
    nonisolated(unsafe) let emulator: TerminalEmulator?
    var log: [UInt8] = []
    var waiters: [Waiter] = []
    var lastWaiter = 0
    var exit: Int32?
    var exitWaiters: [@Sendable (Int32) -> Void] = []
    var isClosed = false
  }

  private let state: Mutex<State>
  private let terminal: Int32
  package let processID: Int32

  /// - Parameters:
  ///   - environment: everything that the program gets to see.
  package init(
    _ arguments: [String], environment: [String: String], columns: Int = 80, rows: Int = 24
  ) throws {
    var terminal: Int32 = -1
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer {
      argv.forEach { free($0) }
      envp.forEach { free($0) }
    }
    let pid = argv.withUnsafeMutableBufferPointer { argv in
      envp.withUnsafeMutableBufferPointer { envp -> pid_t in
        guard let program = arguments.first, let arguments = argv.baseAddress,
          let variables = envp.baseAddress
        else { return -1 }
        return cp_spawn_on_pty(&terminal, program, arguments, variables, Int32(rows), Int32(columns))
      }
    }
    guard pid > 0 else { throw Timeout(description: "\(arguments) could not be started") }
    (self.terminal, processID) = (terminal, pid)
    state = Mutex(State(emulator: TerminalEmulator(columns: columns, rows: rows)))
    let thread = Thread { [self] in pump() }
    thread.start()
  }

  deinit {
    if state.withLock({ $0.exit }) == nil { kill(processID, SIGKILL) }
    close(terminal)
  }

  // MARK: Reading

  private func pump() {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      var descriptor = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, -1) > 0 || errno == EINTR else { break }
      let count = read(terminal, &buffer, buffer.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { break }
      take(buffer[..<count])
    }
    var status: Int32 = 0
    _ = cp_wait(processID, true, &status)
    let (waiters, exitWaiters) = state.withLock { state in
      state.exit = status
      defer {
        state.waiters = []
        state.exitWaiters = []
      }
      return (state.waiters, state.exitWaiters)
    }
    for waiter in waiters { waiter.resume(false) }
    for waiter in exitWaiters { waiter(status) }
  }

  private func take(_ bytes: ArraySlice<UInt8>) {
    let (answer, met) = state.withLock { state -> ([UInt8], [Waiter]) in
      state.log += bytes
      guard let emulator = state.emulator else { return ([], []) }
      let answer = emulator.feed(bytes)
      guard !state.waiters.isEmpty, !Self.isInsideFrame(state.log) else { return (answer, []) }
      let snapshot = emulator.snapshot
      let met = state.waiters.filter { $0.condition(snapshot, state.log) }
      state.waiters.removeAll { waiter in met.contains { $0.number == waiter.number } }
      return (answer, met)
    }
    if !answer.isEmpty { send(answer) }
    for waiter in met { waiter.resume(true) }
  }

  /// Frames are written between the marks of synchronized output: half a frame is nothing to look at.
  private static func isInsideFrame(_ log: [UInt8]) -> Bool {
    let mark = Array("\u{1B}[?2026".utf8)
    var place = log.count - mark.count - 1
    let limit = max(0, log.count - (1 << 20))
    while place >= limit {
      if log[place] == 0x1B, log[place..<(place + mark.count)].elementsEqual(mark) {
        return log[place + mark.count] == UInt8(ascii: "h")
      }
      place -= 1
    }
    return false
  }

  package var screen: TerminalSnapshot {
    state.withLock { state in
      state.emulator?.snapshot ?? TerminalSnapshot(columns: 0, rows: 0, cells: [], cursor: nil)
    }
  }

  /// Every byte that the program wrote.
  package var log: [UInt8] { state.withLock { $0.log } }

  package func logContains(_ text: String) -> Bool {
    let needle = Array(text.utf8)
    let log = log
    guard !needle.isEmpty, log.count >= needle.count else { return false }
    return (0...(log.count - needle.count)).contains { log[$0..<($0 + needle.count)].elementsEqual(needle) }
  }

  // MARK: Waiting

  /// Waits until the screen meets a condition.
  @discardableResult
  package func until(
    _ what: String, seconds: Double = 40, _ condition: @escaping @Sendable (TerminalSnapshot) -> Bool
  ) async throws -> TerminalSnapshot {
    try await wait(what, seconds) { screen, _ in condition(screen) }
  }

  /// Waits until the program has written a text so many times, whatever the screen makes of it.
  @discardableResult
  package func untilWritten(_ text: String, times: Int = 1, seconds: Double = 40) async throws
    -> TerminalSnapshot
  {
    try await wait("“\(text)” in what was written", seconds) { _, log in
      String(decoding: log, as: UTF8.self).ranges(of: text).count >= times
    }
  }

  private func wait(
    _ what: String, _ seconds: Double, _ condition: @escaping @Sendable (TerminalSnapshot, [UInt8]) -> Bool
  ) async throws -> TerminalSnapshot {
    let deadline = Deadline()
    let isMet = await withCheckedContinuation { continuation in
      let number = state.withLock { state -> Int? in
        if !Self.isInsideFrame(state.log), let snapshot = state.emulator?.snapshot,
          condition(snapshot, state.log)
        {
          return nil
        }
        if state.exit != nil { return -1 }
        state.lastWaiter += 1
        state.waiters.append(
          Waiter(
            number: state.lastWaiter, condition: condition, resume: { continuation.resume(returning: $0) }))
        return state.lastWaiter
      }
      guard let number else { return continuation.resume(returning: true) }
      if number < 0 { return continuation.resume(returning: false) }
      deadline.start(seconds: seconds) { [self] in giveUp(number) }
    }
    deadline.cancel()
    let screen = screen
    guard isMet else {
      throw Timeout(description: "\(what) did not happen. The screen:\n\(screen.text)")
    }
    return screen
  }

  @discardableResult
  package func until(_ text: String, seconds: Double = 40) async throws -> TerminalSnapshot {
    try await until("“\(text)”", seconds: seconds) { $0.contains(text) }
  }

  package func untilGone(_ text: String, seconds: Double = 40) async throws {
    try await until("the end of “\(text)”", seconds: seconds) { !$0.contains(text) }
  }

  private func giveUp(_ number: Int) {
    let waiter = state.withLock { state -> Waiter? in
      guard let index = state.waiters.firstIndex(where: { $0.number == number }) else { return nil }
      return state.waiters.remove(at: index)
    }
    waiter?.resume(false)
  }

  /// The exit status, or 128 and the signal.
  package func exitStatus(seconds: Double = 40) async throws -> Int32 {
    let deadline = Deadline()
    let once = Once()
    let status: Int32? = await withCheckedContinuation { continuation in
      let known = state.withLock { state -> Int32? in
        if let exit = state.exit { return exit }
        state.exitWaiters.append { status in if once.take() { continuation.resume(returning: status) } }
        return nil
      }
      if let known {
        if once.take() { continuation.resume(returning: known) }
        return
      }
      deadline.start(seconds: seconds) { if once.take() { continuation.resume(returning: nil) } }
    }
    deadline.cancel()
    guard let status else {
      throw Timeout(description: "The program did not end. The screen:\n\(screen.text)")
    }
    return status
  }

  // MARK: Acting

  package func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN || errno == EINTR {
        var descriptor = pollfd(fd: terminal, events: Int16(POLLOUT), revents: 0)
        _ = poll(&descriptor, 1, 1000)
      } else {
        return
      }
    }
  }

  package func type(_ text: String) { send(Array(text.utf8)) }
  package func paste(_ text: String) {
    // Terminals send the line ends of a paste as Enter.
    type("\u{1B}[200~" + text.replacing("\n", with: "\r") + "\u{1B}[201~")
  }
  package func control(_ letter: Character) { send([(letter.asciiValue ?? 0) & 0x1F]) }
  package func escape() { send([0x1B]) }
  package func enter() { send([0x0D]) }

  package func resize(columns: Int, rows: Int) {
    state.withLock { $0.emulator?.resize(columns: columns, rows: rows) }
    cp_set_window_size(terminal, Int32(rows), Int32(columns))
  }

  package func signal(_ number: Int32) { kill(processID, number) }

  /// The settings of a line that no program has changed. Those of a program's own line may be changed before they
  /// can be read.
  package static var freshSettings: termios {
    var (terminal, line): (Int32, Int32) = (-1, -1)
    var settings = termios()
    if openpty(&terminal, &line, nil, nil, nil) == 0 { tcgetattr(line, &settings) }
    close(terminal)
    close(line)
    return settings
  }

  /// The settings of the line that the terminal has now.
  package var settings: termios {
    var settings = termios()
    tcgetattr(terminal, &settings)
    return settings
  }
}

/// A thread of our own: a blocking read must not hold one of the few that tests run on.
private struct Thread {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  private final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  func start() {
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Box(body))
    pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    pthread_detach(thread)
  }
}

/// Ends a wait that takes too long. It counts short sleeps: a machine that stood still meanwhile says nothing
/// about the program.
private final class Deadline: Sendable {
  private let task = Mutex<Task<Void, Never>?>(nil)

  func start(seconds: Double, _ body: @escaping @Sendable () -> Void) {
    task.withLock { task in
      task = Task.detached {
        for _ in 0..<Int(seconds * 10) where !Task.isCancelled {
          try? await Task.sleep(nanoseconds: 100_000_000)
        }
        if !Task.isCancelled { body() }
      }
    }
  }

  func cancel() { task.withLock { $0?.cancel() } }
}

private final class Once: Sendable {
  private let isTaken = Mutex(false)
  func take() -> Bool {
    isTaken.withLock { taken in
      defer { taken = true }
      return !taken
    }
  }
}
