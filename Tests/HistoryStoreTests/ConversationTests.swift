import HistorySamples
@testable import HistoryStore
import RelayKit
import Testing
import Workbench

@Suite struct ConversationTests {
  @Test func aConversationComesBackAsItWas() async throws {
    let history = try TestHistory()
    let exchange = history.journal(SampleStream("x1", conversation: "c1"), words: ["Answer"])
    var kept = image("c1", title: "Greeting", ["Hello", "", "Bye"])
    kept.messages[1].exchange = "x1"
    kept.shape = [1, 2, 0, 255]
    history.store.keep(kept)
    history.store.flush()
    let read = try #require(try await history.store.conversation("c1"))
    #expect(read.image == kept)
    #expect(read.digests == ["x1": exchange.digest])
    #expect(try await history.store.conversation("c2") == nil)
  }

  @Test func deletingAChatLeavesACopyItsAnswers() async throws {
    let history = try TestHistory()
    let exchange = history.journal(SampleStream("x1", conversation: "c1"), words: ["Answer"])
    var original = image("c1", title: "Original", ["Hello", ""])
    original.messages[1].exchange = "x1"
    var copy = image("c2", title: "Copy", ["Hello", "", "More"])
    copy.messages[1].exchange = "x1"
    history.store.keep(original)
    history.store.keep(copy)
    history.store.flush()
    try await history.store.change("c1", .delete)
    #expect(try await history.store.conversation("c1") == nil)
    #expect(try await history.store.conversation("c2")?.digests == ["x1": exchange.digest])
    #expect(try await history.found("Answer") == ["c2"])
    #expect(try await history.store.exchangeFile("x1") != nil)
    try await history.store.change("c2", .delete)
    #expect(try await history.found("Answer") == [])
    #expect(try await history.store.exchangeFile("x1")?.isEmpty != false)
    #expect(try await history.store.record("x1")?.figures.outcome == "done", "The books keep it.")
  }

  @Test func onlyMessagesThatChangedAreWritten() async throws {
    let history = try TestHistory()
    var talk = image("c1", (0..<50).map { "message \($0)" })
    history.store.keep(talk)
    history.store.flush()
    try await history.store.write { database in
      try database.execute(
        """
        CREATE TABLE written(number);
        CREATE TRIGGER a AFTER UPDATE ON message BEGIN INSERT INTO written VALUES(new.number); END;
        CREATE TRIGGER b AFTER INSERT ON message BEGIN INSERT INTO written VALUES(new.number); END;
        CREATE TRIGGER c AFTER DELETE ON message BEGIN INSERT INTO written VALUES(-old.number); END;
        """)
    }
    talk.messages[7].text = "changed"
    talk.messages.append(MessageImage(number: 50, content: [], text: "new"))
    talk.messages.remove(at: 3)
    history.store.keep(talk)
    history.store.flush()
    // Again, by a process that does not remember what it wrote, but opened it.
    history.store.close()
    let again = try TestHistory(history.scratch)
    talk.edition = try await again.store.conversation("c1")?.edition
    again.store.keep(talk)
    talk.edition = nil
    again.store.flush()
    let written = try await again.store.read { database in
      try database.rows("SELECT number FROM written ORDER BY number") { $0.int(0) ?? 0 }
    }
    #expect(written == [-3, 7, 50])
    #expect(try await again.store.conversation("c1")?.image == talk)
    #expect(try await again.found("changed") == ["c1"])
    #expect(try await again.found("new") == ["c1"])
    #expect(try await again.ids { $0.text = "message 3" } == ["c1"])
  }

  @Test func editedTextIsFoundByItsNewWordsAlone() async throws {
    let history = try TestHistory()
    history.store.keep(image("c1", ["the old wording"]))
    history.store.keep(image("c1", ["a new phrase"]))
    history.store.flush()
    history.store.keep(image("c1", ["a newer phrase"]))
    history.store.flush()
    #expect(try await history.found("wording ") == [])
    #expect(try await history.found("new ") == [])
    #expect(try await history.found("newer") == ["c1"])
  }

