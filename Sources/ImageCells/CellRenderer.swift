internal import CChafa
package import TerminalUI

/// The picture, or the part of it that is seen, in as many of the look's cells as its shape fills; the rest is the
/// caller's to centre it in. Takes milliseconds: any thread but the one that paints.
package func pictureCells(of bitmap: Bitmap, _ look: PictureLook) -> PictureCells {
  let part = look.window.pixels(of: bitmap)
  guard part.width > 0, part.height > 0, look.columns > 0, look.rows > 0 else {
    return PictureCells(size: Size(columns: 0, rows: 0), cells: [])
  }
  let size = look.size(width: part.width, height: part.height)
  if look.colors < 8 {
    return PictureCells(size: size, cells: ShadeRenderer.cells(of: bitmap, part, size, look))
  }
  let symbols = chafa_symbol_map_new()
  defer { chafa_symbol_map_unref(symbols) }
  chafa_symbol_map_add_by_tags(symbols, look.symbolTags)
  let configuration = chafa_canvas_config_new()
  defer { chafa_canvas_config_unref(configuration) }
  chafa_canvas_config_set_geometry(configuration, gint(size.columns), gint(size.rows))
  chafa_canvas_config_set_canvas_mode(configuration, look.canvasMode)
  chafa_canvas_config_set_pixel_mode(configuration, CHAFA_PIXEL_MODE_SYMBOLS)
  chafa_canvas_config_set_symbol_map(configuration, symbols)
  chafa_canvas_config_set_bg_color(configuration, look.background)
  let canvas = chafa_canvas_new(configuration)
  defer { chafa_canvas_unref(canvas) }
  bitmap.withPixels(of: part) { start, stride in
    chafa_canvas_draw_all_pixels(
      canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED, start, gint(part.width), gint(part.height), gint(stride))
  }
  var cells: [PictureCell] = []
  cells.reserveCapacity(size.columns * size.rows)
  for row in 0..<size.rows {
    for column in 0..<size.columns {
      var (foreground, background): (gint, gint) = (-1, -1)
      chafa_canvas_get_raw_colors_at(canvas, gint(column), gint(row), &foreground, &background)
      cells.append(
        PictureCell(
          scalar: chafa_canvas_get_char_at(canvas, gint(column), gint(row)), foreground: color(foreground),
          background: color(background)))
    }
  }
  return PictureCells(size: size, cells: cells)
}

private func color(_ number: gint) -> Int16? { (0..<256).contains(number) ? Int16(number) : nil }

extension PictureLook {
  fileprivate var canvasMode: ChafaCanvasMode {
    switch colors {
    case 256...: CHAFA_CANVAS_MODE_INDEXED_240
    case 16...: CHAFA_CANVAS_MODE_INDEXED_16
    default: CHAFA_CANVAS_MODE_INDEXED_8
    }
  }

  fileprivate var symbolTags: ChafaSymbolTags {
    switch symbols {
    case .ascii: ChafaSymbolTags(CHAFA_SYMBOL_TAG_ASCII.rawValue | CHAFA_SYMBOL_TAG_SPACE.rawValue)
    case .blocks:
      ChafaSymbolTags(
        CHAFA_SYMBOL_TAG_BLOCK.rawValue | CHAFA_SYMBOL_TAG_QUAD.rawValue | CHAFA_SYMBOL_TAG_SPACE.rawValue)
    }
  }
}
