import RelayKit
import TerminalUI
import Workbench

/// Values for `{{name}}` in messages, typed or from a file.
enum VariableCommands {
  static let table: [Command] = [
    Command(
      "var", "variable: set",
      "Set the value of {{NAME}} in messages: var NAME VALUE; without a value unset it.",
      .act, [], verb: "var", run: { app, call in app.setVariable(call) }),
    Command(
      "vars", "variables: list or load",
      "List the variables; or read values from a CSV or JSONL file: vars PATH.", .act, [], verb: "vars",
      run: { app, call in
        if let path = call.argument { return [.readVariables(path)] }
        app.overlay = .list(app.variableList)
        return []
      }),
    Command(
      "vars.row", "variables: use a row", "Use another row of the file of values: row 3.", .act, [],
      verb: "row",
      reason: { $0.workspace.variables.table == nil ? "no file of values is loaded; vars PATH" : nil },
      run: { app, call in app.useRow(call) }),
  ]
}

extension Playground {
  fileprivate mutating func setVariable(_ call: Invocation) -> [Effect] {
    let parts = (call.argument ?? "").split(separator: " ", maxSplits: 1).map(String.init)
    guard let name = parts.first else {
      say("For example: var city Bergen", at: call.now)
      return []
    }
    guard VariableText("{{\(name)}}").names == [name] else {
      say("A name has letters, digits, _, - and . only.", at: call.now)
      return []
    }
    workspace.variables.typed[name] = parts.count > 1 ? parts[1] : nil
    say(
      parts.count > 1 ? "{{\(name)}} is “\(parts[1])”." : "{{\(name)}} has no typed value any more.",
      at: call.now)
    return []
  }

  fileprivate mutating func useRow(_ call: Invocation) -> [Effect] {
    let count = workspace.variables.table?.rowCount ?? 0
    guard let number = call.argument.flatMap(Int.init), (1...max(1, count)).contains(number) else {
      say("There are \(count) rows; for example: row 2", at: call.now)
      return []
    }
    workspace.variables.row = number - 1
    say("Row \(number) of \(count).", at: call.now)
    return []
  }

  mutating func takeVariables(_ bytes: [UInt8], name: String, at now: MonotonicTime) {
    do {
      let table = try VariableTable(file: bytes, fileName: name)
      (workspace.variables.table, workspace.variables.row, workspace.variables.source) = (table, 0, name)
      say(
        "\(Figures.counted(table.rowCount, "row")) of \(table.columns.joined(separator: ", ")); row 1 is used.",
        seconds: 8, at: now)
    } catch {
      say("\(name) was not loaded: \(error.sentence)", seconds: 12, at: now)
    }
  }

  fileprivate var variableList: PickList {
    let variables = workspace.variables
    let missing = missingVariables
    var rows = variables.values.sorted { $0.key < $1.key }.map { name, value in
      PickList.Row(
        id: name, title: "{{\(name)}}",
        fields: [variables.typed[name] == nil ? "row \(variables.row + 1)" : "typed", value])
    }
    rows += missing.map { PickList.Row(id: $0, title: "{{\($0)}}", fields: ["used, no value", ""]) }
    var list = PickList(.notices, title: "Variables", rows: rows)
    let source =
      variables.table.map { "\(variables.source), row \(variables.row + 1) of \($0.rowCount). " } ?? ""
    list.note =
      source + "var NAME VALUE sets one, vars PATH reads a CSV or JSONL file, row N uses another row."
    return list
  }
}
