import Glibc
import TerminalTesting
import Testing

@Suite(.serialized, .timeLimit(.minutes(10)))
struct DraftTests {
  @Test(arguments: [SIGKILL, SIGTERM])
  func whatWasTypedIsThereAfterTheProgramEnded(signal: Int32) async throws {
    let home = BaysideProgram.home()
    let first = try BaysideProgram.start("--demo", variables: ["HOME": home])
    try await first.until("Type below and press Enter.")
    first.type("a long thought")
    try await first.until("> a long thought")
    while signal == SIGKILL, !Self.isKept(in: home) { await Task.yield() }
    first.signal(signal)
    _ = try await first.exitStatus()
    let second = try BaysideProgram.start("--demo", variables: ["HOME": home])
    try await second.until("> a long thought")
    second.signal(SIGTERM)
    _ = try await second.exitStatus()
  }

  /// The words are in the history's files.
  private static func isKept(in home: String) -> Bool {
    ["", "-wal"].contains { ending in
      let file = open(home + "/.local/share/bayside/history.sqlite3" + ending, O_RDONLY)
      guard file >= 0 else { return false }
      defer { close(file) }
      var bytes = [UInt8](repeating: 0, count: 1 << 20)
      let count = max(0, read(file, &bytes, bytes.count))
      return String(decoding: bytes[..<count], as: UTF8.self).contains("a long thought")
    }
  }
}
