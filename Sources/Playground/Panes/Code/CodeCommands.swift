import CodeSnippets
import RelayKit
import TerminalUI
import Workbench

/// The view of generated code.
enum CodeCommands {
  private static func command(
    _ id: CommandID, _ title: String, _ help: String, _ keys: [Key], hint: Command.Hint? = nil,
    _ run: @escaping @Sendable (inout Playground, MonotonicTime) -> [Effect]
  ) -> Command {
    Command(
      id, "code: \(title)", help, .act, keys.map { .pane(.code, $0) }, hint: hint,
      reason: { $0.view == .code ? nil : "this is for the code; Ctrl-X 4 opens it" },
      run: { app, call in run(&app, call.now) })
  }

  static let table: [Command] = [
    command("code.down", "line down", "A line down.", [.letter("j"), Key(.down)]) {
      $0.moveInCode(1, at: $1)
    },
    command("code.up", "line up", "A line up.", [.letter("k"), Key(.up)]) { $0.moveInCode(-1, at: $1) },
    command("code.page.down", "page down", "A page down.", [Key(.pageDown), .control("d")]) {
      $0.moveInCode(20, at: $1)
    },
    command("code.page.up", "page up", "A page up.", [Key(.pageUp), .control("u")]) {
      $0.moveInCode(-20, at: $1)
    },
    command("code.top", "top", "To the first line.", [.letter("g"), Key(.home)]) {
      $0.moveInCode(-1_000_000, at: $1)
    },
    command("code.bottom", "end", "To the last line.", [.letter("G"), Key(.end)]) {
      $0.moveInCode(1_000_000, at: $1)
    },
    command("code.left", "left", "Scroll long lines to the left.", [.letter("h"), Key(.left)]) { app, _ in
      app.code.left = max(0, app.code.left - 8)
      return []
    },
    command("code.right", "right", "Scroll long lines to the right.", [.letter("l"), Key(.right)]) { app, _ in
      if !app.code.wraps { app.code.left += 8 }
      return []
    },
    command("code.copy", "copy", "Copy the snippet.", [.letter("y")], hint: .init("Copy", 20)) {
      $0.copyCode(withInstall: false, at: $1)
    },
    command(
      "code.copy.install", "copy with install line",
      "Copy the snippet below the line that installs what it needs.",
      [.letter("Y")], hint: .init("Copy with install", 34)
    ) { $0.copyCode(withInstall: true, at: $1) },
    command("code.copy.line", "copy the line", "Copy the marked line.", [Key(.enter)]) { app, now in
      app.layouts.code.take(app, at: now)
      let lines = app.layouts.code.lines
      guard lines.indices.contains(app.code.mark) else { return [] }
      return [
        .copy(CopyItem(name: "line \(app.code.mark + 1)", text: lines[app.code.mark], fileName: "line.txt"))
      ]
    },
    command(
      "code.language.next", "next language", "The next language.", [.letter("]")], hint: .init("Language", 22)
    ) {
      app, _ in app.nextLanguage(1)
    },
    command("code.language.prev", "previous language", "The language before.", [.letter("[")]) { app, _ in
      app.nextLanguage(-1)
    },
    command(
      "code.client", "next client", "The next client library of this language.", [.letter("v")],
      hint: .init("Client", 24)
    ) { app, _ in app.nextClient() },
    command(
      "code.base", "draft or sent", "From the draft, or from the exchange in view.", [.letter("b")],
      hint: .init("Base", 26)
    ) { app, now in app.switchCodeBase(at: now) },
    command(
      "code.write", "write to a file", "Write the snippet to a file of the present directory.",
      [.letter("w")], hint: .init("Write", 28)
    ) { app, now in
      app.layouts.code.take(app, at: now)
      if case .inline = app.code.options.key {
        app.say("A snippet with the key in it is only copied, never written.", at: now)
        return []
      }
      return [.save(Array(app.layouts.code.text.utf8), fileName: app.codeFileName)]
    },
    command(
      "code.editor", "open in $EDITOR", "Look at the snippet in your editor; changes there are not kept.",
      [.letter("e")]
    ) { app, now in
      app.layouts.code.take(app, at: now)
      return [.edit(.nothing, app.layouts.code.text)]
    },
    command("code.numbers", "line numbers", "Line numbers on or off.", [.letter("#")]) { app, _ in
      app.code.showsNumbers.toggle()
      return []
    },
    command(
      "code.wrap", "wrap", "Wrap long lines, or scroll sideways.", [.letter("W")], hint: .init("Wrap", 36)
    ) {
      app, _ in
      app.code.wraps.toggle()
      app.code.left = 0
      return []
    },
    Command(
      "code.options", "code: options", "What the snippet contains.", .act,
      [.pane(.code, "O"), .pane(.codeOptions, "O")], hint: .init("Options", 30),
      reason: { $0.view == .code ? nil : "this is for the code; Ctrl-X 4 opens it" },
      run: { app, _ in
        app.openCodeOptions()
        return []
      }),
    Command(
      "code.option", "code: turn an option", "Turn an option of the snippet.", .act, [],
      reason: { $0.view == .code ? nil : "this is for the code; Ctrl-X 4 opens it" },
      run: { app, call in
        if let word = call.argument { app.turnCodeOption(word, at: call.now) } else { app.openCodeOptions() }
        return []
      }),
    Command(
      "code.language", "code: choose a language", "Choose the language: code python", .act, [], verb: "code",
      run: { app, call in app.chooseLanguage(call.argument, at: call.now) }),
  ]
}

