/// Gathers the bytes between `CSI 200~` and `CSI 201~`, in time linear in their number.
struct PasteCollector: Sendable {
  /// What is kept of one paste, in bytes; the rest of a longer one is dropped up to its end mark.
  static let limit = 64 << 20

  private static let endMark: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
  private var bytes: [UInt8] = []
  private var matched = 0

  /// Takes bytes off the front of `input`; returns the text once the end mark was seen.
  mutating func take(_ input: inout ArraySlice<UInt8>) -> String? {
    while !input.isEmpty {
      if matched == 0 {
        let mark = input.firstIndex(of: 0x1B) ?? input.endIndex
        keep(input[..<mark])
        input = input[mark...]
        if input.isEmpty { return nil }
      }
      guard input.first == Self.endMark[matched] else {
        // ESC stands only at the front of the mark, so nothing inside it can begin another one.
        keep(Self.endMark[..<matched])
        matched = 0
        continue
      }
      input = input.dropFirst()
      matched += 1
      if matched == Self.endMark.count { return finish() }
    }
    return nil
  }

  private mutating func keep(_ part: ArraySlice<UInt8>) {
    bytes += part.prefix(Self.limit - bytes.count)
  }

  private mutating func finish() -> String {
    defer { self = PasteCollector() }
    return Self.cleaned(bytes)
  }

  /// CR and CRLF become LF; control characters other than LF and tab go, those of C1 too.
  static func cleaned(_ bytes: [UInt8]) -> String {
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var previous: UInt8 = 0
    for byte in bytes {
      switch byte {
      case 0x0A where previous == 0x0D: break
      case 0x0D: kept.append(0x0A)
      case 0x09, 0x0A: kept.append(byte)
      case 0x00..<0x20, 0x7F: break
      case 0x80...0x9F where kept.last == 0xC2: kept.removeLast()
      default: kept.append(byte)
      }
      previous = byte
    }
    return String(decoding: kept, as: UTF8.self)
  }
}
