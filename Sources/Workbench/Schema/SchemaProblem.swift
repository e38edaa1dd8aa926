/// One thing that is wrong with a value or with a schema, and where.
package struct SchemaProblem: Sendable, Hashable {
  /// Into the value that was checked.
  package var place: JSONPointer
  /// A sentence without the place.
  package var sentence: String

  package init(place: JSONPointer, sentence: String) {
    self.place = place
    self.sentence = sentence
  }

  /// With its place, for a line of its own.
  package var line: String { place.steps.isEmpty ? sentence : "\(place.readable): \(sentence)" }
}

/// What a check found.
package struct SchemaVerdict: Sendable, Hashable {
  /// In the order of the value; never more than the check's limit.
  package var problems: [SchemaProblem] = []
  /// There are more problems than are listed.
  package var isShortened = false
  /// Keywords of the schema that were met and not checked, sorted.
  package var unchecked: [String] = []
  /// The check ended early: too deep, or too much to do.
  package var isUnfinished = false

  package init() {}

  /// Nothing wrong was found. Whether that is the whole truth is told by `caveat`.
  package var isValid: Bool { problems.isEmpty }

  /// What was left unchecked; `nil` when all was checked.
  package var caveat: String? {
    var parts: [String] = []
    if !unchecked.isEmpty { parts.append("Not checked: \(unchecked.joined(separator: ", ")).") }
    if isUnfinished {
      parts.append("The check ended early, because the schema is too deep or refers to itself.")
    }
    if isShortened { parts.append("More problems are not listed.") }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }
}
