import JSON5
import RelayKit

extension JSON5Value {
  /// The same as JSON; `nil` when some number has no JSON form, which is told with its place.
  func json(_ complain: (String, SourcePosition) -> Void) -> JSONValue? {
    switch content {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .number(let number):
      guard let literal = number.json else {
        complain("JSON has no such number.", position)
        return nil
      }
      return .number(literal)
    case .string(let text): return .string(text)
    case .array(let elements):
      var values: [JSONValue] = []
      for element in elements {
        guard let value = element.json(complain) else { return nil }
        values.append(value)
      }
      return .array(values)
    case .object(let members):
      var object = JSONObject()
      for member in members {
        guard let value = member.value.json(complain) else { return nil }
        object[member.key] = value
      }
      return .object(object)
    }
  }
}
