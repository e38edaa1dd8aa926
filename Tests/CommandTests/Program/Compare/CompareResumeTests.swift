import Glibc
import MockRelay
import RelayKit
import Synchronization
import Testing

@testable import Workbench

/// What came is never lost, and never asked twice.
@Suite(.timeLimit(.minutes(10)))
struct CompareResumeTests {
  private let program = Program()
  private var file: String { program.home.path + "/x.jsonl" }

  private final class Switch: Sendable {
    private let value = Mutex(false)
    var isOn: Bool { value.withLock { $0 } }
    func turnOn() { value.withLock { $0 = true } }
  }

  /// Model `slow` says a word and falls silent, until it is told to answer; the others answer behind that word.
  private func relay(_ answers: Switch) throws -> CompareRelay {
    let half = Gate()
    return try CompareRelay { asked in
      if asked.model == "slow", !answers.isOn {
        return Script([CompareRelay.head, CompareRelay.token("Half"), .open(half), .stall])
      }
      let answer = CompareRelay.answer("This is \(asked.model).")
      return answers.isOn ? answer : Script([.wait(half)] + answer.steps)
    }
  }

  private func start(_ relay: CompareRelay, _ more: [String]) -> RunningProgram {
    program.start(["compare", "--base-url", relay.origin] + more)
  }

  private func read() throws -> (record: ComparisonRecord, notes: [ComparisonFile.Note]) {
    try ComparisonFile.read(program.home.read("x.jsonl"))
  }

