import Foundation
import RelayKit
import Testing
import UsageSamples
import Workbench

@testable import HistoryStore

/// `bayside usage` over books that are known.
@Suite(.timeLimit(.minutes(10)))
struct UsageProgramTests {
  private let program = Program(variables: ["TZ": "UTC"])
  private static let range = ["--since", "2026-11-16", "--until", "2026-11-23"]

  private func fill(_ records: [UsageRecord]) async throws {
    let path = program.home.path + "/.local/share/bayside/history.sqlite3"
    let store = HistoryStore.open(path: path, utcOffset: 0) { Issue.record("\($0)") }
    try await store.write { database in
      for record in records {
        let row = try ExchangeRows.insert(
          record, talk: nil, run: nil, prices: nil, inputEstimate: nil, LocalDays(utcOffset: 0), database)
        try ExchangeRows.setFigures(row, record, isInterrupted: false, database)
      }
    }
    store.close()
  }

  private func usage(_ arguments: String...) async -> Program.Result {
    await program.start(["usage"] + Self.range + arguments).result()
  }

  private static var records: [UsageRecord] {
    var dear = UsageRecords.done("dear", day: UsageRecords.today - 1, model: "claude-sonnet-4.6", cost: 1.5)
    dear.keyName = "work"
    dear.project = "shop"
    var told = UsageRecords.done("told", cost: 0.25, isEstimate: false)
    told.keyName = "private"
    told.figures.firstTokenMilliseconds = 412
    told.figures.totalMilliseconds = 2500
    var failed = UsageRecords.done("failed", cost: nil)
    failed.keyName = "work"
    failed.figures.outcome = "failed"
    failed.status = 429
    failed.figures.judge(failure: RelayError.Kind.rateLimited.rawValue)
    failed.errorMessage = "=cmd|' /C calc'!A0"
    var demo = UsageRecords.done("demo", cost: 9)
    demo.isDemo = true
    return [dear, told, failed, demo]
  }

  @Test func aTableOfDaysReadsWellInEightyColumns() async throws {
    try await fill(Self.records)
    let result = await usage()
    #expect(result.status == 0 && result.errors.isEmpty)
    let lines = result.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(result.text)")
    #expect(lines[0] == "Usage by day, 2026-11-16 to 2026-11-23, from bayside's own books")
    let day = try #require(lines.first { $0.hasPrefix("2026-11-22") })
    #expect(day.contains("~$1.50 |#####"))
    #expect(lines.count { $0.hasPrefix("2026-11-") } == 8)
    let total = try #require(lines.first { $0.hasPrefix("total") })
    #expect(total.contains("~$1.75") && total.split(separator: " ").suffix(4) == ["3", "1", "20", "40"])
    #expect(result.text.contains("1 request to the demo relay, not counted"))
    #expect(!result.text.contains("$9"))
  }

  @Test func modelsHaveErrorRatesAndTimes() async throws {
    try await fill(Self.records)
    let result = await usage("--by", "model")
    let lines = result.text.split(separator: "\n").map(String.init)
    let line = try #require(lines.first { $0.hasPrefix("gpt-5.4-mini") })
    #expect(line.contains("$0.25") && line.contains("50 %") && line.contains("412 ms"))
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func filtersCountOnlyWhatPasses() async throws {
    try await fill(Self.records)
    for (arguments, count) in [
      (["--model", "claude-*"], 1), (["--key", "work"], 2), (["--tag", "shop"], 1),
      (["--outcome", "errors"], 1), (["--key", "work", "--model", "gpt-5.4-mini"], 1), (["--demo"], 1),
      (["--kind", "image"], 0),
    ] {
      let result = await program.start(["usage"] + Self.range + arguments + ["--json"]).result()
      let json = try JSONValue(parsing: result.out)
      #expect(json["requests"]?.arrayValue?.count == count, "\(arguments)")
    }
  }

  @Test func csvListsRequestsOrGroupsAndHasNoFormula() async throws {
    try await fill(Self.records)
    var result = await usage("--csv")
    var rows = result.text.components(separatedBy: "\r\n")
    #expect(rows.count == 5 && rows[0].hasPrefix("id,started_at,local_time,profile,key_name"))
    #expect(
      rows[1].hasPrefix("failed,2026-11-23T14:09:32Z,2026-11-23 14:09:32,") || rows[1].hasPrefix("told,"))
    #expect(result.text.contains(",'=cmd|' /C calc'!A0,"))
    #expect(result.text.contains(",0.25,USD,false,"))
    result = await usage("--csv", "--by", "key")
    rows = result.text.components(separatedBy: "\r\n")
    #expect(rows[0].hasPrefix("key,requests,done,"))
    #expect(rows[1].hasPrefix("work,2,1,0,0,1,") && rows[2].hasPrefix("private,1,1,"))
  }

  @Test func jsonNamesTheRangeAndEveryGroup() async throws {
    try await fill(Self.records)
    let result = await usage("--by", "week", "--json")
    let json = try JSONValue(parsing: result.out)
    #expect(json["since"]?.stringValue == "2026-11-16" && json["by"]?.stringValue == "week")
    #expect(
      json["groups"]?.arrayValue?.compactMap { $0["week"]?.stringValue } == ["2026-11-16", "2026-11-23"])
    #expect(json["total"]?["requests"]?.intValue == 3)
    #expect(json["total"]?["costs"]?.arrayValue?.first?["cost"]?.doubleValue == 1.75)
    #expect(json["demo_requests"]?.intValue == 1)
  }

  @Test func whatWasAskedFartherEastIsNotLeftOut() async throws {
    var record = UsageRecords.done("east", cost: 0.25)
    record.startedAt = Date().timeIntervalSince1970 + 86_400
    try await fill([record])
    var result = await program.run("usage", "--csv")
    #expect(result.text.contains("\r\neast,"))
    result = await program.run("usage", "--csv", "--until", "yesterday")
    #expect(!result.text.contains("east"))
  }

  @Test func emptyBooksAreSaidToBeEmpty() async {
    let result = await usage()
    #expect(result.status == 0 && result.text == "Usage, 2026-11-16 to 2026-11-23: no requests.\n")
  }

  @Test func wrongUsageIsToldAndEndsWithTwo() async {
    for (arguments, words) in [
      (["--by", "hour"], "--by needs one of day, week"), (["--since", "soon"], "--since needs a day"),
      (["--since", "2026-11-23", "--until", "2026-11-16"], "is after --until"),
      (["--csv", "--json"], "only one can be given"), (["--outcome", "odd"], "--outcome needs one of"),
    ] {
      let result = await program.start(["usage"] + arguments).result()
      #expect(result.status == 2 && result.errors.contains(words), "\(result.errors)")
    }
  }

  @Test func booksThatCannotBeReadAreToldAndEndWithOne() async {
    program.home.write(".local/share/bayside/history.sqlite3", String(repeating: "no database ", count: 400))
    let result = await usage()
    // A damaged file is put aside and said so; then there is nothing in the books.
    #expect(!result.errors.isEmpty)
    #expect(result.status == 0 ? result.text.contains("no requests") : result.status == 1)
  }

  @Test func modelsWithControlCharactersCannotDriveTheTerminal() async throws {
    try await fill([UsageRecords.done("x", model: "m\u{1B}[31m")])
    let result = await program.runOnTerminal(["usage", "--by", "model"] + Self.range)
    #expect(!result.contains("\u{1B}[31m") && result.contains("m␛[31m"))
  }
}
