package import RelayKit

/// The room for an answer that a body sets.
package struct AnswerLimit: Sendable, Hashable {
  /// The parameter as it is called in the body.
  package var name: String
  package var tokens: Int

  private static let names = ["max_completion_tokens", "max_tokens", "max_output_tokens"]

  /// The lowest of them where several are set; `nil` when none is.
  package init?(body: JSONValue) {
    let set = Self.names.compactMap { name in body[name]?.intValue.map { (name, $0) } }
    guard let lowest = set.min(by: { $0.1 < $1.1 }) else { return nil }
    (name, tokens) = lowest
  }
}
