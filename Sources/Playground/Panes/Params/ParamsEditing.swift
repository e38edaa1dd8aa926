import RelayKit
import TerminalUI
import Workbench

/// Changing parameters in the form.
extension Playground {
  mutating func pressInParams(_ key: Key, at now: MonotonicTime) -> [Effect] {
    if params.typing != nil { return pressInValue(key, at: now) }
    // A number begins with its first sign, also where digits name views.
    if case .character(let sign) = key.code, key.modifiers.isEmpty, sign.isASCII,
      sign.isNumber || "-.".contains(sign),
      let row = markedParameter, let parameter = row.parameter
    {
      if parameter.isNumeric {
        params.typing = ValueTyping(path: row.path, box: TextBox(String(sign)))
        return []
      }
      if case .choice(let choices, _) = parameter.type,
        choices.contains(where: { $0.label.first?.isNumber == true })
      {
        let effects = openParameter(at: now)
        if case .list(var list) = overlay {
          list.setFilter(String(sign))
          overlay = .list(list)
        }
        return effects
      }
    }
    if let command = keyMap.command(for: key, inPane: .params, letters: true) {
      return perform(command.id, at: now)
    }
    return []
  }

  private mutating func pressInValue(_ key: Key, at now: MonotonicTime) -> [Effect] {
    switch key.code {
    case .escape: params.typing = nil
    case .enter: takeTyped(at: now)
    case .backspace: params.typing?.box.deleteBack()
    case .delete: params.typing?.box.deleteForward()
    case .left: params.typing?.box.left()
    case .right: params.typing?.box.right()
    case .home: params.typing?.box.lineStart()
    case .end: params.typing?.box.lineEnd()
    case .character("u") where key.modifiers == .control: params.typing?.box.cutToLineStart()
    case .character("w") where key.modifiers == .control: params.typing?.box.cutWord()
    case .character(let sign) where key.isText: params.typing?.box.insert(String(sign))
    case .up, .down, .tab:
      // Leaving the line keeps what is right and stays where it is not.
      takeTyped(at: now)
      if params.typing == nil, key.code != .tab { return moveParameter(key.code == .up ? -1 : 1) }
    case .function, .character:
      if let command = keyMap.command(for: key, in: .anywhere) { return perform(command.id, at: now) }
    default: break
    }
    return []
  }

  mutating func pasteInValue(_ text: String) {
    params.typing?.box.insert(text.split(whereSeparator: \.isNewline).joined(separator: " "))
  }

  private mutating func takeTyped(at now: MonotonicTime) {
    guard let typing = params.typing else { return }
    let text = typing.box.expandedText
    guard let parameter = paramsForm.row(typing.path)?.parameter else {
      // A key that the catalogue does not know takes any JSON; what is none is text.
      let value = (try? JSONValue(parsing: text)) ?? .string(text)
      params.typing = nil
      return change("\(typing.path)", at: now) { $0.set(value, at: typing.path) }
    }
    do {
      let value = try parameter.value(typed: text)
      params.typing = nil
      change(parameter.name, at: now) { $0.set(value, at: typing.path) }
    } catch {
      params.typing?.problem = error.sentence
    }
  }

  // MARK: Moving

  mutating func moveParameter(_ step: Int) -> [Effect] {
    let rows = paramsRows
    guard !rows.marks.isEmpty else { return [] }
    let index = rows.index(of: params.mark[workspace.kind])
    params.mark[workspace.kind] = rows.marks[min(max(0, index + step), rows.marks.count - 1)].mark
    return []
  }

  mutating func nextParameterKind(_ step: Int, at now: MonotonicTime) -> [Effect] {
    guard seated == nil else {
      say("A lane asks for what its model makes: m in Compare picks another one.", at: now)
      return []
    }
    let all = ParameterKind.allCases
    let place = all.firstIndex(of: workspace.kind) ?? 0
    workspace.kind = all[(place + step + all.count) % all.count]
    params.top = 0
    return []
  }

  // MARK: Changing

