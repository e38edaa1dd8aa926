import Foundation
import MockRelay
import RelayKit
import Testing

/// After everything was done with it, the key's bytes are in no file, no export and on no terminal.
@Suite(.timeLimit(.minutes(10)))
struct KeyNowhereTests {
  private static let key = "sk-fake-Nw73ptHq25xLzd9048uK"
  /// A part of it would be as bad.
  private static let parts = ["Nw73pt", "25xLzd"]

  /// A relay that repeats the key wherever it can: in answers, reasoning, headers and refusals.
  private static func chatty() throws -> MockRelay {
    try MockRelay { request in
      if request.number % 3 == 2 {
        return .answer(#"{"error":{"message":"no such key: \#(key)","code":"invalid_api_key"}}"#, status: 401)
      }
      let chunk = { (field: String) in
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"\(field)\":\"your key is \(key), is it not\"}}]}\n\n"
      }
      return .eventStream(
        [chunk("reasoning_content"), chunk("content"), "data: [DONE]\n\n"],
        headers: [HTTPHeader("X-Request-Id", "r-\(key)"), HTTPHeader("X-Debug", "Bearer \(key)")])
    }
  }

  private func expectNoKey(_ bytes: [UInt8], _ what: String, location: SourceLocation = #_sourceLocation) {
    for part in Self.parts {
      #expect(!bytes.contains(part), "It is in \(what).", sourceLocation: location)
    }
  }

  @Test func neitherInTheHistoryNorInExportsNorOnATerminal() async throws {
    let relay = try Self.chatty()
    let program = Program(variables: ["TOKENBAY_API_KEY": Self.key, "TERM": "xterm-256color"])
    let base = ["--base-url", relay.origin, "--retries", "0"]
    for _ in 0..<3 {
      // Somebody pastes the key into the question, too.
      let result = await program.start(["chat", "-m", "m", "is \(Self.key) my key?"] + base).result()
      expectNoKey(result.out + result.err, "the output of chat")
    }
    _ = await program.start(["compare", "-m", "a,b", "what is \(Self.key)?"] + base).result()
    let terminal = await program.runOnTerminal(["chat", "-m", "m", "hello"] + base)
    expectNoKey(terminal, "the terminal")
    for arguments in [
      ["history", "list"], ["history", "list", "--json"], ["history", "search", "key"],
      ["history", "export", "--all"],
      ["history", "export", "--all", "--as", "markdown"], ["usage", "--csv"], ["usage", "--json"],
      ["keys", "list"],
    ] {
      let result = await program.start(arguments).result()
      #expect(result.status == 0, "\(arguments): \(result.errors)")
      if arguments[0] == "history" { #expect(!result.out.isEmpty, "\(arguments) shows nothing.") }
      expectNoKey(result.out + result.err, arguments.joined(separator: " "))
    }
    var seen = 0
    let root = URL(fileURLWithPath: program.home.path)
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isRegularFileKey])
    for case let file as URL in files! {
      guard let bytes = try? Data(contentsOf: file) else { continue }
      seen += 1
      expectNoKey(Array(bytes), file.lastPathComponent)
    }
    #expect(seen > 0, "Nothing was kept, so nothing was proved.")
    withExtendedLifetime(relay) {}
  }
}
