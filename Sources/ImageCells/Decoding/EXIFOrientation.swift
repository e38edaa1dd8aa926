/// How a camera was held: its pictures lie in the file as the sensor saw them.
enum EXIFOrientation: Int, Sendable, CaseIterable {
  case asIs = 1
  case mirrored, upsideDown, flipped, transposed, right, transversed, left

  /// From the first EXIF block of a JPEG file; as it is when there is none, or none that makes sense.
  static func of(jpeg bytes: [UInt8]) -> EXIFOrientation {
    var place = 2
    while place + 4 <= bytes.count, bytes[place] == 0xFF {
      let marker = bytes[place + 1]
      let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
      let end = place + 2 + length
      guard length >= 2, end <= bytes.count, marker != 0xDA else { break }
      let body = bytes[(place + 4)..<end]
      if marker == 0xE1, body.starts(with: Array("Exif\0\0".utf8)) { return of(tiff: body.dropFirst(6)) }
      place = end
    }
    return .asIs
  }

  private static func of(tiff: ArraySlice<UInt8>) -> EXIFOrientation {
    let isLittle = tiff.first == UInt8(ascii: "I")
    func number(_ place: Int, _ count: Int) -> Int? {
      guard place >= 0, place + count <= tiff.count else { return nil }
      let bytes = tiff[(tiff.startIndex + place)..<(tiff.startIndex + place + count)]
      return (isLittle ? Array(bytes.reversed()) : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let entries = number(directory, 2) else { return .asIs }
    for entry in 0..<min(entries, 512) {
      let place = directory + 2 + entry * 12
      if number(place, 2) == 0x0112 { return number(place + 8, 2).flatMap(Self.init(rawValue:)) ?? .asIs }
    }
    return .asIs
  }

  /// Width and height are exchanged.
  var isSideways: Bool { rawValue >= 5 }
}

extension Bitmap {
  /// The picture upright.
  func turned(_ orientation: EXIFOrientation) -> Bitmap {
    guard orientation != .asIs else { return self }
    let (newWidth, newHeight) = orientation.isSideways ? (height, width) : (width, height)
    var turned = [UInt8](repeating: 0, count: rgba.count)
    for row in 0..<newHeight {
      for column in 0..<newWidth {
        let (fromColumn, fromRow) =
          switch orientation {
          case .asIs: (column, row)
          case .mirrored: (width - 1 - column, row)
          case .upsideDown: (width - 1 - column, height - 1 - row)
          case .flipped: (column, height - 1 - row)
          case .transposed: (row, column)
          case .right: (row, height - 1 - column)
          case .transversed: (width - 1 - row, height - 1 - column)
          case .left: (width - 1 - row, column)
          }
        let (from, to) = ((fromRow * width + fromColumn) * 4, (row * newWidth + column) * 4)
        for channel in 0..<4 { turned[to + channel] = rgba[from + channel] }
      }
    }
    return Bitmap(width: newWidth, height: newHeight, rgba: turned, damage: damage)
  }
}
