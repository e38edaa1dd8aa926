package import TerminalUI

extension PictureLook {
  /// The cells that a picture of this shape fills. Also for previews that are not ready yet.
  package func size(width: Int, height: Int) -> Size {
    .fitting(
      width: width, height: height, in: Size(columns: columns, rows: rows), cellAspect: cellAspect)
  }
}

extension PictureLook.Window {
  struct Pixels: Sendable, Hashable {
    var left, top, width, height: Int
  }

  /// The pixels that are seen; at least one where there is any.
  func pixels(of bitmap: Bitmap) -> Pixels {
    func place(_ share: Double, _ count: Int) -> Int {
      share.isFinite ? Int((min(max(share, 0), 1) * Double(count)).rounded()) : 0
    }
    func range(_ start: Double, _ length: Double, _ count: Int) -> (Int, Int) {
      let first = max(0, min(count - 1, place(start, count)))
      return (first, min(count - first, max(1, place(length, count))))
    }
    let (left, width) = range(left, width, bitmap.width)
    let (top, height) = range(top, height, bitmap.height)
    return Pixels(left: left, top: top, width: width, height: height)
  }
}
