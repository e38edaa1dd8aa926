import RelayKit
import TerminalUI
import Workbench

/// Comparisons as files.
enum KeepingCommands {
  private static let none: @Sendable (Playground) -> String? = {
    $0.comparison.isEmpty ? "there are no lanes; a adds models, Ctrl-X 2 shows them" : nil
  }

  static let table: [Command] = [
    Command(
      "lanes.export", "lanes: export", "Write the comparison as CSV, JSON, JSONL, Markdown or HTML.", .act,
      [.pane(.lane, "w"), .pane(.results, "w")], hint: .init("Export", 59, when: { $0.focus == .results }),
      verb: "export-lanes", reason: none, run: { app, call in app.exportLanes(call) }),
    Command(
      "lanes.keep", "lanes: keep", "Keep the comparison under a name, to be opened again: keep NAME", .act,
      [],
      verb: "keep", reason: none, run: { app, call in app.keepLanes(call, withRuns: true) }),
    Command(
      "lanes.keep.set", "lanes: keep the set", "Keep the lanes without their answers: keep-lanes NAME", .act,
      [],
      verb: "keep-lanes", reason: none, run: { app, call in app.keepLanes(call, withRuns: false) }),
    Command(
      "lanes.open", "lanes: open", "Open a kept comparison, a file of one, or a plan (JSON5, CSV): open PATH",
      .act,
      [.pane(.lane, "O")], verb: "open",
      run: { _, call in call.argument.map { [.openComparison($0)] } ?? [.listComparisons] }),
  ]
}

extension Playground {
  mutating func exportLanes(_ call: Invocation) -> [Effect] {
    standUp()
    if let format = call.argument.flatMap(ComparisonExport.init(rawValue:)) {
      let record = comparisonRecord(at: call.now)
      return [.save(format.bytes(of: record), fileName: "comparison.\(format.fileExtension)")]
    }
    let rows = ComparisonExport.allCases.map { format in
      PickList.Row(id: format.rawValue, title: "comparison.\(format.fileExtension)", fields: [format.about])
    }
    overlay = .list(PickList(.argument(of: "lanes.export"), title: "Write the comparison as", rows: rows))
    return []
  }

  mutating func keepLanes(_ call: Invocation, withRuns: Bool) -> [Effect] {
    standUp()
    guard let name = call.argument else {
      say("Name it, for example: \(withRuns ? "keep" : "keep-lanes") three minis", at: call.now)
      return []
    }
    if let problem = PresetName.problem(name) {
      say(problem, at: call.now)
      return []
    }
    var record = comparisonRecord(keepsRuns: withRuns, at: call.now)
    if !withRuns {
      // A set of lanes is asked something else the next time.
      (record.turns, record.winner) = ([], nil)
      for index in record.lanes.indices { record.lanes[index].ownTurns = nil }
    }
    record.title = name
    return [.keepComparison(name: name, ComparisonFile.bytes(of: record))]
  }

  mutating func openComparisons(_ names: [String], at now: MonotonicTime) {
    var list = PickList(
      .argument(of: "lanes.open"), title: "Open a comparison",
      rows: names.map { PickList.Row(id: $0, title: $0, fields: ["kept"]) })
    list.takesTyped = true
    list.note =
      (names.isEmpty ? "None is kept yet; :keep NAME keeps one. " : "")
      + "The path of a file can be typed: a comparison (.jsonl), or lanes and prompts (.json5, .csv)."
    overlay = .list(list)
  }
}

extension ComparisonExport {
  fileprivate var about: String {
    switch self {
    case .csv: "a row for each answer, for spreadsheets"
    case .json: "one object"
    case .jsonl: "with every byte; can be opened again"
    case .markdown: "a table and the answers"
    case .html: "one page that needs nothing else"
    }
  }
}
