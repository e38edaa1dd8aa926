import RelayKit

/// Makes up a value that fits a JSON Schema, as far as the demo understands it.
enum DemoSchema {
  static func instance(of schema: JSONValue) -> JSONValue { instance(of: schema, depth: 0) }

  /// For a schema with a list of numbered entries, as a judge gets: one for each.
  static func instance(of schema: JSONValue, entries: Int) -> JSONValue {
    guard var object = instance(of: schema).objectValue else { return instance(of: schema) }
    for member in object.members {
      guard let entry = member.value.arrayValue?.first?.objectValue, entry["answer"] != nil else { continue }
      object[member.key] = .array(
        (1...max(1, entries)).map { number in
          var entry = entry
          entry["answer"] = .integer(number)
          if entry["score"] != nil { entry["score"] = .integer(9 - (number - 1) * 2 % 8) }
          return .object(entry)
        })
    }
    return .object(object)
  }

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
