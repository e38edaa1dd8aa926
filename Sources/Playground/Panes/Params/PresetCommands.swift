import RelayKit
import TerminalUI
import Workbench

/// Requests that are kept under a name, as files.
enum PresetCommands {
  private static func needsName(_ verb: String) -> String { "Name it, for example: \(verb) web banner" }

  static let table: [Command] = [
    Command(
      "preset", "preset: load", "Begin with a kept request: preset NAME.", .act,
      [.pane(.params, "P")], hint: .init("Presets", 32), verb: "preset",
      run: { _, call in call.argument.map { [.loadPreset($0)] } ?? [.listPresets] }),
    Command(
      "preset.save", "preset: save", "Keep model, system message and parameters: save-preset NAME.", .act, [],
      verb: "save-preset",
      run: { app, call in
        guard let name = call.argument else {
          app.say(needsName("save-preset"), at: call.now)
          return []
        }
        if let problem = PresetName.problem(name) {
          app.say(problem, at: call.now)
          return []
        }
        return [.savePreset(app.preset(named: name), replaces: false)]
      }),
    Command(
      "preset.delete", "preset: delete", "Delete a preset; asks: delete-preset NAME.", .act, [],
      verb: "delete-preset",
      run: { app, call in
        guard let name = call.argument else {
          app.say(needsName("delete-preset"), at: call.now)
          return []
        }
        app.overlay = .question(
          Question(
            title: "Delete the preset?", lines: ["“\(name)” and its file would be gone."],
            choices: [("Keep it", .stay), ("Delete it", .deletePreset(name))]))
        return []
      }),
    Command(
      "preset.rename", "preset: rename", "Give a preset another name: rename-preset OLD to NEW.", .act, [],
      verb: "rename-preset",
      run: { app, call in
        let words = call.argument ?? ""
        guard let place = words.firstRange(of: " to ") else {
          app.say("For example: rename-preset web banner to wide banner", at: call.now)
          return []
        }
        let (old, new) = (String(words[..<place.lowerBound]), String(words[place.upperBound...]))
        if let problem = PresetName.problem(new) {
          app.say(problem, at: call.now)
          return []
        }
        return [.renamePreset(old, to: new)]
      }),
  ]
}

extension Playground {
  func preset(named name: String) -> Preset {
    let kind = workspace.kind
    var body = workspace.formBody(kind)
    let streams = kind == .text ? body["stream"]?.boolValue ?? false : nil
    if kind == .text { body["stream"] = nil }
    let first = workspace.conversation.messages.first { $0.role == .system }
    let model = workspace.model(kind)
    return Preset(
      name: name, kind: kind, model: model.isEmpty ? nil : model,
      system: kind == .text ? first?.written : nil,
      parameters: body, streams: streams)
  }

  mutating func openPresets(_ names: [String]) {
    var list = PickList(
      .argument(of: "preset"), title: "Presets", rows: names.map { PickList.Row(id: $0, title: $0) },
      marked: params.preset)
    list.note =
      names.isEmpty
      ? "None is kept yet: save-preset NAME in the command list (:) keeps this request."
      : "save-preset NAME keeps this request; rename-preset, delete-preset change the list."
    overlay = .list(list)
  }

  /// Takes a preset over; `u` in the form takes the parameters back.
  mutating func takePreset(_ preset: Preset, at now: MonotonicTime) {
    workspace.kind = preset.kind
    if let model = preset.model { workspace.setModel(model, preset.kind) }
    var body = preset.parameters
    if preset.kind == .text {
      var all = JSONObject()
      all["stream"] = preset.streams.map { $0 ? .bool(true) : nil } ?? workspace.formBody(.text)["stream"]
      for member in body.members { all[member.key] = member.value }
      body = all
      if let system = preset.system { takeSystem(system, at: now) }
    }
    change("the preset \(preset.name)", at: now) {
      $0 = body
      return true
    }
    params.preset = preset.name
    say("Preset \(preset.name).", at: now)
  }

  private mutating func takeSystem(_ text: String, at now: MonotonicTime) {
    guard running.isEmpty else { return }
    if let first = workspace.conversation.messages.first, first.role == .system {
      workspace.edit("the system message") { $0.change(first.id) { $0.written = text } }
    } else {
      let message = workspace.newMessage(.system, text, at: wallClock(at: now))
      workspace.edit("the system message") { $0.insert(message, after: nil) }
    }
  }
}
