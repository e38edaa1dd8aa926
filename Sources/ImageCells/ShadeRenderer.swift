internal import TerminalUI

/// Pictures without colours: each cell is a sign that covers as much of it as the picture is light there. The lightest
/// and the darkest place of the picture are those of the signs, for only these few steps tell what is on it.
enum ShadeRenderer {
  /// From nothing to everything.
  private static let blocks = Array(" ░▒▓█".unicodeScalars).map(\.value)
  private static let ascii = Array(" .:-=+*#%@".unicodeScalars).map(\.value)

  static func cells(
    of bitmap: Bitmap, _ part: PictureLook.Window.Pixels, _ size: Size, _ look: PictureLook
  ) -> [PictureCell] {
    let small = bitmap.reduced(part, width: size.columns, height: size.rows)
    let ramp = look.symbols == .ascii ? ascii : blocks
    let isOnLight = Contrast.isLight(look.background)
    let light = (0..<(small.width * small.height)).map { place -> Double? in
      let pixel = small.rgba[(place * 4)..<(place * 4 + 4)].map(Double.init)
      guard pixel[3] >= 128 else { return nil }
      return 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]
    }
    let sorted = light.compactMap { $0 }.sorted()
    guard let darkest = quantile(0.02, sorted), let lightest = quantile(0.98, sorted) else {
      return Array(repeating: PictureCell(scalar: 0x20), count: size.columns * size.rows)
    }
    // A picture of one colour stays as it is.
    let range = max(lightest - darkest, 48)
    return (0..<(size.columns * size.rows)).map { cell in
      // A picture of fewer pixels than cells is stretched.
      let column = cell % size.columns * small.width / size.columns
      let row = cell / size.columns * small.height / size.rows
      guard let value = light[row * small.width + column] else { return PictureCell(scalar: 0x20) }
      let share = min(1, max(0, (value - darkest) / range))
      let step = Int((isOnLight ? 1 - share : share) * Double(ramp.count - 1) + 0.5)
      return PictureCell(scalar: ramp[min(ramp.count - 1, step)])
    }
  }

  private static func quantile(_ share: Double, _ sorted: [Double]) -> Double? {
    sorted.isEmpty ? nil : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }
}
