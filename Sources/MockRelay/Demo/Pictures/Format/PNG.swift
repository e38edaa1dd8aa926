/// Writes and reads PNG files (the format's second edition), as far as the demo needs them.
enum PNG {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let crcTable: [UInt32] = (0..<256).map { number in
    (0..<8).reduce(UInt32(number)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
  }

  static func number(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let named = Array(name.utf8) + data
    let sum = named.reduce(UInt32.max) { crcTable[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
    return number(data.count) + named + number(Int(~sum))
  }

  /// The canvas, each of its pixels as a square, cut to the size that is wanted.
  /// - Parameter hasAlpha: whether transparent pixels stay so; else they are black.
  static func encoded(_ canvas: DemoCanvas, width: Int, height: Int, hasAlpha: Bool = false) -> [UInt8] {
    let side = max(
      1, (max(width, height) + max(canvas.width, canvas.height) - 1) / max(canvas.width, canvas.height))
    let pixel = hasAlpha ? 4 : 3
    var deflate = Deflate()
    for top in stride(from: 0, to: height, by: side) {
      let row = min(top / side, canvas.height - 1)
      var bytes: [UInt8] = [1]
      bytes.reserveCapacity(1 + width * pixel)
      var last = DemoCanvas.Pixel(0, 0, 0, 0)
      for column in 0..<width {
        let now = canvas[min(column / side, canvas.width - 1), row]
        bytes += [now.red &- last.red, now.green &- last.green, now.blue &- last.blue]
        if hasAlpha { bytes.append(now.alpha &- last.alpha) }
        last = now
      }
      deflate.add(bytes, pixel: pixel)
      for _ in 1..<min(side, height - top) { deflate.add(2, zeros: width * pixel) }
    }
    let header = number(width) + number(height) + [8, hasAlpha ? 6 : 2, 0, 0, 0]
    return signature + chunk("IHDR", header) + chunk("IDAT", deflate.finish()) + chunk("IEND", [])
  }

  /// The picture, thinned out to at most `side` pixels each way; `nil` for files of a kind that the demo cannot read
  /// (interlaced, other than 8 bits).
  static func decoded(_ file: [UInt8], side: Int) -> (canvas: DemoCanvas, width: Int, height: Int)? {
    guard file.starts(with: signature) else { return nil }
    var (position, data, palette, header) = (signature.count, [UInt8](), [UInt8](), [UInt8]())
    while position + 12 <= file.count {
      let length = file[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
      let body = position + 8
      guard body + length + 4 <= file.count else { return nil }
      switch String(decoding: file[position + 4..<body], as: UTF8.self) {
      case "IHDR": header = Array(file[body..<body + length])
      case "PLTE": palette = Array(file[body..<body + length])
      case "IDAT": data += file[body..<body + length]
      default: break
      }
      position = body + length + 4
    }
    guard header.count == 13, header[8] == 8, header[12] == 0,
      let samples = [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][Int(header[9])]
    else { return nil }
    let width = header[0..<4].reduce(0) { $0 << 8 | Int($1) }
    let height = header[4..<8].reduce(0) { $0 << 8 | Int($1) }
    guard (1...8192).contains(width), (1...8192).contains(height),
      let raw = Inflate.inflated(data, limit: (width * samples + 1) * height),
      raw.count == (width * samples + 1) * height
    else { return nil }
    let step = max(1, (max(width, height) + side - 1) / side)
    var canvas = DemoCanvas(width: (width + step - 1) / step, height: (height + step - 1) / step)
    var above = [UInt8](repeating: 0, count: width * samples)
    for row in 0..<height {
      let start = row * (width * samples + 1)
      above = unfiltered(raw[(start + 1)...(start + width * samples)], raw[start], above, samples)
      guard row % step == 0 else { continue }
      for column in stride(from: 0, to: width, by: step) {
        canvas[column / step, row / step] = pixel(
          above[(column * samples)..<((column + 1) * samples)], palette, kind: header[9])
      }
    }
    return (canvas, width, height)
  }

  private static func unfiltered(
    _ row: ArraySlice<UInt8>, _ filter: UInt8, _ above: [UInt8], _ samples: Int
  ) -> [UInt8] {
    var result = Array(row)
    guard filter > 0 else { return result }
    for index in result.indices {
      let left = index >= samples ? Int(result[index - samples]) : 0
      let up = Int(above[index])
      let corner = index >= samples ? Int(above[index - samples]) : 0
      let guess: Int
      switch filter {
      case 1: guess = left
      case 2: guess = up
      case 3: guess = (left + up) / 2
      default:
        let sum = left + up - corner
        let (byLeft, byUp, byCorner) = (abs(sum - left), abs(sum - up), abs(sum - corner))
        guess = byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner
      }
      result[index] &+= UInt8(truncatingIfNeeded: guess)
    }
    return result
  }

  private static func pixel(_ bytes: ArraySlice<UInt8>, _ palette: [UInt8], kind: UInt8) -> DemoCanvas.Pixel {
    let samples = Array(bytes)
    switch kind {
    case 0: return DemoCanvas.Pixel(samples[0], samples[0], samples[0])
    case 2: return DemoCanvas.Pixel(samples[0], samples[1], samples[2])
    case 3:
      let place = Int(samples[0]) * 3
      guard place + 2 < palette.count else { return DemoCanvas.Pixel(0, 0, 0) }
      return DemoCanvas.Pixel(palette[place], palette[place + 1], palette[place + 2])
    case 4: return DemoCanvas.Pixel(samples[0], samples[0], samples[0], samples[1])
    default: return DemoCanvas.Pixel(samples[0], samples[1], samples[2], samples[3])
    }
  }
}
