package import TerminalUI

extension PictureLook {
  /// The cells that a picture of this shape fills. Also for previews that are not ready yet.
  package func size(width: Int, height: Int) -> Size {
    guard width > 0, height > 0, columns > 0, rows > 0, cellAspect > 0 else {
      return Size(columns: 0, rows: 0)
    }
    // A picture of this many columns for each row keeps its shape.
    let shape = Double(width) / Double(height) / cellAspect
    let fullWidth = (Double(rows) * shape).rounded()
    if fullWidth <= Double(columns) { return Size(columns: max(1, Int(fullWidth)), rows: rows) }
    return Size(columns: columns, rows: min(rows, max(1, Int((Double(columns) / shape).rounded()))))
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
