import RelayKit
import TerminalUI
import Workbench

/// The menu of what to count.
extension Playground {
  private static let outcomes = [
    ("errors", "failed or cut"), ("failed", "failed"), ("cut", "cut"), ("stopped", "stopped by you"),
    ("done", "whole answers"),
  ]

  mutating func filterUsage(_ call: Invocation) -> [Effect] {
    guard let word = call.argument else {
      overlay = .list(usageFilterList)
      return []
    }
    switch word {
    case "clear": usage.filter = UsageFilter(isDemo: usage.filter.isDemo)
    case "demo":
      usage.filter = UsageFilter(isDemo: !usage.filter.isDemo)
      usage.chosen = nil
    default:
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        say("For example: usage.filter model=gpt-5.4-mini", at: call.now)
        return []
      }
      if parts[0] == "outcome" {
        usage.filter.outcome = usage.filter.outcome == parts[1] ? nil : parts[1]
      } else if let dimension = UsageDimension(rawValue: parts[0]) {
        usage.filter[dimension] = usage.filter[dimension] == parts[1] ? nil : parts[1]
      }
    }
    return askForUsageAnew(at: call.now)
  }

  private var usageFilterList: PickList {
    var rows: [PickList.Row] = []
    if !usage.filter.isEmpty {
      rows.append(PickList.Row(id: "clear", title: "everything", fields: ["takes the filter away"]))
    }
    for (outcome, words) in Self.outcomes {
      let isOn = usage.filter.outcome == outcome
      rows.append(
        PickList.Row(id: "outcome=\(outcome)", title: "\(isOn ? "[x] " : "")only: \(words)"))
    }
    for dimension in UsageDimension.allCases {
      for share in usage.report?.shares(dimension, by: usage.unit) ?? [] {
        let isOn = usage.filter[dimension] == share.value
        let value = UsageWords.value(share.value, of: dimension)
        rows.append(
          PickList.Row(
            id: "\(dimension.rawValue)=\(share.value)",
            title: "\(isOn ? "[x] " : "")\(dimension.title): \(value)",
            fields: [NumberWords.counted(share.sums.requests, "request"), share.sums.costText]))
      }
    }
    let others = NumberWords.counted(usage.report?.others ?? 0, "request")
    rows.append(
      usage.filter.isDemo
        ? PickList.Row(id: "demo", title: "real relays", fields: [others, "counted apart"])
        : PickList.Row(id: "demo", title: "the demo relay, simulated", fields: [others, "counted apart"]))
    return PickList(.argument(of: "usage.filter"), title: "Count only", rows: rows)
  }

  /// `all keys, all models`, or what is filtered by.
  func usageFilterWords(isShort: Bool) -> String {
    var words: [String] = []
    if usage.filter.isDemo { words.append("demo relay, simulated") }
    if let outcome = usage.filter.outcome { words.append("only \(outcome)") }
    for dimension in UsageDimension.allCases {
      if let value = usage.filter[dimension] {
        words.append("\(dimension.title) \(UsageWords.value(value, of: dimension))")
      }
    }
    if usage.filter[.key] == nil, usage.filter[.model] == nil, !usage.filter.isDemo {
      words.append(isShort ? "all keys" : "all keys, all models")
    }
    return words.joined(separator: ", ")
  }
}
