import Foundation
import Glibc
import RelayKit
import TerminalTesting
import Testing

/// Exchanges of the screen that are kept in files.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RecordingTests {
  @Test func everyExchangeHasAFileOfItsOwn() async throws {
    let path = BaysideProgram.home() + "/x"
    let program = try BaysideProgram.start("--demo", "--record", path, "first")
    try await program.until("DONE")
    program.type("second\r")
    try await program.until("second")
    try await program.until("a second answer that ended") { screen in
      screen.contains("DONE") && Self.hasBytes(path + "-2")
    }
    program.signal(SIGTERM)
    _ = try await program.exitStatus()
    for (file, prompt) in [(path, "first"), (path + "-2", "second")] {
      let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))
      let updates = try ExchangeFileReader.updates(from: bytes)
      guard case .began(let exchange) = updates.first else {
        Issue.record("\(file) has no beginning")
        continue
      }
      let request = try ChatRequest(body: exchange.request.body)
      #expect(request.messages.last?.content?.stringValue == prompt)
    }
  }

  private static func hasBytes(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_size > 0
  }

  @Test func aFileThatCannotBeWrittenIsSaidBeforeTheScreen() async throws {
    let program = try BaysideProgram.start("--demo", "--record", "/nowhere/at/all")
    #expect(try await program.exitStatus() == 2)
    #expect(program.logContains("--record: /nowhere/at/all cannot be written"))
    #expect(!program.logContains("\u{1B}[?1049h"))
  }
}
