import ImageCells
import TerminalUI
import Testing

/// What pictures look like in cells.
struct CellTests {
  /// Red, green, blue and white fields.
  private static let fields = bitmap(32, 32) { column, row in
    switch (column < 16, row < 16) {
    case (true, true): [255, 0, 0, 255]
    case (false, true): [0, 255, 0, 255]
    case (true, false): [0, 0, 255, 255]
    case (false, false): [255, 255, 255, 255]
    }
  }

  private static func bitmap(_ width: Int, _ height: Int, _ color: (Int, Int) -> [UInt8]) -> Bitmap {
    Bitmap(
      width: width, height: height,
      rgba: (0..<(width * height)).flatMap { color($0 % width, $0 / width) })
  }

  private static func look(
    _ columns: Int, _ rows: Int, _ colors: Int, _ symbols: PictureLook.Symbols = .blocks
  ) -> PictureLook {
    PictureLook(columns: columns, rows: rows, colors: colors, symbols: symbols)
  }

  /// The colour of a cell that has only one.
  private func color(_ cell: PictureCell) -> Int16? {
    switch cell.glyph.text {
    case " ": cell.background
    case "█": cell.foreground
    default: nil
    }
  }

  private func text(_ cells: PictureCells) -> [String] {
    (0..<cells.size.rows).map { row in
      (0..<cells.size.columns).map { cells[$0, row].glyph.text }.joined()
    }
  }

  @Test(arguments: [
    (256, [196, 46, 21, 231] as [Int16]), (88, [9, 10, 12, 15]), (16, [9, 10, 12, 15]), (8, [1, 2, 4, 7]),
  ])
  func pureColoursAreThemselves(colors: Int, wanted: [Int16]) {
    for symbols in [PictureLook.Symbols.blocks, .ascii] {
      let cells = pictureCells(of: Self.fields, Self.look(16, 8, colors, symbols))
      #expect(cells.size == Size(columns: 16, rows: 8))
      let found = [(3, 1), (12, 1), (3, 6), (12, 6)].map { color(cells[$0.0, $0.1]) }
      #expect(found == wanted, "\(symbols)")
    }
  }

  @Test func theFirstSixteenColoursAreLeftToTheUser() {
    let rainbow = Self.bitmap(64, 64) { column, row in
      let (across, down) = (UInt8(column * 4), UInt8(row * 4))
      return [across, down, 255 - across, 255]
    }
    let cells = pictureCells(of: rainbow, Self.look(40, 20, 256))
    let used = Set(cells.cells.flatMap { [$0.foreground, $0.background] }.compactMap { $0 })
    #expect(used.count > 10 && used.allSatisfy { (16...255).contains($0) })
  }

  @Test(arguments: [256, 16, 8, 0])
  func signsTakeOneCellAndAreOfTheKindThatWasAskedFor(colors: Int) {
    let noise = Self.bitmap(97, 61) { column, row in
      let channels = [column * row * 7, column * 31, row * 57, row % 3 == 0 ? 0 : 255]
      return channels.map { UInt8($0 % 256) }
    }
    for symbols in [PictureLook.Symbols.blocks, .ascii] {
      for cell in pictureCells(of: noise, Self.look(50, 20, colors, symbols)).cells {
        let scalar = cell.glyph.singleScalar ?? 0
        let isBlock = symbols == .blocks && (0x2580...0x259F).contains(scalar)
        #expect(isBlock || (0x20..<0x7F).contains(scalar))
        #expect(colors > 0 || (cell.foreground == nil && cell.background == nil))
        let isBlank = cell.glyph == .blank
        #expect(isBlank || cell.foreground != nil || colors == 0, "nothing is drawn in the colour of text")
      }
    }
  }

  @Test(arguments: [256, 16, 8, 0])
  func whatIsTransparentIsEmpty(colors: Int) {
    let disc = Self.bitmap(64, 64) { column, row in
      let (across, down) = (column - 32, row - 32)
      let isInside = across * across + down * down < 400
      return isInside ? [0, 0, 255, 255] : [255, 255, 255, 0]
    }
    let cells = pictureCells(of: disc, Self.look(32, 16, colors))
    #expect(cells[0, 0] == PictureCell(scalar: 0x20) && cells[31, 15] == PictureCell(scalar: 0x20))
    #expect(cells[16, 8] != PictureCell(scalar: 0x20))
    let empty = pictureCells(of: Self.bitmap(9, 9) { _, _ in [9, 9, 9, 0] }, Self.look(9, 9, colors))
    #expect(empty.cells.allSatisfy { $0 == PictureCell(scalar: 0x20) })
  }