  @Test func aTitleGivenByHandStays() async throws {
    let history = try TestHistory()
    history.store.keep(image("c1", title: "Made of the text", ["Hello"]))
    try await history.store.change("c1", .rename("Mine"))
    history.store.keep(image("c1", title: "Made of the text again", ["Hello", "there"]))
    history.store.flush()
    #expect(try await history.store.conversation("c1")?.image.title == "Mine")
    #expect(try await history.found("mine") == ["c1"])
    #expect(try await history.found("made ") == [])
    try await history.store.change("unknown", .rename("x"))
  }

  @Test func starsAndTagsAreKeptBesideTheImage() async throws {
    let history = try TestHistory()
    history.store.keep(image("c1", ["Hello"]))
    try await history.store.change("c1", .star(true))
    try await history.store.change("c1", .tags(["work", "line\nend", ""]))
    history.store.keep(image("c1", ["Hello", "again"]))
    history.store.flush()
    let entry = try #require(
      try await history.store.entries(HistoryFilter(), offset: 0, limit: 1).entries.first)
    #expect(entry.isStarred)
    #expect(entry.tags == ["work", "line end"])
    #expect(try await history.ids { $0.tag = "WORK" } == ["c1"])
    #expect(try await history.ids { $0.tag = "wor" } == [])
    #expect(try await history.ids { $0.onlyStarred = true } == ["c1"])
    #expect(try await history.found("work") == ["c1"])
    try await history.store.change("c1", .tags([]))
    #expect(try await history.found("work") == [])
  }

  @Test func aDeletedConversationLeavesNoWordBehind() async throws {
    let history = try TestHistory()
    let secret = "Xylophonequartz"
    history.store.keep(image("c1", title: secret, ["about \(secret)"]))
    history.journal(SampleStream("x1", conversation: "c1"), words: ["It is \(secret)."], reasoning: secret)
    history.store.appendComparison(
      "c2", title: secret, isDemo: false, Array("{\"text\":\"\(secret)\"}\n".utf8))
    try await history.store.change("c1", .tags([secret]))
    #expect(try await history.found(secret) == ["c1", "c2"])
    try await history.store.change("c1", .delete)
    try await history.store.change("c2", .delete)
    #expect(try await history.found(secret) == [])
    for table in ["conversation", "message", "comparison", "frames", "digest"] {
      #expect(try await history.count("SELECT count(*) FROM \(table)") == 0)
    }
    // What it cost stays in the books.
    #expect(try await history.store.record("x1")?.figures.outputTokens == 5)
    #expect(try await history.store.record("x1")?.conversation == nil)
    _ = try await history.store.vacuum()
    history.store.close()
    let bytes = try Scratch.bytes(history.scratch.file)
    #expect(bytes.count > 4096)
    #expect(!Scratch.contains(bytes, secret) && !Scratch.contains(bytes, secret.lowercased()))
  }

  @Test func anAnswerOfADeletedConversationGoesToTheBooksOnly() async throws {
    let history = try TestHistory()
    let stream = SampleStream("x1", conversation: "c1")
    history.journal(stream, words: ["half"], ends: false)
    try await history.store.change("c1", .delete)
    history.store.end("x1", with: stream.folded(stream.opening + [stream.word("half")] + stream.closing()))
    history.store.flush()
    #expect(try await history.store.record("x1")?.figures.outcome == "done")
    #expect(try await history.count("SELECT count(*) FROM digest") == 0)
    #expect(try await history.count("SELECT count(*) FROM frames") == 0)
    // A conversation that is still open is kept again when it changes.
    history.store.keep(image("c1", ["Hello"]))
    history.store.flush()
    #expect(try await history.store.conversation("c1")?.image.messages.count == 1)
  }

  @Test func linesOfAComparisonAreAppended() async throws {
    let history = try TestHistory()
    let lines = [#"{"type":"comparison","turns":["Which sorting?"]}"#, #"{"type":"run","text":"Quicksort"}"#]
    for line in lines {
      history.store.appendComparison("k1", title: "Sorting", isDemo: true, Array((line + "\n").utf8))
    }
    history.store.flush()
    let kept = try #require(try await history.store.conversation("k1"))
    #expect(kept.comparison == Array((lines.joined(separator: "\n") + "\n").utf8))
    #expect(kept.image.kind == .comparison)
    #expect(kept.image.isDemo)
    #expect(try await history.found("quicksort sorting") == ["k1"])
    #expect(try await history.found("comparison") == [])
  }
}
