import Glibc
import HistorySamples
@testable import HistoryStore
import Testing

/// A history that lies elsewhere, with a link in its place.
@Suite struct LinkTests {
  private let scratch: Scratch
  /// The link.
  private let path: String
  /// What it leads to.
  private let target: String

  init() throws {
    scratch = try Scratch()
    path = scratch.path + "/home/history.sqlite3"
    target = scratch.path + "/disk/kept.sqlite3"
    mkdir(scratch.path + "/home", 0o700)
    mkdir(scratch.path + "/disk", 0o700)
    #expect(symlink("../disk/kept.sqlite3", path) == 0)
  }

  private func names(_ directory: String) -> [String] { Scratch.names(in: scratch.path + "/" + directory) }

  @Test func whatItLeadsToIsTheHistory() async throws {
    let other = try TestHistory(scratch, path: target)
    other.store.keep(image("c1", ["said before"]))
    other.store.close()
    chmod(target, 0o644)
    let history = try TestHistory(scratch, path: path)
    history.journal(SampleStream("x1", conversation: "c2"), words: ["through a link"])
    #expect(history.said.all == [])
    #expect(try await history.ids().sorted() == ["c1", "c2"])
    #expect(names("home") == ["history.sqlite3"])
    #expect(names("disk") == ["kept.sqlite3", "kept.sqlite3-shm", "kept.sqlite3-wal"])
    #expect(mode(of: target) == 0o600)
    history.store.close()
    #expect(names("disk") == ["kept.sqlite3"])
    let again = try TestHistory(scratch, path: target)
    #expect(try await again.found("link") == ["c2"])
    again.store.close()
  }

  @Test func aDamagedOneIsMendedWhereItIs() async throws {
    try Scratch.write(Array(String(repeating: "Dear diary, ", count: 1000).utf8), to: target)
    let history = try TestHistory(scratch, path: path)
    history.journal(SampleStream("x1", conversation: "c1"), words: ["new"])
    #expect(try await history.ids() == ["c1"])
    history.store.close()
    #expect(names("home") == ["history.sqlite3"])
    #expect(names("disk").contains { $0.hasPrefix("kept.sqlite3.damaged-") })
    let again = try TestHistory(scratch, path: path)
    #expect(try await again.ids() == ["c1"])
    again.store.close()
  }

  private func expectNothing(_ kind: HistoryProblem.Kind) {
    let history = try? TestHistory(scratch, path: path)
    history?.store.keep(image("c1", ["a"]))
    #expect(history?.store.flush() == false)
    #expect(history?.store.problem?.kind == kind)
    history?.store.close()
  }

  @Test func aLinkThatLeadsNowhereBeginsNothing() {
    expectNothing(.noDirectory)
    #expect(names("disk") == [])
  }

  @Test func whatIsNoPlainFileIsRefused() {
    mkdir(target, 0o700)
    expectNothing(.other)
    #expect(names("disk/kept.sqlite3") == [])
  }

  @Test(.enabled(if: geteuid() == 0, "only root may give files away"))
  func theFileOfAnotherUserIsRefused() throws {
    try Scratch.write([], to: target)
    #expect(chown(target, 65_534, 65_534) == 0)
    expectNothing(.other)
    #expect(try Scratch.bytes(target) == [])
  }
}
