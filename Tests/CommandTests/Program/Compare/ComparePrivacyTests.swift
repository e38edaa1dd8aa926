import Foundation
import MockRelay
import RelayKit
import Testing

@testable import bayside

/// What `bayside compare` leaves behind, and what takes it away again.
@Suite(.timeLimit(.minutes(10)))
struct ComparePrivacyTests {
  private static let secret = "PRIVCMP"
  private let program = Program(variables: ["TZ": "UTC"])
  private var home: String { program.home.path }

  private static func relay() throws -> CompareRelay {
    try CompareRelay { CompareRelay.answer("\(secret) of \($0.model)") }
  }

  private func compare(_ relay: CompareRelay, _ more: String...) async -> Program.Result {
    let arguments = ["compare", "--base-url", relay.origin, "-m", "a,b"] + more + ["\(Self.secret) question"]
    return await program.start(arguments).result()
  }

  /// Files below the home directory that hold what was asked or answered.
  private func leaks() -> [String] {
    let secret = Data(Self.secret.utf8)
    let names = FileManager.default.enumerator(atPath: home)?.compactMap { $0 as? String } ?? []
    return names.filter { name in
      FileManager.default.contents(atPath: home + "/" + name)?.range(of: secret) != nil
    }
  }

  private var journals: [String] {
    let directory = home + "/.local/state/bayside/comparisons"
    return ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).map {
      directory + "/" + $0
    }
  }

  private func entries() async throws -> [String] {
    let result = await program.run("history", "list", "--kind", "comparison", "--json")
    return try JSONValue(parsing: result.out)["entries"]?.arrayValue?.compactMap { $0["id"]?.stringValue }
      ?? []
  }

  @Test func inPrivateModeNothingIsWritten() async throws {
    let relay = try Self.relay()
    let result = await compare(relay, "--private")
    #expect(result.status == 0 && result.text.contains("\(Self.secret) of b"), "\(result.errors)")
    #expect(leaks() == [])
    #expect(result.errors.contains("This is private mode: nothing is kept; -o FILE would keep the results"))
    #expect(!result.errors.contains("Everything is kept"))
  }

  @Test func theConfigurationMakesItPrivateToo() async throws {
    _ = program.home.write("c.json5", "{ history: { keep: false } }")
    let result = await compare(try Self.relay(), "--config", home + "/c.json5")
    #expect(result.status == 0 && result.errors.contains("This is private mode"), "\(result.errors)")
    #expect(leaks() == [])
  }

  @Test func inPrivateModeOnlyTheFileIsWrittenThatWasAskedFor() async throws {
    let relay = try Self.relay()
    var result = await compare(relay, "--private", "-o", home + "/x.csv")
    #expect(result.status == 0 && leaks() == ["x.csv"], "\(result.errors)")
    #expect(result.errors.contains("This is private mode: nothing is kept beside that file."))
    result = await compare(relay, "--private", "-o", home + "/x.jsonl")
    #expect(result.status == 0 && leaks().sorted() == ["x.csv", "x.jsonl"])
    #expect(result.errors.contains("Everything is kept in ~/x.jsonl."))
  }

  @Test func deletingFromTheHistoryDeletesTheFile() async throws {
    let relay = try Self.relay()
    #expect(await compare(relay).status == 0)
    #expect(await compare(relay, "-o", home + "/own.jsonl").status == 0)
    let entries = try await entries()
    #expect(entries.count == 2 && journals.count == 1)
    let kept = try #require(ComparisonFiles.entry(of: journals[0]))
    #expect(entries.contains(kept))
    let other = try #require(entries.first { $0 != kept })
    #expect(await program.run("history", "delete", "--yes", other).status == 0)
    #expect(journals.count == 1, "A file that the user named is the user's, and others stay.")
    #expect(await program.run("history", "delete", "--yes", kept).status == 0)
    #expect(journals.isEmpty)
    #expect(FileManager.default.fileExists(atPath: home + "/own.jsonl"))
  }

  @Test func purgingDeletesTheFilesOfWhatWent() async throws {
    #expect(await compare(try Self.relay()).status == 0)
    var result = await program.run("history", "delete", "--older-than", "1d", "--yes")
    #expect(result.text == "0 conversations deleted.\n" && journals.count == 1)
    result = await program.run("history", "delete", "--max-size", "1kB", "--yes")
    #expect(result.text == "1 conversation deleted.\n" && journals.isEmpty)
  }

  @Test func whatIsResumedGoesOnInItsEntry() async throws {
    let answers = Gate()
    let relay = try CompareRelay { asked in
      let answer = CompareRelay.answer("This is \(asked.model).")
      return asked.model == "b" && asked.number == 0 ? Script([.wait(answers)] + answer.steps) : answer
    }
    let running = program.start(["compare", "--base-url", relay.origin, "-m", "a,b", "hi"])
    #expect(await running.until(has: "1/2 A a: done"))
    running.send(SIGKILL)
    _ = await running.result()
    let file = try #require(journals.first)
    let before = try await entries()
    let resumed = await program.start(["compare", "--base-url", relay.origin, "--resume", file]).result()
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try await entries() == before && before == [ComparisonFiles.entry(of: file)])
    let shown = await program.run("history", "show", before[0])
    #expect(shown.text.contains("This is a.") && shown.text.contains("This is b."))
    #expect(shown.text.components(separatedBy: "This is a.").count == 2, "\(shown.text)")
    #expect(await program.run("history", "delete", "--yes", before[0]).status == 0)
    #expect(journals.isEmpty)
  }

  @Test func onlyNamesThatWereGivenHereNameAnEntry() {
    #expect(ComparisonFiles.entry(of: "/x/2026-11-23-134002-abc-lanes1.jsonl") == "abc-lanes1")
    for name in [
      "abc-lanes1.jsonl", "2026-11-23-134002-4711.jsonl", "2026-11-23-134002--lanes1.jsonl",
      "2026-11-23-134002-abc-lanes1.csv", "notes-2026-11-23-ab-lanes1.jsonl",
    ] {
      #expect(ComparisonFiles.entry(of: name) == nil, "\(name)")
    }
  }
}
