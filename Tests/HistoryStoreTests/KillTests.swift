import CPlatform
import Dispatch
import Glibc
import HistorySamples
@testable import HistoryStore
import RelayKit
import SeededRandom
import SmallDisks
import Synchronization
import Testing
import Workbench

/// The program that journals until it is killed, and what it said that it gave.
final class JournallingChild {
  let processID: pid_t
  private let output: Int32
  private var pending: [UInt8] = []
  private(set) var lines: [[String]] = []

  init(_ arguments: [String]) throws {
    var ends: (Int32, Int32) = (-1, -1)
    guard cp_pipe(&ends.0, &ends.1) == 0 else { throw Scratch.Failure(description: "no pipe") }
    var pointers: [UnsafeMutablePointer<CChar>?] = ([Self.path] + arguments).map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    processID = pointers.withUnsafeMutableBufferPointer { cp_spawn($0.baseAddress!, environ, -1, ends.1, -1) }
    output = ends.0
    close(ends.1)
    guard processID > 0 else { throw Scratch.Failure(description: "\(Self.path) cannot be started") }
  }

  deinit { close(output) }

  /// Beside the tests.
  private static let path: String = {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = max(0, readlink("/proc/self/exe", &buffer, buffer.count - 1))
    let path = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    // The tests are a program of their own, or are loaded by one of the tool chain's.
    let directory = path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    let candidates: [String] = [directory + "/history-child", ".build/debug/history-child"]
    return candidates.first { access($0, X_OK) == 0 } ?? "history-child"
  }()

  /// Reads what it says until the deadline, or its end. - Returns: whether it ended.
  @discardableResult
  func read(until deadline: UInt64) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let now = monotonic()
      guard now < deadline else { return false }
      var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, Int32(min((deadline - now) / 1_000_000, 1000)) + 1) > 0 else { continue }
      let count = Glibc.read(output, &buffer, buffer.count)
      guard count > 0 else { return true }
      pending += buffer[..<count]
      while let end = pending.firstIndex(of: 0x0A) {
        lines.append(String(decoding: pending[..<end], as: UTF8.self).split(separator: " ").map(String.init))
        pending.removeSubrange(...end)
      }
    }
  }

  /// - Returns: the instant before which everything that was said counts.
  func kill() -> UInt64 {
    let instant = monotonic()
    Glibc.kill(processID, SIGKILL)
    read(until: .max)
    var code: Int32 = 0
    _ = cp_wait(processID, true, &code)
    return instant
  }

  /// - Returns: its status.
  func wait() -> Int32 {
    read(until: .max)
    var code: Int32 = -1
    _ = cp_wait(processID, true, &code)
    return code
  }
}

func monotonic() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

@Suite(.serialized) struct KillTests {
  /// What the child had been told was taken by then: whole answers, and words of those that ran.
  private struct Acknowledged {
    var begun: Set<String> = []
    var ended: Set<String> = []
    var words: [String: Int] = [:]

    /// - Parameter age: nanoseconds after which it must be on the disk.
    init(_ lines: [[String]], killedAt instant: UInt64, age: UInt64) {
      let limit = instant - age
      for line in lines {
        guard line.count >= 3, let time = UInt64(line[line.count - 1]) else { continue }
        switch line[0] {
        // On the disk before it returned.
        case "begun": if time <= instant { begun.insert(line[1]) }
        case "word": if time <= limit { words[line[1]] = Int(line[2]) }
        case "ended": if time <= limit { ended.insert(line[1]) }
        default: break
        }
      }
    }
  }

