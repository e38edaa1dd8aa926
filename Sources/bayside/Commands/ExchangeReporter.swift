import Glibc
import RelayKit

/// Follows one exchange, live or replayed: records it, prints it as text or as an object, gives the exit status.
struct ExchangeReporter {
  var asJSON: Bool
  var isReplay = false
  var recording: Recording?

  /// - Returns: 0 done, 1 failed, 3 cut, 128 + signal when a signal stopped it (130: Ctrl-C), 141 when standard
  ///   output was closed.
  func run(_ start: (@escaping @Sendable (ExchangeUpdate) -> Void) -> any ExchangeHandle) -> Int32 {
    follow(start).status
  }

  /// - Returns: the same status, and the whole record.
  func follow(
    _ start: (@escaping @Sendable (ExchangeUpdate) -> Void) -> any ExchangeHandle
  ) -> (status: Int32, exchange: Exchange) {
    let session = ExchangeSession()
    var printer = AnswerPrinter()
    let exchange = session.run(start) { update in
      recording?.take(update)
      return asJSON ? [] : printer.pieces(for: update)
    }
    if asJSON {
      session.write([AnswerOutput.Piece(stream: .answer, text: ChatReport(exchange).json.text() + "\n")])
    } else {
      let notes = AnswerNotes(exchange, interruption: session.interruption, isReplay: isReplay)
      session.write(printer.ending(notes, interruption: session.interruption))
      // Live, pictures are files; a replay saves nothing.
      if isReplay { session.write(PictureLines(exchange).pieces) }
    }
    let status = Self.status(exchange.outcome, session.interruption)
    guard let failure = recording?.failure else { return (status, exchange) }
    Output.notice(failure)
    return (status == 0 ? 1 : status, exchange)
  }

  private static func status(_ outcome: Outcome?, _ interruption: ExchangeSession.Interruption?) -> Int32 {
    switch interruption {
    case .outputClosed: return 128 + SIGPIPE
    case .outputFailed: return 1
    case .signal(let number) where outcome == .stopped: return 128 + number
    case .signal, nil: break
    }
    switch outcome {
    case .done: return 0
    case .stopped: return 128 + SIGINT
    case .cut: return 3
    case .failed, nil: return 1
    }
  }
}
