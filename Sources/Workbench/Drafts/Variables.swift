package import RelayKit

/// The values that stand in for `{{name}}`: those typed by hand, above those of a row of a file.
package struct Variables: Sendable, Hashable {
  package var typed: [String: String] = [:]
  package var table: VariableTable?
  /// Of the file, from 0.
  package var row = 0
  /// The file's name, for people.
  package var source = ""

  package init() {}

  package var values: [String: String] {
    (table?.values(row: row) ?? [:]).merging(typed) { _, typed in typed }
  }

  package func filled(_ messages: [ChatMessage]) -> [ChatMessage] {
    let values = values
    // Without any value the text may hold braces of its own and is left alone.
    return values.isEmpty ? messages : VariableFilling.filled(messages, with: values)
  }
}
