/// Moves a `<think>…</think>` block at the start of an answer from its text to its reasoning, however the
/// tags are split over chunks. Anywhere else the tags are ordinary text.
struct ThinkTagSplitter: Sendable {
  private enum State { case start, thinking, afterThinking, text }
  private var state = State.start
  private var held = ""
  private static let open = "<think>"
  private static let close = "</think>"

  /// Gives what is now certain to be reasoning and what is certain to be text.
  mutating func feed(_ piece: String) -> (reasoning: String, text: String) {
    if case .text = state { return ("", piece) }
    held += piece
    var reasoning = ""
    while true {
      switch state {
      case .start:
        let trimmed = held.drop { $0.isWhitespace }
        if trimmed.hasPrefix(Self.open) {
          held = String(trimmed.dropFirst(Self.open.count))
          state = .thinking
        } else if Self.open.hasPrefix(trimmed) {
          return (reasoning, "")
        } else {
          state = .text
          return (reasoning, take())
        }
      case .thinking:
        if let end = held.firstRange(of: Self.close) {
          reasoning += held[..<end.lowerBound]
          held = String(held[end.upperBound...])
          state = .afterThinking
        } else {
          let kept = Self.lengthOfSplitTag(in: held)
          reasoning += held.dropLast(kept)
          held = String(held.suffix(kept))
          return (reasoning, "")
        }
      case .afterThinking:
        held = String(held.drop { $0.isNewline })
        if held.isEmpty { return (reasoning, "") }
        state = .text
      case .text:
        return (reasoning, take())
      }
    }
  }

  /// The answer is over: what was held back is what it looks like.
  mutating func finish() -> (reasoning: String, text: String) {
    if case .thinking = state { return (take(), "") }
    return ("", take())
  }

  private mutating func take() -> String {
    defer { held = "" }
    return held
  }

  /// Characters at the end of `text` that may be the beginning of the closing tag.
  private static func lengthOfSplitTag(in text: String) -> Int {
    for length in stride(from: min(close.count - 1, text.count), to: 0, by: -1)
    where text.hasSuffix(close.prefix(length)) {
      return length
    }
    return 0
  }
}
