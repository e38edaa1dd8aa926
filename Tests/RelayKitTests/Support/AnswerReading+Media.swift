@testable import RelayKit

extension AnswerReading {
  /// The body of an answer about pictures or videos.
  init(
    _ body: String, kind: AnswerKind, status: Int = 200, failure: TransportFailure? = nil,
    expectedChoices: Int = 1
  ) {
    self.init(
      [Array(body.utf8)], kind: kind, status: status, failure: failure, expectedChoices: expectedChoices)
  }
}
