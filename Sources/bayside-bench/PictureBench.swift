import ImageCells
import TerminalUI

/// A picture as relays send it, from its bytes to the cells of a frame.
enum PictureBench {
  static func run(_ report: Report) {
    let rounds = report.isQuick ? 5 : 20
    let bitmap = drawn(width: 1536, height: 1024)
    guard let file = encodePNG(bitmap) else { return report.failure("picture", "no memory") }
    var decoding = Times()
    for _ in 0..<rounds { decoding.measure { _ = try? decodePicture(file) } }
    report.line("picture of 1536x1024: PNG to pixels", decoding.summary)
    var look = PictureLook(columns: 80, rows: 27, colors: 256)
    for (colors, symbols, name) in [
      (256, PictureLook.Symbols.blocks, "256 colours"), (16, .blocks, "16 colours"), (0, .blocks, "mono"),
      (256, .ascii, "256 colours, ASCII"),
    ] {
      (look.colors, look.symbols) = (colors, symbols)
      var times = Times()
      for _ in 0..<rounds { times.measure { _ = pictureCells(of: bitmap, look) } }
      report.line("  pixels to 80x27 cells, \(name)", times.summary)
    }
    if let cell = CellPixels(width: 10, height: 20) {
      (look.colors, look.symbols) = (256, .blocks)
      for (format, name) in [(GraphicsProtocol.kitty, "kitty"), (.sixel, "sixel")] {
        var times = Times()
        var count = 0
        for _ in 0..<min(5, rounds) {
          times.measure {
            count = terminalGraphic(of: bitmap, look, format: format, cell: cell, key: 1)?.bytes.count ?? 0
          }
        }
        report.line("  80x27 cells for \(name), \(count / 1024) KiB", times.summary)
      }
    }
  }

  /// What a preview adds to a frame of the largest screen.
  static func frames(_ report: Report) {
    let cells = pictureCells(
      of: drawn(width: 384, height: 256), PictureLook(columns: 300, rows: 90, colors: 256))
    let plain = Grid(size: Size(columns: 300, rows: 90))
    var drawing = Times()
    for _ in 0..<(report.isQuick ? 100 : 1000) {
      drawing.measure {
        var grid = plain
        grid.draw(cells, at: Position(column: 0, row: 0))
      }
    }
    report.line(
      "frame, what a picture of \(cells.size.columns)x\(cells.size.rows) cells adds", drawing.summary,
      budget: "p99 <= 8 ms", holds: drawing.percentile(0.99) <= 8)
  }

  /// Slopes, edges and a little noise, so that it packs about as badly as a photograph.
  private static func drawn(width: Int, height: Int) -> Bitmap {
    var state: UInt32 = 1
    let rgba = [UInt8](unsafeUninitializedCapacity: width * height * 4) { pixels, filled in
      for row in 0..<height {
        for column in 0..<width {
          state = state &* 1_664_525 &+ 1_013_904_223
          let noise = Int(state >> 28)
          let isShape = (column / 96 + row / 96) % 5 == 0
          pixels[filled] = UInt8((column * 200 / width + noise + (isShape ? 40 : 0)) & 255)
          pixels[filled + 1] = UInt8((row * 200 / height + noise) & 255)
          pixels[filled + 2] = UInt8(((column + row) * 100 / width + noise) & 255)
          pixels[filled + 3] = 255
          filled += 4
        }
      }
    }
    return Bitmap(width: width, height: height, rgba: rgba)
  }
}
