import RelayKit
import TerminalUI
import Workbench

/// Naming, starring, tagging, exporting and deleting.
extension Playground {
  /// The marked ones, else that under the mark.
  var historyTargets: [String] {
    history.chosen.isEmpty ? history.marked.map { [$0.id] } ?? [] : history.chosen
  }

  mutating func chooseInHistory() -> [Effect] {
    guard let entry = history.marked else { return [] }
    if let place = history.chosen.firstIndex(of: entry.id) {
      history.chosen.remove(at: place)
    } else {
      history.chosen.append(entry.id)
    }
    return moveInHistory(1)
  }

  mutating func renameHistory(_ call: Invocation) -> [Effect] {
    guard let entry = history.marked else { return [] }
    guard let name = call.argument?.trimmedLine, !name.isEmpty else {
      overlay = .list(
        .typed(for: "history.rename", title: "Rename", note: "Type the new name.", text: entry.title))
      return []
    }
    if entry.id == workspace.conversation.name { workspace.conversation.title = name }
    return [.changeHistory([entry.id], .rename(name))]
  }

  mutating func tagHistory(_ call: Invocation) -> [Effect] {
    guard let entry = history.marked else { return [] }
    guard let text = call.argument else {
      overlay = .list(
        .typed(
          for: "history.tags", title: "Tags",
          note: "Type tags with blanks or commas between them; - takes all away.",
          text: entry.tags.joined(separator: " ")))
      return []
    }
    let tags = text == "-" ? [] : text.split { $0 == " " || $0 == "," }.map { String($0.drop { $0 == "#" }) }
    return [.changeHistory(historyTargets, .tags(tags.filter { !$0.isEmpty }))]
  }

  mutating func askToDeleteHistory() -> [Effect] {
    let targets = historyTargets
    guard let first = targets.first else { return [] }
    let what =
      targets.count > 1
      ? "\(targets.count) entries" : "“\(Glyphs.fitted(history.marked?.title ?? first, columns: 50))”"
    overlay = .question(
      Question(
        title: "Delete from the history?",
        lines: [
          "\(what) would be gone, with all answers.", "What was spent stays in the books, without any text.",
        ],
        choices: [("Keep it", .stay), ("Delete it", .deleteHistory(targets))]))
    return []
  }

  mutating func deleteHistory(_ ids: [String]) -> [Effect] {
    history.chosen.removeAll { ids.contains($0) }
    // What is on the screen is a chat of its own from now on.
    if let name = workspace.conversation.name, ids.contains(name) {
      (workspace.conversation.name, keptRevision) = (nil, workspace.conversation.keptRevision)
    }
    if let name = compare.journal?.name, ids.contains(name) { compare.journal = nil }
    return [.changeHistory(ids, .delete)]
  }

  mutating func exportHistory(_ call: Invocation) -> [Effect] {
    let targets = historyTargets
    guard !targets.isEmpty else { return [] }
    if let format = call.argument.flatMap(HistoryExport.init(rawValue:)) {
      return [.exportHistory(targets, format)]
    }
    overlay = .list(
      PickList(
        .argument(of: "history.export"),
        title: targets.count == 1 ? "Write it as" : "Write \(targets.count) entries as",
        rows: HistoryExport.allCases.map {
          PickList.Row(id: $0.rawValue, title: "history.\($0.fileExtension)", fields: [$0.about])
        }))
    return []
  }

  mutating func openHistoryFilter(_ call: Invocation) -> [Effect] {
    if let word = call.argument { return filterHistory { $0.set(word) } }
    var rows = [
      PickList.Row(id: "all", title: "everything"), PickList.Row(id: "chats", title: "chats"),
      PickList.Row(id: "comparisons", title: "comparisons"), PickList.Row(id: "starred", title: "starred"),
      PickList.Row(id: "failed", title: "last answer failed"),
      PickList.Row(id: "cut", title: "last answer cut off"),
      PickList.Row(id: "stopped", title: "last answer stopped"),
    ]
    for days in [1, 7, 30] {
      let since = wallClock(at: call.now) - Double(days) * 86_400
      rows.append(PickList.Row(id: "since \(Int(since))", title: "the last \(Figures.counted(days, "day"))"))
    }
    for cost in ["0.01", "0.10", "1.00"] {
      rows.append(PickList.Row(id: "cost \(cost)", title: "cost $\(cost) or more"))
    }
    let entries = history.page?.entries ?? []
    for model in Set(entries.flatMap(\.models)).sorted() {
      rows.append(PickList.Row(id: "model \(model)", title: model, fields: ["model"]))
    }
    for tag in Set(entries.flatMap(\.tags)).sorted() {
      rows.append(PickList.Row(id: "tag \(tag)", title: "#\(tag)", fields: ["tag"]))
    }
    let keys = Set(workspace.relay.map { [$0.keyName] } ?? []).filter { !$0.isEmpty }
    for key in keys.sorted() { rows.append(PickList.Row(id: "key \(key)", title: key, fields: ["key"])) }
    overlay = .list(PickList(.argument(of: "history.filter"), title: "Show only", rows: rows))
    return []
  }
}

extension HistoryFilter {
  /// A row of the list of filters.
  fileprivate mutating func set(_ word: String) {
    let parts = word.split(separator: " ", maxSplits: 1).map(String.init)
    let value = parts.count > 1 ? parts[1] : ""
    switch parts.first {
    case "all": self = HistoryFilter()
    case "chats": kind = .chat
    case "comparisons": kind = .comparison
    case "starred": onlyStarred = true
    case "failed", "cut", "stopped": outcome = parts[0]
    case "since": since = Double(value)
    case "cost": leastCost = Double(value)
    case "model": model = value
    case "tag": tag = value
    case "key": keyName = value
    default: break
    }
  }

  /// What it lets through, in words; empty when everything.
  package var words: String {
    var words: [String] = []
    if let kind { words.append(kind == .chat ? "chats" : "comparisons") }
    if onlyStarred { words.append("starred") }
    if let outcome { words.append(outcome) }
    if let model { words.append(model) }
    if let tag { words.append("#\(tag)") }
    if let keyName { words.append("key \(keyName)") }
    if let leastCost {
      words.append("\(NumberWords.money(leastCost, currency: "USD", isEstimate: false)) or more")
    }
    if let since, let day = ModelDay.text(since) { words.append("since \(day)") }
    return words.joined(separator: ", ")
  }
}

/// Forms in which kept chats are written to a file.
package enum HistoryExport: String, Sendable, Hashable, CaseIterable {
  case markdown, jsonl

  package var fileExtension: String { self == .markdown ? "md" : "jsonl" }

  var about: String {
    switch self {
    case .markdown: "the texts, to be read"
    case .jsonl: "everything; bayside history import reads it"
    }
  }
}

extension String {
  fileprivate var trimmedLine: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
