import Glibc
import TerminalTesting
import Testing

/// Pictures on a real terminal.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct PictureTests {
  private static let child =
    BaysideProgram.path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    + "/picture-child"

  /// Red and green above blue and white, without compression; rows go upwards.
  private static let bmp: [UInt8] = {
    func little(_ number: Int, _ count: Int = 4) -> [UInt8] {
      (0..<count).map { UInt8(number >> (8 * $0) & 255) }
    }
    func rows(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
      let row = Array(repeating: left, count: 40) + Array(repeating: right, count: 40)
      return Array(repeating: row, count: 20).flatMap { $0 }.flatMap { $0 }
    }
    let numbers = [9654, 0, 54, 40, 80, 40].flatMap { little($0) }
    let header = Array("BM".utf8) + numbers + little(1, 2) + little(24, 2)
    let lower = rows([255, 0, 0], [255, 255, 255])
    return header + [UInt8](repeating: 0, count: 24) + lower + rows([0, 0, 255], [0, 255, 0])
  }()

  private func start(_ arguments: String..., variables: [String: String] = [:]) throws -> PtyProgram {
    let environment = BaysideProgram.environment(variables)
    let path = (environment["HOME"] ?? "/tmp") + "/picture.bmp"
    let file = open(path, O_WRONLY | O_CREAT, 0o600)
    _ = Self.bmp.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    close(file)
    return try PtyProgram([Self.child, path] + arguments, environment: environment)
  }

  private func end(_ program: PtyProgram) async throws {
    program.type("q")
    #expect(try await program.exitStatus() == 0)
  }

  /// The colour that fills a cell, whether by its sign or its background.
  private func color(_ screen: TerminalSnapshot, _ column: Int, _ row: Int) -> TerminalSnapshot.Color? {
    let cell = screen[column, row]
    switch (cell.text, cell.isReversed) {
    case ("", false), (" ", false), ("█", true): return cell.background
    case ("█", false), ("", true), (" ", true): return cell.foreground
    default: return nil
    }
  }

  /// The four fields; the picture fills 80 columns of the rows 2 to 21.
  private func expectFields(_ screen: TerminalSnapshot, _ colors: [Int]) {
    let places = [(20, 4), (60, 4), (20, 18), (60, 18)]
    for (place, wanted) in zip(places, colors) {
      #expect(color(screen, place.0, place.1) == .palette(wanted), "\(place)\n\(screen.text)")
    }
  }

  @Test(arguments: [
    ("xterm-256color", [196, 46, 21, 231]), ("xterm-16color", [9, 10, 12, 15]), ("xterm", [1, 2, 4, 7]),
    ("screen-256color", [196, 46, 21, 231]), ("linux", [1, 2, 4, 7]),
  ])
  func coloursArrive(type: String, colors: [Int]) async throws {
    let program = try start(variables: ["TERM": type])
    expectFields(try await program.until("q quits"), colors)
    try await end(program)
  }

  @Test func withoutColoursThereAreSignsOnly() async throws {
    let program = try start("0", "ascii")
    let screen = try await program.until("q quits")
    #expect(screen.cells.allSatisfy { $0.foreground == .standard && $0.background == .standard })
    #expect(screen.text.utf8.allSatisfy { $0 < 0x80 })
    #expect(Set((1..<22).map { screen.text(row: $0) }).count > 1, "\(screen.text)")
    try await end(program)
  }

  @Test func whoDoesNotAnswerIsSentNoPicture() async throws {
    let program = try start("pictures")
    try await program.until("q quits")
    // This emulator says that it is a VT100: it is not even asked whether it is like kitty.
    program.type("d")
    try await program.until("a box")
    #expect(
      program.logContains("\u{1B}[c") && !program.logContains("\u{1B}_G") && !program.logContains("\u{1B}P"))
    try await end(program)
  }

  /// As often as it was written.
  private func count(_ text: String, in program: PtyProgram) -> Int {
    String(decoding: program.log, as: UTF8.self).ranges(of: text).count
  }

  private func kitty() async throws -> PtyProgram {
    let program = try start("pictures")
    try await program.until("q quits")
    // Answered as kitty would, which the emulator is not: its screen shows what it does not understand.
    program.type("\u{1B}[?62;c\u{1B}[6;20;10t\u{1B}_Gi=31;OK\u{1B}\\")
    try await program.untilWritten("\u{1B}_Ga=p,i=1,")
    return program
  }

  @Test func aTerminalLikeKittyGetsThePictureOnce() async throws {
    let program = try await kitty()
    #expect(count("a=q", in: program) == 1 && count("a=t,f=100", in: program) == 1)
    program.type("d")
    try await program.untilWritten("a=d,d=i,i=1,q=2")
    program.type("d")
    try await program.untilWritten("a=p,i=1,", times: 2)
    #expect(count("a=t,f=100", in: program) == 1)
    try await end(program)
    #expect(count("a=d,d=I,i=1,", in: program) == 1, "the terminal keeps nothing")
  }

  @Test func aCrashLeavesNoPictureBehind() async throws {
    let program = try await kitty()
    program.type("x")
    #expect(try await program.exitStatus() == 128 + SIGSEGV)
    let log = String(decoding: program.log, as: UTF8.self)
    let removal = try #require(log.ranges(of: "a=d,d=A").last)
    let leaving = try #require(log.ranges(of: "\u{1B}[?1049l").last)
    #expect(removal.upperBound <= leaving.lowerBound)
  }

  @Test func anotherSizeTakesThePictureBackAndMakesItAnew() async throws {
    let program = try await kitty()
    program.resize(columns: 60, rows: 20)
    try await program.untilWritten("\u{1B}_Ga=p,i=2,")
    #expect(count("a=d,d=I,i=1,", in: program) == 1)
    try await end(program)
  }

  @Test func sixelsAreWrittenWhereTheTerminalHasThem() async throws {
    let program = try start("pictures")
    try await program.until("q quits")
    // The emulator's own answer comes first: the last one counts.
    try await program.untilWritten("\u{1B}[c")
    program.type("\u{1B}[?65;4;22c\u{1B}[6;20;10t")
    // What this emulator makes of sixels is its own matter.
    try await program.untilWritten("\u{1B}P")
    #expect(program.logContains("\u{A0}\u{A0}") || program.logContains("\u{A0}\u{1B}["), "the cells are gone")
    #expect(program.logContains("\u{1B}[2;1H\u{1B}P"))
    program.type("n")
    try await program.untilWritten("\u{1B}[?2026l", times: 3)
    program.type("n")
    try await program.untilWritten("\u{1B}[2;1H\u{1B}P", times: 2)
    try await end(program)
  }
}
