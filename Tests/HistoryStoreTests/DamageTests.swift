import Glibc
import HistorySamples
@testable import HistoryStore
import RelayKit
import SeededRandom
import Testing
import Workbench

@Suite struct DamageTests {
  private static let talks = 60

  private func library() throws -> Scratch {
    let history = try TestHistory()
    for number in 0..<Self.talks {
      history.store.keep(image("c\(number)", title: "Talk \(number)", ["prompt\(number) " + filler(number)]))
      history.journal(
        SampleStream("x\(number)", conversation: "c\(number)"), words: ["answer\(number) ", filler(number)])
    }
    history.store.close()
    return history.scratch
  }

  private func filler(_ seed: Int) -> String {
    var random = SplitMix(seed: UInt64(seed))
    return (0..<200).map { _ in String(random.next(), radix: 36) }.joined(separator: " ")
  }

  private func damaged(in scratch: Scratch) -> [String] {
    Scratch.names(in: scratch.path + "/data/bayside").filter { $0.contains(".damaged-") }
  }

  @Test(arguments: 0..<12)
  func randomBytesAtSomePlacesCostLittle(seed: Int) async throws {
    let scratch = try library()
    var random = SplitMix(seed: UInt64(seed))
    var bytes = try Scratch.bytes(scratch.file)
    // Behind the pages that name the tables, without which nothing can be read.
    for _ in 0..<3 {
      let place = Int.random(in: (64 * 4096)..<(bytes.count - 600), using: &random)
      for offset in 0..<500 { bytes[place + offset] = UInt8.random(in: 0...255, using: &random) }
    }
    try Scratch.write(bytes, to: scratch.file)
    let history = try TestHistory(scratch)
    history.store.flush()
    let found = (try? await history.ids().count) ?? 0
    for number in 0..<Self.talks {
      _ = try? await history.store.conversation("c\(number)")
      _ = try? await history.found("answer\(number)")
    }
    history.store.flush()
    // The store works, whatever was met, and what was damaged is beside it.
    history.journal(SampleStream("new", conversation: "new"), words: ["brandnew"])
    #expect(history.store.flush())
    let new = try await history.found("brandnew")
    #expect(new == ["new"], "\(history.said.all)")
    #expect(try await history.ids().count > Self.talks / 2, "\(found) before: \(history.said.all)")
    let isMoved = !damaged(in: scratch).isEmpty
    #expect(isMoved == history.said.all.contains { $0.contains("was moved to") })
    if isMoved {
      let aside = damaged(in: scratch).first { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") } ?? ""
      #expect(try Scratch.bytes(scratch.path + "/data/bayside/" + aside).count == bytes.count)
      #expect(mode(of: scratch.file) == 0o600)
    }
  }

  @Test func withoutTheNamesOfTablesAllIsMovedAside() async throws {
    let scratch = try library()
    var bytes = try Scratch.bytes(scratch.file)
    for place in 200..<(16 * 4096) { bytes[place] = 0x5A }
    try Scratch.write(bytes, to: scratch.file)
    let history = try TestHistory(scratch)
    history.journal(SampleStream("new", conversation: "new"), words: ["brandnew"])
    #expect(history.store.flush())
    #expect(try await history.ids() == ["new"])
    #expect(damaged(in: scratch).count >= 1)
    #expect(history.said.all.filter { $0.contains("was moved to") }.count == 1)
  }

  @Test(arguments: [1, 100, 4096, 20_000, 100_000])
  func aFileThatWasCutOffIsMovedAside(length: Int) async throws {
    let scratch = try library()
    let bytes = try Scratch.bytes(scratch.file)
    try Scratch.write(Array(bytes.prefix(length)), to: scratch.file)
    let history = try TestHistory(scratch)
    history.journal(SampleStream("new", conversation: "new"), words: ["brandnew"])
    #expect(history.store.flush())
    #expect(try await history.found("brandnew") == ["new"])
    #expect(damaged(in: scratch).count >= 1)
    #expect(history.said.all.filter { $0.contains("was moved to") }.count == 1)
    let aside = scratch.path + "/data/bayside/" + (damaged(in: scratch).first ?? "")
    #expect(try Scratch.bytes(aside) == Array(bytes.prefix(length)))
  }

  @Test(arguments: [4096, 8192, 40_000, 41_000])
  func ofAFileThatLacksItsEndTheRestIsRead(missing: Int) async throws {
    let scratch = try library()
    let bytes = try Scratch.bytes(scratch.file)
    try Scratch.write(Array(bytes.dropLast(missing)), to: scratch.file)
    let history = try TestHistory(scratch)
    history.store.flush()
    #expect(try await history.ids().count > Self.talks / 2, "\(history.said.all)")
    #expect(history.said.all.filter { $0.contains("could be read of it and are here") }.count == 1)
    let aside = scratch.path + "/data/bayside/" + (damaged(in: scratch).first ?? "")
    #expect(try Scratch.bytes(aside) == Array(bytes.dropLast(missing)))
  }

  @Test func whatIsNoDatabaseIsMovedAside() async throws {
    let scratch = try Scratch()
    try TestHistory(scratch).store.close()
    let text = Array(String(repeating: "Dear diary, ", count: 1000).utf8)
    try Scratch.write(text, to: scratch.file)
    let history = try TestHistory(scratch)
    #expect(try await history.ids() == [])
    #expect(history.said.all.count == 1)
    #expect(history.said.all.first?.hasSuffix("nothing could be read of it.") == true)
    let aside = scratch.path + "/data/bayside/" + (damaged(in: scratch).first ?? "")
    #expect(try Scratch.bytes(aside) == text)
    // Once only.
    history.store.close()
    let again = try TestHistory(scratch)
    again.store.flush()
    #expect(again.said.all.isEmpty)
  }

  @Test func anEmptyFileIsBegunAnew() async throws {
    let scratch = try Scratch()
    try TestHistory(scratch).store.close()
    try Scratch.write([], to: scratch.file)
    // One that was made a moment ago would be that of another bayside that begins.
    var past = utimbuf(actime: 1_700_000_000, modtime: 1_700_000_000)
    #expect(utime(scratch.file, &past) == 0)
    let history = try TestHistory(scratch)
    history.journal(SampleStream("x1", conversation: "c1"), words: ["a"])
    #expect(try await history.ids() == ["c1"])
    #expect(history.said.all == ["The history file was empty; a new history begins in it."])
  }

  @Test func aFileThatWasRemovedIsBegunAnew() async throws {
    let scratch = try library()
    let history = try TestHistory(scratch)
    let stream = SampleStream("live", conversation: "live")
    history.journal(stream, words: ["first "], ends: false)
    for companion in ["", "-wal", "-shm"] { unlink(scratch.file + companion) }
    let exchange = stream.folded(stream.opening + [stream.word("first ")] + stream.closing())
    history.store.end("live", with: exchange)
    #expect(history.store.flush())
    #expect(try await history.ids() == ["live"])
    #expect(try await history.store.exchangeFile("live") == exchange.file)
    #expect(history.said.all.count == 1)
    #expect(mode(of: scratch.file) == 0o600)
  }

  @Test func damageThatIsMetWhileAnAnswerComesLosesNoWordOfIt() async throws {
    let scratch = try library()
    let history = try TestHistory(scratch)
    let stream = SampleStream("live", conversation: "live")
    history.journal(stream, words: ["first "], ends: false)
    // All pages but the first ones, under the open connections.
    let other = try history.connection()
    _ = try other.rows("PRAGMA wal_checkpoint(TRUNCATE)") { _ in }
    let file = open(scratch.file, O_WRONLY | O_CLOEXEC)
    let size = Int(lseek(file, 0, SEEK_END))
    let junk = [UInt8](repeating: 0x5A, count: size - 16384)
    #expect(pwrite(file, junk, junk.count, 16384) == junk.count)
    close(file)
    history.store.take(stream.word("second "), of: "live")
    history.store.flush()
    _ = try? await history.found("answer1")
    history.store.flush()
    let updates =
      stream.opening + [stream.word("first "), stream.word("second "), stream.word("third")]
      + stream.closing()
    let exchange = stream.folded(updates)
    history.store.end("live", with: exchange)
    #expect(history.store.flush())
    #expect(try await history.store.conversation("live")?.digests["live"] == exchange.digest)
    #expect(try await history.store.exchangeFile("live") == exchange.file)
    #expect(damaged(in: scratch).count >= 1)
  }
}
