import RelayKit
import TerminalUI
import Workbench

/// The keys of this machine.
enum KeysCommands {
  private static func command(
    _ id: CommandID, _ title: String, _ help: String, _ keys: [Key], hint: Command.Hint? = nil,
    needsName: Bool = false, needsKey: Bool = false,
    _ run: @escaping @Sendable (inout Playground, MonotonicTime) -> [Effect]
  ) -> Command {
    Command(
      id, "keys: \(title)", help, .act,
      keys.flatMap { [.pane(.keyList, $0), .pane(.keyDetail, $0)] }, hint: hint,
      reason: { app in
        if app.view != .keys { return "this is for the keys; Ctrl-X 7 opens them" }
        if needsKey || needsName, app.markedKey == nil { return "there is no key yet; a adds one" }
        return needsName && app.markedKey?.name.isEmpty == true
          ? "this key has no name here; a adds one with a name" : nil
      }, run: { app, call in run(&app, call.now) })
  }

  static let table: [Command] =
    [
      command("keys.down", "down", "To the next key.", [.letter("j"), Key(.down)]) { app, _ in
        app.moveInKeys(1)
        return []
      },
      command("keys.up", "up", "To the key before.", [.letter("k"), Key(.up)]) { app, _ in
        app.moveInKeys(-1)
        return []
      },
      command("keys.top", "first", "To the first key.", [.letter("g"), Key(.home)]) { app, _ in
        app.moveInKeys(-1_000_000)
        return []
      },
      command("keys.bottom", "last", "To the last key.", [.letter("G"), Key(.end)]) { app, _ in
        app.moveInKeys(1_000_000)
        return []
      },
      command(
        "keys.use", "use", "Send with this key from now on; what runs goes on with its own.", [Key(.enter)],
        hint: .init("Use", 20), needsName: true
      ) { app, now in app.useMarkedKey(at: now) },
      command(
        "keys.add", "add", "Add a key: its name, its relay, where it is kept, its limits.", [.letter("a")],
        hint: .init("Add", 21)
      ) { app, _ in
        app.openKeyForm(nil)
        return []
      },
      command(
        "keys.edit", "edit", "Change what belongs to the key, or put another key in its place.",
        [.letter("e")], hint: .init("Edit", 22), needsKey: true
      ) { app, _ in
        app.openKeyForm(app.markedKey)
        return []
      },
      command(
        "keys.test", "test", "Ask the relay for its models with this key: a free call.", [.letter("T")],
        hint: .init("Test", 23), needsName: true
      ) { app, now in app.testMarkedKey(at: now) },
      command(
        "keys.balance", "ask the relay",
        "Ask the relay for the key's credit (free; relays allow some 20 looks in 20 minutes).",
        [.letter("R")],
        hint: .init("Ask relay", 24), needsKey: true
      ) { app, now in app.askBalance(at: now) },
      command(
        "keys.toggle", "on or off here", "Send nothing with this key from this machine, or do again.",
        [.letter(" ")], hint: .init("On/off here", 25), needsName: true
      ) { app, _ in
        app.markedKey.map { [.setKeyOn($0.name, !$0.isOn)] } ?? []
      },
      command(
        "keys.remove", "remove from here", "Forget this key on this machine; the relay keeps it. Asks.",
        [.letter("d")], hint: .init("Remove", 26), needsName: true
      ) { app, _ in
        app.askToRemoveKey()
        return []
      },
      command(
        "keys.console", "copy the console's address",
        "Copy the address of the console, where keys are created, reset and limited.", [.letter("o")],
        hint: .init("Copy link", 27)
      ) { app, _ in
        let console = app.markedKey.map(KeysPane.console) ?? KeysPane.console
        return [.copy(CopyItem(name: "console address", text: console, fileName: "console.txt"))]
      },
    ] + [
      Command(
        "key", "key: pick", "Choose the key to send with, by its name: key work", .act, [.leader("k")],
        verb: "key", run: { app, call in app.pickKey(call) }),
      Command(
        "profile", "profile: pick", "Choose a profile of the configuration: profile work", .act, [],
        verb: "profile", run: { app, call in app.pickProfile(call) }),
    ]
}

extension Playground {
  /// The view was gone to. - Returns: what it needs from outside.
  mutating func enterKeys(at now: MonotonicTime) -> [Effect] { [.listKeys] }

  /// Esc. - Returns: whether there was something in the view to close.
  mutating func goUpInKeys() -> Bool { false }

  mutating func scrollInKeys(_ rows: Int, _ pane: PaneID, at now: MonotonicTime) -> [Effect] {
    if pane == .keyList {
      moveInKeys(rows > 0 ? 1 : -1)
    } else {
      keys.detailTop = max(0, keys.detailTop + rows)
    }
    return []
  }

