import Glibc
import HistoryStore
import RelayKit
import Workbench

/// `bayside usage`: what was asked, and what it cost, from bayside's own books.
struct UsageCommand {
  /// What rows are about.
  enum Grouping: String, CaseIterable {
    case day, week, month, model, key, tag, profile, result, kind

    var split: UsageSplit? { UsageSplit(rawValue: rawValue) }
    var dimension: UsageDimension? { self == .tag ? .project : UsageDimension(rawValue: rawValue) }
  }

  let options: ParsedOptions

  /// - Returns: the exit status: 0 printed, 1 the books cannot be read.
  func run() async throws(UsageError) -> Int32 {
    guard !options.has("csv") || !options.has("json") else {
      throw UsageError(sentence: "--csv and --json are two forms; only one can be given.")
    }
    let grouping = try grouping()
    var question = try question(grouping)
    let history = KeptHistory.openMended()
    if options.has("receipts") { try await askForReceipts(history) }
    do throws(HistoryProblem) {
      if options["until"] == nil { try await reachLastDay(&question, history) }
      if grouping == nil, options.has("csv") || options.has("json") {
        try await printRequests(question, history)
      } else {
        let answer = try await history.usage(question)
        if let report = answer.report { print(report, grouping ?? .day) }
      }
      return 0
    } catch {
      Output.notice(error.sentence)
      return 1
    }
  }

  /// What the relay charged is asked first; what it refuses does not keep the books from being printed.
  private func askForReceipts(_ history: HistoryStore) async throws(UsageError) {
    let settings = try Settings(options, .process)
    let news = try await ReceiptErrand.run(settings, history: history, isForced: options.has("ask-again"))
    Output.notice(news.sentence(at: LocalClock.now))
    for line in news.summary?.lines.dropFirst() ?? [] { Output.notice(line) }
  }

  private func grouping() throws(UsageError) -> Grouping? {
    guard let word = options["by"] else { return nil }
    if let grouping = Grouping(rawValue: word) { return grouping }
    let words = Grouping.allCases.map(\.rawValue).joined(separator: ", ")
    throw UsageError(sentence: "--by needs one of \(words), not “\(word)”.")
  }

  /// Days, weeks and months have a range that reads well; everything else is about 30 days, where none is named.
  private func question(_ grouping: Grouping?) throws(UsageError) -> UsageQuestion {
    let today = LocalClock.today
    let split = grouping?.split ?? .day
    let until = try DayOption.day("until", options) ?? today
    let periods = split == .day ? 30 : 12
    let first =
      split == .day
      ? until - (periods - 1) : UsagePeriod(split, containing: until).advanced(1 - periods).firstDay
    let since = try DayOption.day("since", options) ?? first
    guard since <= until else {
      throw UsageError(
        sentence:
          "--since \(LocalCalendar.text(since)) is after --until \(LocalCalendar.text(until)).")
    }
    guard until - since < 40_000 else { throw UsageError(sentence: "--since is too long ago.") }
    var question = UsageQuestion(split, days: since...until, today: today)
    question.filter.isDemo = options.has("demo")
    let named: [(String, UsageDimension)] = [
      ("model", .model), ("key", .key), ("profile", .profile), ("tag", .project), ("kind", .kind),
    ]
    for (name, dimension) in named { question.filter[dimension] = options[name] }
    if let kind = options["kind"], UsageRecord.Kind(rawValue: kind) == nil {
      let words = UsageRecord.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError(sentence: "--kind needs one of \(words), not “\(kind.prefix(40))”.")
    }
    if let outcome = options["outcome"] {
      guard ["done", "stopped", "cut", "failed", "errors"].contains(outcome) else {
        throw UsageError(
          sentence: "--outcome needs one of done, stopped, cut, failed, errors, not “\(outcome)”.")
      }
      question.filter.outcome = outcome
    }
    question.limit = 0
    return question
  }

  /// What was asked a moment ago farther east is in the books under a day that has not begun here.
  private func reachLastDay(
    _ question: inout UsageQuestion, _ history: HistoryStore
  ) async throws(HistoryProblem) {
    let days = question.days
    let last = try await history.lastDay(upTo: LocalClock.today + Self.mostDaysApart) ?? days.upperBound
    question.days = days.lowerBound...max(days.upperBound, last)
  }

  /// Between local days at the same moment: time zones are up to 26 hours apart.
  private static let mostDaysApart = 2

  // MARK: Output

  private func printRequests(
    _ question: UsageQuestion, _ history: HistoryStore
  ) async throws(HistoryProblem) {
    let offset = LocalClock.utcOffset
    if options.has("csv") {
      let table = try await history.everyRequest(question, into: UsageTable()) { table, record in
        table.csv.add(record, utcOffset: offset)
      }
      Output.writeFile(Array(table.csv.text.utf8))
      return
    }
    let rows = try await history.everyRequest(question, into: [JSONValue]()) { rows, record in
      rows.append(record.json(utcOffset: offset))
    }
    var object = Self.range(question)
    object["requests"] = .array(rows)
    Output.writeFile(Array((JSONValue.object(object).text(pretty: true) + "\n").utf8))
  }

  private func print(_ report: UsageReport, _ grouping: Grouping) {
    let groups = UsageGroup.groups(report, grouping)
    if options.has("csv") {
      Output.writeFile(Array(UsageCSV.groups(groups, named: grouping.rawValue).utf8))
    } else if options.has("json") {
      var object = Self.range(report.question)
      object["by"] = .string(grouping.rawValue)
      object["groups"] = .array(groups.map { $0.json(named: grouping.rawValue) })
      object["total"] = UsageGroup(value: "total", sums: report.total).json(named: grouping.rawValue)
      object["running"] = .integer(report.running)
      object[report.question.filter.isDemo ? "real_requests" : "demo_requests"] = .integer(report.others)
      Output.writeFile(Array((JSONValue.object(object).text(pretty: true) + "\n").utf8))
    } else {
      Output.write(Output.harmless(UsageText(report, groups, grouping).text))
    }
  }

  private static func range(_ question: UsageQuestion) -> JSONObject {
    var object = JSONObject()
    object["since"] = .string(LocalCalendar.text(question.days.lowerBound))
    object["until"] = .string(LocalCalendar.text(question.days.upperBound))
    object["is_demo"] = .bool(question.filter.isDemo)
    return object
  }
}

extension UsageGroup {
  /// Periods in order, with those without a request; everything else with the dearest first.
  static func groups(_ report: UsageReport, _ grouping: UsageCommand.Grouping) -> [UsageGroup] {
    guard let dimension = grouping.dimension else {
      // Periods before the first request say nothing where there are many.
      let empty = report.bars.count > 60 ? report.bars.prefix { $0.sums.requests == 0 }.count : 0
      return report.bars.dropFirst(min(empty, report.bars.count - 1)).map {
        UsageGroup(value: $0.period.label, sums: $0.sums, isOpen: $0.isOpen)
      }
    }
    return report.shares(dimension, by: .cost).map { share in
      let value = dimension == .result ? UsageWords.value(share.value, of: .result) : share.value
      return UsageGroup(value: value, sums: share.sums, speed: share.speed)
    }
  }
}
