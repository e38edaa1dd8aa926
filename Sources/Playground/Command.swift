package import TerminalUI

/// Everything a person can do, by name. One table feeds keys, footer, help and the command list.
package enum CommandID: String, Sendable, Hashable, CaseIterable {
  case stopOrClear = "stop.or.clear"
  case up, palette, help, editor, redraw, suspend, leader, quit, askQuit
  case paneNext = "pane.next"
  case send, newLine = "newline", stop, stopAll = "stop.all", again, newChat = "chat.new", model, theme
  case copy, copyMenu = "copy.menu", fold, follow, raw, typing = "type", search
  case searchNext = "search.next", searchPrevious = "search.previous"
  case lineDown = "line.down", lineUp = "line.up", halfDown = "half.down", halfUp = "half.up"
  case pageDown = "page.down", pageUp = "page.up", top, bottom
  case messageNext = "message.next", messagePrevious = "message.previous", sendNow = "send.now", mouse, demo
  case setUp = "setup"
}

/// One row of the table.
package struct Command: Sendable {
  package var id: CommandID
  package var title: String
  package var help: String
  /// Work anywhere, also while typing.
  package var chords: [Key] = []
  /// Work in panes, where letters are commands.
  package var navigation: [Key] = []
  /// After Ctrl-X.
  package var leader: [Key] = []
  /// Short word for the footer; nil keeps it out.
  package var hint: String?

  /// Keys as words, for help and the command list.
  package var keys: String {
    var words = (chords + navigation).map(KeyLabel.text)
    words += leader.map { "^X " + KeyLabel.text($0) }
    return words.joined(separator: "  ")
  }

  private static func letter(_ character: Character) -> Key { Key(.character(character)) }
  private static func control(_ character: Character) -> Key { Key(.character(character), .control) }

  package static let table: [Command] = [
    Command(
      id: .send, title: "message: send", help: "Send the message and watch the answer.",
      leader: [Key(.enter)]),
    Command(
      id: .newLine, title: "message: new line", help: "Start a new line in the message.",
      chords: [control("j"), Key(.enter, .alt), Key(.enter, .shift)]),
    Command(
      id: .stopOrClear, title: "stop or clear",
      help: "Stop the answer; else empty the message; else ask to quit.", chords: [control("c")], hint: "Stop"
    ),
    Command(
      id: .stop, title: "answer: stop", help: "Stop this answer; what came is kept.",
      navigation: [letter("x")], leader: [letter("s")], hint: "Stop"),
    Command(
      id: .stopAll, title: "answers: stop all", help: "Stop every running answer.",
      chords: [Key(.function(8))], navigation: [letter("X")], leader: [letter("S")]),
    Command(
      id: .again, title: "answer: ask again", help: "Send the same request again.",
      navigation: [letter("r")], leader: [letter("r")], hint: "Ask again"),
    Command(
      id: .sendNow, title: "answer: send now", help: "Do not wait any longer before the next try.",
      navigation: [letter("R")]),
    Command(
      id: .newChat, title: "chat: new", help: "Start an empty conversation.", leader: [letter("n")]),
    Command(
      id: .model, title: "model: pick", help: "Choose the model, or type any model id.",
      navigation: [letter("m")], leader: [letter("m")], hint: "Model"),
    Command(
      id: .copy, title: "copy: answer", help: "Copy the answer as it came.", navigation: [letter("y")],
      leader: [letter("y")], hint: "Copy"),
    Command(
      id: .copyMenu, title: "copy: choose", help: "Copy text, a code block, the request or the request id.",
      navigation: [letter("Y")]),
    Command(
      id: .fold, title: "reasoning: show or hide", help: "Unfold the reasoning of this answer.",
      navigation: [letter(" ")], hint: "Reasoning"),
    Command(
      id: .raw, title: "text: markdown or raw", help: "Show answers as markdown or as they came.",
      navigation: [letter("M"), letter("v")]),
    Command(
      id: .follow, title: "follow: on or off", help: "Keep the newest text in view.",
      navigation: [letter("f")]),
    Command(
      id: .search, title: "search", help: "Find text in the transcript.", navigation: [letter("/")],
      leader: [letter("/")], hint: "Search"),
    Command(id: .searchNext, title: "search: next", help: "Next match.", navigation: [letter("n")]),
    Command(
      id: .searchPrevious, title: "search: previous", help: "Previous match.", navigation: [letter("N")]),
    Command(
      id: .lineDown, title: "move: line down", help: "A line down.",
      navigation: [letter("j"), Key(.down)]),
    Command(id: .lineUp, title: "move: line up", help: "A line up.", navigation: [letter("k"), Key(.up)]),
    Command(
      id: .halfDown, title: "move: half a page down", help: "Half a page down.", navigation: [control("d")]),
    Command(id: .halfUp, title: "move: half a page up", help: "Half a page up.", navigation: [control("u")]),
    Command(id: .pageDown, title: "move: page down", help: "A page down.", chords: [Key(.pageDown)]),
    Command(id: .pageUp, title: "move: page up", help: "A page up.", chords: [Key(.pageUp)]),
    Command(id: .top, title: "move: top", help: "To the beginning.", navigation: [letter("g"), Key(.home)]),
    Command(
      id: .bottom, title: "move: bottom", help: "To the end, and follow.",
      navigation: [letter("G"), Key(.end)], hint: "Follow"),
    Command(
      id: .messageNext, title: "move: next message", help: "To the next question.", navigation: [letter("}")]),
    Command(
      id: .messagePrevious, title: "move: previous message", help: "To the previous question.",
      navigation: [letter("{")]),
    Command(
      id: .typing, title: "message: type", help: "Go to the message box.", navigation: [letter("i")],
      hint: "Type"),
    Command(
      id: .editor, title: "message: open in $EDITOR", help: "Edit the message in your editor.",
      chords: [Key(.function(4))], navigation: [letter("e")], leader: [letter("e"), control("e")]),
    Command(
      id: .paneNext, title: "pane: next", help: "Go to the other pane.",
      chords: [Key(.tab), Key(.tab, .shift)], leader: [Key(.tab)], hint: "Pane"),
    Command(
      id: .theme, title: "theme: pick", help: "Choose the colours.", leader: [letter("t")]),
    Command(
      id: .mouse, title: "mouse: on or off", help: "Give the mouse to the terminal or take it.",
      leader: [letter("M")]),
    Command(
      id: .setUp, title: "set up: key and base URL",
      help: "Enter a key, set the base URL, or try the demo relay."),
    Command(id: .demo, title: "demo relay", help: "Talk to the built-in relay with simulated models."),
    Command(
      id: .palette, title: "commands", help: "List every command.", chords: [control("p")],
      navigation: [letter(":")], leader: [letter("p")], hint: "Commands"),
    Command(
      id: .help, title: "help", help: "List every key.", chords: [Key(.function(1))],
      navigation: [letter("?")], leader: [letter("h")], hint: "Help"),
    Command(id: .redraw, title: "redraw", help: "Paint the whole screen again.", chords: [control("l")]),
    Command(
      id: .suspend, title: "suspend", help: "Go back to the shell; fg returns.", chords: [control("z")]),
    Command(id: .leader, title: "leader", help: "The next key is a command.", chords: [control("x")]),
    Command(id: .up, title: "up", help: "Close, leave, one level up.", chords: [Key(.escape)]),
    Command(
      id: .askQuit, title: "quit", help: "Leave bayside; asks while an answer runs.",
      navigation: [letter("q"), letter("Q")], leader: [letter("q")]),
  ]
}

/// Keys as short words.
package enum KeyLabel {
  package static func text(_ key: Key) -> String {
    let name: String
    switch key.code {
    case .character(" "): name = "Space"
    case .character(let character):
      return key.modifiers.contains(.control) ? "^" + character.uppercased() : String(character)
    case .enter: name = "Enter"
    case .tab: name = "Tab"
    case .backspace: name = "Backspace"
    case .delete: name = "Delete"
    case .insert: name = "Insert"
    case .escape: name = "Esc"
    case .up: name = "Up"
    case .down: name = "Down"
    case .left: name = "Left"
    case .right: name = "Right"
    case .home: name = "Home"
    case .end: name = "End"
    case .pageUp: name = "PgUp"
    case .pageDown: name = "PgDn"
    case .function(let number): name = "F\(number)"
    }
    if key.modifiers.contains(.alt) { return "Alt-" + name }
    if key.modifiers.contains(.shift) { return "Shift-" + name }
    return key.modifiers.contains(.control) ? "Ctrl-" + name : name
  }
}
