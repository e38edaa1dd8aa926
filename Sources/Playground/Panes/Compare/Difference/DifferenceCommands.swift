import RelayKit
import TerminalUI
import Workbench

/// Keys of the Diff and the lens.
enum DifferenceCommands {
  private static let alone: @Sendable (Playground) -> String? = {
    $0.comparison.lanes.count < 2 ? "two lanes are needed; a adds models" : nil
  }

  private static func move(
    _ pane: PaneID, _ id: CommandID, _ title: String, _ help: String, _ keys: [Key],
    _ run: @escaping @Sendable (inout Playground) -> Void
  ) -> Command {
    Command(
      id, title, help, .move, keys.map { .pane(pane, $0) }, run: Command.onLanes { app, _ in run(&app) })
  }

  static let table: [Command] = [
    Command(
      "lanes.diff", "lanes: difference of two", "What differs between this lane and the base.", .look,
      [.pane(.lane, "D"), .pane(.lens, "D"), .pane(.difference, "D")],
      hint: .init("Diff", 18, when: { $0.focus == .lane && $0.comparison.lanes.count > 1 }), reason: alone,
      run: Command.onLanes { app, _ in
        app.compare.difference.other = app.focusedLane == app.comparison.base ? nil : app.focusedLane
        app.compare.difference.start()
        app.showMode(.difference)
      }),
    Command(
      "lanes.lens", "lanes: difference lens",
      "What all answers agree on, and the facts in which they do not.", .look,
      [.pane(.lane, "L"), .pane(.lens, "L"), .pane(.difference, "L")],
      hint: .init("Lens", 19, when: { $0.focus == .lane && $0.comparison.lanes.count > 1 }), reason: alone,
      run: Command.onLanes { app, _ in app.showMode(.lens) }),
    Command(
      "diff.next", "diff: next change", "To the next change.", .move, [.pane(.difference, "n")],
      hint: .init("Change", 20, when: { $0.focus == .difference }),
      run: Command.onLanes { $0.nextChange(1, at: $1) }),
    Command(
      "diff.prev", "diff: previous change", "To the change before.", .move, [.pane(.difference, "N")],
      run: Command.onLanes { $0.nextChange(-1, at: $1) }),
    Command(
      "diff.candidate", "diff: next lane", "Compare the base with the next lane.", .look,
      [.pane(.difference, "l"), .pane(.difference, Key(.right))],
      hint: .init("Candidate", 21, when: { $0.focus == .difference }),
      run: Command.onLanes { app, _ in app.nextCandidate(1) }),
    Command(
      "diff.candidate.prev", "diff: previous lane", "Compare the base with the lane before.", .look,
      [.pane(.difference, "h"), .pane(.difference, Key(.left))],
      run: Command.onLanes { app, _ in app.nextCandidate(-1) }
    ),
    Command(
      "diff.base", "diff: turn round", "Make the shown lane the base.", .look, [.pane(.difference, "b")],
      hint: .init("Base", 22, when: { $0.focus == .difference }),
      run: Command.onLanes { app, _ in app.turnDifference() }
    ),
    Command(
      "diff.unit", "diff: words, lines or sentences", "By what prose is compared.", .look,
      [.pane(.difference, "v")],
      hint: .init("Unit", 23, when: { $0.focus == .difference }),
      run: Command.onLanes { app, _ in
        let all = AnswerComparison.Unit.allCases
        let place = all.firstIndex(of: app.compare.difference.unit) ?? 0
        app.compare.difference.unit = all[(place + 1) % all.count]
        app.compare.difference.start()
      }),
    Command(
      "diff.shape", "diff: split or unified", "Both side by side, or in one column.", .look,
      [.pane(.difference, "|")], hint: .init("Split", 24, when: { $0.focus == .difference }),
      run: Command.onLanes { app, _ in
        app.compare.difference.isSplit = !app.differenceIsSplit
        app.compare.difference.start()
      }),
    Command(
      "diff.fold", "diff: open or fold", "Open what is the same, or fold it.", .look,
      [.pane(.difference, Key(.character(" "))), .pane(.difference, Key(.enter))],
      run: Command.onLanes { $0.toggleFold(at: $1) }),
    move(.difference, "diff.down", "diff: line down", "A line down.", [Key(.character("j")), Key(.down)]) {
      $0.scrollDifference(1)
    },
    move(.difference, "diff.up", "diff: line up", "A line up.", [Key(.character("k")), Key(.up)]) {
      $0.scrollDifference(-1)
    },
    move(.difference, "diff.page.down", "diff: page down", "A page down.", [Key(.pageDown), .control("d")]) {
      $0.differencePage(1)
    },
    move(.difference, "diff.page.up", "diff: page up", "A page up.", [Key(.pageUp), .control("u")]) {
      $0.differencePage(-1)
    },
    move(.difference, "diff.top", "diff: top", "To the beginning.", [Key(.character("g")), Key(.home)]) {
      $0.scrollDifference(-(1 << 30))
    },
    move(.difference, "diff.bottom", "diff: bottom", "To the end.", [Key(.character("G")), Key(.end)]) {
      $0.scrollDifference(1 << 30)
    },
    move(.lens, "lens.down", "lens: line down", "A line down.", [Key(.character("j")), Key(.down)]) {
      $0.scrollLens(1)
    },
    move(.lens, "lens.up", "lens: line up", "A line up.", [Key(.character("k")), Key(.up)]) {
      $0.scrollLens(-1)
    },
    move(.lens, "lens.page.down", "lens: page down", "A page down.", [Key(.pageDown), .control("d")]) {
      $0.lensPage(1)
    },
    move(.lens, "lens.page.up", "lens: page up", "A page up.", [Key(.pageUp), .control("u")]) {
      $0.lensPage(-1)
    },
    move(.lens, "lens.top", "lens: top", "To the beginning.", [Key(.character("g")), Key(.home)]) {
      $0.scrollLens(-(1 << 30))
    },
    move(.lens, "lens.bottom", "lens: bottom", "To the end.", [Key(.character("G")), Key(.end)]) {
      $0.scrollLens(1 << 30)
    },
  ]
}
