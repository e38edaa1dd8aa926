import RelayKit
import TerminalUI
import Workbench

/// Walking over the tokens of an answer that came with logprobs.
enum TokenCommands {
  private static let none: @Sendable (Playground) -> String? = { app in
    if !app.hasLogprobs { return "no answer has logprobs; “set logprobs true” asks for them" }
    return app.transcript.look == .best ? nil : "tokens are not shown; v shows them"
  }

  static let table: [Command] = [
    Command(
      "token.next", "token: next", "To the next token, with what might have stood in its place.", .look,
      [.pane(.transcript, "l"), .pane(.transcript, Key(.right))],
      hint: .init("Token", 44, when: \.hasLogprobs), reason: none,
      run: { app, call in app.moveToken(1, at: call.now) { _ in true } }),
    Command(
      "token.prev", "token: previous", "To the token before.", .look,
      [.pane(.transcript, "h"), .pane(.transcript, Key(.left))], reason: none,
      run: { app, call in app.moveToken(-1, at: call.now) { _ in true } }),
    Command(
      "token.doubtful", "token: next unsure one",
      "To the next token of which the model was not sure (under 40 %).", .look,
      [.pane(.transcript, "L")], reason: none,
      run: { app, call in app.moveToken(1, at: call.now, where: \.isUnsure) }),
    Command(
      "token.doubtful.prev", "token: previous unsure one", "To the one before.", .look,
      [.pane(.transcript, "H")], reason: none,
      run: { app, call in app.moveToken(-1, at: call.now, where: \.isUnsure) }),
  ]
}

extension TokenShading.Token {
  fileprivate var isUnsure: Bool { grade == .doubtful || grade == .unlikely }
}

extension Playground {
  var hasLogprobs: Bool {
    workspace.conversation.path.contains { workspace.conversation[$0]?.reply?.logprobs.isEmpty == false }
  }

  mutating func showNextLook(at now: MonotonicTime) {
    transcript.token = nil
    switch transcript.look {
    case .best where hasLogprobs:
      transcript.look = .markdown
      say("Markdown.", at: now)
    case .best, .markdown:
      transcript.look = .raw
      say("Raw text.", at: now)
    case .raw:
      transcript.look = .best
      say(
        hasLogprobs ? "Tokens by how sure the model was: l and h walk, L finds doubt." : "Markdown.", at: now)
    }
  }

  /// Moves the mark to the next token of the message in view that fits.
  mutating func moveToken(
    _ step: Int, at now: MonotonicTime, where fits: (TokenShading.Token) -> Bool
  ) -> [Effect] {
    let column = transcriptColumn(at: now)
    let inView = transcript.token?.message ?? messageInView(at: now)?.id
    let withTokens = column.path.indices.filter { column.shading($0)?.tokens.isEmpty == false }
    guard let index = withTokens.last(where: { column.path[$0] == inView }) ?? withTokens.last,
      let shading = column.shading(index)
    else { return [] }
    let marked = transcript.token.flatMap { $0.message == column.path[index] ? $0.index : nil }
    var next = marked.map { $0 + step } ?? (step > 0 ? 0 : shading.tokens.count - 1)
    while shading.tokens.indices.contains(next), !fits(shading.tokens[next]) { next += step }
    guard shading.tokens.indices.contains(next) else {
      say(step > 0 ? "No more such token; this answer ends here." : "No such token before this one.", at: now)
      return []
    }
    let mark = TokenMark(message: column.path[index], index: next)
    transcript.token = mark
    showToken(mark, bytes: shading.tokens[next].bytes, at: now)
    return []
  }

  /// Holds the view so that the token and the line under it are seen.
  private mutating func showToken(_ mark: TokenMark, bytes: Range<Int>, at now: MonotonicTime) {
    let column = transcriptColumn(at: now)
    let rows = transcriptSpace.rows
    guard let top = transcriptTop(column, rows: rows), let end = column.end,
      let index = column.index(of: mark.message), let place = column.place(ofText: bytes, message: index)
    else { return }
    let distance = column.distance(from: top, to: place, limit: rows + 1)
    if distance < 0 || distance >= rows - 1 {
      transcript.hold(at: column.move(place, by: -(rows / 2)), end: end)
    } else {
      transcript.hold(at: top, end: end)
    }
  }
}
