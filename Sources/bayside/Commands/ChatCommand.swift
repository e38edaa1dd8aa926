import Glibc
import RelayKit

/// `bayside chat`: one question, the answer on standard output.
struct ChatCommand {
  let options: ParsedOptions

  /// - Returns: the exit status.
  func run() throws(UsageError) -> Int32 {
    let settings = try Settings(options, .process)
    let request = try ChatInput(options: options, settings: settings).request()
    if let sentence = settings.missingKey { throw UsageError(sentence: sentence) }
    for notice in settings.notices { Output.notice(notice) }
    let relay = try RelayConnection(settings)
    defer { relay.stop() }
    let answer = ExchangeReporter(asJSON: options.has("json"))
    return answer.run { observer in
      relay.client.chat(
        request, id: "cli-\(getpid())-\(time(nil))", startedAt: Double(time(nil)), observer: observer)
    }
  }
}

/// Follows one exchange, prints it as text or as an object, and gives the exit status.
struct ExchangeReporter {
  let asJSON: Bool

  /// - Returns: 0 done, 1 failed, 3 cut, 128 + signal when a signal stopped it (130: Ctrl-C), 141 when standard
  ///   output was closed.
  func run(_ start: (@escaping @Sendable (ExchangeUpdate) -> Void) -> any ExchangeHandle) -> Int32 {
    let session = ExchangeSession()
    var printer = AnswerPrinter()
    let asJSON = asJSON
    let exchange = session.run(start) { update in asJSON ? [] : printer.pieces(for: update) }
    if asJSON {
      session.write([AnswerOutput.Piece(stream: .answer, text: ChatReport(exchange).json.text() + "\n")])
    } else {
      session.write(printer.ending(of: exchange, interruption: session.interruption))
    }
    return Self.status(exchange.outcome, session.interruption)
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
