import RelayKit
import TerminalUI
import Workbench

/// A picture between the lines of an answer: its cells, and a line about it.
struct InlinePicture {
  let facts: PictureFacts
  let key: PictureKey?
  let size: Size

  /// Columns at the most: larger ones are for the pane of pictures.
  static let widest = 72
  private static let fewest = 4

  init(_ facts: PictureFacts, columns: Int, rows: Int) {
    self.facts = facts
    let columns = min(Self.widest, columns)
    // A picture and the line below it stay together on the screen.
    let rows = max(Self.fewest, min(18, rows - 6))
    let size = facts.size(columns: columns, rows: rows)
    self.size = size
    key = facts.source.map { PictureKey(source: $0, columns: size.columns, rows: size.rows) }
  }
}

extension Playground {
  func inlinePicture(_ message: Message, _ position: Int, columns: Int) -> InlinePicture? {
    PictureFacts(message, position).map {
      InlinePicture($0, columns: columns, rows: pictureRows)
    }
  }

  /// Rows that a picture may have beside the text.
  private var pictureRows: Int {
    guard view == .compare else { return transcriptSpace.rows }
    return max(8, size.rows - 14)
  }

  /// Blank lines for the cells, which are drawn over them, and what is known of the picture.
  func inlineLines(_ message: Message, _ position: Int, columns: Int) -> PartLines {
    guard let inline = inlinePicture(message, position, columns: columns) else { return PartLines([]) }
    var lines: [StyledLine] = []
    var slot: PictureSlot?
    if let key = inline.key {
      if case .failed(let sentence)? = pictures.drawing(key) {
        lines += TextWrapper.wrap([Span("! " + sentence, Style(.warn))], columns: columns)
      } else {
        slot = PictureSlot(key: key, rows: inline.size.rows)
        lines += Array(repeating: [], count: inline.size.rows)
      }
    }
    lines += caption(inline.facts, message, columns: columns)
    var part = PartLines(lines + [[]])
    part.picture = slot
    return part
  }

  private func caption(_ facts: PictureFacts, _ message: Message, columns: Int) -> [StyledLine] {
    let count = message.reply?.allPictures.count ?? 1
    var head = count > 1 ? "Image \(facts.id.position + 1) of \(count)" : "Image"
    if facts.picture.isPartial { head += ", a sketch" }
    var words = [head]
    if !facts.summary.isEmpty { words.append(facts.summary) }
    if case .link = facts.picture.content, facts.file == nil {
      words.append(isPrivateAnswer(message) ? "a link" : signs.sign("fetching its link"))
    }
    var lines = TextWrapper.wrap(
      [Span(words.joined(separator: signs.sign(" · ")), Style(.info))], columns: columns)
    if let file = facts.file, file.isSaved, !isCompact {
      lines += TextWrapper.wrap(
        [Span("saved ", Style(.muted)), Span(shortPath(file.path), Style(.text))], columns: columns)
    }
    if let trouble = trouble(of: facts) {
      lines += TextWrapper.wrap([Span("! " + trouble, Style(.warn))], columns: columns)
    }
    return lines
  }

  /// Nothing of it is written by itself.
  func isPrivateAnswer(_ message: Message) -> Bool {
    if preferences.isPrivate { return true }
    return comparison.owner(of: message.id) == nil ? workspace.conversation.isPrivate : compare.isPrivate
  }

  /// `~/bayside/images/x.png`.
  func shortPath(_ path: String) -> String {
    let home = surroundings.home
    return !home.isEmpty && path.hasPrefix(home + "/") ? "~" + path.dropFirst(home.count) : path
  }

  /// Asks for the cells of what is seen and was not drawn yet. Nothing is laid out where there are no pictures.
  mutating func drawWhatIsSeen(at now: MonotonicTime) -> [Effect] {
    guard !isTooSmall else { return [] }
    var wanted: [PictureKey] = []
    switch view {
    case .chat where face == .pictures: wanted = keysInPicturesPane
    case .chat where face == .videos: wanted = keysInVideosPane
    case .chat: wanted = keysInTranscript(at: now)
    case .compare:
      for lane in comparison.lanes where lane.talk.conversation.hasPictures {
        wanted += withLane(lane.id).keysInTranscript(at: now)
      }
    default: break
    }
    var effects: [Effect] = []
    for key in wanted where pictures.drawing(key) == nil && !pictures.asked.contains(key) {
      guard let bytes = bytes(of: key.source) else { continue }
      pictures.asked.insert(key)
      effects.append(.drawPicture(key, bytes))
    }
    return effects
  }

  func keysInTranscript(at now: MonotonicTime) -> [PictureKey] {
    guard workspace.conversation.hasPictures else { return [] }
    let column = transcriptColumn(at: now)
    let lines = transcriptView(column, rows: transcriptSpace.rows).lines
    var keys: [PictureKey] = []
    for line in lines { if let key = line.picture?.key, keys.last != key { keys.append(key) } }
    return keys
  }

  /// Draws the rows of pictures that are seen among lines of text.
  func drawPictures(of view: TranscriptView, _ canvas: inout Canvas, _ inside: Rect) {
    for (row, line) in view.lines.enumerated() {
      guard let slot = line.picture, line.place.line < slot.rows else { continue }
      let place = Position(column: inside.column + 1 + line.indent, row: inside.row + row)
      switch pictures.drawing(slot.key) {
      case .shown(let cells, _, _)?:
        guard line.place.line < cells.size.rows else { continue }
        let strip = Rect(
          column: place.column, row: place.row, columns: inside.column + inside.columns - place.column,
          rows: 1)
        canvas.grid.draw(
          cells, at: Position(column: place.column, row: place.row - line.place.line), in: strip)
      case .failed?: break
      case nil:
        if line.place.line == slot.rows / 2 {
          canvas.say("drawing", column: place.column + 2, row: place.row, style: Style(.muted), in: inside)
        }
      }
    }
  }
}

/// Where a picture stands among lines: in the first ones of its part.
struct PictureSlot: Sendable, Hashable {
  var key: PictureKey
  var rows: Int
}
