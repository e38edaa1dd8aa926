import Glibc
import HistorySamples
@testable import HistoryStore
import Testing
import Workbench

/// What was deleted is in no byte of any file.
@Suite struct ErasingTests {
  private static let talks = 40

  /// Every other talk has a word that is nowhere else; the answers are long enough for pages of their own.
  private func library(_ settings: HistoryStore.Settings = .init()) throws -> TestHistory {
    let history = try TestHistory(settings: settings)
    for number in 0..<Self.talks {
      let word = (number.isMultiple(of: 2) ? "zebra" : "gnu") + "\(number)"
      history.store.keep(image("c\(number)", title: "On a \(word)", ["Tell me of a \(word)."]))
      history.journal(
        SampleStream("x\(number)", conversation: "c\(number)"),
        words: ["The \(word) ", String(repeating: "\(word) runs ", count: number * 20)])
    }
    return history
  }

  private var deleted: [String] {
    stride(from: 0, to: Self.talks, by: 2).map { "c\($0)" }
  }

  /// - Returns: names of files that have the word.
  private func files(with word: String, _ history: TestHistory) throws -> [String] {
    let directory = history.scratch.path + "/data/bayside"
    return try Scratch.names(in: directory).filter {
      let bytes = try Scratch.bytes(directory + "/" + $0).map { (65...90).contains($0) ? $0 + 32 : $0 }
      return Scratch.contains(bytes, word)
    }
  }

  @Test func noWordIsLeftWhenErasingReturns() async throws {
    let history = try library()
    let other = try TestHistory(history.scratch)
    #expect(try await other.ids().count == Self.talks)
    #expect(try !files(with: "zebra", history).isEmpty)
    for id in deleted { try await history.store.change(id, .delete) }
    #expect(try await history.store.eraseDeleted())
    #expect(try files(with: "zebra", history) == [])
    #expect(try !files(with: "gnu", history).isEmpty)
    #expect(try await other.found("zebra2") == [])
    #expect(try await other.found("gnu39") == ["c39"])
    #expect(try await history.found("gnu").count == Self.talks / 2)
  }

  @Test func noWordIsLeftAfterAWhile() async throws {
    let history = try library(.init(eraseSeconds: 0))
    for id in deleted { try await history.store.change(id, .delete) }
    #expect(try waits { try files(with: "zebra", history).isEmpty })
  }

  @Test func noWordIsLeftWhenTheStoreIsClosed() async throws {
    let history = try library(.init(eraseSeconds: 1e6))
    // It keeps the log from being removed at the end.
    let other = try TestHistory(history.scratch)
    other.store.flush()
    for id in deleted { try await history.store.change(id, .delete) }
    history.store.close()
    #expect(try files(with: "zebra", history) == [])
    #expect(try await other.found("gnu39") == ["c39"])
  }

  @Test func noWordOfWhatWasPurgedIsLeft() async throws {
    let history = try library()
    for number in stride(from: 1, to: Self.talks, by: 2) {
      try await history.store.change("c\(number)", .star(true))
    }
    #expect(try await history.store.purge(HistoryPurge(olderThan: 2_000_000_000)) == Self.talks / 2)
    #expect(try await history.store.eraseDeleted())
    #expect(try files(with: "zebra", history) == [])
  }

  @Test func whoReadsTheLogHoldsItUpAndIsNotHeldUp() async throws {
    let history = try library(.init(busySeconds: 0))
    let other = try history.connection()
    try other.run("BEGIN")
    _ = try other.first("SELECT count(*) FROM message") { $0.int(0) }
    for id in deleted { try await history.store.change(id, .delete) }
    #expect(try await !history.store.eraseDeleted())
    #expect(try other.first("SELECT count(*) FROM message") { $0.int(0) } == Self.talks)
    try other.run("COMMIT")
    #expect(try await history.store.eraseDeleted())
    #expect(try files(with: "zebra", history) == [])
  }
}
