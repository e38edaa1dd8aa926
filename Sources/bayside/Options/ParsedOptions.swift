import JSON5
import RelayKit

/// Wrong usage or configuration, as a sentence for the person who typed it. The program ends with status 2.
struct UsageError: Error, Hashable {
  var sentence: String
  /// Lines below the sentence, for example all problems of a file.
  var report = ""
}

/// The options and operands of one command line, checked against a table.
struct ParsedOptions: Sendable, Hashable {
  private(set) var values: [String: [String]] = [:]
  private(set) var operands: [String] = []

  /// Reads `--name=value`, `--name value`, `-m value`, `-mvalue`, switches and `--`, after which
  /// everything is an operand, as `-` always is.
  /// - Parameter checksCount: whether the number of operands must be one that the table allows.
  init(_ arguments: [String], table: OptionTable, checksCount: Bool = true) throws(UsageError) {
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
    guard checksCount, !has("help"), !has("version") else { return }
    if operands.count > table.operandCount.upperBound {
      let extra = KeyMask.masked(operands[table.operandCount.upperBound])
      throw UsageError(sentence: "“\(extra)” is one argument too many; put quotes around a text with spaces.")
    }
    if operands.count < table.operandCount.lowerBound {
      throw UsageError(sentence: "\(table.operands) is missing. See \(table.command) --help.")
    }
  }

  /// The same with one more option, in place of what was given for it.
  func setting(_ name: String, to value: String) -> ParsedOptions {
    var copy = self
    copy.values[name] = [value]
    return copy
  }

  /// The same as if these options and the operands had not been given.
  func removing(_ names: [String]) -> ParsedOptions {
    var copy = self
    for name in names { copy.values[name] = nil }
    copy.operands = []
    return copy
  }

  func has(_ name: String) -> Bool { values[name] != nil }
  func all(_ name: String) -> [String] { values[name] ?? [] }
  subscript(name: String) -> String? { values[name]?.last }

  /// A number of the range; `nil` when the option was not given.
  func number(_ name: String, in range: ClosedRange<Double>) throws(UsageError) -> Double? {
    guard let text = self[name] else { return nil }
    guard let value = Double(text), range.contains(value) else {
      let (low, high) = (Int(range.lowerBound), Int(range.upperBound))
      throw UsageError(sentence: "--\(name) needs a number from \(low) to \(high), not “\(text)”.")
    }
    return value
  }

  /// A whole number of the range; `nil` when the option was not given.
  func integer(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = self[name] else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw UsageError(
        sentence:
          "--\(name) needs a whole number from \(range.lowerBound) to \(range.upperBound), not “\(text)”.")
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
      // What getopt would take for a value that begins with "=" is never what was meant.
      guard attached.first != "=" else {
        throw UsageError(
          sentence:
            "\(argument): write \(found.spelling)\(attached) or \(argument.prefix(2)) \(attached.dropFirst())."
        )
      }
      return (found, attached.isEmpty ? nil : String(attached))
    }
    throw unknown(String(argument.prefix(2)), nearest: nil, in: table)
  }

  private static func unknown(_ spelled: String, nearest name: String?, in table: OptionTable) -> UsageError {
    var sentence = "There is no option \(spelled)."
    if let name, let holder = table.nearestHolder(of: name) {
      sentence += " It belongs to \(holder)."
    } else if let name, let meant = Spelling.nearest(to: name, among: table.all.map(\.name)) {
      sentence += " Did you mean --\(meant)?"
    }
    return UsageError(sentence: sentence + " See \(table.command) --help.")
  }
}
