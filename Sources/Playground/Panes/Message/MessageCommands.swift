import RelayKit
import TerminalUI
import Workbench

/// The message box: sending and editing.
enum MessageCommands {
  static let table: [Command] =
    [
      Command(
        "send", "message: send", "Send the message and watch the answer.", .message,
        [.pane(.message, Key(.enter)), .leader(Key(.enter))], hint: .init("Send", 20),
        reason: {
          $0.message.box.isEmpty && $0.message.attachments.isEmpty && !$0.hasFormPrompt
            ? "the message is empty" : nil
        },
        run: { app, call in app.sendMessage(at: call.now) }),
      Command(
        "newline", "message: new line", "Start a new line; \\ then Enter does it in every terminal.",
        .message,
        [
          .pane(.message, .control("j")), .pane(.message, Key(.enter, .alt)),
          .pane(.message, Key(.enter, .shift)),
        ],
        run: { app, _ in app.edit { $0.insert("\n") } }),
      Command(
        "editor", "message: open in $EDITOR", "Edit the message in your editor.", .message,
        [.navigation("e"), .anywhere(.function(4)), .leader("e"), .leader(.control("e"))],
        run: { app, _ in [.edit(.message, app.message.box.expandedText)] }),
      Command(
        "message.undo", "message: undo", "Take the last change in the message back.", .message,
        [.pane(.message, .control("_")), .leader("u")], run: { app, _ in app.edit { $0.undo() } }),
      Command(
        "history.find", "message: find in what was sent", "Find in the messages that were sent.", .message,
        [.pane(.message, .control("r"))],
        reason: { $0.message.history.isEmpty ? "nothing was sent yet" : nil },
        run: { app, _ in
          app.openHistory()
          return []
        }),
      Command(
        "slash", "message: commands", "As the first sign: list every command; // is a real slash.", .message,
        [.pane(.message, "/")],
        run: { app, _ in
          if app.message.box.isEmpty { app.openCommandList() } else { _ = app.edit { $0.insert("/") } }
          return []
        }),
    ]
    + moves
  private typealias Move = (id: CommandID, title: String, keys: [Key], run: @Sendable (inout TextBox) -> Void)

  private static let moveTable: [Move] = [
    (
      "caret.word.left", "word left", [Key(.left, .control), Key(.character("b"), .alt), Key(.left, .alt)],
      { $0.wordLeft() }
    ),
    (
      "caret.word.right", "word right",
      [Key(.right, .control), Key(.character("f"), .alt), Key(.right, .alt)], { $0.wordRight() }
    ),
    ("caret.line.start", "start of the line", [Key(.home), .control("a")], { $0.lineStart() }),
    ("caret.line.end", "end of the line", [Key(.end), .control("e")], { $0.lineEnd() }),
    ("cut.line.start", "cut to the start of the line", [.control("u")], { $0.cutToLineStart() }),
    ("cut.line.end", "cut to the end of the line", [.control("k")], { $0.cutToLineEnd() }),
    (
      "cut.word", "cut the word before", [.control("w"), Key(.backspace, .alt), Key(.backspace, .control)],
      { $0.cutWord() }
    ),
    ("put.back", "put back what was cut", [.control("y")], { $0.putBack() }),
    ("delete.forward", "delete forward", [Key(.delete), .control("d")], { $0.deleteForward() }),
  ]

  private static let moves: [Command] = moveTable.map { move in
    let run = move.run
    return Command(
      move.id, "message: \(move.title)", move.title.prefix(1).uppercased() + move.title.dropFirst() + ".",
      .message,
      move.keys.map { .pane(.message, $0) }, run: { app, _ in app.edit(run) })
  }
}

extension Playground {
  /// Changes the text of the message.
  mutating func edit(_ change: (inout TextBox) -> Void) -> [Effect] {
    change(&message.box)
    return []
  }

  mutating func pressInMessage(_ key: Key, at now: MonotonicTime) -> [Effect] {
    if key.code == .enter, key.modifiers.isEmpty { return pressEnter(at: now) }
    if let command = keyMap.command(for: key, inPane: .message, letters: false) {
      return perform(command.id, at: now)
    }
    let columns = MessagePane.textColumns(size.columns)
    switch key.code {
    case .character(let character) where key.isText: message.box.insert(String(character))
    case .backspace: message.box.deleteBack()
    case .left: message.box.left()
    case .right: message.box.right()
    case .up: if !message.box.up(columns: columns) { message.older() }
    case .down: if !message.box.down(columns: columns) { message.newer() }
    default: break
    }
    return []
  }

  private mutating func pressEnter(at now: MonotonicTime) -> [Effect] {
    // A backslash before the caret makes a line end of Enter, in every terminal.
    if message.box.deleteBackslash() { return edit { $0.insert("\n") } }
    if message.box.unfoldChipAtCaret() { return [] }
    if !preferences.enterSends { return edit { $0.insert("\n") } }
    if message.box.isEmpty, message.attachments.isEmpty, !hasFormPrompt {
      say(workspace.kind == .text ? "Type a message first." : "Type a prompt first.", seconds: 3, at: now)
      return []
    }
    return perform("send", at: now)
  }

