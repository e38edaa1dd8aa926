/// A small grid of pixels to draw on. The pictures that go out show each of them as a square.
struct DemoCanvas {
  struct Pixel {
    var red: UInt8
    var green: UInt8
    var blue: UInt8
    var alpha: UInt8

    init(_ red: UInt8, _ green: UInt8, _ blue: UInt8, _ alpha: UInt8 = 255) {
      (self.red, self.green, self.blue, self.alpha) = (red, green, blue, alpha)
    }
    /// `0xRRGGBB`.
    init(_ hex: Int) {
      self.init(
        UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8),
        UInt8(truncatingIfNeeded: hex))
    }

    static let clear = Pixel(0, 0, 0, 0)

    /// - Parameter share: of the other, 0 to 1.
    func mixed(with other: Pixel, _ share: Double) -> Pixel {
      func part(_ one: UInt8, _ two: UInt8) -> UInt8 {
        UInt8(min(255, max(0, (Double(one) * (1 - share) + Double(two) * share).rounded())))
      }
      return Pixel(
        part(red, other.red), part(green, other.green), part(blue, other.blue), part(alpha, other.alpha))
    }
  }

  let width: Int
  let height: Int
  private var pixels: [Pixel]

  init(width: Int, height: Int, fill: Pixel = .clear) {
    (self.width, self.height) = (max(1, width), max(1, height))
    pixels = [Pixel](repeating: fill, count: self.width * self.height)
  }

  /// Places outside are clear, and cannot be painted.
  subscript(column: Int, row: Int) -> Pixel {
    get { contains(column, row) ? pixels[row * width + column] : .clear }
    set { if contains(column, row) { pixels[row * width + column] = newValue } }
  }

  private func contains(_ column: Int, _ row: Int) -> Bool {
    column >= 0 && row >= 0 && column < width && row < height
  }

  mutating func fill(_ columns: Range<Int>, _ rows: Range<Int>, _ pixel: Pixel) {
    for row in rows.clamped(to: 0..<height) {
      for column in columns.clamped(to: 0..<width) { pixels[row * width + column] = pixel }
    }
  }

  /// From one colour at the first row to another at the last, in bands, so that files stay small.
  mutating func blend(_ rows: Range<Int>, _ top: Pixel, _ bottom: Pixel, bands: Int = 24) {
    let band = max(1, (rows.count + bands - 1) / bands)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: band) {
      let share = Double(start - rows.lowerBound) / Double(max(1, rows.count - band))
      fill(0..<width, start..<min(start + band, rows.upperBound), top.mixed(with: bottom, min(1, share)))
    }
  }

  mutating func disc(column: Int, row: Int, radius: Int, _ pixel: Pixel) {
    guard radius >= 0 else { return }
    for offset in -radius...radius {
      let half = Int((Double(radius * radius - offset * offset)).squareRoot().rounded())
      fill((column - half)..<(column + half + 1), (row + offset)..<(row + offset + 1), pixel)
    }
  }

  /// Down from a line that `top` gives for each column.
  mutating func ground(_ pixel: Pixel, to bottom: Int, top: (Int) -> Int) {
    for column in 0..<width {
      let start = max(0, top(column))
      if start < bottom { fill(column..<column + 1, start..<bottom, pixel) }
    }
  }

  /// Narrowing from its foot to a single pixel.
  mutating func triangle(column: Int, foot: Int, height: Int, half: Int, _ pixel: Pixel) {
    for step in 0..<max(1, height) {
      let reach = half * (height - step) / max(1, height)
      fill((column - reach)..<(column + reach + 1), (foot - step)..<(foot - step + 1), pixel)
    }
  }

  /// The same picture on another grid.
  func resized(width: Int, height: Int) -> DemoCanvas {
    var result = DemoCanvas(width: width, height: height)
    for row in 0..<result.height {
      for column in 0..<result.width {
        result[column, row] = self[column * self.width / result.width, row * self.height / result.height]
      }
    }
    return result
  }
}
