/// Moves a `<think>…</think>` block at the start of an answer from its text to its reasoning, however the
/// tags are split over chunks. Anywhere else the tags are ordinary text.
struct ThinkTagSplitter: Sendable {
  private enum State { case start, thinking, afterThinking, text }
  private var state: State
  /// What may be part of a tag, in UTF-8.
  private var held: [UInt8] = []
  private static let open = Array("<think>".utf8)
  private static let close = Array("</think>".utf8)
  /// More white space than this before a tag is text.
  private static let longestMargin = 256

  /// - Parameter inText: whether the place for a tag is past.
  init(inText: Bool = false) { state = inText ? .text : .start }

  /// Gives what is now certain to be reasoning and what is certain to be text.
  mutating func feed(_ piece: String) -> (reasoning: String, text: String) {
    if case .text = state { return ("", piece) }
    held += piece.utf8
    var reasoning: [UInt8] = []
    while advance(&reasoning) {}
    guard case .text = state else { return (String(decoding: reasoning, as: UTF8.self), "") }
    return (String(decoding: reasoning, as: UTF8.self), take())
  }

  /// The answer is over: what was held back is what it looks like.
  mutating func finish() -> (reasoning: String, text: String) {
    if case .thinking = state { return (take(), "") }
    return ("", take())
  }

  /// - Returns: whether there may be more to do with what is held.
  private mutating func advance(_ reasoning: inout [UInt8]) -> Bool {
    switch state {
    case .start:
      let margin = held.prefix { $0 == 0x20 || (0x09...0x0D).contains($0) }.count
      let rest = held[margin...]
      if rest.starts(with: Self.open) {
        held = Array(rest.dropFirst(Self.open.count))
        state = .thinking
        return true
      }
      if Self.open.starts(with: rest), margin <= Self.longestMargin { return false }
      state = .text
    case .thinking:
      var search = ByteSearch(Self.close)
      if let end = search.next(in: held) {
        reasoning += held[..<end.lowerBound]
        held = Array(held[end.upperBound...])
        state = .afterThinking
        return true
      }
      let lengths = stride(from: min(Self.close.count - 1, held.count), to: 0, by: -1)
      let kept = lengths.first { held.suffix($0).elementsEqual(Self.close.prefix($0)) } ?? 0
      reasoning += held.dropLast(kept)
      held = Array(held.suffix(kept))
    case .afterThinking:
      held = Array(held.drop { $0 == 0x0A || $0 == 0x0D })
      if !held.isEmpty { state = .text }
    case .text: break
    }
    return false
  }

  private mutating func take() -> String {
    defer { held = [] }
    return String(decoding: held, as: UTF8.self)
  }
}
