import MarkdownText
import RelayKit
import TerminalUI
import Workbench

/// The lines of one part, and how far right they stand.
struct PartLines {
  var lines: [StyledLine]
  var indent = 0
  /// Lines of code: their surface reaches to the right edge.
  var filled: Set<Int> = []
  /// A picture that is drawn over the first lines.
  var picture: PictureSlot?

  init(_ lines: [StyledLine], indent: Int = 0) {
    self.lines = lines
    self.indent = indent
  }
}

/// The conversation as a column of lines, of which only those are laid out that are asked for. Every message
/// is a head, its reasoning, its blocks and its end; a place is a line in one of these parts.
///
/// It lives for one frame or one update: what was asked for once is kept that long.
final class TranscriptColumn {
  let path: [MessageID]
  let columns: Int
  let now: MonotonicTime
  /// The line after which the rule stands that says where following stopped: once something stands below it.
  private(set) var ruleAfter: TranscriptPlace?
  private let playground: Playground
  private let indent: Int
  private var known: [Int: (message: Message, body: MessageBody)] = [:]
  private var knownLines: [PartKey: PartLines] = [:]
  private var knownEnd: TranscriptPlace?

  private struct PartKey: Hashable {
    var index: Int
    var part: Int
  }

  init(_ playground: Playground, columns: Int, at now: MonotonicTime) {
    self.playground = playground
    indent = playground.isCompact ? 0 : 2
    self.columns = columns
    self.now = now
    path = playground.workspace.conversation.path
    ruleAfter = nil
    playground.transcriptMemo.forgetOthers(than: path)
    if !playground.transcript.follows, let mark = playground.transcript.followedTo, let end, end != mark {
      ruleAfter = mark
      // They were laid out without the rule.
      knownLines = [:]
      knownEnd = nil
    }
  }

  var isEmpty: Bool { path.isEmpty }

  /// From the end, where reading mostly is.
  func index(of id: MessageID) -> Int? { path.lastIndex(of: id) }

  private func message(_ index: Int) -> (message: Message, body: MessageBody)? {
    if let known = known[index] { return known }
    guard let message = playground.workspace.conversation[path[index]] else { return nil }
    let body = playground.transcriptMemo.body(
      of: message, columns: columns - indent, look: playground.transcript.look)
    known[index] = (message, body)
    return (message, body)
  }

  /// What the parts of a message are, in order.
  private enum PartKind {
    case head, reasoningHead, reasoning(Int), text(Int), picture(Int), end
  }

  private func kind(ofPart part: Int, _ message: Message, _ body: MessageBody) -> PartKind {
    if part < 2 { return part == 0 ? .head : .reasoningHead }
    let reasoning = openReasoningParts(message, body)
    if part < reasoning + 2 { return .reasoning(part - 2) }
    let text = part - 2 - reasoning
    if text < body.partCount { return .text(text) }
    let picture = text - body.partCount
    return picture < pictureCount(message) ? .picture(picture) : .end
  }

  private func pictureCount(_ message: Message) -> Int {
    guard playground.workspace.conversation.hasPictures else { return 0 }
    return message.reply?.allPictures.count ?? 0
  }

  private func openReasoningParts(_ message: Message, _ body: MessageBody) -> Int {
    playground.transcript.unfolded.contains(message.id) ? body.reasoningPartCount : 0
  }

  func partCount(_ index: Int) -> Int {
    guard let (message, body) = message(index) else { return 3 }
    return openReasoningParts(message, body) + body.partCount + pictureCount(message) + 3
  }

  /// The lines of one part.
  func lines(_ index: Int, part: Int) -> PartLines {
    let key = PartKey(index: index, part: part)
    if let known = knownLines[key] { return known }
    let lines = madeLines(index, part: part)
    knownLines[key] = lines
    return lines
  }

  private func madeLines(_ index: Int, part: Int) -> PartLines {
    guard let (message, body) = message(index) else { return PartLines([]) }
    var lines: PartLines
    switch kind(ofPart: part, message, body) {
    case .head: lines = PartLines(MessageLines.head(message, playground, columns: columns, at: now))
    case .reasoningHead: lines = reasoningHead(message)
    case .reasoning(let block):
      lines = body.reasoningLines(part: block)
      lines.indent = indent
      if block + 1 == body.reasoningPartCount { lines.lines.append([]) }
    case .text(let block):
      lines = body.isShaded ? shadedLines(message, body, part: block) : body.lines(part: block)
      lines.indent = indent
      if message.reply == nil, playground.isCompact {
        lines.lines =
          block == 0 ? MessageLines.compactQuestion(lines.lines, isWhole: body.partCount == 1) : []
      }
    case .picture(let position):
      lines = playground.inlineLines(message, position, columns: columns - indent)
      lines.indent = indent
    case .end:
      lines = PartLines(MessageLines.end(message, playground, columns: columns, at: now))
      if index + 1 < path.count { lines.lines.append([]) }
    }
    if let mark = ruleAfter, mark.message == message.id, mark.part == part, mark.line < lines.lines.count {
      lines.lines.insert(MessageLines.stopRule(playground, columns: columns), at: mark.line + 1)
    }
    return lines
  }

  /// The alternatives of the marked token stand on the line under it.
  private func shadedLines(_ message: Message, _ body: MessageBody, part: Int) -> PartLines {
    let mark = playground.transcript.token.flatMap { $0.message == message.id ? $0.index : nil }
    var (lines, marked) = body.shadedLines(part: part, marked: mark)
    if let marked, let mark, let odds = message.reply?.logprobs[body.shading.tokens[mark].entry] {
      let line = TokenLine.line(TokenOdds(json: odds), playground, columns: columns - indent)
      lines.lines.insert(line, at: marked + 1)
    }
    return lines
  }