  @Test func afterAKillOnlyTheRestIsAsked() async throws {
    let answers = Switch()
    let relay = try relay(answers)
    let running = start(relay, ["-m", "a,slow,b", "-o", file, "hi"])
    #expect(await running.until(has: "2/3 "))
    running.send(SIGKILL)
    #expect(await running.result().status == 128 + SIGKILL)
    #expect(try read().record.runs.map(\.key.lane).sorted() == ["A", "C"])
    answers.turnOn()
    let resumed = await start(relay, ["--resume", file]).result()
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.hasPrefix("bayside: 1 request of 3 is missing; cost "))
    #expect(relay.count("a") == 1 && relay.count("b") == 1 && relay.count("slow") == 2)
    #expect(resumed.text.contains("This is a.") && resumed.text.contains("This is slow."))
    let again = await start(relay, ["--resume", file, "--format", "csv"]).result()
    #expect(again.status == 0 && relay.asked.count == 4)
    #expect(again.text.split(separator: "\r\n").count == 4)
  }

  @Test func ctrlCKeepsPartsAndSaysHowToGoOn() async throws {
    let answers = Switch()
    let relay = try relay(answers)
    let running = start(relay, ["-m", "a,slow", "-o", file, "hi"])
    #expect(await running.until(has: "1/2 A a: done"))
    running.send(SIGINT)
    let result = await running.result()
    #expect(result.status == 130)
    #expect(result.errors.contains("1 of 2 answered, 1 stopped"))
    #expect(result.errors.contains("bayside compare --resume \(file)"))
    let stopped = try #require(try read().record.runs.last)
    #expect(stopped.outcome == "stopped" && stopped.text == "Half")
    answers.turnOn()
    let resumed = await start(relay, ["--resume", file]).result()
    #expect(resumed.status == 0 && relay.count("a") == 1 && relay.count("slow") == 2)
    // The part that was paid for stays in the file.
    #expect(try read().record.runs.map(\.outcome) == ["done", "stopped", "done"])
  }

  @Test func withoutAFileTheJournalIsNamed() async throws {
    let relay = try relay(Switch())
    let running = start(relay, ["-m", "a,slow", "hi"])
    #expect(await running.until(has: "1/2 A a: done"))
    running.send(SIGTERM)
    let result = await running.result()
    #expect(result.status == 128 + SIGTERM && result.text.contains("Half"))
    let path = try #require(
      result.errors.split(separator: "\n").last?.split(separator: " ").last.map(String.init))
    #expect(path.hasPrefix(program.home.path + "/.local/state/bayside/comparisons/"))
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
  }

  @Test func aSignalEndsAlsoTheWritingOfResults() async throws {
    // More than a pipe holds, and nobody reads.
    let long = String(repeating: "x", count: 300_000)
    let relay = try CompareRelay { _ in CompareRelay.answer(long) }
    let running = program.start(
      ["compare", "--base-url", relay.origin, "-m", "a", "-o", file, "--format", "jsonl", "hi"])
    #expect(await running.result().status == 0)
    let showing = program.start(
      ["compare", "--base-url", relay.origin, "--resume", file], reading: .never)
    let again = program.start(
      ["compare", "--base-url", relay.origin, "-m", "a", "hi"], reading: .never)
    #expect(await again.until(has: "1/1 A a: done"))
    for blocked in [showing, again] {
      blocked.send(SIGINT)
      #expect(await blocked.result().status == 130)
    }
  }

  @Test func aTornLineIsSkippedAndSaid() async throws {
    let answers = Switch()
    answers.turnOn()
    let relay = try relay(answers)
    #expect(await start(relay, ["-m", "a,b", "-o", file, "hi"]).result().status == 0)
    let bytes = program.home.read("x.jsonl")
    program.home.write("x.jsonl", String(decoding: bytes.dropLast(20), as: UTF8.self), mode: 0o600)
    let resumed = await start(relay, ["--resume", file]).result()
    #expect(resumed.status == 0 && relay.asked.count == 3, "\(resumed.errors)")
    #expect(resumed.errors.contains("Line 3 is torn, since writing it was broken off; it was skipped."))
    let (record, notes) = try read()
    #expect(record.missing.isEmpty && notes.map(\.line) == [3])
  }

  @Test func otherOptionsAreRefused() async throws {
    let answers = Switch()
    answers.turnOn()
    let relay = try relay(answers)
    #expect(await start(relay, ["-m", "a", "-o", file, "hi"]).result().status == 0)
    let same = await start(relay, ["-m", "a", "--resume", file, "hi"]).result()
    #expect(same.status == 0, "\(same.errors)")
    let other = await start(relay, ["-m", "a", "--resume", file, "--repeat", "2", "ho"]).result()
    #expect(other.status == 2)
    #expect(other.errors.contains("these options ask something else: the prompt, the number of repeats."))
    let elsewhere = try self.relay(answers)
    // What is whole is asked of nobody, so that nothing of it can go elsewhere.
    let shown = await start(elsewhere, ["--resume", file, "--format", "csv"]).result()
    #expect(shown.status == 0 && shown.text.contains("This is a."))
    program.home.write(
      "x.jsonl", String(decoding: program.home.read("x.jsonl").prefix { $0 != 0x0A }, as: UTF8.self) + "\n")
    let moved = await start(elsewhere, ["--resume", file]).result()
    #expect(moved.status == 2 && moved.errors.contains("name that one with --base-url"))
    #expect(relay.asked.count == 1 && elsewhere.asked.isEmpty)
    let foreign = program.home.write("foreign.jsonl", "{}\n")
    let refused = await start(relay, ["--resume", foreign]).result()
    #expect(refused.status == 2 && refused.errors.contains("is not a comparison that bayside kept"))
    #expect(program.home.read("foreign.jsonl") == Array("{}\n".utf8))
  }

  @Test func twoCannotGoOnAtOnce() async throws {
    let relay = try relay(Switch())
    let running = start(relay, ["-m", "a,slow", "-o", file, "hi"])
    #expect(await running.until(has: "1/2 A a: done"))
    let second = await start(relay, ["--resume", file]).result()
    #expect(second.status == 2 && second.errors.contains("another bayside is at work on"))
    running.send(SIGINT)
    let result = await running.result()
    #expect(result.status == 130, "\(result.errors)")
  }

  @Test func theKeyIsInNoOutputAndNoFile() async throws {
    let key = "sk-fake-Zq81kfPq77dWmx0245hG"
    let program = Program(variables: ["TOKENBAY_API_KEY": key])
    let relay = try CompareRelay { asked in
      asked.model == "bad"
        ? CompareRelay.refusal(401, "Incorrect API key provided: \(key).")
        : CompareRelay.answer("Your key is \(key)!")
    }
    let words = ["compare", "--base-url", relay.origin, "-m", "good,bad", "my key: \(key)"]
    for more in [
      [], ["--format", "json"], ["-o", program.home.path + "/k.html"],
      ["-o", program.home.path + "/k.jsonl"],
    ] {
      let result = await program.start(words + more).result()
      #expect(result.status == 1)
      for bytes in [result.out, result.err] {
        #expect(!bytes.contains("Zq81kf") && !bytes.contains("77dWmx"))
      }
    }
    #expect(relay.asked.count == 8 && relay.asked.allSatisfy { $0.prompt.contains(key) })
    let found = await program.shell(
      "grep -rlE 'Zq81kf|77dWmx' \"$HOME\"; find \"$HOME\" -name '*.jsonl' | wc -l")
    #expect(found.text.split(separator: "\n").map(String.init) == ["4"])
  }
}