  /// Changes the body that the form shows; `u` takes it back.
  mutating func change(
    _ name: String, at now: MonotonicTime, _ change: (inout JSONObject) -> Bool
  ) {
    var body = workspace.formBody(workspace.kind)
    let before = body
    guard change(&body) else {
      return say("\(name) cannot be set: something that is no object stands in its way.", at: now)
    }
    guard body != before else { return }
    params.earlier.append((workspace.kind, before, name))
    if params.earlier.count > 200 { params.earlier.removeFirst() }
    workspace.setFormBody(workspace.kind, body)
  }

  mutating func stepParameter(up: Bool, _ size: StepSize, at now: MonotonicTime) -> [Effect] {
    guard let row = markedParameter, let parameter = row.parameter else { return [] }
    guard let value = parameter.stepped(row.value, up: up, size) else {
      say("\(row.name) has no steps; Enter edits it.", at: now)
      return []
    }
    change(row.name, at: now) { $0.set(value, at: row.path) }
    return []
  }

  mutating func toggleParameter(at now: MonotonicTime) -> [Effect] {
    guard let row = markedParameter else {
      params.showsOthers.toggle()
      return []
    }
    guard let parameter = row.parameter else { return openParameter(at: now) }
    let next = parameter.toggled(row.value) ?? parameter.cycled(row.value, forward: true)
    guard let next else { return openParameter(at: now) }
    change(row.name, at: now) { $0.set(next, at: row.path) }
    return []
  }

  mutating func openParameter(at now: MonotonicTime) -> [Effect] {
    guard let row = markedParameter else { return toggleParameter(at: now) }
    guard let parameter = row.parameter else {
      params.typing = ValueTyping(path: row.path, box: TextBox(row.value?.text() ?? ""))
      return []
    }
    switch parameter.type {
    case .toggle: return toggleParameter(at: now)
    case .choice(let choices, let isOpen):
      let rows = choices.map { PickList.Row(id: $0.label, title: $0.label, fields: [$0.note]) }
      var list = PickList(
        .argument(of: "params.choose"), title: row.name, rows: rows,
        marked: choices.first { choice in row.value.map(choice.matches) ?? false }?.label)
      list.takesTyped = isOpen
      overlay = .list(list)
      return []
    case .integer, .number, .text, .texts:
      params.typing = ValueTyping(path: row.path, box: TextBox(row.value.map(parameter.typed) ?? ""))
      return []
    case .modelText:
      return [.edit(.value(workspace.kind, row.path), row.value?.stringValue ?? "")]
    case .json:
      let text =
        rejectedEdits[row.name] ?? row.value?.text(pretty: true) ?? ParameterEditing.template(row.name)
      return [.edit(.value(workspace.kind, row.path), text)]
    }
  }

  /// A choice of the list.
  mutating func chooseValue(_ text: String, at now: MonotonicTime) {
    guard let row = markedParameter, let parameter = row.parameter else { return }
    do {
      let value = try parameter.value(typed: text)
      change(row.name, at: now) { $0.set(value, at: row.path) }
    } catch {
      say(error.sentence, at: now)
    }
  }

  /// A value that comes back from the editor.
  mutating func takeValue(_ text: String, _ kind: ParameterKind, _ path: ParameterPath, at now: MonotonicTime)
  {
    workspace.kind = kind
    params.mark[kind] = .row(path)
    guard text.contains(where: { !$0.isWhitespace }) else {
      rejectedEdits[path.description] = nil
      return change(path.description, at: now) {
        $0.unset(path)
        return true
      }
    }
    guard let parameter = paramsForm.row(path)?.parameter else { return }
    if parameter.type == .modelText {
      let text = text.hasSuffix("\n") ? String(text.dropLast()) : text
      return change(parameter.name, at: now) { $0.set(.string(text), at: path) }
    }
    do {
      let value = try parameter.value(typed: text)
      rejectedEdits[path.description] = nil
      change(parameter.name, at: now) { $0.set(value, at: path) }
      if let first = ParameterEditing.problems(parameter.name, value).first {
        say("\(parameter.name) is sent as it is, but: \(first.line)", seconds: 12, at: now)
      }
    } catch {
      rejectedEdits[path.description] = text
      say("\(path) was not changed: \(error.sentence) Enter opens your text again.", seconds: 12, at: now)
    }
  }

  mutating func unsetMarked(at now: MonotonicTime) -> [Effect] {
    guard let row = markedParameter else { return [] }
    change(row.name, at: now) {
      $0.unset(row.path)
      return true
    }
    return []
  }

