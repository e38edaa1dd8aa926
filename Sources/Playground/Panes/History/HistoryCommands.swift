import RelayKit
import TerminalUI
import Workbench

/// The view of the history.
enum HistoryCommands {
  private static func command(
    _ id: CommandID, _ title: String, _ help: String, _ keys: [Key], _ group: Command.Group = .act,
    hint: Command.Hint? = nil, verb: String? = nil, needsEntry: Bool = true,
    isAnywhere: Bool = false, _ run: @escaping @Sendable (inout Playground, Invocation) -> [Effect]
  ) -> Command {
    Command(
      id, "history: \(title)", help, group, keys.map { .pane(.historyList, $0) }, hint: hint, verb: verb,
      reason: {
        if $0.view != .history {
          return isAnywhere ? nil : "this is for the history; Ctrl-X 8 opens it"
        }
        return needsEntry && $0.history.marked == nil ? "nothing is marked" : nil
      },
      run: { app, call in
        // Typed by its name, it goes to the history first.
        let way = app.view == .history ? [] : app.perform("view.history", at: call.now)
        return way + run(&app, call)
      })
  }

  private static func move(
    _ id: CommandID, _ title: String, _ keys: [Key],
    _ rows: @escaping @Sendable (Playground) -> Int
  ) -> Command {
    Command(
      id, "history: \(title)", "Go through the list.", .move, keys.map { .pane(.historyList, $0) },
      run: { app, _ in app.moveInHistory(rows(app)) })
  }

  static let table: [Command] =
    [
      move("history.down", "down", [.letter("j"), Key(.down)]) { _ in 1 },
      move("history.up", "up", [.letter("k"), Key(.up)]) { _ in -1 },
      move("history.page.down", "page down", [Key(.pageDown), .control("d")]) { $0.historyRows },
      move("history.page.up", "page up", [Key(.pageUp), .control("u")]) { -$0.historyRows },
      move("history.top", "top", [.letter("g"), Key(.home)]) { -$0.history.mark },
      move("history.bottom", "bottom", [.letter("G"), Key(.end)]) { $0.history.page?.total ?? 0 },
      command(
        "history.open", "open", "Go on with the marked chat or comparison.", [Key(.enter)], .go,
        hint: .init("Open", 10)
      ) { $0.useHistory(.open, at: $1.now) },
      command(
        "history.search", "find", "Find words in prompts, answers, reasoning, models, names and tags.",
        [.letter("/")],
        .look, hint: .init("Find", 11, when: { $0.view == .history }), verb: "find", needsEntry: false,
        isAnywhere: true
      ) { app, call in
        if let text = call.argument { return app.filterHistory { $0.text = text } }
        app.history.isFinding = true
        app.focus = .historyList
        return []
      },
      command(
        "history.filter", "filter", "Show only some: by model, day, key, outcome, cost, tag.", [.letter("F")],
        .look,
        hint: .init("Filter", 12), needsEntry: false
      ) { $0.openHistoryFilter($1) },
      command(
        "history.mark", "mark", "Mark it, to do something with several.", [.letter(" ")],
        hint: .init("Mark", 13)
      ) { app, _ in app.chooseInHistory() },
      command(
        "history.diff", "difference", "Show the two marked chats side by side and what differs.",
        [.letter("D")],
        hint: .init("Diff marked", 14, when: { $0.history.chosen.count > 1 })
      ) { app, call in
        guard app.history.chosen.count == 2 else {
          app.say("Space marks the two chats to compare.", at: call.now)
          return []
        }
        return app.useHistory(.difference, at: call.now)
      },
      command("history.lane", "to the comparison", "Add it to the lanes of Compare.", [.letter("c")]) {
        $0.useHistory(.lane, at: $1.now)
      },
      command("history.fork", "fork", "Go on with a copy; the kept chat stays as it is.", [.letter("f")]) {
        $0.useHistory(.fork, at: $1.now)
      },
      command(
        "history.again", "send again", "Open it and ask the last question again.", [.letter("r")],
        hint: .init("Send again", 40)
      ) { $0.useHistory(.again, at: $1.now) },
      command(
        "history.export", "export", "Write it to a file, as Markdown or JSON lines.", [.letter("w")],
        hint: .init("Export", 30)
      ) { $0.exportHistory($1) },
      command(
        "history.star", "star", "Star it, or take the star away; starred ones are never purged.",
        [.letter("*")]
      ) {
        app, _ in
        let isStarred = app.history.marked?.isStarred ?? false
        return [.changeHistory(app.historyTargets, .star(!isStarred))]
      },
      command("history.rename", "rename", "Give it another name.", [.letter("e")]) { $0.renameHistory($1) },
      command("history.tags", "tags", "Give it tags, to find it by.", [.letter("#")]) { $0.tagHistory($1) },
      command(
        "history.delete", "delete", "Delete it from the history; asks.", [.letter("d"), Key(.delete)],
        hint: .init("Delete", 50)
      ) { app, _ in app.askToDeleteHistory() },
      command(
        "history.purge", "purge",
        "Delete what is older than so many days, or the oldest beyond a size; asks: purge 90d, purge 500M",
        [.letter("P")], verb: "purge", needsEntry: false, isAnywhere: true
      ) { $0.purgeHistory($1) },
      Command(
        "history.preview.down", "preview: down", "A line down.", .move,
        [.pane(.historyPreview, "j"), .pane(.historyPreview, Key(.down))],
        run: { app, call in app.scrollInHistory(1, .historyPreview, at: call.now) }),
      Command(
        "history.preview.up", "preview: up", "A line up.", .move,
        [.pane(.historyPreview, "k"), .pane(.historyPreview, Key(.up))],
        run: { app, call in app.scrollInHistory(-1, .historyPreview, at: call.now) }),
      Command(
        "private", "private mode: on or off",
        "Write nothing of this chat and of those that follow into the history, or begin to again.", .program,
        [.leader("P")],
        run: { app, call in
          app.togglePrivate(at: call.now)
          return []
        }),
    ]
}

extension Playground {
  mutating func togglePrivate(at now: MonotonicTime) {
    standUp()
    preferences.isPrivate.toggle()
    if preferences.isPrivate {
      if !comparison.isEmpty { compare.isPrivate = true }
      say(
        workspace.conversation.name == nil
          ? "Private: nothing is written down, but sums where a limit counts them."
          : "Private: nothing more of this chat is written down.",
        at: now)
    } else {
      let isLeftOut = workspace.conversation.isPrivate && !workspace.conversation.isEmpty
      say(
        isLeftOut
          ? "This chat stays private; the next is kept (Ctrl-X n begins it)."
          : "Chats are kept again.", seconds: 8, at: now)
    }
  }
}
