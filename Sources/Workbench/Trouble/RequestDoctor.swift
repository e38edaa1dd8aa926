package import RelayKit

/// What is wrong with a request that was refused, and how it can be mended.
package struct Diagnosis: Sendable, Hashable {
  /// In the body that was sent; for what is missing, where it should be. `nil` when the relay names none.
  package var place: JSONPointer?
  /// What the place is, or what the figures are; `nil` when there is nothing to add to the relay's own words.
  package var sentence: String?
  /// The likeliest first. Empty when the words suggest none.
  package var remedies: [Remedy]
}

/// Reads refusals. Its answers are suggestions made from a relay's words: they name and change nothing but what
/// is in the body.
package enum RequestDoctor {
  private static let kinds: Set<RelayError.Kind> = [
    .badRequest, .unsupportedParameter, .contextTooLong, .notFound, .modelUnavailable,
  ]

  /// `nil` for failures that no change of the body would mend.
  /// - Parameters:
  ///   - answer: the body of the refusal, which can name more places than the error.
  ///   - models: the ids that the relay lists.
  package static func examine(
    _ error: RelayError, body: JSONValue, answer: [UInt8] = [], models: [String] = []
  ) -> Diagnosis? {
    guard kinds.contains(error.kind), body.objectValue != nil else { return nil }
    let words = ErrorWords(error.message)
    var surgery = Surgery(
      error: error, body: body, words: words,
      suspects: Suspects(
        body: body, error: error, words: words, answer: try? JSONValue(parsing: answer.prefix(64 << 10))),
      models: models)
    return surgery.diagnosis()
  }
}
