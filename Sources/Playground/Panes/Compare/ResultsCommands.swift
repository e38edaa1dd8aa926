import RelayKit
import TerminalUI
import Workbench

/// The table of results.
enum ResultsCommands {
  static let table: [Command] = [
    Command(
      "results.down", "results: down", "A row down.", .move,
      [.pane(.results, "j"), .pane(.results, Key(.down))],
      run: Command.onLanes { $0.moveInResults(1, at: $1) }),
    Command(
      "results.up", "results: up", "A row up.", .move, [.pane(.results, "k"), .pane(.results, Key(.up))],
      run: Command.onLanes { $0.moveInResults(-1, at: $1) }),
    Command(
      "results.page.down", "results: page down", "Ten rows down.", .move,
      [.pane(.results, Key(.pageDown)), .pane(.results, .control("d"))],
      run: Command.onLanes { $0.moveInResults(10, at: $1) }),
    Command(
      "results.page.up", "results: page up", "Ten rows up.", .move,
      [.pane(.results, Key(.pageUp)), .pane(.results, .control("u"))],
      run: Command.onLanes { $0.moveInResults(-10, at: $1) }),
    Command(
      "results.sort", "results: sort", "Sort by the next column; no lane moves.", .look,
      [.pane(.results, "s")],
      hint: .init("Sort", 20, when: { $0.focus == .results }),
      run: Command.onLanes { $0.sortNextResults(at: $1) }),
    Command(
      "results.turn", "results: turn round", "The other way round.", .look, [.pane(.results, "o")],
      run: Command.onLanes { app, now in
        if let column = app.compare.results.sortedBy { app.sortResults(by: column, at: now) }
      }),
    Command(
      "results.open", "results: go there", "Go to the marked answer.", .go, [.pane(.results, Key(.enter))],
      hint: .init("Go there", 21, when: { $0.focus == .results }),
      run: Command.onLanes { $0.openResult(at: $1) }),
    Command(
      "results.close", "results: close", "Back to the lanes.", .go, [.pane(.results, "T")],
      run: Command.onLanes { app, _ in app.showMode(.lanes) }),
  ]
}
