import RelayKit
import TerminalUI
import Workbench

/// Going to the views, by digit or by key.
enum ViewCommands {
  static let table: [Command] = ViewID.allCases.map { view in
    let digit = Key(.character(Character("\(view.rawValue)")))
    return Command(
      CommandID("view.\(view.title.lowercased())"), "view: \(view.title)", view.help, .go,
      [.navigation(digit), .leader(digit), .anywhere(Key(digit.code, .alt))] + view.otherKeys,
      run: { app, call in
        // Models are a list over whatever view they are picked for.
        if view == .models { return app.perform("model", at: call.now) }
        app.show(view)
        return app.entered(at: call.now)
      })
  }
}

extension ViewID {
  fileprivate var help: String {
    switch self {
    case .chat: "The conversation and its inspector."
    case .compare: "Several models side by side, asked the same."
    case .params: "The parameters of the request, and the body that they make."
    case .code: "The request as source code of many languages."
    case .models: "The relay's models with their prices."
    case .usage: "What was asked, and what it cost."
    case .keys: "The keys on this machine, their limits, and what each spent."
    case .history: "Chats and comparisons of before."
    }
  }

  fileprivate var otherKeys: [KeyBinding] {
    switch self {
    case .chat, .compare, .models, .usage, .keys, .history: []
    case .params: [.anywhere(.function(2)), .leader("o")]
    case .code: [.anywhere(.function(3)), .leader("c")]
    }
  }

  var panes: [PaneID] {
    switch self {
    case .chat: [.message, .transcript, .wire]
    case .compare: [.message, .lane, .difference, .lens, .results, .scores, .wire]
    case .params: [.params, .draft]
    case .code: [.code, .codeOptions]
    case .models: []
    case .usage: [.usageRequests, .usageTrend, .usageSplit]
    case .keys: [.keyList, .keyDetail]
    case .history: [.historyList, .historyPreview]
    }
  }
}

extension Playground {
  /// What a view needs from outside when it is gone to.
  fileprivate mutating func entered(at now: MonotonicTime) -> [Effect] {
    switch view {
    case .params, .compare: askForPrices()
    case .usage: enterUsage(at: now)
    case .keys: enterKeys(at: now)
    case .history: enterHistory(at: now)
    case .chat, .code, .models: []
    }
  }

  /// Where going back from parameters and code leads.
  var home: ViewID { compare.subject == nil || view == .compare ? .chat : .compare }

  mutating func show(_ next: ViewID) {
    // The same key goes back.
    let next = next == view && next != .chat ? home : next
    if next == .chat, view == .chat, face != .talk {
      face = .talk
      focus = .transcript
    }
    guard next != view else { return }
    if view == .compare { compare.subject = focusedLane }
    if [.chat, .compare].contains(next) { compare.subject = nil }
    if next == .compare { compare.news = nil }
    focusBefore[view] = focus
    view = next
    isZoomed = false
    let before = focusBefore[next]
    focus = before.flatMap { shownPanes.contains($0) ? $0 : nil } ?? shownPanes.first ?? next.panes[0]
    params.typing = nil
  }
}
