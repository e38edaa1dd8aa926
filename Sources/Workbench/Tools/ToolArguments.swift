package import RelayKit

/// The arguments of a tool call as they came from a model: growing text that should end as a JSON object.
package struct ToolArguments: Sendable, Hashable {
  package enum Reading: Sendable, Hashable {
    /// Nothing came; models send that for functions without parameters.
    case empty
    case json(JSONValue)
    /// No more came than the beginning of JSON: while it streams that is how it should be.
    case unfinished(Fault)
    case broken(Fault)
  }

  /// Where text stops being JSON.
  package struct Fault: Sendable, Hashable {
    /// In bytes, from 0.
    package var offset: Int
    /// From 1.
    package var line: Int
    /// In characters, from 1.
    package var column: Int
    package var reason: String

    package var sentence: String { "Line \(line), column \(column): \(reason)." }
  }

  /// Exactly as it came.
  package let text: String
  package let reading: Reading
  /// What does not fit the tool's schema; `nil` when there is no schema or no JSON.
  package let verdict: SchemaVerdict?

  /// - Parameter schema: the tool's `parameters`.
  package init(text: String, schema: JSONValue? = nil) {
    self.text = text
    reading = Self.read(text)
    let value: JSONValue? =
      switch reading {
      case .empty: .object(JSONObject())
      case .json(let value): value
      case .unfinished, .broken: nil
      }
    guard let value, let schema else {
      verdict = nil
      return
    }
    verdict = JSONSchemaCheck(schema: schema).check(value)
  }

  /// The arguments of one call, with the schema of the tool of that name among `tools` of a body.
  package init(call: AssembledAnswer.ToolCall, tools: [JSONValue]) {
    let tool = tools.first { $0["function"]?["name"]?.stringValue == call.name }
    self.init(text: call.arguments, schema: tool?["function"]?["parameters"])
  }

  /// What to show: indented JSON, or the text as it came.
  package var shown: String {
    if case .json(let value) = reading { value.text(pretty: true) } else { text }
  }

  package var fault: Fault? {
    switch reading {
    case .unfinished(let fault), .broken(let fault): fault
    case .empty, .json: nil
    }
  }

  /// Whether a program could call the function with it.
  package var isUsable: Bool { fault == nil && verdict?.isValid != false }

  private static func read(_ text: String) -> Reading {
    guard !text.utf8.allSatisfy({ $0 <= 0x20 }) else { return .empty }
    do {
      return .json(try JSONValue(parsing: text))
    } catch let error as JSONSyntaxError {
      let fault = fault(error, in: text)
      return isBeginning(text, error.offset) ? .unfinished(fault) : .broken(fault)
    } catch {
      return .broken(Fault(offset: 0, line: 1, column: 1, reason: "this cannot be read"))
    }
  }

  /// Whether more text could make it right: the fault is at the end, in a word or in an escape that is cut off.
  private static func isBeginning(_ text: String, _ offset: Int) -> Bool {
    let rest = String(decoding: text.utf8.dropFirst(offset), as: UTF8.self)
    if rest.isEmpty { return true }
    if ["true", "false", "null"].contains(where: { $0.hasPrefix(rest) }) { return true }
    let isEscape = text.utf8.prefix(offset).suffix(2).elementsEqual("\\u".utf8)
    return isEscape && rest.count < 4 && rest.allSatisfy(\.isHexDigit)
  }

  private static func fault(_ error: JSONSyntaxError, in text: String) -> Fault {
    let before = String(decoding: text.utf8.prefix(error.offset), as: UTF8.self)
    let line = before.split(separator: "\n", omittingEmptySubsequences: false)
    return Fault(
      offset: error.offset, line: max(1, line.count), column: (line.last?.count ?? 0) + 1,
      reason: error.reason)
  }
}

extension ToolArguments {
  /// Why a program could not call the function with it; `nil` when it could.
  package var trouble: String? {
    if let fault { return "These arguments are no valid JSON. \(fault.sentence)" }
    guard let problem = verdict?.problems.first else { return nil }
    let more = (verdict?.problems.count ?? 1) - 1
    return "They do not fit the tool's schema: \(problem.line)" + (more > 0 ? " (\(more) more)" : "")
  }
}
