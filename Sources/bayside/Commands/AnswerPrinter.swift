import RelayKit
import Workbench

/// Says what comes, for people: the first choice on standard output as it is, all else on standard error.
struct AnswerPrinter {
  typealias Piece = AnswerOutput.Piece

  /// Reasoning that was printed has no line end yet.
  private var asideIsOpen = false
  private var answerIsOpen = false

  mutating func pieces(for update: ExchangeUpdate) -> [Piece] {
    switch update {
    case .delta(let delta): delta.parts.flatMap { pieces(for: $0) }
    case .retrying(let error, let seconds, let next, _):
      [aside(Self.retrySentence(error, seconds: seconds, next: next))]
    case .began, .sending, .mark, .head, .ended: []
    }
  }

  /// What is to be said once it is over.
  mutating func ending(_ notes: AnswerNotes, interruption: ExchangeSession.Interruption?) -> [Piece] {
    var pieces: [Piece] = []
    if asideIsOpen { pieces += closeAside() }
    if answerIsOpen {
      answerIsOpen = false
      pieces.append(Piece(stream: .answer, text: "\n"))
    }
    // Who closes the output knows why, and wants quiet.
    if interruption == .outputClosed { return pieces }
    pieces += notes.lines.map { aside($0) }
    return pieces
  }

  private mutating func pieces(for part: AnswerPart) -> [Piece] {
    switch part {
    case .text(choice: 0, let text), .refusal(choice: 0, let text):
      guard let last = text.last else { return [] }
      answerIsOpen = last != "\n"
      return closeAside() + [Piece(stream: .answer, text: text)]
    case .reasoning(choice: 0, let text):
      guard let last = text.last else { return [] }
      asideIsOpen = last != "\n"
      return [Piece(stream: .aside, text: text)]
    case .restarted:
      var pieces = closeAside()
      if answerIsOpen { pieces.append(Piece(stream: .answer, text: "\n")) }
      answerIsOpen = false
      return pieces + [aside("The relay began again: a second answer follows the first.")]
    case .rejoined: return closeAside() + [aside("The second answer was none: it goes on with the first.")]
    default: return []
    }
  }

  private mutating func closeAside() -> [Piece] {
    defer { asideIsOpen = false }
    return asideIsOpen ? [Piece(stream: .aside, text: "\n")] : []
  }

  private func aside(_ sentence: String) -> Piece {
    Piece(stream: .aside, text: "bayside: \(Output.harmless(sentence))\n")
  }

  private static func retrySentence(_ error: RelayError, seconds: Double, next: Int) -> String {
    let status = error.troubleStatus.map { " (\($0))" } ?? ""
    let wait = seconds < 10 ? "\((seconds * 10).rounded() / 10)" : "\(Int(seconds.rounded()))"
    return "\(error.title)\(status). Sending again in \(wait) s, try \(next)."
  }
}
