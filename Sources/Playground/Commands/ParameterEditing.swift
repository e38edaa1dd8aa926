import RelayKit
import TerminalUI
import Workbench

/// JSON values of the request in the editor: tools, a schema for the answer, any parameter.
enum ParameterEditing {
  static let table: [Command] = [
    Command(
      "param.edit", "parameter: edit as JSON", "Open a parameter in $EDITOR: edit stop", .act, [],
      verb: "edit",
      run: { app, call in
        guard let name = call.argument else {
          app.say("Name a parameter, for example: edit logit_bias", at: call.now)
          return []
        }
        return app.editParameter(name)
      }),
    Command(
      "tools.edit", "tools: define",
      "Define the functions that the model may call, as JSON in $EDITOR; they are checked.", .act,
      [], run: { app, _ in app.editParameter("tools") }),
    Command(
      "schema.edit", "answer: define its schema",
      "Define the JSON Schema of the answer (response_format) in $EDITOR; answers are checked against it.",
      .act, [], run: { app, _ in app.editParameter("response_format") }),
    Command(
      "reasoning.back", "reasoning: send it back or not",
      "Send the reasoning of earlier answers back: never, with tool calls, or always.", .act, [],
      verb: "reasoning",
      run: { app, call in
        app.chooseReasoningBack(call.argument, at: call.now)
        return []
      }),
  ]

  /// Something to begin with.
  static func template(_ name: String) -> String {
    switch name {
    case "tools":
      """
      [
        {
          "type": "function",
          "function": {
            "name": "get_weather",
            "description": "The weather of a city now.",
            "parameters": {
              "type": "object",
              "properties": { "city": { "type": "string" } },
              "required": ["city"],
              "additionalProperties": false
            }
          }
        }
      ]
      """
    case "response_format":
      """
      {
        "type": "json_schema",
        "json_schema": {
          "name": "answer",
          "strict": true,
          "schema": {
            "type": "object",
            "properties": { "answer": { "type": "string" } },
            "required": ["answer"],
            "additionalProperties": false
          }
        }
      }
      """
    default: "null"
    }
  }

  /// What is wrong with a value that can be known before it is sent.
  static func problems(_ name: String, _ value: JSONValue) -> [SchemaProblem] {
    switch name {
    case "tools":
      return value.arrayValue.map { ToolDefinitionCheck.problems(ofList: $0) }
        ?? [SchemaProblem(place: JSONPointer(), sentence: "Tools are a list.")]
    case "response_format":
      guard let format = value["json_schema"], let schema = format["schema"] else { return [] }
      let strict = format["strict"]?.boolValue == true ? StrictSchema.problems(of: schema) : []
      return SchemaProblems.of(schema) + strict
    default: return []
    }
  }
}

extension ReasoningBack {
  fileprivate var words: String {
    switch self {
    case .never: "never: it is left out"
    case .withCalls: "calls: with tool calls, which some models demand"
    case .always: "always: with every answer"
    }
  }
}

extension Playground {
  fileprivate mutating func chooseReasoningBack(_ word: String?, at now: MonotonicTime) {
    guard let word else {
      let rows = ReasoningBack.allCases.map { PickList.Row(id: $0.rawValue, title: $0.words) }
      overlay = .list(PickList(.argument(of: "reasoning.back"), title: "Send reasoning back", rows: rows))
      return
    }
    guard let choice = ReasoningBack(rawValue: word) else {
      return say("It can be: \(ReasoningBack.allCases.map(\.rawValue).joined(separator: ", ")).", at: now)
    }
    workspace.reasoningBack = choice
    say("Reasoning is sent back \(choice.words).", at: now)
  }

  /// A text that was no JSON waits for the next try.
  mutating func editParameter(_ name: String) -> [Effect] {
    let text =
      rejectedEdits[name] ?? workspace.parameters[name].map { $0.text(pretty: true) }
      ?? ParameterEditing.template(name)
    return [.edit(.parameter(name), text)]
  }

  mutating func takeParameter(_ text: String, _ name: String, at now: MonotonicTime) {
    guard text.contains(where: { !$0.isWhitespace }) else {
      workspace.parameters[name] = nil
      rejectedEdits[name] = nil
      return say("\(name) is not sent any more.", at: now)
    }
    do {
      let value = try JSONValue(parsing: text)
      workspace.parameters[name] = value
      rejectedEdits[name] = nil
      let problems = ParameterEditing.problems(name, value)
      if let first = problems.first {
        let more = problems.count > 1 ? " (\(problems.count - 1) more)" : ""
        say("\(name) is sent as it is, but: \(first.line)\(more)", seconds: 12, at: now)
      } else {
        say("\(name) is set. :edit \(name) changes it, an empty text unsets it.", at: now)
      }
    } catch {
      rejectedEdits[name] = text
      let fault = ToolArguments(text: text).fault?.sentence ?? ""
      say(
        "\(name) was not changed: this is no JSON. \(fault) :edit \(name) opens your text again.",
        seconds: 12, at: now)
    }
  }
}
