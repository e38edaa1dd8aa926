internal import TerminalUI

/// Pictures without colours: light and dark alone say what is on them. The lightest and the darkest place of a picture
/// become those of the signs, since there are few steps between.
struct LightMap {
  let width: Int
  let height: Int
  /// 0 to 1; what is transparent is as dark as the background.
  let values: [Double]

  /// - Parameter isOnLight: the signs are dark on a light background: the more of a sign, the darker the place.
  init(of bitmap: Bitmap, _ part: PictureLook.Window.Pixels, columns: Int, rows: Int, isOnLight: Bool) {
    let small = bitmap.reduced(part, width: columns, height: rows)
    let light = (0..<(small.width * small.height)).map { place -> Double? in
      let pixel = small.rgba[(place * 4)..<(place * 4 + 4)].map(Double.init)
      return pixel[3] < 128 ? nil : 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]
    }
    let sorted = light.compactMap { $0 }.sorted()
    var (darkest, lightest) = (Self.quantile(0.02, sorted), Self.quantile(0.98, sorted))
    // What stands before nothing must differ from it.
    if sorted.count < light.count { (darkest, lightest) = isOnLight ? (darkest, 255) : (0, lightest) }
    // A picture of one colour stays as it is.
    let range = max(lightest - darkest, 48)
    (width, height) = (columns, rows)
    values = (0..<(columns * rows)).map { place in
      // A picture of fewer pixels than places is stretched.
      let column = place % columns * small.width / columns
      let row = place / columns * small.height / rows
      guard let value = light[row * small.width + column] else { return 0 }
      let share = min(1, max(0, (value - darkest) / range))
      return isOnLight ? 1 - share : share
    }
  }

  private static func quantile(_ share: Double, _ sorted: [Double]) -> Double {
    sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }
}

/// Each cell is a sign that covers as much of it as the picture is light there; where an edge goes through a cell, the
/// light quarters of it.
enum ShadeRenderer {
  /// From nothing to everything.
  private static let blocks = Array(" ░▒▓█".unicodeScalars).map(\.value)
  private static let ascii = Array(" .:-=+*#%@".unicodeScalars).map(\.value)
  /// By the quarters that are there: 1 top left, 2 top right, 4 bottom left, 8 bottom right.
  private static let quarters = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█".unicodeScalars).map(\.value)
  /// How far from the middle both sides of an edge must be.
  private static let edge = 0.12

  static func cells(
    of bitmap: Bitmap, _ part: PictureLook.Window.Pixels, _ size: Size, _ look: PictureLook
  ) -> [PictureCell] {
    let map = LightMap(
      of: bitmap, part, columns: size.columns * 2, rows: size.rows * 2,
      isOnLight: Contrast.isLight(look.background))
    return (0..<(size.columns * size.rows)).map { cell in
      let place = cell / size.columns * 2 * map.width + cell % size.columns * 2
      let light = [place, place + 1, place + map.width, place + map.width + 1].map { map.values[$0] }
      return PictureCell(scalar: sign(light, look.symbols))
    }
  }

  private static func sign(_ light: [Double], _ symbols: PictureLook.Symbols) -> UInt32 {
    let high = light.filter { $0 >= 0.5 }
    let low = light.filter { $0 < 0.5 }
    if symbols == .blocks, !high.isEmpty, !low.isEmpty, mean(high) > 0.5 + edge, mean(low) < 0.5 - edge {
      return quarters[(0..<4).reduce(0) { light[$1] >= 0.5 ? $0 | 1 << $1 : $0 }]
    }
    let ramp = symbols == .ascii ? ascii : blocks
    return ramp[Int(mean(light) * Double(ramp.count - 1) + 0.5)]
  }

  private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
