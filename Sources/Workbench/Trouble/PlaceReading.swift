import RelayKit

/// Finds the place in our body that a relay's name for a place means: `messages[0].role`, `messages.0.role`,
/// `body.messages.0.ChatCompletionUserMessageParam.content`, `generationConfig.topP`.
struct PlaceReading: Sendable {
  let body: JSONValue

  /// `nil` when the body has no such place.
  func place(named text: String) -> JSONPointer? {
    let steps = Self.steps(of: text)
    guard !steps.isEmpty, steps.count <= 40, Int(text) == nil else { return nil }
    var rest = steps[...]
    while let first = rest.first, ParameterNames.boxes.contains(first.lowercased()), body[first] == nil {
      rest.removeFirst()
    }
    guard let first = rest.popFirst(), let key = key(named: first) else { return nil }
    // Suppliers of other forms count messages and parts otherwise than the body we sent.
    guard key == first else { return JSONPointer([key]) }
    return walk(rest, from: key)
  }

  /// A place that should be there and is not: the key that the last step names, in a place that is.
  func missingPlace(named text: String) -> JSONPointer? {
    let steps = Self.steps(of: text)
    guard let last = steps.last, Int(last) == nil, steps.count <= 40 else { return nil }
    if steps.count == 1 { return JSONPointer([last]) }
    let parent = place(named: steps.dropLast().joined(separator: "."))
    guard let parent, body[parent]?.objectValue != nil else { return nil }
    return parent.appending(last)
  }

  /// The top-level key of our body that a name means.
  func key(named name: String) -> String? {
    if body[name] != nil { return name }
    let plain = ParameterNames.plain(name)
    if let ours = ParameterNames.ours[plain] { return ours.first { body[$0] != nil } }
    return body.objectValue?.members.first { ParameterNames.plain($0.key) == plain && !plain.isEmpty }?.key
  }

  private func walk(_ steps: ArraySlice<String>, from key: String) -> JSONPointer? {
    var place = JSONPointer([key])
    guard var value = body[key] else { return nil }
    for (position, step) in zip(steps.indices, steps) {
      let isMessage = place.steps == ["messages"]
      let index = isMessage ? Int(step).map { String(messageIndex($0)) } : nil
      if let next = value.child(index ?? step) {
        place = place.appending(index ?? step)
        value = next
      } else if value.objectValue != nil, position == steps.index(before: steps.endIndex),
        Self.isPlainKey(step)
      {
        // A key that is wanted there.
        return place.appending(step)
      }
      // Anything else is a tag of the relay's own types.
    }
    return place
  }

  /// Claude counts without the system messages, which travel apart.
  private func messageIndex(_ index: Int) -> Int {
    guard body["model"]?.stringValue?.lowercased().contains("claude") == true,
      let messages = body["messages"]?.arrayValue
    else { return index }
    let counted = messages.indices.filter { place in
      !["system", "developer"].contains(messages[place]["role"]?.stringValue ?? "")
    }
    return counted.indices.contains(index) ? counted[index] : index
  }

  private static func isPlainKey(_ step: String) -> Bool {
    Int(step) == nil && !step.isEmpty
      && step.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") }
  }

  /// `a[0].b`, `a.0.b`, `a['b']`, `* Request.a`: the names and indices in it.
  static func steps(of text: String) -> [String] {
    let letters = text.drop { $0 == "*" || $0 == " " || $0 == "/" || $0 == "#" }
    let isName = { (letter: Character) in
      letter.isLetter || letter.isNumber || letter == "_" || letter == "-" || letter == "$"
    }
    guard letters.allSatisfy({ isName($0) || ".[]'\"/()".contains($0) }) else { return [] }
    return letters.split { !isName($0) }.map(String.init)
  }
}
