import RelayKit
import Workbench

/// What there is to say about an answer beside its text: how it ended, and what standard output does not show.
struct AnswerNotes {
  /// Without control characters; a note may have several lines.
  private(set) var lines: [String] = []

  init(_ exchange: Exchange, interruption: ExchangeSession.Interruption?, isReplay: Bool) {
    let answer = exchange.answer
    for call in answer.choices.first?.toolCalls ?? [] {
      lines.append("The model calls \(call.name)(\(call.arguments)), id \(call.id).")
    }
    if answer.choices.count > 1 {
      let more = answer.choices.count - 1
      lines.append("\(more) more \(more == 1 ? "choice" : "choices") came; --json prints all of them.")
    }
    if let note = Self.servedModel(exchange) { lines.append(note) }
    switch answer.finishReason {
    case "length": lines.append("The answer stopped at the token limit (finish_reason length).")
    case "content_filter": lines.append("A filter withheld the rest (finish_reason content_filter).")
    default: break
    }
    switch exchange.outcome {
    case .stopped: stopped(interruption, hasTokens: answer.tokenEvents > 0, isReplay: isReplay)
    case .cut(let error), .failed(let error as RelayError?):
      if let error { lines.append(ErrorText(error, attempts: exchange.attempts.count).text) }
    case .done: if Self.isEmpty(answer) { lines.append(Self.emptySentence(answer)) }
    case nil: break
    }
  }

  private mutating func stopped(
    _ interruption: ExchangeSession.Interruption?, hasTokens: Bool, isReplay: Bool
  ) {
    switch interruption {
    case .outputFailed(let code):
      lines.append("The answer cannot be written: \(Output.systemError(code)). The request was stopped.")
    case .signal where isReplay: lines.append("The replay was stopped.")
    case .signal, .outputClosed, nil:
      let cost = hasTokens ? "What came is billed." : "Nothing had come; it may be billed."
      lines.append("Stopped; the connection was closed. \(cost)")
    }
  }

  private static func isEmpty(_ answer: AssembledAnswer) -> Bool {
    answer.choices.allSatisfy {
      $0.text.isEmpty && $0.refusal.isEmpty && $0.toolCalls.isEmpty && $0.pictures.isEmpty
    }
  }

  private static func emptySentence(_ answer: AssembledAnswer) -> String {
    answer.reasoning.isEmpty
      ? "The answer has no text." : "The answer has no text; all of it went to reasoning."
  }

  /// Names differ by maker or date without being another model.
  private static func servedModel(_ exchange: Exchange) -> String? {
    guard let served = exchange.answer.servedModel, !served.isEmpty else { return nil }
    let asked = exchange.requestedModel.split(separator: "/").last.map { $0.lowercased() } ?? ""
    guard !served.lowercased().contains(asked) else { return nil }
    return "You asked for \(exchange.requestedModel); the relay answered as \(served)."
  }
}

/// A failure in four parts: what it is, what happened, what to do, and the relay's own words.
struct ErrorText {
  let text: String

  init(_ error: RelayError, attempts: Int = 1) {
    let status = error.troubleStatus.map { "error \($0): " } ?? "error: "
    var lines = ["\(status)\(error.title)", "  \(error.explanation)", "  To do: \(error.advice)"]
    if !error.message.isEmpty {
      lines.append("  \(error.quotesRelay ? "The relay said" : "Cause"): \(error.message)")
    }
    var facts = [error.kind.rawValue]
    if let code = error.code { facts.append("code \(code)") }
    if let type = error.type { facts.append("type \(type)") }
    if let id = error.requestID { facts.append("request id \(id)") }
    if attempts > 1 { facts.append("\(attempts) tries") }
    lines.append("  (\(facts.joined(separator: ", ")))")
    text = lines.joined(separator: "\n")
  }
}
