package import RelayKit

/// Whether a relay can be expected to take the definition of a tool: an element of `tools`.
package enum ToolDefinitionCheck {
  /// Places are in the definition. Empty when nothing is wrong, and for tools that are no functions.
  package static func problems(of tool: JSONValue) -> [SchemaProblem] {
    var problems: [SchemaProblem] = []
    func report(_ sentence: String, _ steps: String...) {
      problems.append(SchemaProblem(place: JSONPointer(steps), sentence: sentence))
    }
    guard tool.objectValue != nil else {
      report("A tool must be an object.")
      return problems
    }
    guard let type = tool["type"]?.stringValue else {
      report("\"type\" is missing: \"function\" is meant, most likely.")
      return problems
    }
    guard type == "function" else { return [] }
    guard let function = tool["function"], function.objectValue != nil else {
      let isFlat = tool["name"] != nil
      report(
        isFlat
          ? "name and parameters belong into an object called \"function\"."
          : "The object \"function\" is missing.")
      return problems
    }
    if let name = function["name"] {
      if let sentence = nameProblem(name) { report(sentence, "function", "name") }
    } else {
      report("\"name\" is missing.", "function")
    }
    if let text = function["description"], text.stringValue == nil {
      report("The description must be a text.", "function", "description")
    }
    if let strict = function["strict"], strict.boolValue == nil, strict != .null {
      report("true or false is wanted.", "function", "strict")
    }
    if let schema = function["parameters"] { problems += parameterProblems(schema) }
    if function["strict"]?.boolValue == true, let schema = function["parameters"] {
      let place = JSONPointer(["function", "parameters"])
      problems += StrictSchema.problems(of: schema).map { $0.inside(place) }
    }
    return problems
  }

  /// What is wrong with the list: two tools of one name cannot be told apart.
  package static func problems(ofList tools: [JSONValue]) -> [SchemaProblem] {
    var problems: [SchemaProblem] = []
    var seen: Set<String> = []
    for (index, tool) in tools.enumerated() {
      problems += self.problems(of: tool).map { $0.inside(JSONPointer([String(index)])) }
      guard let name = tool["function"]?["name"]?.stringValue, !seen.insert(name).inserted else { continue }
      problems.append(
        SchemaProblem(
          place: JSONPointer([String(index), "function", "name"]),
          sentence: "Another tool is called \"\(name)\" already."))
    }
    return problems
  }

  /// Source: OpenAI's API reference, FunctionObject.
  private static func nameProblem(_ name: JSONValue) -> String? {
    guard let text = name.stringValue else { return "The name must be a text." }
    if text.isEmpty { return "The name is empty." }
    if text.unicodeScalars.count > 64 { return "The name is longer than 64 characters." }
    let odd = text.unicodeScalars.first { scalar in
      !(("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        || scalar == "_" || scalar == "-")
    }
    return odd.map { "The name has \(brief($0)): only a-z, A-Z, 0-9, _ and - are taken." }
  }

  private static func brief(_ scalar: Unicode.Scalar) -> String {
    scalar == " " ? "a space" : "\"\(scalar)\""
  }

  private static func parameterProblems(_ schema: JSONValue) -> [SchemaProblem] {
    let place = JSONPointer(["function", "parameters"])
    var problems = SchemaProblems.of(schema).map { $0.inside(place) }
    if let rules = schema.objectValue, !rules.members.isEmpty, rules["type"]?.stringValue != "object" {
      problems.insert(
        SchemaProblem(place: place.appending("type"), sentence: "The type of parameters must be \"object\"."),
        at: 0)
    }
    return problems
  }
}

extension SchemaProblem {
  /// The same problem, seen from a value that holds this one at `place`.
  func inside(_ outer: JSONPointer) -> SchemaProblem {
    SchemaProblem(place: JSONPointer(outer.steps + place.steps), sentence: sentence)
  }
}
