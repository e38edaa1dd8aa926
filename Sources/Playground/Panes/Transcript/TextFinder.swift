/// Finds a text; lower case finds any case. Case is folded for ASCII letters only, which keeps every byte in
/// its place. Many bytes are looked at with each step: a search goes over megabytes between two frames.
struct TextFinder {
  private let needle: [UInt8]
  private let folds: Bool

  init(_ text: String) {
    folds = text == text.lowercased()
    needle = Array(text.utf8)
  }

  private func fold(_ byte: UInt8) -> UInt8 { folds && byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  /// Byte offsets of the matches, which do not overlap.
  func offsets(in text: String) -> [Int] {
    var found: [Int] = []
    forEach(in: text) { found.append($0) }
    return found
  }

  func count(in text: String) -> Int {
    var count = 0
    forEach(in: text) { _ in count += 1 }
    return count
  }

  func ranges(in text: String) -> [Range<String.Index>] {
    offsets(in: text).map { offset in
      let start = text.utf8.index(text.startIndex, offsetBy: offset)
      return start..<text.utf8.index(start, offsetBy: needle.count)
    }
  }

  private func forEach(in text: String, _ body: (Int) -> Void) {
    guard let first = needle.first, text.utf8.count >= needle.count else { return }
    let other = folds && first >= 0x61 && first <= 0x7A ? first & ~0x20 : first
    var text = text
    text.withUTF8 { bytes in
      var at = 0
      let last = bytes.count - needle.count
      while at <= last {
        at = Self.next(first, other, in: bytes, from: at)
        guard at <= last else { return }
        if matches(bytes, at) {
          body(at)
          at += needle.count
        } else {
          at += 1
        }
      }
    }
  }

  private func matches(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    for offset in 1..<max(1, needle.count) where fold(bytes[at + offset]) != needle[offset] { return false }
    return true
  }

  /// The next place of either byte; the end when there is none.
  private static func next(
    _ first: UInt8, _ other: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int {
    var at = start
    let raw = UnsafeRawBufferPointer(bytes)
    let (firsts, others) = (SIMD32<UInt8>(repeating: first), SIMD32<UInt8>(repeating: other))
    while at + 32 <= bytes.count {
      let block = raw.loadUnaligned(fromByteOffset: at, as: SIMD32<UInt8>.self)
      if any((block .== firsts) .| (block .== others)) { break }
      at += 32
    }
    while at < bytes.count, bytes[at] != first, bytes[at] != other { at += 1 }
    return at
  }
}
