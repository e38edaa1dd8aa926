package import RelayKit

/// Something about an answer that its reader should know although nothing failed.
package struct AnswerFlag: Sendable, Hashable {
  /// For a badge: `MODEL`, `USAGE`, `N`.
  package var word: String
  package var sentence: String
  /// The parameter that had no effect; `nil` for flags about anything else.
  package var parameter: String?
}

/// Looks for what an answer shows and does not say. Each rule speaks only where the answer proves it.
package enum AnswerFlags {
  package static func flags(of exchange: Exchange) -> [AnswerFlag] {
    let body = (try? JSONValue(parsing: exchange.request.body)) ?? .null
    switch exchange.outcome {
    case .done: return flags(body: body, answer: exchange.answer, isStream: exchange.asksForStream)
    // Of an answer that broke off nothing can be said but who gave it.
    case .stopped, .cut: return [model(body, exchange.answer)].compactMap { $0 }
    case .failed, nil: return []
    }
  }

  /// Of a complete answer.
  package static func flags(body: JSONValue, answer: AssembledAnswer, isStream: Bool) -> [AnswerFlag] {
    [model(body, answer), usage(body, answer, isStream), total(answer)].compactMap { $0 }
      + IgnoredParameters.flags(body: body, answer: answer)
  }

  private static func model(_ body: JSONValue, _ answer: AssembledAnswer) -> AnswerFlag? {
    guard let asked = body["model"]?.stringValue, let served = answer.servedModel, !asked.isEmpty,
      !served.isEmpty, !ModelIdentity.isSame(asked, served)
    else { return nil }
    return AnswerFlag(word: "MODEL", sentence: "You asked for \(asked); the answer names \(served).")
  }

  private static func usage(_ body: JSONValue, _ answer: AssembledAnswer, _ isStream: Bool) -> AnswerFlag? {
    guard answer.usage?.objectValue?.members.isEmpty ?? true else { return nil }
    let asked = body["stream_options"]?["include_usage"]?.boolValue
    let advice =
      switch (isStream, asked) {
      case (true, nil): " Set stream_options.include_usage to ask for them."
      case (true, false?): " stream_options.include_usage is false in the request."
      default: ""
      }
    return AnswerFlag(word: "USAGE", sentence: "No usage figures came, so tokens are estimates.\(advice)")
  }

  private static func total(_ answer: AssembledAnswer) -> AnswerFlag? {
    guard let usage = answer.usage, let total = usage["total_tokens"]?.intValue, total > 0,
      let input = (usage["prompt_tokens"] ?? usage["input_tokens"])?.intValue,
      let output = (usage["completion_tokens"] ?? usage["output_tokens"])?.intValue
    else { return nil }
    // Reasoning is counted apart by some suppliers.
    let details = usage["completion_tokens_details"] ?? usage["output_tokens_details"]
    let reasoning = details?["reasoning_tokens"]?.intValue ?? 0
    guard total != input + output, total != input + output + reasoning else { return nil }
    return AnswerFlag(
      word: "TOTAL",
      sentence: "The usage figures disagree: \(input) in and \(output) out, but \(total) in total.")
  }
}
