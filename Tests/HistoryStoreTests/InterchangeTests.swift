import HistorySamples
@testable import HistoryStore
import RelayKit
import SeededRandom
import Synchronization
import Testing
import Workbench

@Suite struct InterchangeTests {
  private func exported(_ history: TestHistory, _ ids: [String]? = nil, bytes: Bool = true) async throws
    -> [UInt8]
  {
    let lines = Mutex<[UInt8]>([])
    try await history.store.export(ids, includingBytes: bytes) { line in lines.withLock { $0 += line } }
    return lines.withLock { $0 }
  }

  private func library() async throws -> TestHistory {
    let history = try TestHistory()
    var talk = image("c1", title: "Ünï \"title\"", ["Hello 😀", "", "line\nbreak \u{0}"])
    talk.messages[1].exchange = "x1"
    talk.messages[2].content = [0xFF, 0x00, 0xFE]
    talk.shape = [0x80, 0x81]
    history.store.keep(talk)
    history.journal(SampleStream("x1", conversation: "c1"), words: ["The ", "answer"], reasoning: "why")
    history.journal(SampleStream("loose"), words: ["one shot"])
    history.store.appendComparison("k1", title: "Compared", isDemo: false, Array("{\"type\":\"a\"}\n".utf8))
    history.store.appendComparison("k1", title: "Compared", isDemo: false, Array("{\"text\":\"b\"}\n".utf8))
    try await history.store.change("c1", .star(true))
    try await history.store.change("c1", .tags(["one", "two words"]))
    try await history.store.change("k1", .rename("By hand"))
    var receipt = Receipt(charged: 1.25, currency: "USD", source: .log, readAt: 5)
    receipt.endReason = "done"
    try await history.store.setReceipt(receipt, of: "x1")
    return history
  }

