import Glibc
import HistoryStore
import RelayKit
import TerminalUI
import Workbench

/// `bayside history list` and `search`.
struct HistoryListing {
  let options: ParsedOptions

  func run() async throws(UsageError) -> Int32 {
    let filter = try filter()
    let limit = try options.integer("limit", in: 1...1_000_000) ?? 100
    do throws(HistoryProblem) {
      let page = try await KeptHistory.openMended().entries(filter, offset: 0, limit: limit)
      print(page)
      // As grep does: a script that looks for something learns that nothing is there.
      return page.entries.isEmpty && !options.operands.isEmpty ? 1 : 0
    } catch {
      Output.notice(error.sentence)
      return 1
    }
  }

  private func filter() throws(UsageError) -> HistoryFilter {
    var filter = HistoryFilter()
    filter.text = options.operands.joined(separator: " ")
    guard options.operands.isEmpty || HistoryStore.hasWords(filter.text) else {
      throw UsageError(
        sentence:
          "There is no word in “\(Output.harmless(filter.text))” to be searched for; signs alone are not found."
      )
    }
    if let word = options["kind"] {
      guard let kind = HistoryEntry.Kind(rawValue: word) else {
        throw UsageError(sentence: "--kind needs chat or comparison, not “\(word)”.")
      }
      filter.kind = kind
    }
    filter.model = options["model"]
    filter.keyName = options["key"]
    filter.outcome = options["outcome"]
    filter.tag = options["tag"]
    filter.onlyStarred = options.has("starred")
    filter.leastCost = try options.number("cost", in: 0...1_000_000)
    let offset = LocalClock.utcOffset
    filter.since = try DayOption.day("since", options).map {
      LocalCalendar.start(ofDay: $0, utcOffset: offset)
    }
    filter.until = try DayOption.day("until", options).map {
      LocalCalendar.start(ofDay: $0 + 1, utcOffset: offset)
    }
    return filter
  }

  // MARK: Output

  private func print(_ page: HistoryPage) {
    if options.has("json") {
      var object = JSONObject()
      object["total"] = .integer(page.total)
      object["entries"] = .array(page.entries.map(\.json))
      Output.writeFile(Array((JSONValue.object(object).text(pretty: true) + "\n").utf8))
      return
    }
    if isatty(1) == 1 {
      Output.write(Output.harmless(HistoryRows(page.entries).aligned))
    } else {
      Output.write(page.entries.map { $0.separated + "\n" }.joined())
    }
    if page.entries.isEmpty { Output.notice("Nothing in the history passes.") }
    if page.entries.count < page.total {
      Output.notice("\(page.entries.count) of \(page.total) are listed; --limit lists more.")
    }
  }
}

/// Entries for people, in 80 columns: the title comes last and may be cut.
private struct HistoryRows {
  private let entries: [HistoryEntry]
  init(_ entries: [HistoryEntry]) { self.entries = entries }

  var aligned: String {
    guard !entries.isEmpty else { return "" }
    let ids = min(30, max(2, entries.map { Glyphs.width($0.id) }.max() ?? 2))
    let costs = max(4, entries.map { Glyphs.width($0.costWords) }.max() ?? 4)
    func line(_ id: String, _ time: String, _ calls: String, _ cost: String, _ title: String) -> String {
      let head =
        Glyphs.padded(id, columns: ids) + "  " + Glyphs.padded(time, columns: 16)
        + right(calls, 6) + " " + right(cost, costs) + "  "
      return head + Glyphs.fitted(title, columns: max(20, 80 - Glyphs.width(head))) + "\n"
    }
    var text = line("id", "changed", "calls", "cost", "title")
    for entry in entries {
      let marks = [
        entry.isStarred ? "*" : nil, entry.kind == .comparison ? "compare:" : nil,
        entry.isDemo ? "demo:" : nil,
        entry.wasInterrupted
          ? "[interrupted]" : entry.lastOutcome.flatMap { $0 == "done" ? nil : "[\($0)]" },
      ].compactMap(\.self)
      text += line(
        entry.id, entry.time, "\(entry.requests)", entry.costWords,
        (marks + [entry.title.oneLine]).joined(separator: " "))
      if let found = entry.found {
        text += "    " + Glyphs.fitted(found.oneLine, columns: 76) + "\n"
      }
    }
    return text
  }

  private func right(_ text: String, _ columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - Glyphs.width(text))) + text
  }
}

extension HistoryEntry {
  /// `2026-11-23 14:09`.
  fileprivate var time: String {
    let offset = LocalClock.utcOffset
    let day = LocalCalendar.day(of: updatedAt, utcOffset: offset)
    return "\(LocalCalendar.text(day)) \(LocalCalendar.clock(updatedAt, utcOffset: offset).prefix(5))"
  }

  fileprivate var costWords: String {
    guard let cost else { return "-" }
    return cost == 0 ? "0" : NumberWords.money(cost, currency: currency, isEstimate: costIsEstimate)
  }

  /// For pipes: a tab between columns, no heading. Columns keep their places; new ones come at the end.
  fileprivate var separated: String {
    [
      id, kind.rawValue, LocalCalendar.timestamp(updatedAt), "\(requests)",
      cost.flatMap(UsageCell.exact) ?? "-",
      currency.isEmpty ? "-" : currency, lastOutcome ?? "-", isStarred ? "starred" : "-",
      models.joined(separator: ","), tags.map(\.commaFree).joined(separator: ","), title, found ?? "",
      cost == nil ? "-" : costIsEstimate ? "estimate" : "told", isDemo ? "demo" : "-",
    ].map { Output.harmless($0.oneLine) }.joined(separator: "\t")
  }

  var json: JSONValue {
    var object = JSONObject()
    func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    object["id"] = .string(id)
    object["kind"] = .string(kind.rawValue)
    object["title"] = .string(title)
    object["created_at"] = .string(LocalCalendar.timestamp(createdAt))
    object["updated_at"] = .string(LocalCalendar.timestamp(updatedAt))
    object["models"] = .array(models.map(JSONValue.string))
    object["requests"] = .integer(requests)
    object["last_outcome"] = text(lastOutcome)
    object["interrupted"] = .bool(wasInterrupted)
    object["cost"] = cost.map(JSONValue.double) ?? .null
    object["currency"] = text(cost == nil ? nil : currency)
    object["cost_is_estimate"] = cost == nil ? .null : .bool(costIsEstimate)
    object["starred"] = .bool(isStarred)
    object["tags"] = .array(tags.map(JSONValue.string))
    object["demo"] = .bool(isDemo)
    object["found"] = text(found)
    return .object(object)
  }
}

extension String {
  /// A comma stands between tags.
  fileprivate var commaFree: String {
    split(separator: ",", omittingEmptySubsequences: false).joined(separator: "\\,")
  }

  /// Line ends and tabs would make two of one.
  fileprivate var oneLine: String { String(map { $0.isNewline || $0 == "\t" ? " " : $0 }) }
}
