/// Gathers the lines of a JSON object that stands in an event stream without `data:`, as relays write an
/// error behind what they had sent.
struct StrayJSON: Sendable {
  private var bytes: [UInt8] = []
  private var extent = JSONExtent()
  private var offset = 0
  private var end = 0
  private static let longest = 16 << 20

  /// The last line ended the object.
  var isComplete: Bool { extent.isComplete }

  /// - Returns: whether the line is part of an object; if not, it changed nothing.
  mutating func add(_ line: [UInt8], offset: Int, length: Int) -> Bool {
    if bytes.isEmpty {
      let first = line.first { $0 > 0x20 }
      guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return false }
      self.offset = offset
    }
    guard bytes.count + line.count <= Self.longest || bytes.isEmpty else { return false }
    bytes += line
    bytes.append(0x0A)
    extent.feed(line)
    end = offset + length
    return true
  }

  /// What was gathered, complete or not, with its place. `nil` when there is nothing.
  mutating func take() -> (data: [UInt8], offset: Int, length: Int)? {
    guard !bytes.isEmpty else { return nil }
    defer { self = StrayJSON() }
    return (bytes, offset, end - offset)
  }
}
