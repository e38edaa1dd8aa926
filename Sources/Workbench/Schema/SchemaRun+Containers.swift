import RelayKit

// Arrays, objects and choices.
extension SchemaRun {
  mutating func checkArray(
    _ rules: JSONObject, _ value: JSONValue, _ place: JSONPointer, _ depth: Int
  ) {
    guard case .array(let elements) = value else { return }
    if let least = rules["minItems"]?.intValue, elements.count < least {
      report("The list has \(elements.count) elements: at least \(least) are wanted.", at: place)
    }
    if let most = rules["maxItems"]?.intValue, elements.count > most {
      report("The list has \(elements.count) elements: at most \(most) are allowed.", at: place)
    }
    if rules["uniqueItems"]?.boolValue == true { checkUnique(elements, place) }
    // Before 2020-12 a list under `items` was what `prefixItems` is now.
    let isOldTuple = rules["items"]?.arrayValue != nil
    let leading = rules["prefixItems"]?.arrayValue ?? rules["items"]?.arrayValue ?? []
    let rest = isOldTuple ? rules["additionalItems"] : rules["items"]
    for (index, element) in elements.enumerated() {
      guard let schema = index < leading.count ? leading[index] : rest else { continue }
      apply(schema, to: element, at: place.appending(index), depth: depth + 1)
    }
  }

  private mutating func checkUnique(_ elements: [JSONValue], _ place: JSONPointer) {
    guard elements.count <= 1000 else { return note(unchecked: "uniqueItems of a long list") }
    for (index, element) in elements.enumerated() {
      if let first = elements[..<index].firstIndex(where: { $0.means(element) }) {
        report("This repeats element \(first).", at: place.appending(index))
      }
    }
  }

  mutating func checkObject(
    _ rules: JSONObject, _ value: JSONValue, _ place: JSONPointer, _ depth: Int
  ) {
    guard case .object(let object) = value else { return }
    for name in rules["required"]?.arrayValue?.compactMap(\.stringValue) ?? [] where object[name] == nil {
      report("\"\(name)\" is missing.", at: place)
    }
    if let least = rules["minProperties"]?.intValue, object.members.count < least {
      report("The object has \(object.members.count) keys: at least \(least) are wanted.", at: place)
    }
    if let most = rules["maxProperties"]?.intValue, object.members.count > most {
      report("The object has \(object.members.count) keys: at most \(most) are allowed.", at: place)
    }
    let properties = rules["properties"]?.objectValue ?? JSONObject()
    // With patterns it cannot be told which keys are additional.
    let additional = rules["patternProperties"] == nil ? rules["additionalProperties"] : nil
    for member in object.members {
      let inner = place.appending(member.key)
      if let schema = properties[member.key] {
        apply(schema, to: member.value, at: inner, depth: depth + 1)
      } else if additional == .bool(false) {
        report("The key \"\(member.key)\" is not allowed.", at: inner)
      } else if let additional {
        apply(additional, to: member.value, at: inner, depth: depth + 1)
      }
    }
  }

  mutating func checkChoices(
    _ rules: JSONObject, _ value: JSONValue, _ place: JSONPointer, _ depth: Int
  ) {
    for schema in rules["allOf"]?.arrayValue ?? [] {
      apply(schema, to: value, at: place, depth: depth + 1)
    }
    if let choices = rules["anyOf"]?.arrayValue, !choices.isEmpty {
      var tries: [[SchemaProblem]] = []
      for schema in choices {
        tries.append(problems(of: schema, in: value, at: place, depth: depth + 1))
        if tries.last?.isEmpty == true { break }
      }
      reportNone(of: tries, at: place)
    }
    if let choices = rules["oneOf"]?.arrayValue, !choices.isEmpty {
      let tries = choices.map { problems(of: $0, in: value, at: place, depth: depth + 1) }
      let fitting = tries.count { $0.isEmpty }
      if fitting > 1 {
        report("This fits \(fitting) of the \(choices.count) choices, and must fit one alone.", at: place)
      }
      reportNone(of: tries, at: place)
    }
    if let schema = rules["not"], problems(of: schema, in: value, at: place, depth: depth + 1).isEmpty {
      report("This fits what the schema rules out.", at: place)
    }
  }

  /// Where no choice fits, the nearest one tells why: the one whose problems lie deepest, then the one with the
  /// fewest.
  private mutating func reportNone(of tries: [[SchemaProblem]], at place: JSONPointer) {
    guard !tries.contains(where: \.isEmpty) else { return }
    func depth(_ problems: [SchemaProblem]) -> Int { problems.map(\.place.steps.count).max() ?? 0 }
    let nearest = tries.max { left, right in
      let (first, second) = (depth(left), depth(right))
      return first == second ? left.count > right.count : first < second
    }
    guard let nearest, let problem = nearest.first else { return }
    if tries.count > 1 { report("This fits none of the \(tries.count) choices.", at: place) }
    report(problem.sentence, at: problem.place)
  }
}