  /// The tokens of a message that are shown, if they are.
  func shading(_ index: Int) -> TokenShading? {
    message(index).flatMap { $0.body.isShaded ? $0.body.shading : nil }
  }

  private func reasoningHead(_ message: Message) -> PartLines {
    guard let reply = message.reply, !reply.reasoning.isEmpty || reply.reasoningTokens ?? 0 > 0 else {
      return PartLines([])
    }
    let isOpen = playground.transcript.unfolded.contains(message.id)
    return PartLines([MessageLines.reasoningHead(reply, isOpen: isOpen, playground)])
  }

  // MARK: Places

  /// The line that shows some bytes of a message's text.
  func place(ofText bytes: Range<Int>, message index: Int) -> TranscriptPlace? {
    guard let (message, body) = message(index), let found = body.place(ofText: bytes) else { return nil }
    let part = found.block + 2 + openReasoningParts(message, body)
    // Of a question in a lane only the beginning is there.
    let count = lines(index, part: part).lines.count
    guard found.line < count else { return place(index, count == 0 ? 0 : part, max(0, count - 1)) }
    // The rule that says where following stopped stands among the lines.
    let isBelowRule =
      ruleAfter.map { $0.message == message.id && $0.part == part && found.line > $0.line } ?? false
    return place(
      index, part, found.line + (isBelowRule ? 1 : 0) + (isBelowToken(found, message, body) ? 1 : 0))
  }

  /// Whether the line of alternatives stands above a line of the same block.
  private func isBelowToken(_ place: LinePlace, _ message: Message, _ body: MessageBody) -> Bool {
    guard body.isShaded, let mark = playground.transcript.token, mark.message == message.id else {
      return false
    }
    return body.shadedLines(part: place.block, marked: mark.index).marked.map { $0 < place.line } ?? false
  }

  /// The last line there is.
  var end: TranscriptPlace? {
    if let knownEnd { return knownEnd }
    knownEnd = lastLine
    return knownEnd
  }

  private var lastLine: TranscriptPlace? {
    guard var place = lastPart else { return nil }
    while true {
      let count = count(place)
      if count > 0 { return self.place(place.index, place.part, count - 1) }
      guard let before = part(before: place) else { return nil }
      place = before
    }
  }

  func place(_ index: Int, _ part: Int, _ line: Int) -> TranscriptPlace {
    TranscriptPlace(message: path[index], part: part, line: line)
  }

  typealias PartPlace = (index: Int, part: Int)

  private var lastPart: PartPlace? {
    path.isEmpty ? nil : (path.count - 1, partCount(path.count - 1) - 1)
  }

  func count(_ place: PartPlace) -> Int { lines(place.index, part: place.part).lines.count }

  func part(before place: PartPlace) -> PartPlace? {
    if place.part > 0 { return (place.index, place.part - 1) }
    return place.index > 0 ? (place.index - 1, partCount(place.index - 1) - 1) : nil
  }

  func part(after place: PartPlace) -> PartPlace? {
    if place.part + 1 < partCount(place.index) { return (place.index, place.part + 1) }
    return place.index + 1 < path.count ? (place.index + 1, 0) : nil
  }

  /// A place as it is now: what is gone becomes the nearest line before it.
  func resolve(_ place: TranscriptPlace) -> TranscriptPlace? {
    guard let index = index(of: place.message) else { return path.isEmpty ? nil : self.place(0, 0, 0) }
    let part = min(max(0, place.part), partCount(index) - 1)
    let count = count((index, part))
    return self.place(index, part, min(max(0, place.line), max(0, count - 1)))
  }

  /// `rows` lines further down (negative: up); stops at the ends. Lays out only what it passes.
  func move(_ place: TranscriptPlace, by rows: Int) -> TranscriptPlace {
    guard let index = index(of: place.message) else { return place }
    var part: PartPlace = (index, place.part)
    var line = place.line + rows
    while line < 0 {
      guard let before = self.part(before: part) else { return self.place(part.index, part.part, 0) }
      part = before
      line += count(part)
    }
    while true {
      let count = count(part)
      if line < count { return self.place(part.index, part.part, line) }
      guard let after = self.part(after: part) else {
        return end ?? self.place(part.index, part.part, max(0, count - 1))
      }
      line -= count
      part = after
    }
  }

  /// The first line of the view when its last line is the end of the text.
  func topWhenFollowing(height: Int) -> TranscriptPlace? {
    end.map { move($0, by: 1 - height) }
  }

  /// Lines from `from` up to and with `to`, counted no further than `limit`; negative if `to` is before.
  func distance(from: TranscriptPlace, to: TranscriptPlace, limit: Int) -> Int {
    guard let start = index(of: from.message), let goal = index(of: to.message) else { return 0 }
    if (goal, to.part, to.line) < (start, from.part, from.line) { return -1 }
    var part: PartPlace = (start, from.part)
    var total = -from.line
    while part != (goal, to.part) {
      total += count(part)
      guard total < limit, let after = self.part(after: part) else { return limit }
      part = after
    }
    return min(limit, total + to.line)
  }

  /// Where a place stands in the whole, in percent, by the length of the texts: lines that were never seen are
  /// not laid out to count them.
  func percent(_ place: TranscriptPlace) -> Int {
    guard let index = index(of: place.message) else { return 100 }
    func weight(_ index: Int) -> Double {
      Double((playground.workspace.conversation.textLength(of: path[index]) ?? 0) + 200)
    }
    let total = path.indices.reduce(0) { $0 + weight($1) }
    let before = (0..<index).reduce(0) { $0 + weight($1) }
    let share = Double(place.part) / Double(max(1, partCount(index)))
    return Int((before + share * weight(index)) * 100 / max(1, total))
  }
}
