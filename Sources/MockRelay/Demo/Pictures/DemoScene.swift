/// A little landscape that depends on the words of a prompt: what stands in it, the time of day, colours. The same
/// prompt gives the same picture, another number of the same request another one.
struct DemoScene {
  private struct Palette {
    var top: Int
    var bottom: Int
    var ground: Int
    var light: Int
  }

  private let words: Set<String>
  private let seed: UInt64
  private let palette: Palette
  /// Which of the pictures of a request, from 0.
  private let number: Int

  private static let colours: [String: Int] = [
    "red": 0xE0_4030, "green": 0x50_B060, "blue": 0x40_80E0, "yellow": 0xF8_D848, "purple": 0xA0_60C8,
    "orange": 0xF0_9038, "pink": 0xF0_90B8, "white": 0xF8_F8F0, "black": 0x20_2028, "gold": 0xE8_B838,
  ]

  init(prompt: String, model: String, number: Int) {
    words = Set(prompt.lowercased().split { !$0.isLetter }.map(String.init))
    self.number = number
    var seed: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in "\(model)\u{0}\(prompt)\u{0}\(number)".utf8 {
      seed = (seed ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    self.seed = seed
    palette = Self.palette(words, seed)
  }

  private static func palette(_ words: Set<String>, _ seed: UInt64) -> Palette {
    let times: [(words: Set<String>, palette: Palette)] = [
      (
        ["night", "dark", "stars", "moon", "midnight"],
        Palette(top: 0x08_0C24, bottom: 0x28_3060, ground: 0x10_1828, light: 0xF0_F0D8)
      ),
      (
        ["dawn", "sunrise", "sunset", "evening", "dusk", "morning"],
        Palette(top: 0x58_4880, bottom: 0xF8_A868, ground: 0x38_3048, light: 0xF8_E088)
      ),
      (
        ["winter", "snow", "ice", "fog", "mist"],
        Palette(top: 0x98_B0C8, bottom: 0xE8_EEF4, ground: 0xD0_D8E4, light: 0xF8_F8F0)
      ),
      (
        ["day", "summer", "noon", "sun"],
        Palette(top: 0x38_88D8, bottom: 0xC0_E0F8, ground: 0x48_8848, light: 0xF8_E048)
      ),
    ]
    let found = times.first { !$0.words.isDisjoint(with: words) } ?? times[Int(seed % UInt64(times.count))]
    return found.palette
  }

  private func has(_ names: String...) -> Bool { names.contains { words.contains($0) } }

  /// A number from 0 to 1 that is the same each time.
  private func chance(_ place: Int) -> Double {
    var value = seed &+ UInt64(truncatingIfNeeded: place) &* 0x9E37_79B9_7F4A_7C15
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return Double((value ^ value >> 31) >> 11) / Double(1 << 53)
  }

  /// The colour that the prompt names, else that of the light.
  var colour: DemoCanvas.Pixel {
    let named = words.sorted().lazy.compactMap { Self.colours[$0] }.first
    return DemoCanvas.Pixel(named ?? palette.light)
  }

  /// - Parameters:
  ///   - isClear: without a sky.
  ///   - time: 0 to 1, for a film: the light rises, a boat passes.
  func drawn(width: Int, height: Int, isClear: Bool = false, time: Double = 0) -> DemoCanvas {
    var canvas = DemoCanvas(width: width, height: height)
    let horizon = height * 6 / 10
    if !isClear { sky(&canvas, horizon) }
    let radius = max(2, min(width, height) / 9)
    canvas.disc(
      column: Int(Double(width) * (0.2 + 0.6 * chance(1) * (1 - time) + 0.3 * time)),
      row: Int(Double(horizon) * (0.6 - 0.35 * time)) - radius / 2, radius: radius, colour)
    if has("mountain", "mountains", "hill", "hills", "alps") || chance(2) < 0.4 { ridges(&canvas, horizon) }
    canvas.fill(0..<width, horizon..<height, DemoCanvas.Pixel(palette.ground))
    if has("sea", "ocean", "harbour", "harbor", "lake", "river", "boat", "ship", "water", "bay") {
      water(&canvas, horizon, time)
    } else if has("city", "street", "house", "houses", "town", "skyline", "castle") || chance(3) < 0.3 {
      city(&canvas, horizon)
    } else {
      trees(&canvas, horizon)
    }
    sign(&canvas)
    return canvas
  }

  private func sky(_ canvas: inout DemoCanvas, _ horizon: Int) {
    canvas.blend(0..<horizon, DemoCanvas.Pixel(palette.top), DemoCanvas.Pixel(palette.bottom))
    guard palette.top < 0x10_0000 else { return }
    for star in 0..<40 {
      let column = Int(chance(100 + star) * Double(canvas.width))
      canvas[column, Int(chance(200 + star) * Double(horizon) * 0.8)] = DemoCanvas.Pixel(0xF0_F0E0)
    }
  }

  private func ridges(_ canvas: inout DemoCanvas, _ horizon: Int) {
    for ridge in 0..<2 {
      let tone = DemoCanvas.Pixel(palette.ground).mixed(
        with: DemoCanvas.Pixel(palette.bottom), 0.6 - 0.25 * Double(ridge))
      for peak in 0..<5 {
        let place = ridge * 10 + peak
        canvas.triangle(
          column: Int((Double(peak) + chance(300 + place)) * Double(canvas.width) / 5), foot: horizon,
          height: Int((0.25 + 0.4 * chance(340 + place)) * Double(horizon)) * (3 - ridge) / 3,
          half: canvas.width / 6, tone)
      }
    }
  }

  private func water(_ canvas: inout DemoCanvas, _ horizon: Int, _ time: Double) {
    let (near, far) = (DemoCanvas.Pixel(0x18_4868), DemoCanvas.Pixel(palette.bottom))
    canvas.blend(horizon..<canvas.height, far.mixed(with: near, 0.5), near, bands: 12)
    let shine = colour.mixed(with: near, 0.4)
    for wave in 0..<18 {
      let row = horizon + 1 + (wave * (canvas.height - horizon)) / 18
      let column = Int(chance(400 + wave) * Double(canvas.width))
      canvas.fill(column..<(column + canvas.width / 12), row..<row + 1, shine)
    }
    let size = max(4, canvas.width / 12)
    let column = Int(Double(canvas.width) * (0.15 + 0.6 * (chance(5) * (1 - time) + time)))
    let row = horizon + (canvas.height - horizon) / 4
    let hull = DemoCanvas.Pixel(0x60_3020)
    canvas.fill((column - size / 2)..<(column + size / 2), row..<(row + size / 5 + 1), hull)
    canvas.triangle(column: column, foot: row - 1, height: size, half: size / 3, DemoCanvas.Pixel(0xF8_F4E8))
  }

  private func city(_ canvas: inout DemoCanvas, _ horizon: Int) {
    let step = max(3, canvas.width / 14)
    let window = colour
    for (place, left) in stride(from: 0, to: canvas.width, by: step).enumerated() {
      let top = horizon - Int((0.15 + 0.5 * chance(500 + place)) * Double(horizon))
      let wall = DemoCanvas.Pixel(palette.ground).mixed(with: DemoCanvas.Pixel(0x40_3850), 0.7)
      canvas.fill(left..<(left + step - 1), top..<horizon + 1, wall)
      for row in stride(from: top + 2, to: horizon - 1, by: 4) {
        for column in stride(from: left + 1, to: left + step - 2, by: 3)
        where chance(row * 977 + column) < 0.5 {
          canvas.fill(column..<column + 1, row..<row + 2, window)
        }
      }
    }
  }

  private func trees(_ canvas: inout DemoCanvas, _ horizon: Int) {
    for tree in 0..<12 {
      let size = canvas.height / 10 + Int(chance(600 + tree) * Double(canvas.height) / 8)
      let column = Int(chance(640 + tree) * Double(canvas.width))
      let foot = horizon + Int(chance(680 + tree) * Double(canvas.height - horizon) * 0.7)
      canvas.fill(column..<column + 1, foot..<(foot + size / 4 + 1), DemoCanvas.Pixel(0x58_3820))
      let leaves = DemoCanvas.Pixel(0x28_6838).mixed(
        with: DemoCanvas.Pixel(palette.ground), 0.3 * chance(700 + tree))
      canvas.triangle(column: column, foot: foot, height: size, half: max(1, size / 3), leaves)
    }
  }

  /// Nobody shall take it for the work of a model.
  private func sign(_ canvas: inout DemoCanvas) {
    let text = "SIMULATED" + (number > 0 ? " \(number + 1)" : "")
    let width = text.count * DemoFont.width + 1
    guard canvas.width > width + 4, canvas.height > 20 else { return }
    let top = canvas.height - DemoFont.height - 4
    canvas.fill(2..<(3 + width), top..<(top + DemoFont.height + 2), DemoCanvas.Pixel(0x10_1018))
    DemoFont.write(text, on: &canvas, column: 4, row: top + 1, DemoCanvas.Pixel(0xF8_F8F0))
  }
}
