/// How an exchange ended, from what came and what broke.
struct ExchangeVerdict {
  var isStopped: Bool
  /// What the transport reports; `nil` when the body is complete.
  var failure: TransportFailure?
  /// `nil` when no head came. Its body is over.
  var reader: AnswerReader?
  /// What is wrong with the answer as a whole.
  var answerError: RelayError?
  /// As many as the request asked for.
  var expectedChoices = 1

  var outcome: Outcome {
    let isWhole = reader?.isWhole == true
    if isStopped { return isWhole && failure == nil && answerError == nil ? .done : .stopped }
    if failure == .cancelled { return .stopped }
    if let failure { return outcome(after: failure) }
    if let answerError { return answerError.kind == .cut ? .cut(answerError) : .failed(answerError) }
    guard let reader, reader.byteCount > 0 else {
      return .failed(RelayError(kind: .emptyAnswer, status: reader?.head.status, requestID: requestID))
    }
    return outcome(ofComplete: reader)
  }

  private func outcome(ofComplete reader: AnswerReader) -> Outcome {
    if reader.isWhole { return .done }
    if let error = reader.nothingUsable { return .failed(error) }
    if reader.pictures.sketches > 0 { return .cut(cut(cause: "sketches", reader)) }
    return .cut(cut(cause: reader.hasEndMark ? "end mark" : "closed", reader))
  }

  private var requestID: String? { reader.flatMap { RelayError.requestID(in: $0.head.headers) } }

  private func outcome(after failure: TransportFailure) -> Outcome {
    var error = RelayError(transport: failure)
    error.requestID = requestID
    guard let reader else { return .failed(error) }
    // A refusal that broke off says more than that it broke off.
    if !reader.head.isSuccess, let answerError, error.kind != .redirected {
      return .failed(answerError)
    }
    // All that was asked for had come: only the connection's end went wrong.
    if answerError == nil, failure.isAboutTheEnd {
      if reader.hasEndMark { return outcome(ofComplete: reader) }
      if reader.isWhole, reader.choiceCount >= expectedChoices { return .done }
    }
    error.status = reader.head.status
    if reader.tokenEvents > 0 {
      error.isRetryable = false
      error.details["tokens"] = String(reader.tokenEvents)
      if reader.kind == .image { error.details["unit"] = "picture" }
      return .cut(error)
    }
    if reader.head.isSuccess, let answerError, ![.emptyAnswer, .malformedAnswer].contains(answerError.kind) {
      return .failed(answerError)
    }
    return .failed(error)
  }

  private func cut(cause: String, _ reader: AnswerReader) -> RelayError {
    RelayError(
      kind: .cut, status: reader.head.status, requestID: requestID,
      details: ["cause": cause, "tokens": String(reader.tokenEvents)])
  }
}

extension TransportFailure {
  /// Whether it may come after the last event, at a connection that nobody ended.
  fileprivate var isAboutTheEnd: Bool {
    switch self {
    case .stalled, .totalTimeout, .connectionLost: true
    default: false
    }
  }
}

extension Outcome {
  func mapError(_ change: (RelayError) -> RelayError) -> Outcome {
    switch self {
    case .done, .stopped: self
    case .cut(let error): .cut(error.map(change))
    case .failed(let error): .failed(change(error))
    }
  }
}

extension HTTPResponseHead {
  var isSuccess: Bool { (200..<300).contains(status) }
}
