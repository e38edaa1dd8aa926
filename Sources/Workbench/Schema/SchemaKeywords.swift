/// The keywords of JSON Schema (draft 2020-12, with some of OpenAPI and older drafts) by what is done with them.
enum SchemaKeywords {
  static let types: Set<String> = ["null", "boolean", "integer", "number", "string", "array", "object"]

  /// Hold one schema.
  static let ofSchema: Set<String> = [
    "additionalProperties", "items", "not", "additionalItems", "contains", "propertyNames", "if", "then",
    "else",
    "unevaluatedItems", "unevaluatedProperties",
  ]
  /// Hold a list of schemas.
  static let ofSchemas: Set<String> = ["anyOf", "oneOf", "allOf", "prefixItems"]
  /// Hold schemas by name.
  static let ofNamedSchemas: Set<String> = [
    "properties", "$defs", "definitions", "patternProperties", "dependentSchemas",
  ]
  /// Hold a whole number that is not negative.
  static let ofCount: Set<String> = [
    "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains",
    "maxContains",
  ]
  static let ofNumber: Set<String> = ["minimum", "maximum", "multipleOf"]

  /// Change whether a value is valid, and are not checked here.
  static let unchecked: Set<String> = [
    "pattern", "patternProperties", "format", "if", "then", "else", "contains", "minContains", "maxContains",
    "propertyNames", "dependentRequired", "dependentSchemas", "dependencies", "unevaluatedItems",
    "unevaluatedProperties", "$dynamicRef", "$recursiveRef", "contentEncoding", "contentMediaType",
    "contentSchema",
  ]
}
