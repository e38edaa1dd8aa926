internal import CChafa
package import TerminalUI

/// The picture, or the part of it that is seen, in as many of the look's cells as its shape fills; the rest is the
/// caller's to centre it in. Takes milliseconds: any thread but the one that paints.
///
/// Colours come from libchafa; on a machine without it there are none, and the result says so.
package func pictureCells(of bitmap: Bitmap, _ look: PictureLook) -> PictureCells {
  let part = look.window.pixels(of: bitmap)
  let size = look.size(width: part.width, height: part.height)
  guard size.columns > 0, size.rows > 0 else {
    return PictureCells(size: Size(columns: 0, rows: 0), cells: [])
  }
  let wantsColors = look.colors >= 8
  let colored = wantsColors ? ColorRenderer.cells(of: bitmap, part, size, look) : nil
  var picture = PictureCells(
    size: size, cells: colored ?? ShadeRenderer.cells(of: bitmap, part, size, look))
  picture.lacksColors = wantsColors && colored == nil
  return picture
}

/// Two colours for each cell, and the sign that brings them where they belong.
enum ColorRenderer {
  static func cells(
    of bitmap: Bitmap, _ part: PictureLook.Window.Pixels, _ size: Size, _ look: PictureLook
  ) -> [PictureCell]? {
    let colors = look.colors >= 256 ? CC_COLORS_256 : look.colors >= 16 ? CC_COLORS_16 : CC_COLORS_8
    var cells = [cc_cell](repeating: cc_cell(), count: size.columns * size.rows)
    let isDrawn = bitmap.withPixels(of: part) { pixels in
      cc_draw_cells(
        pixels, Int32(size.columns), Int32(size.rows), colors, look.symbols == .ascii, look.background, &cells
      )
    }
    guard isDrawn else { return nil }
    return cells.map { cell($0.sign, color($0.foreground), color($0.background)) }
  }

  private static func color(_ number: Int32) -> Int16? { (0..<256).contains(number) ? Int16(number) : nil }

  /// A transparent foreground would be drawn in the colour of the text: the rest of the cell is drawn instead.
  private static func cell(_ sign: UInt32, _ foreground: Int16?, _ background: Int16?) -> PictureCell {
    if foreground != nil {
      return PictureCell(scalar: sign, foreground: foreground, background: background)
    }
    guard let background else { return PictureCell(scalar: 0x20) }
    guard let rest = complements[sign] else { return PictureCell(scalar: 0x20, background: background) }
    return PictureCell(scalar: rest, foreground: background)
  }

  /// What covers the rest of a cell beside a block; nearly, where Unicode has no such block.
  private static let complements: [UInt32: UInt32] = {
    let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [
      ("▀", "▄"), ("▄", "▀"), ("▌", "▐"), ("▐", "▌"), ("▘", "▟"), ("▟", "▘"), ("▝", "▙"),
      ("▙", "▝"), ("▖", "▜"), ("▜", "▖"), ("▗", "▛"), ("▛", "▗"), ("▚", "▞"), ("▞", "▚"), ("▁", "█"),
      ("▂", "█"), ("▃", "▀"), ("▅", "▀"), ("▏", "█"), ("▎", "█"), ("▍", "▐"), ("▋", "▐"), ("▔", "█"),
      ("▕", "█"),
    ]
    return Dictionary(uniqueKeysWithValues: pairs.map { ($0.value, $1.value) })
  }()
}

extension Bitmap {
  func withPixels<Result>(of part: PictureLook.Window.Pixels, _ body: (cc_pixels) -> Result) -> Result {
    rgba.withUnsafeBufferPointer { pixels in
      // A bitmap of which a part is seen has pixels.
      let start = pixels.baseAddress.map { $0 + (part.top * width + part.left) * 4 }
      return body(
        cc_pixels(rgba: start, width: Int32(part.width), height: Int32(part.height), stride: Int32(width * 4))
      )
    }
  }
}
