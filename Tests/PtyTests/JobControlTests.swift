import Glibc
import TerminalTesting
import Testing

/// Ctrl-Z in a shell with job control, and colours by what the terminal can show.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct JobControlTests {
  @Test func controlZGoesToTheShellAndForegroundComesBack() async throws {
    let shell = try PtyProgram(
      ["/bin/bash", "--norc", "--noprofile", "-i"],
      environment: BaysideProgram.environment(["PS1": "shell> ", "BAYSIDE": BaysideProgram.path]))
    try await shell.until("shell>")
    shell.type("\"$BAYSIDE\" --demo\r")
    try await shell.until("Type below and press Enter.")
    shell.type("kept text")
    try await shell.until("> kept text")
    shell.control("z")
    let outside = try await shell.until("Stopped")
    #expect(!outside.isAlternateScreen)
    shell.type("echo $((40 + 2))\r")
    try await shell.until("42")
    shell.type("fg\r")
    let back = try await shell.until("> kept text")
    #expect(back.isAlternateScreen)
    shell.type(" and more")
    try await shell.until("> kept text and more")
    // At once: asking to leave is forgotten soon.
    shell.type("\u{3}\u{3}\u{3}")
    try await shell.until("the shell") { !$0.isAlternateScreen && $0.contains("shell>") }
    shell.type("exit\r")
    #expect(try await shell.exitStatus() == 0)
  }

  @Test(arguments: [("xterm", 8), ("xterm-16color", 16), ("xterm-256color", 256)])
  func coloursAreThoseThatTheTerminalHas(type: String, count: Int) async throws {
    let program = try BaysideProgram.start("--demo", variables: ["TERM": type])
    try await program.until("Type below and press Enter.")
    program.type("hello\r")
    let screen = try await program.until("DONE", seconds: 30)
    let used = screen.cells.flatMap { [$0.foreground, $0.background] }
    for case .palette(let index) in used { #expect(index < count) }
    #expect(used.contains { if case .palette = $0 { true } else { false } })
    program.signal(SIGTERM)
    _ = try await program.exitStatus()
  }

  @Test(arguments: [
    "bayside-night", "bayside-day", "fog", "lighthouse", "chart-paper", "buoy", "terminal", "mono",
  ])
  func everyThemeCanBeStartedWith(theme: String) async throws {
    let program = try BaysideProgram.start("--demo", "--theme", theme)
    try await program.until("Type below and press Enter.")
    program.signal(SIGTERM)
    _ = try await program.exitStatus()
  }

  @Test func anIdleScreenSleeps() async throws {
    let program = try BaysideProgram.start("--demo")
    try await program.until("Type below and press Enter.")
    // Other runs tell the time: while the first ones go on, the history is opened and what was spent is read;
    // then nothing happens on the screen.
    func another() async throws {
      let other = try BaysideProgram.start("chat", "--demo", "-m", "demo-writer", "hello")
      _ = try await other.exitStatus(seconds: 60)
    }
    var woken = Int.max
    for _ in 0..<6 where woken > 3 {
      let before = Self.wakeUps(of: program.processID)
      try await another()
      woken = Self.wakeUps(of: program.processID) - before
    }
    #expect(woken <= 3, "\(woken) wake-ups while nothing happened")
    program.signal(SIGTERM)
    _ = try await program.exitStatus()
  }

  /// Times that the main thread gave up the processor by itself.
  private static func wakeUps(of process: Int32) -> Int {
    let file = open("/proc/\(process)/status", O_RDONLY)
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 8192)
    let count = max(0, read(file, &buffer, buffer.count))
    let lines = String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n")
    let line = lines.first { $0.hasPrefix("voluntary_ctxt_switches") }
    return line.flatMap { Int($0.split(separator: "\t").last ?? "") } ?? 0
  }
}
