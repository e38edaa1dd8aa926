import Foundation
import Glibc
import HistoryStore
import MockRelay
import RelayKit
import Testing
import Workbench

/// `bayside history` over what `bayside chat` left.
@Suite(.timeLimit(.minutes(10)))
struct HistoryProgramTests {
  private static let key = "sk-fake-Zq81kfPq77dWmx0245hG"
  private let program = Program(variables: ["TOKENBAY_API_KEY": key, "TZ": "UTC"])

  private func relay(_ answer: String) throws -> MockRelay {
    try MockRelay { _ in
      let chunk = JSONValue.object(
        JSONObject([
          .init(
            key: "choices",
            value: .array([
              .object(
                JSONObject([
                  .init(key: "index", value: .integer(0)),
                  .init(
                    key: "delta",
                    value: .object(JSONObject([.init(key: "content", value: .string(answer))]))),
                  .init(key: "finish_reason", value: .string("stop")),
                ]))
            ]))
        ]))
      return .answer(
        "data: \(chunk.text())\n\ndata: [DONE]\n\n", type: "text/event-stream")
    }
  }

  /// Asks and is answered. - Returns: the id of the chat.
  private func chat(_ prompt: String, _ answer: String, model: String = "m-1") async throws -> String {
    let relay = try relay(answer)
    let result = await program.start(["chat", "-m", model, "--base-url", relay.origin, prompt]).result()
    withExtendedLifetime(relay) {}
    #expect(result.status == 0, "\(result.errors)")
    let listed = await program.run("history", "list", "--json", "--limit", "1")
    let json = try JSONValue(parsing: listed.out)
    return try #require(json["entries"]?.arrayValue?.first?["id"]?.stringValue)
  }

