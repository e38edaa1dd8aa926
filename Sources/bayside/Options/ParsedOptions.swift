/// Wrong usage, as a sentence for the person who typed it. The program ends with status 2.
struct UsageError: Error, Hashable {
  var sentence: String
}

/// The options and operands of one command line, checked against a table.
struct ParsedOptions: Sendable, Hashable {
  private(set) var values: [String: [String]] = [:]
  private(set) var operands: [String] = []

  /// Reads `--name=value`, `--name value`, `-m value`, `-mvalue`, switches and `--`, after which
  /// everything is an operand, as `-` always is.
  init(_ arguments: [String], table: OptionTable) throws(UsageError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        break
      }
      guard argument.hasPrefix("-"), argument != "-" else {
        operands.append(argument)
        continue
      }
      let (option, attached) = try Self.option(argument, in: table)
      let spelled = argument.hasPrefix("--") ? option.spelling : String(argument.prefix(2))
      if !option.isRepeatable, values[option.name] != nil {
        throw UsageError(sentence: "\(spelled) is given twice.")
      }
      guard let valueName = option.valueName else {
        if attached != nil { throw UsageError(sentence: "\(spelled) takes no value.") }
        values[option.name] = [""]
        continue
      }
      guard let value = attached ?? rest.popFirst() else {
        throw UsageError(sentence: "\(spelled) needs a value: \(spelled) \(valueName).")
      }
      values[option.name, default: []].append(value)
    }
    if operands.count > table.maximumOperands, !has("help"), !has("version") {
      let extra = operands[table.maximumOperands]
      throw UsageError(sentence: "“\(extra)” is one argument too many; put quotes around a text with spaces.")
    }
  }

  func has(_ name: String) -> Bool { values[name] != nil }
  func all(_ name: String) -> [String] { values[name] ?? [] }
  subscript(name: String) -> String? { values[name]?.last }

  /// A number of at least `minimum`; `nil` when the option was not given.
  func number(_ name: String, minimum: Double) throws(UsageError) -> Double? {
    guard let text = self[name] else { return nil }
    guard let value = Double(text), value.isFinite, value >= minimum else {
      throw UsageError(sentence: "--\(name) needs a number of at least \(minimum), not “\(text)”.")
    }
    return value
  }

  private static func option(
    _ argument: String, in table: OptionTable
  ) throws(UsageError) -> (Option, attached: String?) {
    if argument.hasPrefix("--") {
      let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      if let found = table.all.first(where: { $0.name == name }) {
        return (found, parts.count > 1 ? String(parts[1]) : nil)
      }
      throw unknown("--" + name, nearest: name, in: table)
    }
    let letter = argument.dropFirst().first
    if let found = table.all.first(where: { $0.short == letter }) {
      let attached = argument.dropFirst(2)
      return (found, attached.isEmpty ? nil : String(attached))
    }
    throw unknown(String(argument.prefix(2)), nearest: nil, in: table)
  }

  private static func unknown(_ spelled: String, nearest name: String?, in table: OptionTable) -> UsageError {
    let ranked = name.map { name in
      table.all.map { ($0.spelling, editDistance($0.name, name)) }.min { $0.1 < $1.1 }
    }
    var sentence = "There is no option \(spelled)."
    if let name, let (best, distance) = ranked ?? nil, distance <= max(2, name.count / 3) {
      sentence += " Did you mean \(best)?"
    }
    return UsageError(sentence: sentence + " See \(table.command) --help.")
  }
}

/// Insertions, deletions and replacements that turn one word into the other.
func editDistance(_ left: String, _ right: String) -> Int {
  let target = Array(right)
  var row = Array(0...target.count)
  for (index, letter) in left.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for column in target.indices {
      let above = row[column + 1]
      let replaced = diagonal + (letter == target[column] ? 0 : 1)
      row[column + 1] = min(above + 1, row[column] + 1, replaced)
      diagonal = above
    }
  }
  return row[target.count]
}
