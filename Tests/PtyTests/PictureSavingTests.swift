import Glibc
import TerminalTesting
import Testing

/// Pictures written to a path that was typed, on a real terminal.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct PictureSavingTests {
  @Test func aTypedPathIsWrittenOnceAndNeverReplaced() async throws {
    let home = BaysideProgram.home()
    let program = try BaysideProgram.start("--demo", variables: ["HOME": home], columns: 120, rows: 36)
    try await program.until("[TYPE]")
    program.escape()
    try await program.until("[NAV]")
    program.type(":model demo-aurora-image-1\r")
    try await program.until("Prompt for pictures")
    program.type("a boat\r")
    try await program.until("DONE")
    try await program.until("saved ~/bayside/images/")
    program.type("\u{18}I")
    try await program.until("Image 1 of 1")
    // The directories are made, as the commands make them.
    program.type("w\u{15}~/new/dir/boat.png\r")
    try await program.until("Saved: ~/new/dir/boat.png.")
    var facts = stat()
    #expect(stat(home + "/new/dir/boat.png", &facts) == 0 && facts.st_size > 1000)
    program.type("w\u{15}~/new/dir/boat.png\r")
    let screen = try await program.until("~/new/dir/boat.png is not replaced: File exists.")
    #expect(screen.contains("> ~/new/dir/boat.png"), "\(screen.text)")
    program.escape()
    try await program.untilGone("Save as ━")
    program.type("w\u{15}/proc/nope/boat.png\r")
    try await program.until("/proc/nope cannot be made: No such file or directory.")
    program.escape()
    try await program.untilGone("Save as ━")
    program.type("o")
    try await program.until("names a program. y copies the path.")
    program.type("\u{3}\u{3}")
    #expect(try await program.exitStatus() == 0)
  }
}
