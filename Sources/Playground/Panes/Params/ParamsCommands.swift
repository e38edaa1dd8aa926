import RelayKit
import TerminalUI
import Workbench

/// The form of parameters.
enum ParamsCommands {
  private static let noRow: @Sendable (Playground) -> String? = {
    $0.view == .params ? nil : "this is for the parameters; Ctrl-X 3 opens them"
  }

  private static func command(
    _ id: CommandID, _ title: String, _ help: String, _ keys: [Key], hint: Command.Hint? = nil,
    _ run: @escaping @Sendable (inout Playground, MonotonicTime) -> [Effect]
  ) -> Command {
    Command(
      id, "parameters: \(title)", help, .act, keys.map { .pane(.params, $0) }, hint: hint, reason: noRow,
      run: { app, call in run(&app, call.now) })
  }

  static let table: [Command] = [
    command("params.down", "row down", "To the next row.", [.letter("j"), Key(.down)]) { app, _ in
      app.moveParameter(1)
    },
    command("params.up", "row up", "To the row before.", [.letter("k"), Key(.up)]) { app, _ in
      app.moveParameter(-1)
    },
    command("params.page.down", "page down", "Ten rows down.", [Key(.pageDown), .control("d")]) { app, _ in
      app.moveParameter(10)
    },
    command("params.page.up", "page up", "Ten rows up.", [Key(.pageUp), .control("u")]) { app, _ in
      app.moveParameter(-10)
    },
    command("params.top", "first row", "To the first row.", [.letter("g"), Key(.home)]) { app, _ in
      app.moveParameter(-1_000_000)
    },
    command("params.bottom", "last row", "To the last row.", [.letter("G"), Key(.end)]) { app, _ in
      app.moveParameter(1_000_000)
    },
    command(
      "params.step.down", "step down", "A step down, or the choice before.", [.letter("h"), Key(.left)],
      hint: .init("Step", 20)
    ) { app, now in app.stepParameter(up: false, .small, at: now) },
    command(
      "params.step.up", "step up", "A step up, or the next choice.", [.letter("l"), Key(.right)]
    ) { app, now in app.stepParameter(up: true, .small, at: now) },
    command("params.big.down", "big step down", "A big step down.", [.letter("H")]) { app, now in
      app.stepParameter(up: false, .big, at: now)
    },
    command("params.big.up", "big step up", "A big step up.", [.letter("L")]) { app, now in
      app.stepParameter(up: true, .big, at: now)
    },
    command(
      "params.edit", "edit the value",
      "Type the value, choose it from a list, or edit it in $EDITOR, whatever fits it.", [Key(.enter)],
      hint: .init("Edit", 22)
    ) { app, now in app.openParameter(at: now) },
    command(
      "params.toggle", "switch or fold", "Turn a switch, or show the rows that this model does not take.",
      [.letter(" ")], hint: .init("Toggle", 24)
    ) { app, now in app.toggleParameter(at: now) },
    command(
      "params.unset", "unset", "Leave this key out of the request.", [Key(.delete), Key(.backspace)],
      hint: .init("Unset", 26)
    ) { app, now in app.unsetMarked(at: now) },
    command(
      "params.default", "set to its default", "Put the documented default in; it is sent then.",
      [.letter("=")],
      hint: .init("Default", 28)
    ) { app, now in app.setDefault(at: now) },
    command("params.undo", "undo", "Take the last change of the parameters back.", [.letter("u")]) {
      app, now in
      app.undoParameter(at: now)
    },
    command("params.unset.all", "unset all", "Leave every key out; asks. u brings them back.", [.letter("U")])
    {
      app, now in app.askToUnsetAll(at: now)
    },
    command("params.kind.next", "next kind", "Text, image or video.", [.letter("]")]) { app, now in
      app.nextParameterKind(1, at: now)
    },
    command("params.kind.prev", "previous kind", "Text, image or video.", [.letter("[")]) { app, now in
      app.nextParameterKind(-1, at: now)
    },
    Command(
      "params.body", "parameters: form or body",
      "Go from the form to the body and back; where both have no room, one is shown.", .act,
      [.pane(.params, "v"), .pane(.draft, "v")], reason: noRow,
      run: { app, _ in
        app.focus = app.focus == .params ? .draft : .params
        return []
      }),
    command(
      "params.json", "edit the whole body", "Edit the whole body of the request as JSON in $EDITOR.",
      [.letter("E")], hint: .init("JSON", 30)
    ) { app, now in app.editBody(at: now) },
    command(
      "params.free", "add a key", "Add a key that the form does not know: set NAME VALUE.", [.letter("a")]
    ) { app, _ in
      app.openCommandList()
      if case .list(var list) = app.overlay {
        list.setFilter("set ")
        app.overlay = .list(list)
      }
      return []
    },
    Command(
      "params.choose", "parameters: choose a value", "Take a value of the list.", .act, [], reason: noRow,
      run: { app, call in
        if let text = call.argument { app.chooseValue(text, at: call.now) }
        return []
      }),
    command(
      "params.family", "start values of the model's family",
      "Offer the values that fit this model's family.", [.letter("F")]
    ) { app, now in
      app.offerFamilyValues(at: now)
    },
  ]
}
