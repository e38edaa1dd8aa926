import CPlatform
import Dispatch
import Glibc
import HistoryStore
import MockRelay
import RelayKit
import Testing
import Workbench

@testable import bayside

/// The program is killed as nothing can hold off; afterwards the right file is there, and exactly one task was
/// submitted.
@Suite(.timeLimit(.minutes(10)))
struct VideoKillTests {
  private let program = Program(variables: ["TOKENBAY_API_KEY": "sk-fake-Zq81kfPq77dWmx0245hG", "TZ": "UTC"])

  private func start(_ relay: FilmRelay) -> RunningProgram {
    program.start(["video", "submit", "--base-url", relay.origin, "-m", "film-1", "--wait", "waves"])
  }

  /// Goes on with what the last run left, and looks at what came of it.
  private func finish(_ relay: FilmRelay) async throws {
    let result = await program.run("video", "watch")
    #expect(result.status == 0, "\(result.errors)")
    let path = String(result.text.dropLast())
    #expect(try InputFile.bytes(path) == FilmRelay.film)
    #expect(!MediaPath.isTaken(path + ".part"))
    #expect(relay.seen.submissions == 1)
    // Nothing is left to be done, and nothing is done twice.
    let again = await program.run("video", "watch")
    #expect(again.errors.contains("No task is unfinished") && relay.seen.submissions == 1)
  }

  @Test func aKillWhileTheTaskRuns() async throws {
    let relay = try FilmRelay(["in_progress"])
    let running = start(relay)
    #expect(await running.until(has: "in_progress"))
    running.send(SIGKILL)
    #expect(await running.result().status == 128 + SIGKILL)
    relay.say("completed")
    try await finish(relay)
  }

  @Test func aKillWhileTheFileDownloads() async throws {
    let gate = Gate()
    let relay = try FilmRelay(["completed"], sending: .heldAt(300_000, gate))
    let running = start(relay)
    #expect(await running.until(has: "downloading"))
    // So much of it is on the disk.
    let part = try #require(await Self.part(in: program.home.path + "/bayside/videos", atLeast: 200_000))
    running.send(SIGKILL)
    #expect(await running.result().status == 128 + SIGKILL)
    gate.open()
    let size = try #require(MediaPath.size(of: part))
    try await finish(relay)
    // It went on where it stood.
    #expect(relay.seen.downloads == [0, size])
  }

  @Test func twoKillsInARow() async throws {
    let gate = Gate()
    let relay = try FilmRelay(["in_progress"], sending: .heldAt(300_000, gate))
    let first = start(relay)
    #expect(await first.until(has: "in_progress"))
    first.send(SIGKILL)
    _ = await first.result()
    relay.say("completed")
    let second = program.start(["video", "watch"])
    #expect(await second.until(has: "downloading"))
    _ = try #require(await Self.part(in: program.home.path + "/bayside/videos", atLeast: 200_000))
    second.send(SIGKILL)
    _ = await second.result()
    gate.open()
    try await finish(relay)
  }

  @Test func aKillBeforeTheAnswerLeavesItUncertainAndSendsNothingAgain() async throws {
    let relay = try FilmRelay(submission: Script([.stall]))
    let running = start(relay)
    while relay.seen.submissions == 0 { await Task.yield() }
    running.send(SIGKILL)
    _ = await running.result()
    let result = await program.run("video", "watch")
    #expect(result.status == 3 && result.errors.contains("may exist and be charged"), "\(result.errors)")
    #expect(relay.seen.submissions == 1)
    let list = await program.run("video", "list")
    #expect(list.text.contains("\tuncertain\t"))
  }

  @Test func twoProgramsAtOnceAskAndFetchOnce() async throws {
    let gate = Gate()
    let relay = try FilmRelay(["completed"], sending: .heldAt(300_000, gate))
    let first = start(relay)
    #expect(await first.until(has: "downloading"))
    let second = program.start(["video", "watch"])
    #expect(await second.until(has: "downloading"))
    gate.open()
    let (one, two) = (await first.result(), await second.result())
    #expect(one.status == 0 && two.status == 0 && one.text == two.text, "\(two.errors)")
    #expect(relay.seen.downloads == [0] && relay.seen.submissions == 1)
  }

  /// Waits until a part of a video is that large. - Returns: its path.
  private static func part(in directory: String, atLeast bytes: Int) async -> String? {
    for _ in 0..<15_000 {
      if let path = find(directory), (MediaPath.size(of: path) ?? 0) >= bytes { return path }
      poll(nil, 0, 2)
    }
    return nil
  }

  private static func find(_ directory: String) -> String? {
    guard let stream = opendir(directory) else { return nil }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      let path = directory + "/" + name
      if name.hasSuffix(".part") { return path }
      if MediaPath.isDirectory(path), let found = find(path) { return found }
    }
    return nil
  }
}
