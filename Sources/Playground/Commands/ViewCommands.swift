import RelayKit
import TerminalUI

/// Going to the views, by digit or by key.
enum ViewCommands {
  static let table: [Command] = ViewID.allCases.map { view in
    let digit = Key(.character(Character("\(view.rawValue)")))
    return Command(
      CommandID("view.\(view.title.lowercased())"), "view: \(view.title)", view.help, .go,
      [.navigation(digit), .leader(digit), .anywhere(Key(digit.code, .alt))] + view.otherKeys,
      run: { app, _ in
        app.show(view)
        return app.view == .params ? app.askForPrices() : []
      })
  }
}

extension ViewID {
  fileprivate var help: String {
    switch self {
    case .chat: "The conversation and its inspector."
    case .params: "The parameters of the request, and the body that they make."
    case .code: "The request as source code of many languages."
    }
  }

  fileprivate var otherKeys: [KeyBinding] {
    switch self {
    case .chat: []
    case .params: [.anywhere(.function(2)), .leader("o")]
    case .code: [.anywhere(.function(3)), .leader("c")]
    }
  }

  var panes: [PaneID] {
    switch self {
    case .chat: [.message, .transcript, .wire]
    case .params: [.params, .draft]
    case .code: [.code, .codeOptions]
    }
  }
}

extension Playground {
  mutating func show(_ next: ViewID) {
    // The same key goes back.
    let next = next == view && next != .chat ? .chat : next
    guard next != view else { return }
    focusBefore[view] = focus
    view = next
    isZoomed = false
    focus = focusBefore[next] ?? next.panes[0]
    params.typing = nil
  }
}