extension Playground {
  mutating func pressInCode(_ key: Key, at now: MonotonicTime) -> [Effect] {
    guard let command = keyMap.command(for: key, inPane: .code, letters: true) else { return [] }
    return perform(command.id, at: now)
  }

  mutating func moveInCode(_ rows: Int, at now: MonotonicTime) -> [Effect] {
    layouts.code.take(self, at: now)
    code.mark = min(max(0, code.mark + rows), max(0, layouts.code.lines.count - 1))
    return []
  }

  var codeFileName: String { "request.\(code.chosen?.language.fileExtension ?? "txt")" }

  mutating func copyCode(withInstall: Bool, at now: MonotonicTime) -> [Effect] {
    layouts.code.take(self, at: now)
    guard let chosen = code.chosen, !layouts.code.text.isEmpty else { return [] }
    code.copied[code.name] = Set(layouts.code.lines)
    var text = layouts.code.text
    if withInstall, let install = chosen.client.install { text = install + "\n\n" + text }
    return [
      .copy(
        CopyItem(
          name: "\(chosen.language.title)", text: text, fileName: "clip.\(chosen.language.fileExtension)"))
    ]
  }

  mutating func nextLanguage(_ step: Int) -> [Effect] {
    let all = SnippetLanguages.all
    let place = all.firstIndex { $0.id == code.language } ?? 0
    code.language = all[(place + step + all.count) % all.count].id
    return []
  }

  mutating func nextClient() -> [Effect] {
    guard let chosen = code.chosen,
      let place = chosen.language.clients.firstIndex(where: { $0.id == chosen.client.id })
    else { return [] }
    let clients = chosen.language.clients
    code.clients[code.language] = clients[(place + 1) % clients.count].id
    return []
  }

  mutating func chooseLanguage(_ word: String?, at now: MonotonicTime) -> [Effect] {
    guard let word else {
      let rows = SnippetLanguages.all.map {
        PickList.Row(id: $0.id, title: $0.title, fields: [$0.clients.map(\.title).joined(separator: ", ")])
      }
      overlay = .list(
        PickList(.argument(of: "code.language"), title: "Languages", rows: rows, marked: code.language))
      return []
    }
    guard let found = SnippetLanguages.find(word) else {
      let names = SnippetLanguages.all.map(\.id)
      let closest = EditDistance.closest(to: word, in: names).map { "Did you mean \($0)? " } ?? ""
      say("\(closest)There are snippets for \(names.joined(separator: ", ")).", seconds: 8, at: now)
      return []
    }
    code.language = found.language.id
    if view != .code { show(.code) }
    return []
  }

  mutating func switchCodeBase(at now: MonotonicTime) -> [Effect] {
    if !code.isFromSent, wireSubject(at: now)?.reply?.exchange == nil {
      say("Nothing was sent yet; this is the draft.", at: now)
    } else {
      code.isFromSent.toggle()
      code.mark = 0
    }
    return []
  }

  // MARK: Options

  /// An option by its word: what it says, and whether it is on.
  var codeOptions: [(word: String, title: String, isOn: Bool)] {
    let options = code.options
    var all: [(String, String, Bool)] = [
      ("retry", "retry once with backoff", options.retriesOnce),
      ("limit", "time limit 120 s", options.timeLimit != nil),
      ("usage", "print the usage", options.printsUsage),
      ("comments", "comments", options.comments),
      ("placeholder", "placeholder sk-... instead of TOKENBAY_API_KEY", options.key == .placeholder),
    ]
    if code.language == "curl" {
      all += SnippetShell.allCases.map {
        ("shell \($0.rawValue)", "for the shell \($0.rawValue)", options.shell == $0)
      }
    }
    return all
  }

  mutating func openCodeOptions(marked: String? = nil) {
    let rows = codeOptions.map { PickList.Row(id: $0.word, title: ($0.isOn ? "[x] " : "[ ] ") + $0.title) }
    overlay = .list(
      PickList(.argument(of: "code.option"), title: "What the snippet contains", rows: rows, marked: marked))
  }

  mutating func turnCodeOption(_ word: String, at now: MonotonicTime) {
    switch word {
    case "retry": code.options.retriesOnce.toggle()
    case "limit": code.options.timeLimit = code.options.timeLimit == nil ? 120 : nil
    case "usage": code.options.printsUsage.toggle()
    case "comments": code.options.comments.toggle()
    case "placeholder": code.options.key = code.options.key == .placeholder ? .environment : .placeholder
    default:
      guard let shell = SnippetShell.allCases.first(where: { word == "shell \($0.rawValue)" }) else {
        return say("It can be: \(codeOptions.map(\.word).joined(separator: ", ")).", at: now)
      }
      code.options.shell = shell
    }
    // The list stays, for more of them.
    openCodeOptions(marked: word)
  }
}
