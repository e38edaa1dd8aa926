package import RelayKit

// Words for the columns of the form.
extension Parameter {
  /// A value on one line, uncut: `0.70`, `on`, `json_schema`, `"a small harbour"`.
  package func display(_ value: JSONValue) -> String {
    switch (type, value) {
    case (.toggle, .bool(let flag)): return flag ? "on" : "off"
    case (.integer, .number(let literal)), (.number, .number(let literal)):
      return unit.isEmpty ? literal : "\(literal) \(unit)"
    case (.choice(let choices, _), _):
      let label = choices.first { $0.matches(value) }?.label ?? value.stringValue ?? value.text()
      return unit.isEmpty ? label : "\(label) \(unit)"
    case (.texts, .array(let elements)):
      return elements.isEmpty ? "no texts" : elements.map { $0.text() }.joined(separator: ", ")
    default: return value.text()
    }
  }

  /// `0 to 2`, `4 choices`, `on / off`, `0 to 4 items`, `text`; with the unit where there is one.
  package var rangeText: String {
    let range = limits?.text ?? ""
    switch type {
    case .integer: return range.isEmpty ? "integer" : withUnit(range)
    case .number: return range.isEmpty ? "number" : withUnit(range)
    case .toggle: return "on / off"
    case .choice(let choices, let isOpen):
      if choices.isEmpty { return "text" }
      return "\(choices.count) choices\(isOpen ? ", or any" : "")"
    case .text, .modelText: return range.isEmpty ? "text" : range
    case .texts: return range.isEmpty ? "list of texts" : "\(range) items"
    case .json(.object): return "JSON object"
    case .json(.list): return "JSON list"
    case .json(.any): return "JSON"
    }
  }

  private func withUnit(_ text: String) -> String { unit.isEmpty ? text : "\(text) \(unit)" }

  /// `1`, `model`, `required`, `none`.
  package var defaultText: String {
    switch standard {
    case .value(let value): display(value)
    case .modelDecides: "model"
    case .required: "required"
    case .nothing: "none"
    }
  }

  /// What `=` puts in; `nil` when no value is documented.
  package var standardValue: JSONValue? {
    if case .value(let value) = standard { value } else { nil }
  }
}