  mutating func setDefault(at now: MonotonicTime) -> [Effect] {
    guard let row = markedParameter else { return [] }
    guard let value = row.parameter?.standardValue else {
      say("No default of \(row.name) is documented; unset leaves the choice to the model.", at: now)
      return []
    }
    change(row.name, at: now) { $0.set(value, at: row.path) }
    return []
  }

  mutating func undoParameter(at now: MonotonicTime) -> [Effect] {
    guard let last = params.earlier.popLast() else {
      say("No change of the parameters is left to take back.", at: now)
      return []
    }
    workspace.kind = last.kind
    workspace.setFormBody(last.kind, last.body)
    say("Taken back: \(last.what).", at: now)
    return []
  }

  mutating func askToUnsetAll(at now: MonotonicTime) -> [Effect] {
    let count = paramsForm.setCount
    guard count > 0 else {
      say("Nothing is set.", at: now)
      return []
    }
    overlay = .question(
      Question(
        title: "Unset all?",
        lines: ["\(Figures.counted(count, "key")) would be left out; u brings them back."],
        choices: [("Keep them", .stay), ("Unset all", .unsetAll)]))
    return []
  }

  mutating func unsetAll(at now: MonotonicTime) {
    change("all keys", at: now) {
      $0 = JSONObject()
      return true
    }
  }

  // MARK: The whole body

  mutating func editBody(at now: MonotonicTime) -> [Effect] {
    let text = rejectedEdits[Self.wholeBody] ?? draftJSON(workspace.kind).text(pretty: true)
    return [.edit(.body(workspace.kind), text)]
  }

  private static let wholeBody = "the body"

  /// Keys that the form does not know stay; messages that were changed become the conversation.
  mutating func takeBody(_ text: String, _ kind: ParameterKind, at now: MonotonicTime) {
    do {
      guard var object = try JSONValue(parsing: text).objectValue else {
        rejectedEdits[Self.wholeBody] = text
        return say(
          "The body was not changed: it must be an object. E opens your text again.", seconds: 12, at: now)
      }
      rejectedEdits[Self.wholeBody] = nil
      if let model = object["model"]?.stringValue { workspace.setModel(model, kind) }
      object["model"] = nil
      if kind == .text {
        takeMessages(object["messages"], at: now)
        object["messages"] = nil
      }
      workspace.kind = kind
      change("the body", at: now) {
        $0 = object
        return true
      }
    } catch {
      rejectedEdits[Self.wholeBody] = text
      let fault = ToolArguments(text: text).fault?.sentence ?? ""
      say(
        "The body was not changed: this is no JSON. \(fault) E opens your text again.", seconds: 12, at: now)
    }
  }

  private mutating func takeMessages(_ messages: JSONValue?, at now: MonotonicTime) {
    let before = draftJSON(.text).objectValue?["messages"]
    guard let messages, messages != before, let list = messages.arrayValue else { return }
    guard running.isEmpty else {
      return say("An answer is still coming: the messages were left as they are.", seconds: 10, at: now)
    }
    var request = ChatRequest(
      model: workspace.model, stream: workspace.stream, parameters: workspace.parameters)
    request.messages = list.compactMap(ChatMessage.init(json:))
    workspace.take(request, at: wallClock(at: now))
    transcript = TranscriptPane()
    _ = message.takeAll()
    if request.messages.count < list.count {
      say(
        "\(list.count - request.messages.count) messages were left out: they are no objects with a role.",
        at: now)
    }
  }

  // MARK: Families

  mutating func offerFamilyValues(at now: MonotonicTime) -> [Effect] {
    guard let preset = FamilyPreset.preset(model: workspace.model(workspace.kind), kind: workspace.kind)
    else {
      say("Nothing is known of this model's family; every key is taken.", at: now)
      return []
    }
    guard !preset.values.members.isEmpty else {
      say("\(preset.title): \(preset.note)", seconds: 10, at: now)
      return []
    }
    change("values of \(preset.title)", at: now) { body in
      for member in preset.values.members where body[member.key] == nil { body[member.key] = member.value }
      return true
    }
    say(
      "\(preset.title): \(preset.note.isEmpty ? "start values were put in where nothing was set." : preset.note) u takes it back.",
      seconds: 10, at: now)
    return []
  }
}
