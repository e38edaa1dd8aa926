/// Why a typed text is no value of a parameter.
package struct TypingProblem: Error, Sendable, Hashable {
  /// Whole sentences: what is wrong, and what would be right.
  package var sentence: String
  package init(_ sentence: String) { self.sentence = sentence }
}

/// Something about a value that the user should know before it is sent.
package struct ParameterFinding: Sendable, Hashable {
  package enum Severity: Sendable, Hashable {
    /// It is sent all the same.
    case warns
    /// It cannot be sent from the form: the wrong type, or no number at all.
    case blocks
  }
  package var severity: Severity
  /// A whole sentence.
  package var sentence: String
  package init(_ severity: Severity, _ sentence: String) {
    self.severity = severity
    self.sentence = sentence
  }
}

package enum StepSize: Sendable, Hashable {
  case small, big
}
