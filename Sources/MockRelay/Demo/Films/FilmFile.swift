/// Writes a film as an AVI file (RIFF) whose frames are PNG pictures: players that are built on ffmpeg, and others,
/// know that form by its mark `MPNG`.
struct FilmFile {
  let width: Int
  let height: Int
  let framesPerSecond: Int
  /// PNG files, one for each frame.
  let frames: [[UInt8]]

  var bytes: [UInt8] {
    var movie: [UInt8] = []
    var index: [UInt8] = []
    for frame in frames {
      index +=
        Array("00dc".utf8) + Self.little(0x10) + Self.little(movie.count + 4) + Self.little(frame.count)
      movie += Self.chunk("00dc", frame)
    }
    return Self.chunk(
      "RIFF",
      Array("AVI ".utf8) + Self.list("hdrl", header) + Self.list("movi", movie) + Self.chunk("idx1", index))
  }

  private var header: [UInt8] {
    let largest = frames.map(\.count).max() ?? 0
    let main: [Int] = [
      1_000_000 / framesPerSecond, largest * framesPerSecond, 0, 0x10, frames.count, 0, 1, largest, width,
      height,
      0, 0, 0, 0,
    ]
    // Rate and scale, beginning and length, buffer, quality, sample size, and the place of the picture.
    let stream: [Int] = [0, 0, 0, 1, framesPerSecond, 0, frames.count, largest, -1, 0]
    let place = Self.little(0) + Self.short(width) + Self.short(height)
    let format: [UInt8] =
      Self.little(40) + Self.little(width) + Self.little(height) + Self.short(1) + Self.short(24)
      + Array("MPNG".utf8) + [width * height * 3, 0, 0, 0, 0].flatMap(Self.little)
    return Self.chunk("avih", main.flatMap(Self.little))
      + Self.list(
        "strl",
        Self.chunk("strh", Array("vidsMPNG".utf8) + stream.flatMap(Self.little) + place)
          + Self.chunk("strf", format))
  }

  private static func little(_ value: Int) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
  private static func short(_ value: Int) -> [UInt8] {
    [0, 8].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    Array(name.utf8) + little(data.count) + data + (data.count.isMultiple(of: 2) ? [] : [0])
  }

  private static func list(_ name: String, _ data: [UInt8]) -> [UInt8] {
    chunk("LIST", Array(name.utf8) + data)
  }
}
