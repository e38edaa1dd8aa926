/// Writes a zlib stream (RFC 1950, 1951) with the fixed codes of the format. It looks for repetitions only where the
/// demo's pictures have them: of the byte before, and of the pixel before.
struct Deflate {
  private(set) var output: [UInt8] = [0x78, 0x01]
  private var bits: UInt32 = 0
  private var bitCount: UInt32 = 0
  private var sums: (a: UInt32, b: UInt32) = (1, 0)

  private static let longest = 258
  private static let lengths: [(base: Int, extra: UInt32)] = [
    (3, 0), (4, 0), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (10, 0), (11, 1), (13, 1), (15, 1), (17, 1),
    (19, 2),
    (23, 2), (27, 2), (31, 2), (35, 3), (43, 3), (51, 3), (59, 3), (67, 4), (83, 4), (99, 4), (115, 4),
    (131, 5),
    (163, 5), (195, 5), (227, 5), (258, 0),
  ]
  /// Of lengths 0 to 258: the place in `lengths`.
  private static let lengthPlaces: [Int] = (0...longest).map { length in
    max(0, (lengths.firstIndex { $0.base > length } ?? lengths.count) - 1)
  }
  /// Codes with their bits in the order in which they are written.
  private static let codes: [(code: UInt32, count: UInt32)] = (0..<288).map { symbol in
    switch symbol {
    case 0..<144: (reversed(0x30 + UInt32(symbol), 8), 8)
    case 144..<256: (reversed(0x190 + UInt32(symbol - 144), 9), 9)
    case 256..<280: (reversed(UInt32(symbol - 256), 7), 7)
    default: (reversed(0xC0 + UInt32(symbol - 280), 8), 8)
    }
  }

  private static func reversed(_ code: UInt32, _ count: UInt32) -> UInt32 {
    var (code, result) = (code, UInt32(0))
    for _ in 0..<count {
      result = result << 1 | code & 1
      code >>= 1
    }
    return result
  }

  init() { put(0b011, 3) }

  /// - Parameter pixel: bytes of a pixel, at most 4.
  mutating func add(_ bytes: [UInt8], pixel: Int) {
    for byte in bytes { sum(byte) }
    var position = 0
    while position < bytes.count {
      let (length, distance) = match(in: bytes, at: position, pixel: pixel)
      if length >= 3 {
        copy(length, distance: distance)
        position += length
      } else {
        symbol(Int(bytes[position]))
        position += 1
      }
    }
  }

  /// `first`, then as many zeros.
  mutating func add(_ first: UInt8, zeros: Int) {
    sum(first)
    // Zeros leave the first sum as it is, and add it to the second.
    sums.b = UInt32((UInt64(sums.b) + UInt64(sums.a) * UInt64(zeros)) % 65_521)
    symbol(Int(first))
    guard zeros > 0 else { return }
    symbol(0)
    var left = zeros - 1
    while left >= 3 {
      // No rest may be shorter than a copy can be.
      let length = left > Self.longest && left < Self.longest + 3 ? Self.longest - 3 : min(left, Self.longest)
      copy(length, distance: 1)
      left -= length
    }
    for _ in 0..<left { symbol(0) }
  }

  mutating func finish() -> [UInt8] {
    symbol(256)
    if bitCount > 0 { put(0, 8 - bitCount % 8) }
    let sum = sums.b << 16 | sums.a
    for shift in [24, 16, 8, 0] as [UInt32] { output.append(UInt8(truncatingIfNeeded: sum >> shift)) }
    return output
  }

  private mutating func sum(_ byte: UInt8) {
    sums.a = (sums.a + UInt32(byte)) % 65_521
    sums.b = (sums.b + sums.a) % 65_521
  }

  private func match(in bytes: [UInt8], at position: Int, pixel: Int) -> (length: Int, distance: Int) {
    var best = (length: 0, distance: 1)
    for distance in [1, pixel] where distance <= position && bytes[position] == bytes[position - distance] {
      var length = 1
      while length < Self.longest, position + length < bytes.count,
        bytes[position + length] == bytes[position + length - distance]
      {
        length += 1
      }
      if length > best.length { best = (length, distance) }
    }
    return best
  }

  private mutating func copy(_ length: Int, distance: Int) {
    let place = Self.lengthPlaces[length]
    symbol(257 + place)
    put(UInt32(length - Self.lengths[place].base), Self.lengths[place].extra)
    // Distances 1 to 4 are the codes 0 to 3 of five bits.
    put(Self.reversed(UInt32(distance - 1), 5), 5)
  }

  private mutating func symbol(_ symbol: Int) { put(Self.codes[symbol].code, Self.codes[symbol].count) }

  private mutating func put(_ value: UInt32, _ count: UInt32) {
    bits |= value << bitCount
    bitCount += count
    while bitCount >= 8 {
      output.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      bitCount -= 8
    }
  }
}
