package import RelayKit

/// What `strict` asks of a schema beyond being one. Source: OpenAI's guide to structured outputs.
package enum StrictSchema {
  /// Places are in the schema.
  package static func problems(of schema: JSONValue) -> [SchemaProblem] {
    var problems: [SchemaProblem] = []
    if schema["anyOf"] != nil {
      problems.append(
        SchemaProblem(
          place: JSONPointer(["anyOf"]), sentence: "strict takes no anyOf at the outermost level."))
    }
    walk(schema, JSONPointer(), 0, &problems)
    return problems
  }

  private static func walk(
    _ schema: JSONValue, _ place: JSONPointer, _ depth: Int, _ problems: inout [SchemaProblem]
  ) {
    guard depth < JSONSchemaCheck.maximumDepth, problems.count < 50, let rules = schema.objectValue else {
      return
    }
    if let properties = rules["properties"]?.objectValue {
      if rules["additionalProperties"] != .bool(false) {
        problems.append(
          SchemaProblem(place: place, sentence: "strict wants \"additionalProperties\": false here."))
      }
      let required = Set(rules["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
      let free = properties.members.map(\.key).filter { !required.contains($0) }
      if !free.isEmpty {
        let names = free.prefix(5).map { "\"\($0)\"" }.joined(separator: ", ") + (free.count > 5 ? ", …" : "")
        problems.append(
          SchemaProblem(place: place, sentence: "strict wants every property in \"required\": \(names)."))
      }
    }
    for member in rules.members {
      let inner = place.appending(member.key)
      if SchemaKeywords.ofNamedSchemas.contains(member.key) {
        for entry in member.value.objectValue?.members ?? [] {
          walk(entry.value, inner.appending(entry.key), depth + 1, &problems)
        }
      } else if SchemaKeywords.ofSchemas.contains(member.key) {
        for (index, entry) in (member.value.arrayValue ?? []).enumerated() {
          walk(entry, inner.appending(index), depth + 1, &problems)
        }
      } else if member.key == "items" {
        walk(member.value, inner, depth + 1, &problems)
      }
    }
  }
}
