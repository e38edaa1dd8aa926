import Testing

@testable import RelayKit

/// A body read in given pieces, as the client reads it.
struct AnswerReading {
  /// What must not depend on how the bytes are split.
  struct Summary: Equatable {
    var parts: [AnswerPart]
    var frames: [String]
    var outcome: Outcome
  }
  var answer = AssembledAnswer()
  var parts: [AnswerPart] = []
  /// Kind, offset and length of every frame.
  var frames: [String] = []
  var outcome: Outcome
  var error: RelayError? { outcome.error }

  init(
    _ pieces: [[UInt8]], kind: AnswerKind = .chat, status: Int = 200, failure: TransportFailure? = nil,
    isStopped: Bool = false,
    expectedChoices: Int = 1
  ) {
    let head = HTTPResponseHead(
      status: status, version: "HTTP/1.1", reason: "",
      // Relays label whatever they send as an event stream.
      headers: [HTTPHeader("Content-Type", "text/event-stream"), HTTPHeader("x-request-id", "r1")])
    var reader = AnswerReader(head: head, kind: kind)
    let instant = MonotonicTime(nanoseconds: 1)
    var deltas = pieces.map { reader.feed($0, at: instant) }
    let (last, answerError) = reader.finish(at: instant)
    deltas.append(last)
    parts = deltas.flatMap(\.parts)
    for part in parts { answer.apply(part) }
    answer.tokenEvents = deltas.reduce(0) { $0 + $1.tokenEvents }
    frames = deltas.flatMap(\.frames).map { "\($0.kind) \($0.offset)+\($0.length)" }
    outcome =
      ExchangeVerdict(
        isStopped: isStopped, failure: failure, reader: reader, answerError: answerError,
        expectedChoices: expectedChoices
      ).outcome
  }

  init(_ body: String, status: Int = 200, failure: TransportFailure? = nil) {
    self.init([Array(body.utf8)], status: status, failure: failure)
  }

  var summary: Summary { Summary(parts: parts, frames: frames, outcome: outcome) }
}
