import RelayKit

// Types, given values, numbers and text.
extension SchemaRun {
  mutating func checkKind(_ rules: JSONObject, _ value: JSONValue, _ place: JSONPointer) {
    let isAllowedNull = value == .null && rules["nullable"]?.boolValue == true
    let names = Self.typeNames(rules["type"])
    if !names.isEmpty, !isAllowedNull, !names.contains(where: { Self.fits(value, $0) }) {
      report("This is \(Self.article(value.schemaType)), and must be \(Self.either(names)).", at: place)
    }
    if let constant = rules["const"], !value.means(constant) {
      report("This is \(value.brief), and must be \(constant.brief).", at: place)
    }
    if let allowed = rules["enum"]?.arrayValue, !isAllowedNull,
      !allowed.contains(where: { value.means($0) })
    {
      let listed = allowed.prefix(8).map(\.brief).joined(separator: ", ") + (allowed.count > 8 ? ", …" : "")
      report("This is \(value.brief), and must be one of \(listed).", at: place)
    }
  }

  private static func typeNames(_ type: JSONValue?) -> [String] {
    switch type {
    case .string(let name): [name]
    case .array(let names): names.compactMap(\.stringValue)
    default: []
    }
  }

  private static func fits(_ value: JSONValue, _ name: String) -> Bool {
    let type = value.schemaType
    return type == name || (name == "number" && type == "integer")
  }

  private static func article(_ type: String) -> String {
    switch type {
    case "null": "null"
    case "array", "integer", "object": "an \(type)"
    default: "a \(type)"
    }
  }

  private static func either(_ names: [String]) -> String {
    names.map(article).joined(separator: " or ")
  }

  // MARK: Numbers

  mutating func checkNumber(_ rules: JSONObject, _ value: JSONValue, _ place: JSONPointer) {
    guard case .number(let literal) = value, let number = Double(literal) else { return }
    func bound(_ key: String) -> (Double, String)? {
      guard case .number(let literal) = rules[key], let limit = Double(literal) else { return nil }
      return (limit, literal)
    }
    // Older drafts and OpenAPI 3.0: a flag beside the bound.
    let isAbove = rules["exclusiveMinimum"]?.boolValue == true
    let isBelow = rules["exclusiveMaximum"]?.boolValue == true
    if let (limit, text) = bound("minimum"), isAbove ? number <= limit : number < limit {
      report("\(literal) is too small: it must be \(isAbove ? "more than" : "at least") \(text).", at: place)
    }
    if let (limit, text) = bound("maximum"), isBelow ? number >= limit : number > limit {
      report("\(literal) is too large: it must be \(isBelow ? "less than" : "at most") \(text).", at: place)
    }
    if let (limit, text) = bound("exclusiveMinimum"), number <= limit {
      report("\(literal) is too small: it must be more than \(text).", at: place)
    }
    if let (limit, text) = bound("exclusiveMaximum"), number >= limit {
      report("\(literal) is too large: it must be less than \(text).", at: place)
    }
    if let (step, text) = bound("multipleOf"), step > 0, !Self.isMultiple(number, of: step) {
      report("\(literal) is not a multiple of \(text).", at: place)
    }
  }

  /// With room for what binary fractions cannot say: 0.3 is a multiple of 0.1.
  private static func isMultiple(_ number: Double, of step: Double) -> Bool {
    let quotient = number / step
    guard quotient.isFinite else { return false }
    return abs(quotient - quotient.rounded()) <= 1e-9 * max(1, abs(quotient))
  }

  // MARK: Text

  /// Lengths count scalars, as the specification has it.
  mutating func checkText(_ rules: JSONObject, _ value: JSONValue, _ place: JSONPointer) {
    guard case .string(let text) = value else { return }
    let least = rules["minLength"]?.intValue
    let most = rules["maxLength"]?.intValue
    guard least != nil || most != nil else { return }
    let length = text.unicodeScalars.count
    if let least, length < least {
      report("The text has \(length) characters: at least \(least) are wanted.", at: place)
    }
    if let most, length > most {
      report("The text has \(length) characters: at most \(most) are allowed.", at: place)
    }
  }
}