  @Test func withoutColoursLightIsShownByShades() {
    let slope = Self.bitmap(100, 10) { column, _ in
      let grey = UInt8(column * 255 / 99)
      return [grey, grey, grey, 255]
    }
    let look = Self.look(20, 1, 0)
    #expect(text(pictureCells(of: slope, look)) == ["   ░░░░░▒▒▒▒▓▓▓▓▓███"])
    #expect(text(pictureCells(of: slope, Self.look(20, 1, 0, .ascii))) == [" ...::--==++**###%%@"])
    var onLight = look
    onLight.background = 0xFFFFFF
    #expect(text(pictureCells(of: slope, onLight)) == ["███▓▓▓▓▓▒▒▒▒░░░░░   "])
  }

  @Test func withoutColoursEdgesAreSharperThanCells() {
    let letter = Self.bitmap(8, 16) { column, row in
      (2..<4).contains(column) || row >= 12 ? [255, 255, 255, 255] : [0, 0, 0, 255]
    }
    #expect(text(pictureCells(of: letter, Self.look(2, 2, 0))) == ["▐ ", "▟▄"])
  }

  @Test func aPartIsSeenCloser() {
    var look = Self.look(8, 4, 256)
    look.window = PictureLook.Window(left: 0.5, top: 0.5, width: 0.5, height: 0.5)
    let cells = pictureCells(of: Self.fields, look)
    #expect(cells.size == Size(columns: 8, rows: 4))
    #expect(cells.cells.allSatisfy { color($0) == 231 })
    look.window = PictureLook.Window(left: 0.9, top: -3, width: 7, height: .nan)
    #expect(pictureCells(of: Self.fields, look).cells.count > 0)
  }

  @Test func aPixelIsAPictureToo() {
    let pixel = Self.bitmap(1, 1) { _, _ in [255, 0, 0, 255] }
    for colors in [256, 16, 8, 0] {
      #expect(pictureCells(of: pixel, Self.look(300, 90, colors)).size == Size(columns: 180, rows: 90))
    }
    #expect(pictureCells(of: pixel, Self.look(0, 90, 256)).cells.isEmpty)
  }

  @Test func terminalsThatDrawGetTheSamePlace() throws {
    let cell = try #require(CellPixels(width: 10, height: 20))
    let look = Self.look(40, 10, 256)
    let size = pictureCells(of: Self.fields, look).size
    let kitty = try #require(terminalGraphic(of: Self.fields, look, format: .kitty, cell: cell, key: 5))
    #expect(kitty.size == size && kitty.key == 5)
    let text = String(decoding: kitty.bytes, as: UTF8.self)
    #expect(text.hasPrefix("\u{1B}_Ga=t,f=100,t=d,i=5,q=2,m=0;iVBORw0KGgo") && text.hasSuffix("\u{1B}\\"))
    let sixel = try #require(terminalGraphic(of: Self.fields, look, format: .sixel, cell: cell, key: 6))
    #expect(sixel.size == size)
    #expect(sixel.bytes.starts(with: [0x1B, 0x50]) && sixel.bytes.suffix(2) == [0x1B, 0x5C])
    // Nothing moves the cursor, and nothing is a line end.
    #expect(!sixel.bytes.dropFirst().dropLast(2).contains { $0 == 0x1B || $0 < 0x20 })
  }

  @Test func aLargePictureIsSentSmallerAndInPieces() throws {
    let cell = try #require(CellPixels(width: 20, height: 40))
    var seed: UInt32 = 7
    let noise = Self.bitmap(1400, 700) { _, _ in
      seed = seed &* 1_664_525 &+ 1_013_904_223
      return [24, 16, 8].map { (shift: UInt32) in UInt8(seed >> shift & 255) } + [255]
    }
    let graphic = try #require(
      terminalGraphic(of: noise, Self.look(80, 40, 256), format: .kitty, cell: cell, key: 1))
    let pieces = graphic.bytes.split(separator: 0x1B).filter { $0.first == UInt8(ascii: "_") }
    #expect(pieces.count > 10)
    #expect(pieces.allSatisfy { $0.count <= 4096 + 40 })
    let last = String(decoding: pieces.last ?? [], as: UTF8.self)
    #expect(
      last.hasPrefix("_Gq=2,m=0;") && String(decoding: pieces[1], as: UTF8.self).hasPrefix("_Gq=2,m=1;"))
    // 640,000 pixels at three bytes of noise each, in base64.
    #expect(graphic.bytes.count < 640_000 * 4 * 3 / 2)
  }
}
