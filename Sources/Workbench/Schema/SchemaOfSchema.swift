package import RelayKit

/// What is wrong with a schema itself, before any value is checked against it.
package enum SchemaProblems {
  /// Places are in the schema. At most 50.
  package static func of(_ schema: JSONValue) -> [SchemaProblem] {
    var reader = SchemaReader(root: schema)
    reader.read(schema, at: JSONPointer(), depth: 0)
    return Array(reader.problems.prefix(50))
  }
}

private struct SchemaReader {
  let root: JSONValue
  var problems: [SchemaProblem] = []

  mutating func report(_ sentence: String, _ place: JSONPointer) {
    problems.append(SchemaProblem(place: place, sentence: sentence))
  }

  mutating func read(_ schema: JSONValue, at place: JSONPointer, depth: Int) {
    guard depth < JSONSchemaCheck.maximumDepth else { return }
    if schema.boolValue != nil, depth > 0 { return }
    guard let rules = schema.objectValue else {
      return report("A schema must be an object.", place)
    }
    var seen: Set<String> = []
    for member in rules.members {
      let inner = place.appending(member.key)
      if !seen.insert(member.key).inserted { report("The key occurs twice.", inner) }
      readKeyword(member, inner, depth)
    }
    readRequired(rules, place)
    readBounds(rules, place)
  }

  private mutating func readKeyword(_ member: JSONObject.Member, _ place: JSONPointer, _ depth: Int) {
    let value = member.value
    switch member.key {
    case "type": readType(value, place)
    case "enum":
      if value.arrayValue?.isEmpty != false { report("A list of at least one value is wanted.", place) }
    case "$ref": readReference(value, place)
    case "items" where value.arrayValue != nil: readList(value, place, depth)
    case let key where SchemaKeywords.ofSchema.contains(key): read(value, at: place, depth: depth + 1)
    case let key where SchemaKeywords.ofSchemas.contains(key): readList(value, place, depth)
    case let key where SchemaKeywords.ofNamedSchemas.contains(key):
      guard let named = value.objectValue else { return report("An object of schemas is wanted.", place) }
      for entry in named.members { read(entry.value, at: place.appending(entry.key), depth: depth + 1) }
    case let key where SchemaKeywords.ofCount.contains(key):
      if !value.isInteger || (value.doubleValue ?? -1) < 0 {
        report("A whole number of at least 0 is wanted.", place)
      }
    case let key where SchemaKeywords.ofNumber.contains(key):
      if value.doubleValue == nil { report("A number is wanted.", place) }
      if key == "multipleOf", let step = value.doubleValue, step <= 0 {
        report("The number must be more than 0.", place)
      }
    case "exclusiveMinimum", "exclusiveMaximum":
      if value.doubleValue == nil, value.boolValue == nil { report("A number is wanted.", place) }
    case "uniqueItems", "nullable":
      if value.boolValue == nil { report("true or false is wanted.", place) }
    default: break
    }
  }

  private mutating func readType(_ value: JSONValue, _ place: JSONPointer) {
    switch value {
    case .string(let name): readTypeName(name, place)
    case .array(let names):
      if names.isEmpty { report("A list of at least one type is wanted.", place) }
      for (index, entry) in names.enumerated() {
        guard let name = entry.stringValue else {
          report("A type must be a text.", place.appending(index))
          continue
        }
        readTypeName(name, place.appending(index))
      }
    default: report("A type must be a text or a list of texts.", place)
    }
  }

  private mutating func readTypeName(_ name: String, _ place: JSONPointer) {
    guard !SchemaKeywords.types.contains(name) else { return }
    let aliases = [
      "int": "integer", "float": "number", "double": "number", "str": "string", "text": "string",
      "bool": "boolean",
      "dict": "object", "map": "object", "list": "array", "none": "null", "any": "no type at all",
    ]
    let lower = name.lowercased()
    let meant = SchemaKeywords.types.contains(lower) ? lower : aliases[lower]
    report("\"\(name)\" is no type\(meant.map { ": \($0) is meant, most likely" } ?? "").", place)
  }

  private mutating func readReference(_ value: JSONValue, _ place: JSONPointer) {
    guard let reference = value.stringValue else { return report("A text is wanted.", place) }
    if reference.first == "#", SchemaReference.target(of: reference, in: root) == nil {
      report("The schema has nothing at \(reference).", place)
    }
  }

  private mutating func readList(_ value: JSONValue, _ place: JSONPointer, _ depth: Int) {
    guard let schemas = value.arrayValue, !schemas.isEmpty else {
      return report("A list of at least one schema is wanted.", place)
    }
    for (index, schema) in schemas.enumerated() { read(schema, at: place.appending(index), depth: depth + 1) }
  }

  private mutating func readRequired(_ rules: JSONObject, _ place: JSONPointer) {
    guard let value = rules["required"] else { return }
    let inner = place.appending("required")
    guard let names = value.arrayValue else {
      return report(
        "A list of names is wanted\(value.boolValue == nil ? "" : ", in the object that has them").", inner)
    }
    let properties = rules["properties"]?.objectValue
    var seen: Set<String> = []
    for (index, entry) in names.enumerated() {
      let spot = inner.appending(index)
      guard let name = entry.stringValue else {
        report("A name must be a text.", spot)
        continue
      }
      if !seen.insert(name).inserted { report("\"\(name)\" is listed twice.", spot) }
      if let properties, properties[name] == nil, rules["additionalProperties"] == .bool(false),
        rules["patternProperties"] == nil
      {
        report("\"\(name)\" is required, but is not among the properties, and no others are allowed.", spot)
      }
    }
  }

  private mutating func readBounds(_ rules: JSONObject, _ place: JSONPointer) {
    let pairs = [
      ("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"),
      ("minProperties", "maxProperties"),
    ]
    for (low, high) in pairs {
      guard let least = rules[low]?.doubleValue, let most = rules[high]?.doubleValue, least > most else {
        continue
      }
      report("\(low) is more than \(high): nothing can fit.", place.appending(low))
    }
  }
}