  /// - Returns: how many words were looked for.
  private func round(
    _ lane: String, _ scratch: Scratch, _ pace: DiskPace, _ random: inout SplitMix, failures: inout [String]
  ) throws -> Int {
    let child = try JournallingChild([scratch.file, lane, "300"])
    while child.lines.isEmpty { if child.read(until: monotonic() + 20_000_000) { break } }
    child.read(until: monotonic() + UInt64.random(in: 0..<500_000_000, using: &random))
    let killed = child.kill()
    let acknowledged = Acknowledged(child.lines, killedAt: killed, age: pace.age(at: killed))
    let history = try TestHistory(scratch)
    history.store.flush()
    let database = try history.connection()
    for id in acknowledged.begun {
      let row = try database.first(
        "SELECT exchange.id, outcome, is_interrupted, data FROM exchange LEFT JOIN digest ON exchange = exchange.id WHERE uid = ?",
        id
      ) { (id: $0.int(0) ?? 0, outcome: $0.text(1), isInterrupted: $0.flag(2), digest: $0.bytes(3) ?? []) }
      guard let row else {
        failures.append("\(id) is not there")
        continue
      }
      if acknowledged.ended.contains(id), row.outcome != "done" {
        failures.append("\(id) ended as \(row.outcome ?? "-")")
      }
      if row.outcome != "done", !row.isInterrupted { failures.append("\(id) is not marked") }
      let text = ExchangeRows.answer(ofDigest: row.digest).text
      let whole = (0..<(acknowledged.words[id] ?? 0)).map { "w\($0 + 1) " }.joined()
      if !text.hasPrefix(whole) {
        failures.append("\(id) lost words: \(text.suffix(20)) has not \(acknowledged.words[id] ?? 0)")
      }
    }
    history.store.close()
    return acknowledged.words.values.reduce(0, +)
  }

  @Test(.timeLimit(.minutes(10)))
  func whatWasAcknowledgedSurvivesTwoHundredKills() async throws {
    let (lanes, rounds) = (6, 34)
    let failures = Mutex<[String]>([])
    let words = Atomic(0)
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        DispatchQueue.concurrentPerform(iterations: lanes) { lane in
          var found: [String] = []
          do {
            let scratch = try Scratch()
            let pace = DiskPace(scratch.path)
            defer { pace.stop() }
            var random = SplitMix(seed: UInt64(lane) + 100)
            for number in 0..<rounds {
              let count = try self.round("l\(lane)-\(number)", scratch, pace, &random, failures: &found)
              words.add(count, ordering: .relaxed)
            }
          } catch {
            found.append("\(error)")
          }
          failures.withLock { $0 += found }
        }
        continuation.resume()
      }
    }
    #expect(failures.withLock { $0 } == [])
    // Else nothing was looked at.
    #expect(words.load(ordering: .relaxed) > 0)
  }

  @Test func aChatThatAnotherProcessAnswersIsNotDeleted() async throws {
    let history = try TestHistory()
    history.journal(SampleStream("x1", conversation: "c1"), words: ["a"], ends: false)
    let child = try JournallingChild([history.scratch.file, "a", "300"])
    while child.lines.isEmpty { if child.read(until: monotonic() + 20_000_000) { break } }
    let process = Int(child.processID)
    try await history.store.write {
      try $0.run("UPDATE exchange SET run = (SELECT id FROM run WHERE pid = ?) WHERE uid = 'x1'", process)
    }
    await #expect(throws: HistoryProblem.self) { try await history.store.change("c1", .delete) }
    #expect(try await history.ids().contains("c1"))
    _ = child.kill()
    try await history.store.change("c1", .delete)
    #expect(try await history.ids().contains("c1") == false)
  }

  @Test func twoProcessesWriteAtOnce() async throws {
    let history = try TestHistory()
    history.store.flush()
    let children = try ["a", "b"].map { try JournallingChild([history.scratch.file, $0, "60", "whole"]) }
    for number in 0..<60 {
      history.store.keep(image("mine", (0...number).map { "message \($0)" }))
      history.journal(SampleStream("mine-\(number)", conversation: "mine"), words: ["mine"])
    }
    for child in children {
      #expect(child.wait() == 0)
      #expect(child.lines.filter { $0.first == "ended" }.count == 60)
      #expect(child.lines.filter { $0.first == "said" } == [])
    }
    #expect(history.said.all == [])
    #expect(try await history.count("SELECT count(*) FROM exchange WHERE outcome = 'done'") == 180)
    #expect(try await history.count("SELECT count(*) FROM digest") == 180)
    #expect(try await history.ids().sorted() == ["mine", "talk-a", "talk-b"])
    #expect(try await history.found("w1") == ["talk-a", "talk-b"])
    #expect(try await history.store.conversation("mine")?.image.messages.count == 60)
  }
}
