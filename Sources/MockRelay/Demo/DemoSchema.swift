import RelayKit

/// Makes up a value that fits a JSON Schema, as far as the demo understands it.
enum DemoSchema {
  static func instance(of schema: JSONValue) -> JSONValue { instance(of: schema, depth: 0) }

  private static func instance(of schema: JSONValue, depth: Int) -> JSONValue {
    guard depth < 16 else { return .null }
    if let value = schema["const"] ?? schema["default"] ?? schema["enum"]?.arrayValue?.first { return value }
    if let first = (schema["anyOf"] ?? schema["oneOf"])?.arrayValue?.first {
      return instance(of: first, depth: depth + 1)
    }
    let type =
      schema["type"]?.stringValue ?? schema["type"]?.arrayValue?.first?.stringValue
      ?? (schema["properties"] == nil ? "string" : "object")
    switch type {
    case "object":
      let properties = schema["properties"]?.objectValue?.members ?? []
      return .object(
        JSONObject(properties.map { .init(key: $0.key, value: instance(of: $0.value, depth: depth + 1)) }))
    case "array": return .array(schema["items"].map { [instance(of: $0, depth: depth + 1)] } ?? [])
    case "integer", "number": return schema["minimum"] ?? .integer(1)
    case "boolean": return .bool(true)
    case "null": return .null
    default: return .string("simulated")
    }
  }
}
