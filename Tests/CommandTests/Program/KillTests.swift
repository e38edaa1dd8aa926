import CPlatform
import Dispatch
import Glibc
import HistoryStore
import MockRelay
import RelayKit
import SeededRandom
import SmallDisks
import Synchronization
import Testing
import Workbench

/// The program is killed at random moments of streaming. Whatever it had shown a quarter of a second before must be
/// in the history when that is opened again.
@Suite(.timeLimit(.minutes(10))) struct KillTests {
  private static let kills = 200
  private static let homes = 4

  /// Numbered words, one every few milliseconds, for longer than any run lasts.
  private static func words() throws -> MockRelay {
    var steps: [Script.Step] = [
      .head(status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")])
    ]
    for number in 0..<1500 {
      let word = "w\(number) "
      steps.append(
        .body(Array("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(word)\"}}]}\n\n".utf8)))
      steps.append(.delay(milliseconds: 4))
    }
    return try MockRelay(Script(steps))
  }

  private static let wholeText = (0..<1500).map { "w\($0) " }.joined()

  @Test func whatWasShownIsThereAfterEachOfTwoHundredKills() async throws {
    let relay = try Self.words()
    let lost = await withTaskGroup(of: [String].self) { group in
      for home in 0..<Self.homes {
        group.addTask { await Self.killOften(Self.kills / Self.homes, seed: UInt64(home + 1), relay.origin) }
      }
      var all: [String] = []
      for await problems in group { all += problems }
      return all
    }
    relay.stop()
    #expect(lost.isEmpty, "\(lost.prefix(5).joined(separator: "\n"))")
  }

  /// - Returns: what was not as it must be, for each kill.
  private static func killOften(_ times: Int, seed: UInt64, _ origin: String) async -> [String] {
    let program = Program()
    let pace = DiskPace(program.home.path)
    defer { pace.stop() }
    var random = SplitMix(seed: seed)
    var problems: [String] = []
    let path = program.home.path + "/.local/share/bayside/history.sqlite3"
    for number in 1...times {
      let run = await program.killed(
        ["chat", "--base-url", origin, "-m", "m", "question \(number)"],
        afterFirstOutput: UInt64.random(in: 0...500_000_000, using: &random))
      // The next start mends what the last one left; its books must show all that was seen.
      let notices = Mutex<[String]>([])
      let store = HistoryStore.open(path: path, utcOffset: 0) { sentence in
        notices.withLock { $0.append(sentence) }
      }
      store.flush()
      do {
        let page = try await store.entries(HistoryFilter(), offset: 0, limit: 1)
        guard page.total == number, let entry = page.entries.first else {
          problems.append("Kill \(number): \(page.total) entries. \(notices.withLock { $0 })")
          continue
        }
        let kept = try await store.conversation(entry.id)
        let text = try kept.map { try OpenedConversation($0) }?.talk.conversation.last?.reply?.text ?? ""
        let seen = run.shown(before: run.killedAt - pace.age(at: run.killedAt))
        if !text.hasPrefix(seen) {
          problems.append("Kill \(number): “\(seen.suffix(30))” was shown, and “\(text.suffix(30))” is kept.")
        }
        if !wholeText.hasPrefix(text) { problems.append("Kill \(number): what is kept was never sent.") }
        if !entry.wasInterrupted { problems.append("Kill \(number): nothing says that it was interrupted.") }
      } catch {
        problems.append("Kill \(number): \(error)")
      }
      store.close()
    }
    return problems
  }
}

/// What a killed program had shown, and when.
struct KilledRun: Sendable {
  var reads: [(at: UInt64, bytes: [UInt8])] = []
  /// Monotonic, nanoseconds.
  var killedAt: UInt64 = 0

  /// Monotonic, nanoseconds.
  static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  func shown(before instant: UInt64) -> String {
    String(decoding: reads.filter { $0.at <= instant }.flatMap(\.bytes), as: UTF8.self)
  }
}

extension Program {
  /// Runs it until it has written something and so many nanoseconds more, then kills it as nothing can hold off.
  func killed(_ arguments: [String], afterFirstOutput delay: UInt64) async -> KilledRun {
    let (path, environment) = (Self.path, environment)
    return await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var (output, input): (Int32, Int32) = (-1, -1)
        _ = cp_pipe(&output, &input)
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        let child = words.withUnsafeMutableBufferPointer { words in
          variables.withUnsafeMutableBufferPointer { variables in
            cp_spawn(words.baseAddress!, variables.baseAddress!, null, input, null)
          }
        }
        for pointer in words + variables { free(pointer) }
        for descriptor in [input, null] { close(descriptor) }
        var run = KilledRun()
        var buffer = [UInt8](repeating: 0, count: 65536)
        var deadline = KilledRun.now + 30_000_000_000
        while KilledRun.now < deadline {
          var watched = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
          guard poll(&watched, 1, Int32((deadline - KilledRun.now) / 1_000_000)) > 0 else { break }
          let count = read(output, &buffer, buffer.count)
          guard count > 0 else { break }
          if run.reads.isEmpty { deadline = KilledRun.now + delay }
          run.reads.append((KilledRun.now, Array(buffer[..<count])))
        }
        run.killedAt = KilledRun.now
        kill(child, SIGKILL)
        var status: Int32 = 0
        _ = cp_wait(child, true, &status)
        close(output)
        continuation.resume(returning: run)
      }
    }
  }
}
