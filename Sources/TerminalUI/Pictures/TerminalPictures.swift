/// Which pictures a terminal draws over the cells, and the bytes that make it do so. Pure; the owner of the terminal
/// writes the bytes.
///
/// A picture of kitty's is sent once, in pieces between frames, and is cells until it has arrived. Sixels are written
/// whole, and again whenever a row of theirs has changed. Below both are cells of a kind that ncurses never takes for
/// empty: it neither clears over them nor forgets to draw over them when the picture goes.
package struct TerminalPictures: Sendable {
  package var traits = GraphicsTraits()
  package var isOn = true
  package private(set) var shown: [PlacedGraphic] = []
  /// Kitty's pictures that the terminal has, the one that was not shown for longest first.
  private var kept: [UInt32] = []
  private static let mostKept = 8

  private struct Transmission {
    var key: UInt32
    var bytes: [UInt8]
    var sent = 0
  }
  private var transmissions: [Transmission] = []

  package init() {}

  package var format: GraphicsProtocol? { isOn ? traits.format : nil }

  // MARK: Frames

  /// The pictures of a frame that the terminal can draw now. Those that it does not have yet will be sent.
  package mutating func drawable(in grid: Grid) -> [PlacedGraphic] {
    if grid.graphics.isEmpty && transmissions.isEmpty { return [] }
    var drawn: [PlacedGraphic] = []
    var missing: [Transmission] = []
    for placed in grid.graphics where placed.graphic.format == format && grid.isUncovered(placed.area) {
      // What touches the last row could scroll the screen.
      let isLow = placed.area.row + placed.area.rows >= grid.size.rows
      switch placed.graphic.format {
      case .sixel: if !isLow { drawn.append(placed) }
      case .kitty:
        let key = placed.graphic.key
        if kept.contains(key) {
          drawn.append(placed)
        } else if !missing.contains(where: { $0.key == key }) {
          let begun = transmissions.first { $0.key == key }
          missing.append(begun ?? Transmission(key: key, bytes: placed.graphic.bytes))
        }
      }
    }
    // One that was begun has to be ended before anything else is said about pictures.
    if let begun = transmissions.first, begun.sent > 0 {
      missing.removeAll { $0.key == begun.key }
      missing.insert(begun, at: 0)
    }
    transmissions = missing
    return drawn
  }

  /// Where cells have to be written again, since another picture lies on them.
  package func areasToErase(for wanted: [PlacedGraphic]) -> [Rect] {
    shown.filter { old in
      old.graphic.format == .sixel && !wanted.contains(old) && wanted.contains { $0.area.touches(old.area) }
    }.map(\.area)
  }

  /// What has to be written after the cells of a frame.
  /// - Parameters:
  ///   - wanted: of `drawable`.
  ///   - changedRows: rows of which cells were written.
  ///   - cursor: where the cursor is and has to be again.
  package mutating func show(_ wanted: [PlacedGraphic], changedRows: [Int], cursor: Position) -> [UInt8] {
    guard !wanted.isEmpty || !shown.isEmpty else { return [] }
    var bytes: [UInt8] = []
    for old in shown where old.graphic.format == .kitty && !wanted.contains(old) {
      bytes += Self.kitty("a=d,d=i,i=\(old.graphic.key)")
    }
    let rows = Set(changedRows)
    for placed in wanted {
      let area = placed.area
      let wasTouched = (area.row..<(area.row + area.rows)).contains { rows.contains($0) }
      if shown.contains(placed), !wasTouched { continue }
      bytes += Self.move(placed.place)
      switch placed.graphic.format {
      case .sixel: bytes += placed.graphic.bytes
      case .kitty:
        let key = placed.graphic.key
        bytes += Self.kitty("a=p,i=\(key),p=1,c=\(area.columns),r=\(area.rows),C=1")
        kept.removeAll { $0 == key }
        kept.append(key)
      }
    }
    shown = wanted
    return bytes.isEmpty ? [] : bytes + Self.move(cursor)
  }

  // MARK: Sending

  package var isSending: Bool { !transmissions.isEmpty }

  /// The next piece of a picture for the terminal, and whether it was the last of it.
  package mutating func nextPiece() -> (bytes: [UInt8], isLast: Bool) {
    guard var current = transmissions.first else { return ([], false) }
    // Pieces end where an escape sequence does: what comes between must not be taken for a part of it.
    let end = current.bytes[current.sent...].dropFirst().firstIndex(of: 0x1B).map { $0 + 2 }
    let piece = current.bytes[current.sent..<min(end ?? current.bytes.count, current.bytes.count)]
    current.sent = piece.endIndex
    guard current.sent == current.bytes.count else {
      transmissions[0] = current
      return (Array(piece), false)
    }
    transmissions.removeFirst()
    kept.append(current.key)
    return (Array(piece) + dropOldest(), true)
  }

  private mutating func dropOldest() -> [UInt8] {
    guard kept.count > Self.mostKept,
      let old = kept.dropLast().first(where: { key in !shown.contains { $0.graphic.key == key } })
    else { return [] }
    kept.removeAll { $0 == old }
    return Self.kitty("a=d,d=I,i=\(old)")
  }

  // MARK: Leaving

  /// Takes everything back that the terminal was given: it will be sent again when a frame wants it.
  package mutating func forgetAll() -> String {
    defer {
      shown = []
      kept = []
      transmissions = []
    }
    var text = ""
    // Of a picture that was begun the rest is never sent.
    if let begun = transmissions.first, begun.sent > 0 {
      text += String(decoding: Self.kitty("m=0") + Self.kitty("a=d,d=I,i=\(begun.key)"), as: UTF8.self)
    }
    for key in kept { text += String(decoding: Self.kitty("a=d,d=I,i=\(key)"), as: UTF8.self) }
    if shown.contains(where: { $0.graphic.format == .sixel }) { text += "\u{1B}[2J" }
    return text
  }

  /// What takes everything back without knowing what there is; for a crash.
  package var removal: String {
    traits.format == .kitty ? String(decoding: Self.kitty("m=0") + Self.kitty("a=d,d=A"), as: UTF8.self) : ""
  }

  private static func kitty(_ keys: String) -> [UInt8] { Array("\u{1B}_G\(keys),q=2\u{1B}\\".utf8) }

  private static func move(_ place: Position) -> [UInt8] {
    Array("\u{1B}[\(place.row + 1);\(place.column + 1)H".utf8)
  }
}

extension Grid {
  /// The frame with blank cells in place of the pictures that the terminal draws.
  package func leavingOut(_ drawn: [PlacedGraphic]) -> Grid {
    var grid = self
    for placed in drawn {
      let area = placed.area
      for row in area.row..<(area.row + area.rows) {
        for column in area.column..<(area.column + area.columns) {
          // A no-break space looks empty and counts as a sign.
          grid[column, row].glyph = Glyph("\u{A0}")
        }
      }
    }
    return grid
  }
}

extension Rect {
  /// Whether the two have a cell in common.
  func touches(_ other: Rect) -> Bool {
    column < other.column + other.columns && other.column < column + columns && row < other.row + other.rows
      && other.row < row + rows
  }
}