  @Test func anExportComesBackAsItWas() async throws {
    let history = try await library()
    let lines = try await exported(history)
    let other = try TestHistory()
    let result = try await other.store.importLines(lines)
    #expect(result.conversations == 2)
    #expect(result.exchanges == 2)
    #expect(result.refused == 0 && result.known == 0)
    for id in ["c1", "k1"] {
      var read = try await other.store.conversation(id)
      let written = try await history.store.conversation(id)
      // Nobody went on with it here yet.
      #expect(read?.edition == "")
      read?.edition = written?.edition ?? "none"
      #expect(read == written)
    }
    for id in ["x1", "loose"] {
      #expect(try await other.store.record(id) == (try await history.store.record(id)))
      #expect(try await other.store.exchangeFile(id) == (try await history.store.exchangeFile(id)))
    }
    let filter = HistoryFilter()
    #expect(
      try await other.store.entries(filter, offset: 0, limit: 9)
        == (try await history.store.entries(filter, offset: 0, limit: 9)))
    #expect(try await other.found("answer hello") == ["c1"])
    #expect(try await exported(other) == lines)
  }

  @Test func importingTwiceAddsNothing() async throws {
    let history = try await library()
    let lines = try await exported(history)
    let before = try await history.count("SELECT count(*) FROM frames")
    for _ in 0..<2 {
      let result = try await history.store.importLines(lines)
      #expect(result.conversations == 0 && result.exchanges == 0 && result.refused == 0)
      #expect(result.known == 4)
    }
    #expect(try await history.count("SELECT count(*) FROM frames") == before)
    #expect(try await history.count("SELECT count(*) FROM comparison") == 2)
    #expect(try await exported(history) == lines)
    // A file that holds everything twice.
    let other = try TestHistory()
    let twice = try await other.store.importLines(lines + lines.drop { $0 != 0x0A }.dropFirst())
    #expect(twice.refused == 0)
    #expect(try await exported(other) == lines)
  }

  @Test func oneConversationAndItsFiguresCanBeExportedAlone() async throws {
    let history = try await library()
    let lines = try await exported(history, ["c1", "unknown"], bytes: false)
    let other = try TestHistory()
    let result = try await other.store.importLines(lines)
    #expect(result.conversations == 1 && result.exchanges == 1)
    #expect(try await other.store.exchangeFile("x1") == nil)
    #expect(try await other.store.conversation("c1")?.digests["x1"] != nil)
  }

  @Test func piecesMayBeSplitAnywhere() async throws {
    let lines = try await exported(library())
    for size in [1, 7, 4096] {
      let other = try TestHistory()
      let rest = Mutex(lines[...])
      let result = try await other.store.importLines {
        rest.withLock { rest in
          defer { rest = rest.dropFirst(size == 1 ? 97 : size) }
          return rest.isEmpty ? nil : Array(rest.prefix(size == 1 ? 97 : size))
        }
      }
      #expect(result.conversations == 2)
      #expect(try await exported(other) == lines)
    }
  }

  @Test(arguments: [
    "", "{}", "no json", "[1,2]", "{\"format\":\"bayside-exchange\",\"version\":1}", "\u{0}\u{0}",
    "{\"format\":\"bayside-history\"}", "{\"format\":\"bayside-history\",\"version\":\"1\"}",
  ])
  func whatIsNoHistoryIsSaidSo(text: String) async throws {
    let history = try TestHistory()
    let error = await #expect(throws: HistoryProblem.self) {
      try await history.store.importLines(Array(text.utf8))
    }
    #expect(error?.sentence == "The file is not a history that bayside exported.")
  }

  @Test func aNewerVersionIsRefused() async throws {
    let history = try TestHistory()
    let error = await #expect(throws: HistoryProblem.self) {
      try await history.store.importLines(Array("{\"format\":\"bayside-history\",\"version\":2}\n".utf8))
    }
    #expect(error?.sentence.contains("version 2") == true)
  }

  @Test(arguments: [
    ("{\"conversation\":{\"id\":\"\",\"kind\":\"chat\"}}", "has no id"),
    ("{\"conversation\":{\"id\":\"a\",\"kind\":\"song\"}}", "has no kind of conversation that is known"),
    (
      "{\"conversation\":{\"id\":\"a\",\"kind\":\"chat\",\"created_at\":1e999,\"updated_at\":0}}",
      "has no time"
    ),
    (
      "{\"conversation\":{\"id\":\"a\\u0000b\",\"kind\":\"chat\",\"created_at\":0,\"updated_at\":0}}",
      "has no id"
    ),
    (
      "{\"message\":{\"conversation\":\"nobody\",\"number\":1}}",
      "belongs to a conversation that did not come before it"
    ),
    (
      "{\"bytes\":{\"exchange\":\"nobody\",\"data\":\"x\"}}",
      "belongs to a request that did not come before it"
    ),
    ("{\"exchange\":{\"id\":\"x\",\"started_at\":\"now\"}}", "has no time"),
    ("{\"exchange\":7}", "is no JSON object"), ("null", "is no JSON object"), ("{", "is no JSON object"),
    (
      "{\"exchange\":{\"id\":\"x\",\"started_at\":0,\"digest\":\"nonsense\"}}",
      "has an answer that cannot be read, which was taken over without it"
    ),
  ])
  func linesThatDoNotFitAreLeftOut(line: String, reason: String) async throws {
    let history = try TestHistory()
    let text = "{\"format\":\"bayside-history\",\"version\":1}\n\(line)\n{\"later\":{}}\n"
    let result = try await history.store.importLines(Array(text.utf8))
    #expect(result.refused == 1)
    #expect(result.notes == ["Line 2 \(reason) and was left out."])
  }

  @Test(arguments: [-1, 1 << 30, Int.max, Int.min])
  func numbersThatNoMessageHasAreRefused(number: Int) async throws {
    let history = try TestHistory()
    let text = """
      {"format":"bayside-history","version":1}
      {"conversation":{"id":"a","kind":"chat","created_at":0,"updated_at":0}}
      {"message":{"conversation":"a","number":\(number),"text":"x"}}
      """
    #expect(try await history.store.importLines(Array(text.utf8)).refused == 1)
  }

  @Test func damagedFilesNeverTrap() async throws {
    let lines = try await exported(library())
    var random = SplitMix(seed: 3)
    let history = try TestHistory()
    for _ in 0..<300 {
      var bytes = lines
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        let place = Int.random(in: 45..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(contentsOf: Array("99999999999999999999".utf8), at: place)
        }
      }
      _ = try await history.store.importLines(bytes)
    }
    #expect(history.said.all.isEmpty)
    #expect(try await history.ids().isEmpty == false)
    #expect(try await history.count("SELECT count(*) FROM exchange WHERE outcome IS NULL") == 0)
  }

  @Test func noKeyIsInTheFileOrTheExport() async throws {
    // As it is recorded: the client takes the key out before anybody sees the exchange.
    let history = try await library()
    let lines = try await exported(history)
    #expect(Scratch.contains(lines, "..9f3c"))
    for (_, column) in [("key_name", "work"), ("key_label", "..9f3c")] {
      #expect(Scratch.contains(lines, column))
    }
    #expect(!Scratch.contains(lines, "api_key"))
  }
}
