import RelayKit

/// What goes with a place that is left out.
enum Dropping {
  /// Mean nothing without the parameter they belong to.
  private static let companions: [String: [String]] = [
    "tools": ["tool_choice", "parallel_tool_calls"], "functions": ["function_call"],
    "logprobs": ["top_logprobs"],
    "stream": ["stream_options"],
  ]

  /// The places to leave out: for a key of a message or a tool, the same key in all of them; with a parameter,
  /// those that need it. Empty for what cannot be left out.
  static func everywhere(_ place: JSONPointer, in body: JSONValue) -> [JSONPointer] {
    guard let first = place.steps.first, body[place] != nil else { return [] }
    if place.steps.count == 1 {
      guard !ParameterNames.essential.contains(first) else { return [] }
      return ([first] + (companions[first] ?? [])).filter { body[$0] != nil }.map { JSONPointer([$0]) }
    }
    guard let last = place.steps.last, Int(last) == nil else { return [] }
    if first == "messages", ParameterNames.essentialInMessages.contains(last) { return [] }
    return matching(place.steps[...], in: body, at: JSONPointer())
  }

  /// Every place that differs from the pattern in its indices alone.
  private static func matching(
    _ steps: ArraySlice<String>, in value: JSONValue, at place: JSONPointer
  ) -> [JSONPointer] {
    guard let step = steps.first else { return [place] }
    if Int(step) != nil, let elements = value.arrayValue {
      return elements.indices.flatMap {
        matching(steps.dropFirst(), in: elements[$0], at: place.appending($0))
      }
    }
    guard let next = value.child(step) else { return [] }
    return matching(steps.dropFirst(), in: next, at: place.appending(step))
  }

  /// Whether leaving it out changes little.
  static func isLight(_ place: JSONPointer) -> Bool {
    guard let first = place.steps.first else { return false }
    if place.steps.count == 1 { return !ParameterNames.weighty.contains(first) }
    // Names, marks and flags beside what a message or a tool says.
    let light: Set<String> = [
      "name", "strict", "reasoning", "reasoning_content", "reasoning_details", "refusal", "annotations",
      "audio",
      "cache_control", "detail", "prefix", "include_usage", "include_obfuscation",
    ]
    return light.contains(place.steps.last ?? "")
  }

  /// `temperature`, `temperature and top_p`, `name in messages`.
  static func names(_ places: [JSONPointer]) -> String {
    let names = places.map { place -> String in
      guard place.steps.count > 1, let first = place.steps.first, let last = place.steps.last else {
        return place.readable
      }
      return place.steps.contains { Int($0) != nil } ? "\(last) in \(first)" : place.readable
    }
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