  mutating func pointInKeys(_ pane: PaneID, row: Int, at now: MonotonicTime) -> [Effect] {
    guard pane == .keyList, shownKeys.indices.contains(row) else { return [] }
    moveInKeys(row - markedKeyIndex)
    return []
  }

  mutating func useMarkedKey(at now: MonotonicTime) -> [Effect] {
    guard let key = markedKey else { return [] }
    return use(key, at: now)
  }

  private mutating func use(_ key: NamedKey, at now: MonotonicTime) -> [Effect] {
    guard key.isOn else {
      say("The \(key.title) is off: nothing is sent with it. Space switches it on.", at: now)
      return []
    }
    if isInUse(key) {
      say("The \(key.title) is in use already.", at: now)
      return []
    }
    if let trouble = key.trouble {
      say("Not now: \(trouble).", at: now)
      return []
    }
    return [.useKey(key.name)]
  }

  mutating func testMarkedKey(at now: MonotonicTime) -> [Effect] {
    guard let key = markedKey, !keys.testing.contains(key.name) else { return [] }
    guard key.isOn else {
      say("The \(key.title) is off: not even a test is sent with it. Space switches it on.", at: now)
      return []
    }
    keys.testing.insert(key.name)
    say("Asking \(key.baseURL) for its models with this key; it is free.", at: now)
    return [.testKey(key.name)]
  }

  mutating func askBalance(at now: MonotonicTime) -> [Effect] {
    guard let key = markedKey, !keys.asking.contains(key.name) else { return [] }
    keys.asking.insert(key.name)
    keys.answers[key.name] = nil
    return [.askBalance(keyName: key.name)]
  }

  mutating func askToRemoveKey() {
    guard let key = markedKey else { return }
    var lines = ["“\(key.name)” \(key.label) for \(key.baseURL) is forgotten on this machine."]
    switch key.place {
    case .file: lines.append("The key itself is taken out of \(keys.list.file).")
    case .keyring: lines.append("The key itself is taken out of the keyring.")
    case .environment(let variable): lines.append("\(variable) stays as it is.")
    case .command, .session: lines.append("Where the key itself is kept, it stays.")
    }
    if isInUse(key) { lines.append("It is in use: this bayside goes on with it until it ends.") }
    lines.append("The relay goes on taking it: nothing is deleted there.")
    let console = KeysPane.console(of: key)
    lines.append("A leaked key is switched off or reset in the relay's console: \(console)")
    overlay = .question(
      Question(
        title: "Remove the key?", lines: lines,
        choices: [("Keep it", .stay), ("Remove it from here", .removeKey(key.name))]))
  }

  // MARK: Picking

  mutating func pickKey(_ call: Invocation) -> [Effect] {
    guard let name = call.argument else {
      let rows = keys.list.keys.map { key in
        PickList.Row(
          id: key.name, title: key.name,
          fields: [key.label, state(of: key, at: call.now).word, key.baseURL], keywords: key.project)
      }
      var list = PickList(
        .argument(of: "key"), title: "Keys", rows: rows, marked: workspace.relay?.keyName)
      list.note =
        rows.isEmpty
        ? "No key has a name yet. Ctrl-X 7 shows the keys, a adds one there."
        : "What runs goes on with the key that it began with. Ctrl-X 7 shows more of each."
      overlay = .list(list)
      return []
    }
    guard let key = keys.list[name] else {
      say(unknown("key", name, keys.list.keys.map(\.name)), at: call.now)
      return []
    }
    return use(key, at: call.now)
  }

  mutating func pickProfile(_ call: Invocation) -> [Effect] {
    guard let name = call.argument else {
      var list = PickList(
        .argument(of: "profile"), title: "Profiles",
        rows: surroundings.profiles.map {
          PickList.Row(id: $0.name, title: $0.name, fields: [$0.key, $0.model, $0.baseURL])
        }, marked: workspace.relay?.profile)
      list.note =
        surroundings.profiles.isEmpty
        ? "The configuration names none: profiles: { work: { base_url: …, key: \"work\", model: … } }"
        : "The message box and what you have set stay; what runs goes on with its own relay."
      overlay = .list(list)
      return []
    }
    guard surroundings.profiles.contains(where: { $0.name == name }) else {
      say(unknown("profile", name, surroundings.profiles.map(\.name)), at: call.now)
      return []
    }
    return [.useProfile(name)]
  }

  /// What was typed may be a key that was pasted by mistake: it is not repeated then.
  private func unknown(_ kind: String, _ name: String, _ names: [String]) -> String {
    let shown = KeyName.looksLikeKey(name) ? "of that name" : "“\(name.prefix(40))”"
    let meant = EditDistance.closest(to: name, in: names).map { " Did you mean \($0)?" } ?? ""
    return "There is no \(kind) \(shown).\(meant)"
  }
}
