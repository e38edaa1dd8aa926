/// `response_format`: what the answer must look like.
public enum ResponseFormat: Sendable, Hashable {
  case text
  case jsonObject
  case jsonSchema(name: String, schema: JSONValue, description: String? = nil, strict: Bool? = nil)
  /// Any other value, as it is.
  case other(JSONValue)

  public init(json: JSONValue) {
    let schema = json["json_schema"]
    switch (json["type"]?.stringValue, json.objectValue?.members.count) {
    case ("text", 1): self = .text
    case ("json_object", 1): self = .jsonObject
    case ("json_schema", 2):
      guard let name = schema?["name"]?.stringValue, let body = schema?["schema"] else { fallthrough }
      let read = ResponseFormat.jsonSchema(
        name: name, schema: body, description: schema?["description"]?.stringValue,
        strict: schema?["strict"]?.boolValue)
      // Keys that have no place here must not be lost.
      self = read.keys == Set(schema?.objectValue?.members.map(\.key) ?? []) ? read : .other(json)
    default: self = .other(json)
    }
  }

  private var keys: Set<String> { Set(json["json_schema"]?.objectValue?.members.map(\.key) ?? []) }

  public var json: JSONValue {
    func typed(_ name: String) -> JSONObject { JSONObject([.init(key: "type", value: .string(name))]) }
    switch self {
    case .text: return .object(typed("text"))
    case .jsonObject: return .object(typed("json_object"))
    case .jsonSchema(let name, let schema, let description, let strict):
      var inner = JSONObject([.init(key: "name", value: .string(name))])
      inner["description"] = description.map(JSONValue.string)
      inner["schema"] = schema
      inner["strict"] = strict.map(JSONValue.bool)
      var object = typed("json_schema")
      object["json_schema"] = .object(inner)
      return .object(object)
    case .other(let value): return value
    }
  }
}
