// What is particular to the answers of pictures and videos.
extension AnswerReader {
  /// The answer to a video's submission, once it names a task.
  mutating func submission(_ value: JSONValue) -> AnswerAssembler.Step? {
    guard let report = VideoTaskReport(json: value), let id = report.id else { return nil }
    task = task ?? id
    var step = AnswerAssembler.Step()
    step.parts = [.responseID(id)]
    if let model = report.model { step.parts.append(.servedModel(model)) }
    return step
  }

  /// Why a complete body is no answer.
  func noAnswer(_ body: [UInt8]) -> RelayError {
    if kind == .image, pictures.isAnswered || assembler.choiceCount > 0 {
      // The reason that is given in the place of a picture is the relay's word on the whole.
      if let refusal = pictures.refusal {
        return RelayError(inStream: refusal, head: head, tokensBefore: 0)
      }
      return RelayError(
        kind: .emptyAnswer, status: head.status, requestID: RelayError.requestID(in: head.headers),
        details: ["cause": "no picture"])
    }
    var error = RelayError(head: head, body: body)
    // The beginning of a broken answer is no word of the relay.
    if kind != .chat, error.kind == .malformedAnswer, body.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
      error.message = ""
    }
    return error
  }
}
