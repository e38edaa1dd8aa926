import Glibc
import TerminalTesting
import Testing

/// How the program takes the terminal and gives it back.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct StartAndEndTests {
  @Test func itStartsOnTheAlternateScreenAndQuitsCleanly() async throws {
    let program = try BaysideProgram.start("--demo")
    let before = PtyProgram.freshSettings
    let screen = try await program.until("Type below and press Enter.")
    #expect(screen.isAlternateScreen)
    #expect(screen.cursor != nil)
    program.control("c")
    try await program.until("Press Ctrl-C again to quit.")
    // Twice: on a busy machine the time for the second press may be over.
    program.type("\u{3}\u{3}")
    #expect(try await program.exitStatus() == 0)
    expectClean(program, before)
  }

  /// The line as it was, the alternate screen left, every mode switched off.
  private func expectClean(_ program: PtyProgram, _ before: termios) {
    let after = program.settings
    #expect(after.c_lflag == before.c_lflag)
    #expect(after.c_iflag == before.c_iflag)
    #expect(after.c_oflag == before.c_oflag)
    #expect(!program.screen.isAlternateScreen)
    for mode in ["?2004", "?1004", "?1002", "?1006"] {
      let log = String(decoding: program.log, as: UTF8.self)
      let on = log.ranges(of: "\u{1B}[\(mode)h").last
      let off = log.ranges(of: "\u{1B}[\(mode)l").last
      #expect(off != nil && (on.map { off?.lowerBound ?? $0.lowerBound > $0.lowerBound } ?? true), "\(mode)")
    }
    #expect(program.logContains("\u{1B}[<u"))
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGSEGV, SIGABRT, SIGILL])
  func aSignalLeavesTheTerminalCleanAndTellsTheParent(signal: Int32) async throws {
    let program = try BaysideProgram.start("--demo")
    let before = PtyProgram.freshSettings
    try await program.until("Type below and press Enter.")
    program.signal(signal)
    #expect(try await program.exitStatus() == 128 + signal)
    expectClean(program, before)
  }

  @Test(arguments: ["xterm-kitty", "vt100", "linux", "screen-256color", "nonsense"])
  func everyTerminalTypeStarts(type: String) async throws {
    let program = try BaysideProgram.start("--demo", variables: ["TERM": type])
    try await program.until("Type below and press Enter.")
    program.signal(SIGTERM)
    #expect(try await program.exitStatus() == 128 + SIGTERM)
  }

  @Test func aTerminalWithoutACursorIsToldSo() async throws {
    let program = try BaysideProgram.start("--demo", variables: ["TERM": "dumb"])
    #expect(try await program.exitStatus() == 2)
    #expect(program.logContains("cannot show the screen"))
  }

  @Test(arguments: ["C", "POSIX", "xx_XX.UTF-8"])
  func everyLocaleStarts(locale: String) async throws {
    let program = try BaysideProgram.start("--demo", variables: ["LANG": locale, "LC_ALL": locale])
    try await program.until("Type below and press Enter.")
    program.type("日本語 e\u{301}")
    try await program.until("日本語")
    program.signal(SIGTERM)
    _ = try await program.exitStatus()
  }

  @Test func aTerminalThatSaysItIsLightGetsTheLightTheme() async throws {
    let program = try BaysideProgram.start("--demo")
    try await program.until("Type below and press Enter.")
    #expect(program.logContains("\u{1B}]11;?"))
    let before = program.screen.cells
    program.type("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\")
    _ = try await program.until("another background") {
      $0.cells.map(\.background) != before.map(\.background)
    }
    program.signal(SIGTERM)
    _ = try await program.exitStatus()
  }

  @Test func aLocaleOfAnotherEncodingShowsPlainSigns() async throws {
    let program = try BaysideProgram.start("--demo", variables: ["LC_ALL": "C"])
    try await program.until("Type below and press Enter.")
    #expect(program.screen.text.contains("+- Transcript -"))
    #expect(!program.screen.text.contains("─"))
    program.signal(SIGTERM)
    _ = try await program.exitStatus()
  }

  @Test func withoutColoursNoneIsSent() async throws {
    let program = try BaysideProgram.start("--demo", variables: ["NO_COLOR": "1"])
    try await program.until("Type below and press Enter.")
    program.type("hello\r")
    try await program.until("DONE")
    let screen = program.screen
    #expect(screen.cells.allSatisfy { $0.foreground == .standard && $0.background == .standard })
    for color in 30...37 {
      #expect(!program.logContains("\u{1B}[\(color)m") && !program.logContains("[38;5;"))
    }
    program.signal(SIGTERM)
    _ = try await program.exitStatus()
  }
}
