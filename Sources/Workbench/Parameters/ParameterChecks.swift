package import RelayKit

// What should be known of a value before it is sent.
extension Parameter {
  /// Nothing for a value that is as documented; `null` is taken everywhere as "as if it were not there".
  package func check(_ value: JSONValue) -> [ParameterFinding] {
    if value == .null { return [] }
    if let problem = typeProblem(value) { return [ParameterFinding(.blocks, problem)] }
    return [unknownChoice(value), outOfLimits(value)].compactMap { sentence in
      sentence.map { ParameterFinding(.warns, $0) }
    }
  }

  private func typeProblem(_ value: JSONValue) -> String? {
    let expected: String
    switch (type, value) {
    case (.integer, .number(let literal)):
      guard Double(literal)?.isFinite == true else { return "\(literal) is larger than any program reads." }
      if value.isInteger { return nil }
      expected = "a whole number is expected"
    case (.number, .number(let literal)):
      return Double(literal)?.isFinite == true ? nil : "\(literal) is larger than any program reads."
    case (.toggle, .bool), (.text, .string), (.modelText, .string): return nil
    case (.texts, .string): return nil
    case (.texts, .array(let elements)):
      if elements.allSatisfy({ $0.stringValue != nil }) { return nil }
      expected = "a list of texts is expected"
    case (.choice(let choices, let isOpen), _):
      if isOpen || choices.contains(where: { $0.matches(value) }) { return nil }
      // A value of the same type as a choice can be sent; whether it is taken is another matter.
      if choices.contains(where: { $0.value.schemaType == value.schemaType }) { return nil }
      if value.doubleValue != nil, choices.contains(where: { $0.value.doubleValue != nil }) { return nil }
      expected = "one of \(labels(choices)) is expected"
    case (.json(.any), _), (.json(.object), .object), (.json(.list), .array): return nil
    case (.integer, _): expected = "a whole number is expected"
    case (.number, _): expected = "a number is expected"
    case (.toggle, _): expected = "on or off (true or false) is expected"
    case (.text, _), (.modelText, _): expected = "a text is expected"
    case (.texts, _): expected = "a text or a list of texts is expected"
    case (.json(.object), _): expected = "an object is expected: { … }"
    case (.json(.list), _): expected = "a list is expected: [ … ]"
    }
    return "\(value.brief) does not fit: \(expected)."
  }

  private func unknownChoice(_ value: JSONValue) -> String? {
    guard case .choice(let choices, false) = type, !choices.contains(where: { $0.matches(value) }) else {
      return nil
    }
    return "\(value.brief) is none of the known values: \(labels(choices)). It is sent as it is."
  }

  private func labels(_ choices: [ParameterChoice]) -> String {
    let shown = choices.prefix(8).map(\.label).joined(separator: ", ")
    return choices.count > 8 ? shown + ", …" : shown
  }

  private func outOfLimits(_ value: JSONValue) -> String? {
    guard let limits else { return nil }
    let (amount, what): (Double, String)
    switch (type, value) {
    case (.integer, .number(let literal)), (.number, .number(let literal)):
      (amount, what) = (Double(literal) ?? 0, "")
    case (.text, .string(let text)), (.modelText, .string(let text)):
      (amount, what) = (Double(text.unicodeScalars.count), " characters")
    case (.texts, .array(let elements)): (amount, what) = (Double(elements.count), " texts")
    case (.json(.list), .array(let elements)): (amount, what) = (Double(elements.count), " elements")
    case (.json(.object), .object(let object)): (amount, what) = (Double(object.members.count), " keys")
    default: return nil
    }
    guard !limits.contains(amount) else { return nil }
    let said = value.doubleValue == nil ? Self.number(amount) + what : value.text()
    return "\(said) is outside the documented range (\(limits.text)). It is sent as it is."
  }

  /// Without a fraction where there is none.
  static func number(_ value: Double) -> String { JSONValue.double(value).text() }
}

extension ParameterLimits {
  /// `0 to 2`, `1 or more`.
  package var text: String {
    switch (least.map(Parameter.number), most.map(Parameter.number)) {
    case (let least?, let most?): "\(least) to \(most)"
    case (let least?, nil): "\(least) or more"
    case (nil, let most?): "up to \(most)"
    case (nil, nil): ""
    }
  }
}
