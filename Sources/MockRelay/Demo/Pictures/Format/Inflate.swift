/// Reads a zlib stream (RFC 1950, 1951), as pictures that are to be edited hold one. Any bytes give a result or
/// `nil`; sums are not checked.
struct Inflate {
  private struct Broken: Error {}
  /// A canonical Huffman code: how many codes there are of each length, and their symbols in order.
  private struct Code {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    init(_ lengths: [Int]) {
      for length in lengths { counts[length] += 1 }
      counts[0] = 0
      for length in 1...15 { symbols += lengths.indices.filter { lengths[$0] == length } }
    }
  }

  private let input: [UInt8]
  private let limit: Int
  private var position = 2
  private var bits = 0
  private var bitCount = 0
  private var output: [UInt8] = []

  static func inflated(_ input: [UInt8], limit: Int) -> [UInt8]? {
    var inflate = Inflate(input: input, limit: limit)
    guard (try? inflate.run()) != nil else { return nil }
    return inflate.output
  }

  private init(input: [UInt8], limit: Int) {
    self.input = input
    self.limit = limit
  }

  private mutating func run() throws {
    var isLast = false
    while !isLast {
      isLast = try take(1) == 1
      switch try take(2) {
      case 0: try stored()
      case 1: try coded(Self.fixed.literals, Self.fixed.distances)
      case 2:
        let codes = try dynamic()
        try coded(codes.literals, codes.distances)
      default: throw Broken()
      }
    }
  }

  private mutating func take(_ count: Int) throws -> Int {
    while bitCount < count {
      guard position < input.count else { throw Broken() }
      bits |= Int(input[position]) << bitCount
      position += 1
      bitCount += 8
    }
    defer {
      bits >>= count
      bitCount -= count
    }
    return bits & (1 << count - 1)
  }

  private mutating func stored() throws {
    (bits, bitCount) = (0, 0)
    guard position + 4 <= input.count else { throw Broken() }
    let length = Int(input[position]) | Int(input[position + 1]) << 8
    position += 4
    guard position + length <= input.count, output.count + length <= limit else { throw Broken() }
    output += input[position..<position + length]
    position += length
  }

  private static let fixed = (
    literals: Code((0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }),
    distances: Code([Int](repeating: 5, count: 30))
  )
  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  private mutating func dynamic() throws -> (literals: Code, distances: Code) {
    let (literals, distances, count) = (try take(5) + 257, try take(5) + 1, try take(4) + 4)
    var lengths = [Int](repeating: 0, count: 19)
    for place in Self.order[..<count] { lengths[place] = try take(3) }
    let code = Code(lengths)
    var all: [Int] = []
    while all.count < literals + distances {
      switch try symbol(code) {
      case let length where length < 16: all.append(length)
      case 16:
        guard let last = all.last else { throw Broken() }
        all += [Int](repeating: last, count: try take(2) + 3)
      case 17: all += [Int](repeating: 0, count: try take(3) + 3)
      default: all += [Int](repeating: 0, count: try take(7) + 11)
      }
    }
    guard all.count == literals + distances else { throw Broken() }
    return (Code(Array(all[..<literals])), Code(Array(all[literals...])))
  }

  private mutating func symbol(_ code: Code) throws -> Int {
    var (value, first, index) = (0, 0, 0)
    for length in 1...15 {
      value |= try take(1)
      let count = code.counts[length]
      if value - count < first { return code.symbols[index + value - first] }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    throw Broken()
  }

  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
    227, 258,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073,
    4097, 6145,
    8193, 12289, 16385, 24577,
  ]

  private mutating func coded(_ literals: Code, _ distances: Code) throws {
    while true {
      let literal = try symbol(literals)
      if literal == 256 { return }
      guard literal > 256 else {
        guard output.count < limit else { throw Broken() }
        output.append(UInt8(literal))
        continue
      }
      let place = literal - 257
      guard place < Self.lengthBases.count else { throw Broken() }
      let lengthBits = place < 8 || place == 28 ? 0 : (place - 4) / 4
      let length = Self.lengthBases[place] + (try take(lengthBits))
      let far = try symbol(distances)
      guard far < Self.distanceBases.count else { throw Broken() }
      let distance = Self.distanceBases[far] + (try take(far < 4 ? 0 : (far - 2) / 2))
      guard distance <= output.count, output.count + length <= limit else { throw Broken() }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }
}
