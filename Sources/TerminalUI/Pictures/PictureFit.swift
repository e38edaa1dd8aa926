extension Size {
  /// The cells that a picture fills of those that there are when its shape is kept; none where there is nothing to
  /// fill.
  /// - Parameters:
  ///   - width: of the picture, in pixels, as `height`.
  ///   - cellAspect: the width of a cell, divided by its height.
  package static func fitting(width: Int, height: Int, in space: Size, cellAspect: Double = 0.5) -> Size {
    guard width > 0, height > 0, space.columns > 0, space.rows > 0, cellAspect > 0 else {
      return Size(columns: 0, rows: 0)
    }
    // A picture of this many columns for each row keeps its shape.
    let shape = Double(width) / Double(height) / cellAspect
    let fullWidth = (Double(space.rows) * shape).rounded()
    if fullWidth <= Double(space.columns) { return Size(columns: max(1, Int(fullWidth)), rows: space.rows) }
    let rows = min(space.rows, max(1, Int((Double(space.columns) / shape).rounded())))
    return Size(columns: space.columns, rows: rows)
  }
}