  mutating func sendMessage(at now: MonotonicTime) -> [Effect] {
    var hasText = message.box.expandedText.contains { !$0.isWhitespace }
    if message.purpose != .send { return hasText ? applyPurpose(at: now) : [] }
    if view == .compare { return sendToLanes(at: now) }
    if !hasText, message.attachments.isEmpty, hasFormPrompt { hasText = true }
    guard hasText || !message.attachments.isEmpty else { return [] }
    if let words = typedCommand, armed?.what != .sendText {
      armed = (.sendText, now.advanced(seconds: 8))
      say("“:\(words) …” is a command: Esc and then : runs it. Enter sends it as text.", seconds: 8, at: now)
      return []
    }
    armed = nil
    guard workspace.relay != nil else {
      say("No relay is set up yet.", at: now)
      return perform("setup", at: now)
    }
    guard !workspace.askedModel.isEmpty else {
      say("Choose a model first, or type its id.", at: now)
      return perform("model", at: now)
    }
    if let reason = whatCannotGo {
      say(reason, seconds: 10, at: now)
      return []
    }
    if workspace.kind == .video { return orderVideo(at: now) }
    let missing = missingVariables
    if !missing.isEmpty {
      say(
        "Sent as written, without a value: \(missing.joined(separator: ", ")). :var NAME VALUE gives one.",
        at: now)
    }
    var text = message.takeAll()
    if workspace.kind == .image, text.allSatisfy(\.isWhitespace) { text = formPrompt }
    workspace.write(.user, text, attachments: message.attachments, at: wallClock(at: now))
    message.attachments = []
    return ask(at: now)
  }

  /// The verb of a command that was typed where messages are written, and would be sent and paid.
  private var typedCommand: String? {
    let text = message.box.expandedText
    guard text.hasPrefix(":"), !text.contains(where: \.isNewline) else { return nil }
    let verb = text.dropFirst().prefix { $0 != " " }
    return keyMap.table.contains { $0.verb.map { $0 == verb } ?? false } ? String(verb) : nil
  }

  /// Why the attached files do not fit what is asked for: nothing that is shown as sent may stay behind.
  private var whatCannotGo: String? {
    guard workspace.kind != .text else { return nil }
    let files = message.attachments
    if let other = files.first(where: { !$0.isPicture }) {
      return "\(other.name) cannot go with this prompt, only files of pictures can: :detach takes it back."
    }
    let masks = files.count(where: \.isMask)
    if masks > 1 { return "There are \(masks) masks, and one can be sent: :detach takes the last back." }
    if masks == 1, workspace.kind == .video || files.count == 1 {
      return workspace.kind == .video
        ? "A mask is for images: :detach takes it back."
        : "A mask needs the picture that it is for: :attach PATH adds it."
    }
    if workspace.kind == .video, files.count > 1,
      ModelFamily(model: workspace.askedModel, kind: .video) == .sora
    {
      return "This model begins with one picture: :detach takes the last back."
    }
    return nil
  }

  /// The prompt that stands in the form of pictures or videos.
  private var formPrompt: String { workspace.formBody(workspace.kind)["prompt"]?.stringValue ?? "" }
  fileprivate var hasFormPrompt: Bool { workspace.kind != .text && formPrompt.contains { !$0.isWhitespace } }

  mutating func openHistory() {
    let rows = message.history.entries.enumerated().reversed().map { index, text in
      PickList.Row(
        id: "\(index)", title: String(text.prefix(200).map { $0.isNewline ? " " : $0 }),
        fields: [Figures.bytes(text.utf8.count)])
    }
    overlay = .list(PickList(.history, title: "Sent messages", rows: Array(rows)))
  }

  mutating func useHistory(_ id: String) {
    guard let index = Int(id), message.history.entries.indices.contains(index) else { return }
    message.replace(with: message.history.entries[index])
    focus = .message
  }

  /// A click in the box sets the caret.
  mutating func pointInMessage(_ position: Position, _ area: Rect) {
    let inside = area.inside
    message.box.point(
      row: position.row - inside.row, column: position.column - inside.column - 3,
      columns: MessagePane.textColumns(size.columns), rows: inside.rows)
  }

  func paintMessage(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let isFocused = focus == .message && overlay == nil
    var frame = Frame(messageTitle, isFocused: isFocused)
    if message.isReturned, !message.box.isEmpty {
      frame.state = [Span("your text is back, unchanged", Style(.info))]
    }
    let send =
      preferences.enterSends
      ? "Enter send · ^J newline · F4 editor" : "^X Enter send · Enter newline · F4 editor"
    if view == .compare, message.purpose == .send { return paintMessageToLanes(frame, &canvas, area) }
    let words = message.purpose == .send ? send : "Enter keep · ^J newline · F4 editor · ^C drop"
    frame.footLeft = canvas.signs.sign(isFocused ? words : "i to type")
    let count = workspace.formBody(workspace.kind).members.count { $0.key != "prompt" && $0.key != "stream" }
    var notes = message.attachments.map {
      "[\($0.isMask ? "mask " : "")\($0.name) \(Figures.bytes($0.byteCount))]"
    }
    if count > 0 { notes.append("\(Figures.counted(count, "parameter")) set") }
    frame.footRight = notes.joined(separator: " ")
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    paintMessageText(&canvas, area)
  }

  /// The text in the box, and the caret.
  func paintMessageText(_ canvas: inout Canvas, _ area: Rect) {
    let isFocused = focus == .message && overlay == nil
    let inside = area.inside
    let columns = MessagePane.textColumns(size.columns)
    canvas.grid.write("> ", column: inside.column + 1, row: inside.row, style: Style(.accent))
    let shown = message.box.visible(columns: columns, rows: inside.rows)
    for (row, line) in shown.lines.enumerated() {
      canvas.grid.write(line, column: inside.column + 3, row: inside.row + row, in: inside)
    }
    if isFocused {
      canvas.grid.cursor = Position(
        column: min(inside.column + inside.columns - 1, inside.column + 3 + shown.caret.column),
        row: inside.row + shown.caret.row)
    }
  }
}
