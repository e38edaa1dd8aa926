/// Follows shown text through the source that it was made from. Marks, hidden addresses and indentation are passed
/// over: where both differ, the nearest place is taken from which they agree again.
struct SourceAlignment {
  private let source: Bytes
  private let end: Int
  /// Where the next shown text is looked for.
  private(set) var position: Int

  init(_ source: Bytes, _ range: Range<Int>) {
    self.source = source
    position = range.lowerBound
    end = min(range.upperBound, source.count)
  }

  /// Goes over the next shown text. - Returns: where it stands in the source, from its first byte that was found to
  /// its last.
  mutating func pass(_ shown: some RandomAccessCollection<UInt8>) -> Range<Int>? {
    let shown = Array(shown)
    var first: Int?
    var last = position
    var at = 0
    var missed = 0
    while at < shown.count {
      if position < end, source[position] == shown[at] {
        first = first ?? position
        position += 1
        at += 1
        last = position
      } else if position < end, source[position] == 0x09, shown[at] == 0x20 {
        // A tab may be shown as up to four spaces.
        first = first ?? position
        position += 1
        last = position
        let limit = min(at + 4, shown.count)
        while at < limit, shown[at] == 0x20 { at += 1 }
      } else if let step = nearestAgreement(shown, at) ?? (missed % 32 == 0 ? farAgreement(shown, at) : nil) {
        position += step.source
        at += step.shown
      } else {
        at += 1
        missed += 1
      }
    }
    return first.map { $0..<last }
  }

  private static let widestSource = 64
  private static let widestShown = 24

  private func nearestAgreement(_ shown: [UInt8], _ at: Int) -> (source: Int, shown: Int)? {
    for distance in 1...(Self.widestSource + Self.widestShown) {
      for inShown in max(0, distance - Self.widestSource)...min(distance, Self.widestShown)
      where agrees(shown, at + inShown, position + distance - inShown, count: 3) {
        return (distance - inShown, inShown)
      }
    }
    return nil
  }

  /// Behind what is hidden: a title, a picture.
  private func farAgreement(_ shown: [UInt8], _ at: Int) -> (source: Int, shown: Int)? {
    guard at + 8 <= shown.count else { return nil }
    var place = position
    var looked = 0
    while place + 8 <= end, looked < 4096 {
      if agrees(shown, at, place, count: 8) { return (place - position, 0) }
      place += 1
      looked += 1
      if looked == 256 { place = endOfData(place) }
    }
    return nil
  }

  /// Behind a long stretch without spaces or brackets.
  private func endOfData(_ start: Int) -> Int {
    var at = start
    while at < end, source[at] > 0x20, source[at] != UInt8(ascii: ")"), source[at] != UInt8(ascii: ">") {
      at += 1
    }
    return at
  }

  private func agrees(_ shown: [UInt8], _ inShown: Int, _ inSource: Int, count: Int) -> Bool {
    let count = min(count, shown.count - inShown)
    guard count > 0, inSource + count <= end else { return false }
    for offset in 0..<count where source[inSource + offset] != shown[inShown + offset] { return false }
    return true
  }
}
