import RelayKit
import TerminalUI
import Workbench

/// What can be done anywhere.
enum ProgramCommands {
  static let table: [Command] = [
    Command(
      "stop.or.clear", "stop or clear", "Stop the answer; else empty the message; else ask to quit.",
      .program,
      [.anywhere(.control("c"))], hint: .init("Stop", 10, when: { $0.isTyping && !$0.running.isEmpty }),
      run: { app, call in app.stopOrClear(at: call.now) }),
    Command(
      "leader", "leader", "The next key is a command; they are listed after a moment.", .program,
      [.anywhere(.control("x"))],
      run: { app, call in
        app.leaderSince = call.now
        return []
      }),
    Command(
      "up", "up", "One level up: close, leave, unzoom. Never loses text.", .program,
      [.anywhere(Key(.escape))],
      run: { app, call in app.goUp(at: call.now) }),
    Command(
      "pane.next", "pane: next", "Go to the next pane.", .go, [.anywhere(Key(.tab)), .leader(Key(.tab))],
      hint: .init("Pane", 30), run: { app, _ in app.nextPane(step: 1) }),
    Command(
      "pane.prev", "pane: previous", "Go to the pane before.", .go, [.anywhere(Key(.tab, .shift))],
      run: { app, _ in app.nextPane(step: -1) }),
    Command(
      "zoom", "pane: zoom", "Give the focused pane the whole screen, or take it back.", .look,
      [.navigation("z"), .anywhere(.function(9)), .leader("z")],
      run: { app, _ in
        app.isZoomed.toggle()
        return []
      }),
    Command(
      "type", "message: type", "Go to the message box.", .go, [.navigation("i"), .leader("a")],
      hint: .init("Type", 70),
      run: { app, _ in
        if app.view != .compare { app.show(.chat) }
        app.focus = .message
        if app.isZoomed { app.isZoomed = false }
        return []
      }),
    Command(
      "model", "model: pick", "Choose the model, or type any model id.", .act,
      [.navigation("m"), .leader("m")], hint: .init("Model", 60), verb: "model",
      run: { app, call in app.pickModel(call) }),
    Command(
      "model.as", "model: ask it as a chat, for images or for videos",
      "What the relay lists it for may be wrong: ask-as text, ask-as image, ask-as video.", .act, [],
      verb: "ask-as", reason: { $0.view == .compare ? "lanes go by what their model makes" : nil },
      run: { app, call in app.askModelAs(call) }),
    Command(
      "models.reload", "model: ask for the list again", "Ask the relay which models it lists.", .act,
      [.navigation("R")], reason: { $0.workspace.relay == nil ? "no relay is set up" : nil },
      run: { app, call in
        app.workspace.models.load()
        app.say("Asking the relay for its models.", at: call.now)
        return [.reloadModels]
      }),
    Command(
      "set", "parameter: set", "Set a key of the request, for example: set temperature 0.2", .act, [],
      verb: "set", run: { app, call in app.setParameter(call) }),
    Command(
      "unset", "parameter: unset", "Leave a key out of the request, for example: unset temperature", .act, [],
      verb: "unset",
      reason: { $0.workspace.formBody($0.workspace.kind).members.isEmpty ? "no parameter is set" : nil },
      run: { app, call in app.unsetParameter(call) }),
    Command(
      "system", "system message: set", "Set the system message of this chat, for example: system Be brief.",
      .act,
      [], verb: "system", reason: \.busy,
      run: { app, call in app.setSystem(call) }),
    Command(
      "stream", "stream: on or off", "Ask for the answer as a stream, or in one piece.", .act, [],
      run: { app, call in
        app.workspace.streams.toggle()
        app.say(app.workspace.streams ? "Answers stream." : "Answers come in one piece.", at: call.now)
        return []
      }),
    Command(
      "chat.new", "chat: new", "Start an empty conversation; the system message stays.", .act, [.leader("n")],
      reason: \.busy,
      run: { app, call in
        app.workspace.startNewConversation()
        app.transcript = TranscriptPane()
        app.say("New chat.", at: call.now)
        return []
      }),
    Command(
      "stop.all", "answers: stop all", "Stop every running answer; what came is kept.", .act,
      [.navigation("X"), .anywhere(.function(8)), .leader("S")],
      reason: { $0.runningIDs.isEmpty ? "no answer is running" : nil },
      run: { app, _ in app.runningIDs.map { .stop($0) } }),
    Command(
      "theme", "theme: pick", "Choose the colours.", .look, [.leader("t")], verb: "theme",
      run: { app, call in app.pickTheme(call) }),
    Command(
      "mouse", "mouse: on or off", "Give the mouse to the terminal, or take it.", .look, [.leader("M")],
      run: { app, call in
        app.preferences.mouse.toggle()
        app.say(app.preferences.mouse ? "Mouse on." : "Mouse off. Ctrl-X M turns it on.", at: call.now)
        return [.setMouse(app.preferences.mouse)]
      }),
    Command(
      "bare", "bare text", "Print the conversation to the plain screen, for the terminal's own selection.",
      .look,
      [.leader("b")], reason: { $0.workspace.conversation.isEmpty ? "there is nothing to show yet" : nil },
      run: { app, _ in [.showPlain(app.plainConversation)] }),
    Command(
      "setup", "set up: key and base URL", "Enter a key and base URL, or try the demo relay.", .program, [],
      hint: .init("Set up", 80, when: { $0.workspace.relay == nil }), reason: \.lanesBusy,
      run: { app, _ in
        app.overlay = .setUp(SetUpForm(app.surroundings))
        return []
      }),
    Command(
      "demo", "demo relay", "Talk to the built-in relay with simulated models; no network.", .program, [],
      verb: "demo", reason: \.lanesBusy, run: { _, _ in [.connectDemo] }),
    Command(
      "messages", "messages: what the footer said", "List what the footer said so far.", .look, [],
      run: { app, _ in
        app.overlay = .list(app.noticeList)
        return []
      }),
    Command(
      "redraw", "redraw", "Paint the whole screen again.", .look, [.anywhere(.control("l"))],
      run: { _, _ in [.redraw] }),
    Command(
      "suspend", "suspend", "Go back to the shell; fg returns.", .program, [.anywhere(.control("z"))],
      run: { _, _ in [.suspend] }),
    Command(
      "quit", "quit", "Leave bayside; asks while an answer runs.", .program,
      [.navigation("Q"), .leader("q")],
      run: { app, call in
        if app.runningIDs.isEmpty, app.videosUnderWay.isEmpty { return [.quit] }
        app.askToQuit(at: call.now)
        return []
      }),
    Command(
      "back", "back", "Back; at the top it asks whether to quit.", .program, [.navigation("q")],
      run: { app, call in
        if app.view == .compare {
          if let effects = app.goUpInCompare(at: call.now) { return effects }
          app.show(.chat)
          return []
        }
        if app.isZoomed || app.view != .chat || app.face != .talk || app.transcript.search != nil {
          return app.goUp(at: call.now)
        }
        app.askToQuit(at: call.now)
        return []
      }),
    Command(
      "palette", "commands", "List every command by name.", .program,
      [.navigation(":"), .anywhere(.control("p")), .leader("p")], hint: .init("Commands", 98),
      run: { app, _ in
        app.openCommandList()
        return []
      }),
    Command(
      "help", "help", "List every key, those of this pane first.", .program,
      [.navigation("?"), .anywhere(.function(1)), .leader("h")], hint: .init("Help", 99),
      run: { app, _ in
        app.overlay = .help(HelpPage(pane: app.focus))
        return []
      }),
  ]
}
