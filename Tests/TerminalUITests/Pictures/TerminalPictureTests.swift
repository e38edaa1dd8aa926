import TerminalUI
import Testing

/// The bytes that make a terminal draw pictures, and take them back.
struct TerminalPictureTests {
  private let size = Size(columns: 20, rows: 10)
  private let cursor = Position(column: 0, row: 9)

  private func pictures(_ answers: String...) -> TerminalPictures {
    var pictures = TerminalPictures()
    for answer in answers { _ = pictures.traits.take(answer) }
    return pictures
  }
  private var kitty: TerminalPictures { pictures("[?62;c", "_Gi=31;OK") }
  private var sixel: TerminalPictures { pictures("[?62;4c") }

  private func graphic(_ key: UInt32, _ format: GraphicsProtocol, bytes: String? = nil) -> TerminalGraphic {
    let text =
      switch format {
      case .kitty: "\u{1B}_Ga=t,i=\(key),q=2,m=1;AAAA\u{1B}\\\u{1B}_Gq=2,m=0;BBBB\u{1B}\\"
      case .sixel: "\u{1B}P0;1q#\(key)\u{1B}\\"
      }
    return TerminalGraphic(
      key: key, format: format, size: Size(columns: 6, rows: 3), bytes: Array((bytes ?? text).utf8))
  }

  private func frame(_ graphics: [(TerminalGraphic, Int, Int)], text: String = "") -> Grid {
    var grid = Grid(size: size)
    for (graphic, column, row) in graphics {
      let cells = PictureCells(
        size: graphic.size, cells: Array(repeating: PictureCell(scalar: 0x2588, foreground: 200), count: 18))
      grid.draw(cells, graphic, at: Position(column: column, row: row))
    }
    grid.write(text, column: 0, row: 1)
    return grid
  }

  /// What is written for a frame.
  private func show(_ pictures: inout TerminalPictures, _ grid: Grid, changed: [Int] = []) -> String {
    let drawn = pictures.drawable(in: grid)
    return String(decoding: pictures.show(drawn, changedRows: changed, cursor: cursor), as: UTF8.self)
  }

  private func send(_ pictures: inout TerminalPictures) -> [String] {
    var pieces: [String] = []
    while pictures.isSending { pieces.append(String(decoding: pictures.nextPiece().bytes, as: UTF8.self)) }
    return pieces
  }

