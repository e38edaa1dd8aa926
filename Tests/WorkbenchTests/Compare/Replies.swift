import RelayKit
import Workbench

/// Replies made of updates, as a relay would bring them.
enum Replies {
  static let second: Int64 = 1_000_000_000

  static func time(_ milliseconds: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: Int64(milliseconds * 1_000_000))
  }

  /// Pieces of text at instants in milliseconds, sent at 0.
  static func reply(
    model: String = "m", pieces: [(milliseconds: Double, part: AnswerPart)] = [], usage: String? = nil,
    served: String? = nil, finish: String? = "stop", outcome: Outcome? = .done, end: Double = 2000
  ) throws -> Reply {
    var reply = Reply(model: model, askedAt: time(0))
    let request = RecordedRequest(method: "POST", url: "http://relay/v1", headers: [], body: [])
    reply.apply(
      .began(
        Exchange(
          id: "x", request: request, requestedModel: model, asksForStream: true, startedAt: 0, start: time(0)
        )))
    reply.apply(.sending(attempt: 1, time(0)))
    reply.apply(.mark(.requestSent, time(0)))
    for (index, piece) in pieces.enumerated() {
      if index == 0 { reply.apply(.mark(.firstToken, time(piece.milliseconds))) }
      reply.apply(.delta(AnswerDelta(parts: [piece.part], tokenEvents: 1, instant: time(piece.milliseconds))))
    }
    var rest: [AnswerPart] = []
    if let served { rest.append(.servedModel(served)) }
    if let usage { rest.append(.usage(try JSONValue(parsing: usage))) }
    if let finish { rest.append(.finish(choice: 0, finish)) }
    reply.apply(.delta(AnswerDelta(parts: rest, instant: time(end))))
    if let outcome { reply.apply(.ended(outcome, TransportSummary(), time(end))) }
    return reply
  }

  static func figures(_ change: (inout RunFigures) -> Void) -> RunFigures {
    var figures = RunFigures()
    figures.outcome = "done"
    change(&figures)
    return figures
  }
}
