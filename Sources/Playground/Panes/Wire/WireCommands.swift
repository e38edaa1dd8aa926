import RelayKit
import TerminalUI
import Workbench

/// Looking at an exchange on the wire.
enum WireCommands {
  private static let nothing: @Sendable (Playground) -> String? = {
    $0.workspace.conversation.lastAnswer == nil ? "nothing was sent yet" : nil
  }
  private static let closed: @Sendable (Playground) -> String? = {
    nothing($0) ?? ($0.wire.isOpen ? nil : "the inspector is closed; F7 opens it")
  }

  static let table: [Command] = [
    Command(
      "wire", "wire: inspector on or off",
      "Look at the exchange: frames, request, headers, response, timing.",
      .look, [.anywhere(.function(7)), .leader("i")],
      hint: .init(
        "Wire", 55,
        when: {
          ($0.view == .chat && $0.face != .videos || $0.view == .compare)
            && (!$0.running.isEmpty || !$0.isTyping)
        }),
      run: { app, call in
        if app.view == .chat, app.face == .videos {
          app.say("The board has the relay's answers: Tab, then [ or ] for Answer.", seconds: 8, at: call.now)
          return []
        }
        // From another view it is opened, not closed unseen.
        if app.view != .chat, app.view != .compare {
          app.show(.chat)
          app.wire.isOpen = false
        }
        app.toggleWire()
        if app.wire.isOpen, !app.isTyping { app.focus = .wire }
        return []
      }),
    move("wire.down", "frame down", "A frame or line down.", [Key(.character("j")), Key(.down)]) {
      $1.moveInWire(1, at: $0)
    },
    move("wire.up", "frame up", "A frame or line up.", [Key(.character("k")), Key(.up)]) {
      $1.moveInWire(-1, at: $0)
    },
    move("wire.page.down", "page down", "A page down.", [Key(.pageDown)]) {
      $1.moveInWire($1.wirePage, at: $0)
    },
    move("wire.page.up", "page up", "A page up.", [Key(.pageUp)]) { $1.moveInWire(-$1.wirePage, at: $0) },
    move("wire.half.down", "half a page down", "Half a page down.", [.control("d")]) {
      $1.moveInWire($1.wirePage / 2, at: $0)
    },
    move("wire.half.up", "half a page up", "Half a page up.", [.control("u")]) {
      $1.moveInWire(-$1.wirePage / 2, at: $0)
    },
    move("wire.top", "first frame", "To the beginning.", [Key(.character("g")), Key(.home)]) {
      $1.wireToEnd(false, at: $0)
    },
    move(
      "wire.bottom", "last frame", "To the end, and follow new frames.", [Key(.character("G")), Key(.end)]
    ) {
      $1.wireToEnd(true, at: $0)
    },
    move(
      "wire.tab.next", "next tab", "The next tab.",
      [Key(.character("]")), Key(.right), Key(.character("l"))], hint: .init("Tabs", 41)
    ) {
      $1.nextWireTab(1)
    },
    move(
      "wire.tab.prev", "previous tab", "The tab before.",
      [Key(.character("[")), Key(.left), Key(.character("h"))]
    ) {
      $1.nextWireTab(-1)
    },
    move(
      "wire.gap.next", "next gap", "The next frame that came slower than usual.", [Key(.character("."))],
      hint: .init("Gap", 43)
    ) {
      $1.seekFrame(.gap, forward: true, at: $0)
    },
    move("wire.gap.prev", "previous gap", "The slow frame before.", [Key(.character(","))]) {
      $1.seekFrame(.gap, forward: false, at: $0)
    },
    move(
      "wire.trouble", "next error", "The next frame that is an error or malformed.", [Key(.character("!"))]
    ) {
      $1.seekFrame(.trouble, forward: true, at: $0)
    },
    move("wire.first", "first token", "The frame that brought the first token.", [Key(.character("0"))]) {
      $1.seekFrame(.firstToken, forward: true, at: $0)
    },
    Command(
      "wire.kinds", "wire: filter by kind", "Show frames of one kind only.", .look, [.pane(.wire, "F")],
      reason: closed,
      run: { app, call in
        guard let kind = call.argument else { return app.openKindFilter(at: call.now) }
        app.takeKindFilter(kind)
        return []
      }),
    move(
      "wire.find", "filter by text", "Show frames that hold a text only.", [Key(.character("/"))],
      hint: .init("Filter", 44)
    ) {
      $1.showWireTab(.frames)
      $1.wire.isTyping = true
      _ = $0
      return []
    },
    move(
      "wire.open", "frame alone", "The marked frame alone, or the list again.", [Key(.enter)],
      hint: .init("Frame", 42)
    ) { _, app in
      if app.wire.tab == .frames { app.wire.showsDetail.toggle() }
      app.wire.top[.frames] = 0
      return []
    },
    move(
      "wire.raw", "pretty or raw", "Bytes exactly as they went, or indented JSON.", [Key(.character("v"))],
      hint: .init("Raw", 45)
    ) { _, app in
      app.wire.showsRaw.toggle()
      return []
    },
    move(
      "wire.base", "compare with this", "Make this exchange the one that others are compared with in Diff.",
      [Key(.character("b"))]
    ) {
      guard let subject = $1.wireSubject(at: $0) else { return [] }
      $1.wire.base = subject.id
      $1.say("Diff compares with this exchange now.", at: $0)
      return []
    },
    move(
      "wire.copy", "copy", "Copy the marked frame, or what the tab shows.", [Key(.character("y"))],
      hint: .init("Copy", 46)
    ) {
      $1.wireCopy(at: $0)
    },
  ]

  private static func move(
    _ id: CommandID, _ title: String, _ help: String, _ keys: [Key], hint: Command.Hint? = nil,
    _ run: @escaping @Sendable (MonotonicTime, inout Playground) -> [Effect]
  ) -> Command {
    Command(
      id, "wire: " + title, help, .look, keys.map { .pane(.wire, $0) },
      hint: hint.map { hint in Command.Hint(hint.word, hint.place, when: { $0.focus == .wire }) },
      reason: closed,
      run: { app, call in run(call.now, &app) })
  }
}
