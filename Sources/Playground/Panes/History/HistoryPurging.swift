import RelayKit
import TerminalUI
import Workbench

/// Deleting the oldest, after a question that says how much of it there is.
extension Playground {
  mutating func purgeHistory(_ call: Invocation) -> [Effect] {
    guard let bound = call.argument.flatMap(PurgeBound.init) else {
      var list = PickList(
        .argument(of: "history.purge"), title: "Delete what is older than",
        rows: [("30", "30 days"), ("90", "90 days"), ("180", "half a year"), ("365", "a year")].map {
          PickList.Row(id: $0.0, title: $0.1)
        })
      list.takesTyped = true
      list.note = "Or type days such as 3d, or a size beyond which the oldest go: 500 MB, 2 GB."
      overlay = .list(list)
      return []
    }
    overlay = .question(question(bound, nil))
    return [.foreseePurge(bound)]
  }

  /// What would go is known now; whoever was asked before that gets it into the same question.
  mutating func sayForeseen(_ bound: PurgeBound, _ forecast: PurgeForecast) {
    guard case .question(let shown) = overlay,
      shown.choices.contains(where: { $0.answer == .purgeHistory(bound) })
    else { return }
    var question = question(bound, forecast)
    question.marked = min(shown.marked, question.choices.count - 1)
    overlay = .question(question)
  }

  /// - Parameter forecast: `nil` while it is not known.
  private func question(_ bound: PurgeBound, _ forecast: PurgeForecast?) -> Question {
    let isNothing = forecast?.isNothing ?? false
    return Question(
      title: isNothing
        ? "Nothing would go" : bound.isOfAge ? "Delete old chats?" : "Delete the oldest chats?",
      lines: isNothing
        ? [nothingWords(bound, forecast)]
        : [purgeWords(bound, forecast), "What was spent stays in the books, without any text."],
      choices: isNothing
        ? [("Close", .stay)] : [("Keep them", .stay), ("Delete them", .purgeHistory(bound))])
  }

  private func nothingWords(_ bound: PurgeBound, _ forecast: PurgeForecast?) -> String {
    switch bound {
    case .days(let days):
      return "No chat and no comparison is older than \(Figures.counted(days, "day")), but for starred ones."
    case .bytes(let bytes):
      let now = Figures.bytes(forecast?.usedBytes ?? 0)
      return (forecast?.usedBytes ?? 0) <= bytes
        ? "The history has \(now), which is no more than \(Figures.bytes(bytes))."
        : "The history has \(now), and nothing but starred ones is left that could go."
    }
  }

  private func purgeWords(_ bound: PurgeBound, _ forecast: PurgeForecast?) -> String {
    switch bound {
    case .days(let days):
      let what = forecast?.words ?? "Chats and comparisons"
      return "\(what), of more than \(Figures.counted(days, "day")) ago, would be gone; starred ones stay."
    case .bytes(let bytes):
      let most = "until the history is no larger than \(Figures.bytes(bytes))"
      guard let forecast else {
        return "The oldest would go \(most), bytes of exchanges first; starred ones stay."
      }
      let now = "it has \(Figures.bytes(forecast.usedBytes)) now"
      return forecast.going == 0
        ? "No chat would go, only bytes of the oldest exchanges, \(most); \(now)."
        : "About \(forecast.words) would be gone, the oldest first, \(most); \(now). Starred ones stay."
    }
  }
}

extension PurgeBound {
  fileprivate var isOfAge: Bool { if case .days = self { true } else { false } }
}
