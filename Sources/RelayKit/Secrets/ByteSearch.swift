/// Finds one byte string in others, skipping most bytes (Horspool's way).
package struct ByteSearch: Sendable {
  private let wanted: [UInt8]
  /// How far the place may move on when a byte stands at its end.
  private let skips: [Int]

  /// - Parameter wanted: not empty.
  package init(_ wanted: [UInt8]) {
    self.wanted = wanted
    var skips = [Int](repeating: max(1, wanted.count), count: 256)
    for (index, byte) in wanted.dropLast().enumerated() { skips[Int(byte)] = wanted.count - 1 - index }
    self.skips = skips
  }

  /// The first place at or behind `start`.
  package func first(in bytes: [UInt8], from start: Int = 0) -> Range<Int>? {
    guard let last = wanted.last else { return nil }
    var position = start
    while position + wanted.count <= bytes.count {
      let end = position + wanted.count
      let byte = bytes[end - 1]
      if byte == last, bytes[position..<end].elementsEqual(wanted) { return position..<end }
      position += skips[Int(byte)]
    }
    return nil
  }
}
