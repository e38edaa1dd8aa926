/// The first frame of a GIF file (GIF89a specification). In Swift, so that nothing outside of the file is touched
/// whatever it says.
struct GIFFile {
  private struct Frame {
    var left, top, width, height: Int
    var isInterlaced: Bool
    var colors: ArraySlice<UInt8>
    var transparent: Int?
  }

  private let bytes: [UInt8]
  private var at = 0

  static func decode(_ bytes: [UInt8]) throws(PictureProblem) -> Bitmap {
    var file = GIFFile(bytes: bytes)
    return try file.read()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private static let noFrame = DamageWords.broken("GIF", "it ends before its first frame")

  private mutating func byte() throws(PictureProblem) -> Int {
    guard at < bytes.count else { throw Self.noFrame }
    at += 1
    return Int(bytes[at - 1])
  }

  private mutating func short() throws(PictureProblem) -> Int { try byte() | byte() << 8 }

  /// Three bytes a colour.
  private mutating func colors(_ flags: Int) throws(PictureProblem) -> ArraySlice<UInt8> {
    guard flags & 0x80 != 0 else { return [] }
    let count = 3 << (flags & 7 + 1)
    guard at + count <= bytes.count else { throw Self.noFrame }
    at += count
    return bytes[(at - count)..<at]
  }

  private mutating func skipBlocks() throws(PictureProblem) {
    while case let count = try byte(), count > 0 { at += count }
  }

  private mutating func read() throws(PictureProblem) -> Bitmap {
    at = 6
    var (width, height) = (try short(), try short())
    let flags = try byte()
    at += 2
    let shared = try colors(flags)
    var transparent: Int?
    while true {
      switch try byte() {
      case 0x21:
        let isControl = try byte() == 0xF9
        let start = at
        try skipBlocks()
        if isControl, start + 5 <= bytes.count, bytes[start] >= 4 {
          transparent = bytes[start + 1] & 1 != 0 ? Int(bytes[start + 4]) : nil
        }
      case 0x2C:
        var frame = Frame(
          left: try short(), top: try short(), width: try short(), height: try short(), isInterlaced: false,
          colors: [], transparent: transparent)
        let flags = try byte()
        frame.isInterlaced = flags & 0x40 != 0
        let own = try colors(flags)
        frame.colors = own.isEmpty ? shared : own
        if width == 0 || height == 0 {
          (width, height) = (frame.left + frame.width, frame.top + frame.height)
        }
        return try paint(frame, width, height)
      case 0x3B: throw DamageWords.broken("GIF", "it has no frame")
      default: throw Self.noFrame
      }
    }
  }

  private mutating func paint(_ frame: Frame, _ width: Int, _ height: Int) throws(PictureProblem) -> Bitmap {
    try PictureLimits.check(width, height)
    try PictureLimits.check(frame.width, frame.height)
    let smallest = try byte()
    guard (1...11).contains(smallest) else { throw DamageWords.broken("GIF", "its pixels cannot be read") }
    var reader = LZWReader(bytes, at: at, smallest: smallest)
    let numbers = reader.numbers(limit: frame.width * frame.height)
    var pixels = [UInt8](repeating: 0, count: width * height * 4)
    let columns = min(frame.width, width - frame.left)
    guard columns > 0 else { throw DamageWords.broken("GIF", "its frame lies beside the picture") }
    for (line, row) in Self.rows(frame).enumerated() where row + frame.top < height {
      for column in 0..<columns {
        let place = line * frame.width + column
        guard place < numbers.count else { break }
        let number = Int(numbers[place])
        guard number != frame.transparent, number * 3 + 2 < frame.colors.count else { continue }
        let color = frame.colors.startIndex + number * 3
        let to = ((row + frame.top) * width + column + frame.left) * 4
        for channel in 0..<3 { pixels[to + channel] = frame.colors[color + channel] }
        pixels[to + 3] = 255
      }
    }
    let isWhole = numbers.count == frame.width * frame.height
    return Bitmap(width: width, height: height, rgba: pixels, damage: isWhole ? nil : DamageWords.cut("GIF"))
  }

  /// The rows in the order in which they are stored.
  private static func rows(_ frame: Frame) -> [Int] {
    guard frame.isInterlaced else { return Array(0..<frame.height) }
    return [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { Array(stride(from: $0.0, to: frame.height, by: $0.1)) }
  }
}

/// Numbers of colours, packed as GIF packs them: codes of growing width in blocks of at most 255 bytes.
private struct LZWReader {
  private let bytes: [UInt8]
  private var at: Int
  private var left = 0
  private var bits = 0
  private var bitCount = 0
  private let smallest: Int

  init(_ bytes: [UInt8], at: Int, smallest: Int) {
    self.bytes = bytes
    self.at = at
    self.smallest = smallest
  }

  private mutating func code(_ width: Int) -> Int? {
    while bitCount < width {
      if left == 0 {
        guard at < bytes.count, bytes[at] > 0 else { return nil }
        left = Int(bytes[at])
        at += 1
      }
      guard at < bytes.count else { return nil }
      bits |= Int(bytes[at]) << bitCount
      bitCount += 8
      at += 1
      left -= 1
    }
    defer {
      bits >>= width
      bitCount -= width
    }
    return bits & (1 << width - 1)
  }

  /// As many as there are up to the limit; what makes no sense ends them.
  mutating func numbers(limit: Int) -> [UInt8] {
    let (clear, end) = (1 << smallest, 1 << smallest + 1)
    // Each code above those is an earlier one and a number after it.
    var earlier = [Int16](repeating: -1, count: 4096)
    var last = [UInt8](repeating: 0, count: 4096)
    var lengths = [Int32](repeating: 1, count: 4096)
    for code in 0..<clear { last[code] = UInt8(truncatingIfNeeded: code) }
    var (next, width) = (end + 1, smallest + 1)
    var previous: Int?
    var numbers: [UInt8] = []
    numbers.reserveCapacity(min(limit, 1 << 20))
    while numbers.count < limit, let code = code(width) {
      if code == clear {
        (next, width, previous) = (end + 1, smallest + 1, nil)
        continue
      }
      guard code != end, code < next || (code == next && previous != nil) else { break }
      // A code that is only now being made begins with the previous one and ends with its first number.
      let known = code < next ? code : previous ?? 0
      let start = numbers.count
      let count = Int(lengths[known])
      numbers.append(contentsOf: repeatElement(0, count: count))
      var walk = known
      for place in stride(from: start + count - 1, through: start, by: -1) {
        numbers[place] = last[walk]
        walk = max(0, Int(earlier[walk]))
      }
      let first = numbers[start]
      if code == next { numbers.append(first) }
      if let previous, next < 4096 {
        earlier[next] = Int16(previous)
        last[next] = first
        lengths[next] = lengths[previous] + 1
        next += 1
        if next == 1 << width, width < 12 { width += 1 }
      }
      previous = code
    }
    if numbers.count > limit { numbers.removeLast(numbers.count - limit) }
    return numbers
  }
}
