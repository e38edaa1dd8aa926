import CursesTerminal
import ImageCells
import TerminalUI

/// What each step from a file to the screen takes.
enum PictureTimes {
  static func print(_ bytes: [UInt8], _ bitmap: Bitmap) throws {
    line(
      "decode \(bitmap.width)x\(bitmap.height), \(bytes.count / 1024) KiB",
      try best { _ = try decodePicture(bytes) })
    for (colors, symbols) in [
      (256, PictureLook.Symbols.blocks), (16, .blocks), (8, .blocks), (0, .blocks), (256, .ascii),
    ] {
      for (columns, rows) in [(80, 27), (300, 88)] {
        let look = PictureLook(columns: columns, rows: rows, colors: colors, symbols: symbols)
        line(
          "\(columns)x\(rows) cells, \(colors) colours, \(symbols)",
          best { _ = pictureCells(of: bitmap, look) })
      }
    }
    guard let cell = CellPixels(width: 10, height: 20) else { return }
    let look = PictureLook(columns: 80, rows: 27, colors: 256)
    for format in [GraphicsProtocol.kitty, .sixel] {
      var count = 0
      let time = best {
        count = terminalGraphic(of: bitmap, look, format: format, cell: cell, key: 1)?.bytes.count ?? 0
      }
      line("80x27 cells as \(format), \(count / 1024) KiB", time)
    }
    let screen = try CursesScreen(mouse: false, errorLog: "/dev/null")
    let size = screen.size
    let cells = pictureCells(
      of: bitmap, PictureLook(columns: size.columns, rows: size.rows, colors: screen.colorCount))
    let blank = Grid(size: size)
    var shown = blank
    shown.draw(cells, at: Position(column: 0, row: 0))
    screen.present(shown)
    let there = best {
      screen.present(blank)
      screen.present(shown)
    }
    let same = best { screen.present(shown) }
    screen.end()
    line("frames without and with \(cells.size.columns)x\(cells.size.rows) cells", there)
    line("the same frame again", same)
  }

  private static func best(_ body: () throws -> Void) rethrows -> UInt64 {
    var best = UInt64.max
    for _ in 0..<10 {
      let start = EventLoop.now
      try body()
      best = min(best, EventLoop.now - start)
    }
    return best
  }

  private static func line(_ what: String, _ nanoseconds: UInt64) {
    Swift.print("\(what): \(nanoseconds / 1000) µs")
  }
}
