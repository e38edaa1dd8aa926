import TerminalUI
import Testing

/// Pictures in the cells of a frame.
struct PictureCellTests {
  private static let symbols: [UInt32] =
    [0x20...0x7E, 0x2500...0x28FF, 0x1FB00...0x1FB3B].flatMap { (range: ClosedRange<UInt32>) in Array(range) }

  private func cell(_ scalar: UInt32, _ foreground: Int16? = nil, _ background: Int16? = nil) -> PictureCell {
    PictureCell(scalar: scalar, foreground: foreground, background: background)
  }

  /// A picture whose cells are all different.
  private func picture(_ columns: Int, _ rows: Int) -> PictureCells {
    var cells: [PictureCell] = []
    for number in 0..<(columns * rows) {
      let color = Int16(number % 256)
      cells.append(cell(0x2580 + UInt32(number % 32), color, 255 - color))
    }
    return PictureCells(size: Size(columns: columns, rows: rows), cells: cells)
  }

  private func grid(_ columns: Int = 10, _ rows: Int = 6) -> Grid {
    Grid(size: Size(columns: columns, rows: rows))
  }

  @Test func aCellKeepsEverySymbolAndColour() {
    var grid = grid(1, 1)
    var lost: [PictureCell] = []
    let colors: [Int16?] = [nil, 0, 15, 16, 127, 128, 254, 255]
    for symbol in Self.symbols {
      for foreground in colors {
        for background in colors {
          let cell = cell(symbol, foreground, background)
          grid.draw(PictureCells(size: grid.size, cells: [cell]), at: Position(column: 0, row: 0))
          if grid[0, 0].glyph.picture != cell { lost.append(cell) }
        }
      }
    }
    #expect(lost.isEmpty)
  }

  @Test func framesAreAsSmallAsWithoutPictures() {
    #expect(MemoryLayout<Cell>.stride == 8)
  }

  @Test func signsThatPicturesAreNotMadeOfAreBlank() {
    var grid = grid(1, 1)
    for scalar in [0x00, 0x1B, 0x4E2D, 0x1F600, 0x10FFFF, 0xD800] as [UInt32] {
      grid.draw(PictureCells(size: grid.size, cells: [cell(scalar, 1, 2)]), at: Position(column: 0, row: 0))
      #expect(grid[0, 0].glyph.picture == cell(0x20, 1, 2))
    }
  }

  @Test func plainTextHasNoColours() {
    var grid = grid()
    grid.write("e\u{301} 中 █", column: 0, row: 0)
    #expect(grid.cells.allSatisfy { $0.glyph.picture == nil })
  }

  @Test func theTextOfAPictureIsItsSymbols() {
    var grid = grid(3, 1)
    let picture = PictureCells(size: grid.size, cells: [cell(0x2588, 1), cell(0x41, 2, 3), cell(0x2580)])
    grid.draw(picture, at: Position(column: 0, row: 0))
    #expect(grid.text(row: 0) == "█A▀")
  }

  @Test func aPictureIsCutAtTheEdges() {
    let picture = picture(4, 3)
    for place in [(-2, -1), (8, 4), (-9, 0), (3, 9), (0, 0)] {
      var grid = grid()
      grid.draw(picture, at: Position(column: place.0, row: place.1))
      for row in 0..<6 {
        for column in 0..<10 {
          let (x, y) = (column - place.0, row - place.1)
          let isInside = (0..<4).contains(x) && (0..<3).contains(y)
          #expect(grid[column, row].glyph.picture == (isInside ? picture[x, y] : nil))
        }
      }
    }
  }

  @Test func aPictureIsCutAtItsArea() {
    var grid = grid()
    let area = Rect(column: 2, row: 1, columns: 3, rows: 2)
    grid.draw(picture(10, 6), at: Position(column: 0, row: 0), in: area)
    let drawn = (0..<60).filter { grid.cells[$0].glyph.picture != nil }
    #expect(drawn == [12, 13, 14, 22, 23, 24])
  }

  @Test func textOverAPictureIsPlain() {
    var grid = grid()
    grid.draw(picture(10, 6), at: Position(column: 0, row: 0))
    grid.write("hello", column: 2, row: 3, style: Style(.error))
    #expect(grid[2, 3] == Cell(glyph: grid[2, 3].glyph, width: 1, style: Style(.error)))
    #expect(grid[2, 3].glyph.picture == nil && grid[1, 3].glyph.picture != nil)
    #expect(!grid.isUncovered(grid.bounds))
    #expect(grid.isUncovered(Rect(column: 0, row: 0, columns: 10, rows: 3)))
  }

  @Test func wrongCountsOfCellsAreMadeRight() {
    let few = PictureCells(size: Size(columns: 2, rows: 2), cells: [cell(0x41)])
    #expect(few.cells == [cell(0x41), cell(0x20), cell(0x20), cell(0x20)])
    let many = PictureCells(size: Size(columns: 1, rows: 1), cells: [cell(0x41), cell(0x42)])
    #expect(many.cells == [cell(0x41)])
    #expect(PictureCells(size: Size(columns: -1, rows: 4), cells: [cell(0x41)]).cells.isEmpty)
  }
}