  @Test func aKittyPictureIsSentInPiecesAndShownWhenItHasArrived() {
    var pictures = kitty
    let grid = frame([(graphic(7, .kitty), 2, 4)])
    #expect(show(&pictures, grid) == "")
    #expect(send(&pictures) == ["\u{1B}_Ga=t,i=7,q=2,m=1;AAAA\u{1B}\\", "\u{1B}_Gq=2,m=0;BBBB\u{1B}\\"])
    #expect(
      show(&pictures, grid) == "\u{1B}[5;3H\u{1B}_Ga=p,i=7,p=1,c=6,r=3,C=1,q=2\u{1B}\\\u{1B}[10;1H")
    #expect(show(&pictures, grid) == "", "it stays")
    #expect(show(&pictures, grid, changed: [0, 9]) == "")
    #expect(show(&pictures, grid, changed: [5]).contains("a=p,i=7"), "a row below it was written")
    #expect(show(&pictures, frame([])).contains("a=d,d=i,i=7"))
    #expect(show(&pictures, grid).contains("a=p,i=7") && !pictures.isSending, "it is not sent twice")
  }

  @Test func aPictureThatMovesIsPlacedAgain() {
    var pictures = kitty
    _ = show(&pictures, frame([(graphic(7, .kitty), 2, 4)]))
    _ = send(&pictures)
    _ = show(&pictures, frame([(graphic(7, .kitty), 2, 4)]))
    let moved = show(&pictures, frame([(graphic(7, .kitty), 3, 5)]))
    #expect(moved.contains("a=d,d=i,i=7") && moved.contains("\u{1B}[6;4H\u{1B}_Ga=p,i=7"))
  }

  @Test func sixelsAreWrittenAgainWhenTheirRowsAre() {
    var pictures = sixel
    let grid = frame([(graphic(1, .sixel), 0, 3)])
    #expect(show(&pictures, grid) == "\u{1B}[4;1H\u{1B}P0;1q#1\u{1B}\\\u{1B}[10;1H")
    #expect(show(&pictures, grid, changed: [2, 6]) == "")
    #expect(show(&pictures, grid, changed: [5]).contains("q#1"))
    let other = frame([(graphic(2, .sixel), 1, 4)])
    #expect(pictures.areasToErase(for: pictures.drawable(in: other)).map(\.row) == [3])
    #expect(pictures.areasToErase(for: []).isEmpty, "its cells change anyway")
  }

  @Test func nothingIsDrawnThatIsCoveredOrOutside() {
    var pictures = sixel
    #expect(show(&pictures, frame([(graphic(1, .sixel), 0, 0)], text: "a menu")) == "")
    #expect(show(&pictures, frame([(graphic(1, .sixel), 16, 0)])) == "", "cut at the right")
    #expect(show(&pictures, frame([(graphic(1, .sixel), 0, 7)])) == "", "it would scroll the screen")
    #expect(show(&pictures, frame([(graphic(1, .kitty), 0, 0)])) == "", "of the other kind")
    #expect(!pictures.isSending)
  }

  @Test func aMenuOverAPictureTakesItAway() {
    var pictures = kitty
    let plain = frame([(graphic(7, .kitty), 0, 0)])
    _ = show(&pictures, plain)
    _ = send(&pictures)
    _ = show(&pictures, plain)
    #expect(show(&pictures, frame([(graphic(7, .kitty), 0, 0)], text: "menu")).contains("a=d,d=i,i=7"))
    #expect(pictures.shown.isEmpty)
  }

  @Test func switchedOffThereAreOnlyCells() {
    var pictures = kitty
    let grid = frame([(graphic(7, .kitty), 0, 0)])
    _ = show(&pictures, grid)
    _ = send(&pictures)
    _ = show(&pictures, grid)
    pictures.isOn = false
    #expect(pictures.format == nil)
    #expect(show(&pictures, grid).contains("a=d,d=i,i=7"))
    #expect(TerminalPictures().format == nil, "nobody answered")
  }

  @Test func theCellsBelowAreNeverEmpty() {
    var pictures = sixel
    let grid = frame([(graphic(1, .sixel), 2, 3)], text: "x")
    let painted = grid.leavingOut(pictures.drawable(in: grid))
    #expect(painted[2, 3].glyph.text == "\u{A0}" && painted[7, 5].glyph.text == "\u{A0}")
    #expect(painted[1, 3] == grid[1, 3] && painted[0, 1] == grid[0, 1])
  }

  @Test func everythingIsTakenBack() {
    var pictures = kitty
    let grid = frame([(graphic(7, .kitty), 0, 0), (graphic(8, .kitty), 8, 0)])
    _ = show(&pictures, grid)
    let first = pictures.nextPiece()
    _ = pictures.nextPiece()
    _ = pictures.nextPiece()
    #expect(!first.isLast && pictures.isSending)
    // 7 has arrived, 8 was begun.
    let bytes = pictures.forgetAll()
    #expect(bytes.contains("m=0,q=2") && bytes.contains("a=d,d=I,i=7") && bytes.contains("a=d,d=I,i=8"))
    #expect(!pictures.isSending && pictures.forgetAll() == "")
    #expect(show(&pictures, grid) == "" && pictures.isSending, "it is sent anew")
    #expect(kitty.removal.contains("a=d,d=A") && sixel.removal == "" && TerminalPictures().removal == "")
    var drawn = sixel
    _ = show(&drawn, frame([(graphic(1, .sixel), 0, 3)]))
    #expect(drawn.forgetAll() == "\u{1B}[2J")
  }

  @Test func whatIsNotWantedAnyMoreIsNotSent() {
    var pictures = kitty
    _ = show(&pictures, frame([(graphic(7, .kitty), 0, 0)]))
    _ = show(&pictures, frame([]))
    #expect(!pictures.isSending)
    // One that was begun is ended all the same, before the next.
    _ = show(&pictures, frame([(graphic(7, .kitty), 0, 0)]))
    _ = pictures.nextPiece()
    _ = show(&pictures, frame([(graphic(8, .kitty), 0, 0)]))
    let pieces = send(&pictures)
    #expect(pieces.count == 3 && pieces[0].contains("BBBB") && pieces[1].contains("i=8"))
  }

  @Test func theTerminalKeepsOnlyAFewPictures() {
    var pictures = kitty
    var bytes = ""
    for key in 1...12 as ClosedRange<UInt32> {
      let grid = frame([(graphic(key, .kitty), 0, 0)])
      _ = show(&pictures, grid)
      bytes += send(&pictures).joined()
      _ = show(&pictures, grid)
    }
    for key in 1...12 { #expect(bytes.contains("a=d,d=I,i=\(key),") == (key <= 4), "\(key)") }
  }
}