  @Test func chatsAreListedSearchedAndShown() async throws {
    let first = try await chat("Why is the sky blue?", "Because of scattering.")
    let second = try await chat("What is a marmot?", "A large squirrel.", model: "m-2")
    var result = await program.run("history", "list")
    let rows = result.text.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    #expect(rows.map { String($0[0]) } == [second, first])
    #expect(rows[0][1] == "chat" && rows[0][3] == "1" && rows[0][8] == "m-2")
    result = await program.run("history", "search", "scattering")
    #expect(result.text.hasPrefix(first + "\t") && result.text.split(separator: "\n").count == 1)
    result = await program.run("history", "search", "marmot", "sky")
    #expect(result.text.isEmpty && result.errors.contains("Nothing in the history passes."))
    result = await program.run("history", "list", "--model", "m-2", "--json")
    let json = try JSONValue(parsing: result.out)
    #expect(json["total"]?.intValue == 1 && json["entries"]?.arrayValue?.first?["id"]?.stringValue == second)
    result = await program.run("history", "show", first)
    #expect(
      result.text.contains("user:\nWhy is the sky blue?")
        && result.text.contains("m-1:\nBecause of scattering."))
    result = await program.run("history", "show", "--json", first)
    let shown = try JSONValue(parsing: result.out)
    let exchange = try #require(shown["messages"]?.arrayValue?.last?["exchange"]?.stringValue)
    result = await program.run("history", "show", "--exchange", exchange)
    #expect(result.status == 0)
    let replayed = await program.start(["replay", "--fast", "-"], input: result.text).result()
    #expect(replayed.text == "Because of scattering.\n" && replayed.status == 0)
  }

  @Test func whatIsNotThereIsToldAndEndsWithOne() async throws {
    for arguments in [
      ["show", "nothing"], ["show", "--exchange", "nothing"], ["export", "nothing"],
      ["delete", "--yes", "nothing"],
    ] {
      let result = await program.start(["history"] + arguments).result()
      #expect(result.status == 1 && result.errors.contains("“nothing”"), "\(arguments) \(result.errors)")
      #expect(result.text.isEmpty)
    }
  }

  @Test func wrongUsageIsToldAndEndsWithTwo() async {
    for (arguments, words) in [
      ([], "needs one of list, search"), (["lst"], "Did you mean “list”?"), (["show"], "needs the ID"),
      (["export"], "or --all"), (["export", "--all", "--as", "pdf"], "--as needs jsonl or markdown"),
      (["delete"], "--older-than"), (["delete", "--older-than", "soon"], "--older-than needs a time"),
      (["list", "--kind", "book"], "--kind needs chat or comparison"),
      (["delete", "--max-size", "big"], "--max-size needs a size"),
      (["delete", "--max-size", "1", "--yes"], "with its unit"),
      (["delete", "--max-size", "0MB", "--yes"], "with its unit"),
      (["delete", "--older-than", "0d", "--yes"], "--older-than needs a time"),
      (["search", "\""], "There is no word in “\"”"), (["search", "*", "(", "%"], "There is no word in"),
      (["search", ""], "There is no word in"),
    ] as [([String], String)] {
      let result = await program.start(["history"] + arguments).result()
      #expect(result.status == 2 && result.errors.contains(words), "\(arguments) \(result.errors)")
    }
    let page = await program.run("history", "--help")
    #expect(page.status == 0 && page.text.contains("vacuum"))
    let help = await program.run("history", "delete", "--help")
    #expect(help.text.hasPrefix("Usage: bayside history delete"))
  }

  @Test func anExportIsTakenOverElsewhereAndImportingTwiceAddsNothing() async throws {
    let id = try await chat("Why is the sky blue?", "Because of scattering.")
    let file = program.home.path + "/kept.jsonl"
    var result = await program.run("history", "export", "--all", "-o", file)
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    let bytes = try #require(FileManager.default.contents(atPath: file))
    #expect(!String(decoding: bytes, as: UTF8.self).contains("Zq81kf"))
    result = await program.run("history", "export", "--all", "-o", file)
    #expect(result.status == 2 && result.errors.contains("exists already"))
    let other = Program(variables: ["TZ": "UTC"])
    result = await other.run("history", "import", file)
    #expect(
      result.status == 0 && result.text == "1 conversation and 1 request were taken over.\n", "\(result)")
    result = await other.run("history", "show", id)
    #expect(result.text.contains("Because of scattering."))
    result = await other.run("history", "import", file)
    #expect(result.text.hasPrefix("0 conversations and 0 requests were taken over"))
    result = await other.run("history", "list")
    #expect(result.text.split(separator: "\n").count == 1)
    result = await other.start(["history", "import", "-"], input: "no history").result()
    #expect(result.status == 1 && result.errors.contains("is not a history"))
  }

  @Test func markdownIsToBeRead() async throws {
    let id = try await chat("Is `this` *plain*?", "It **is**.")
    let result = await program.run("history", "export", "--as", "markdown", id)
    #expect(result.text.contains("## user\n\n```text\nIs `this` *plain*?\n```\n\n## m-1\n\nIt **is**.\n"))
  }

  @Test func deletingAsksOrNeedsYesAndTheBooksStay() async throws {
    let id = try await chat("Delete me", "Gone.")
    var result = await program.run("history", "delete", id)
    #expect(result.status == 2 && result.errors.contains("needs --yes"))
    result = await program.run("history", "list")
    #expect(!result.text.isEmpty)
    result = await program.run("history", "delete", "--yes", id)
    #expect(result.status == 0 && result.text == "1 conversation deleted.\n")
    result = await program.run("history", "list")
    #expect(result.text.isEmpty)
    result = await program.run("usage", "--json")
    let json = try JSONValue(parsing: result.out)
    #expect(json["requests"]?.arrayValue?.count == 1)
    result = await program.run("history", "vacuum")
    #expect(result.status == 0 && result.text.hasPrefix("The file had "))
  }

  @Test func whatIsOldOrTooMuchIsPurged() async throws {
    _ = try await chat("Old", "Old.")
    var result = await program.run("history", "delete", "--older-than", "1d", "--yes")
    #expect(result.text == "0 conversations deleted.\n")
    result = await program.run("history", "delete", "--max-size", "10GB", "--yes")
    #expect(result.text == "0 conversations deleted.\n")
    result = await program.run("history", "delete", "--max-size", "1kB", "--yes")
    #expect(result.text == "1 conversation deleted.\n")
  }

  @Test func answersCannotDriveTheTerminal() async throws {
    let id = try await chat("Colours", "red \u{1B}[31mtext")
    let shown = await program.runOnTerminal(["history", "show", id])
    #expect(!shown.contains("\u{1B}[31m") && shown.contains("␛[31m"))
    let listed = await program.runOnTerminal(["history", "search", "red"])
    #expect(!listed.contains("\u{1B}[31m") && listed.contains("calls"))
  }
}
