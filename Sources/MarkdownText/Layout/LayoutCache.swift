/// Laid-out blocks by name and width, for any number of texts. Not thread-safe: it belongs to the drawing thread.
package final class LayoutCache {
  private struct Key: Hashable {
    var block: BlockIdentity
    var columns: Int
  }

  private struct Entry {
    var lines: [RenderedLine]
    /// Where each line stands in the source; found when it is asked for.
    var places: [Range<Int>?]?
    var lastUse: Int
  }

  private var entries: [Key: Entry] = [:]
  private var lineCount = 0
  private var clock = 0
  private let capacity: Int
  /// How many blocks were laid out, not found.
  package private(set) var misses = 0

  /// - Parameter capacity: lines kept; past it the blocks that were not used for longest go.
  package init(capacity: Int = 2048) { self.capacity = max(1, capacity) }

  package func lines(ofBlock index: Int, in text: some LaidOutText, columns: Int) -> [RenderedLine] {
    let key = Key(block: text.identity(ofBlock: index), columns: columns)
    clock += 1
    if let found = entries.index(forKey: key) {
      entries.values[found].lastUse = clock
      return entries.values[found].lines
    }
    misses += 1
    let lines = text.layOut(block: index, columns: columns)
    lineCount += lines.count + 1
    entries[key] = Entry(lines: lines, lastUse: clock)
    if lineCount > capacity { dropOlderHalf() }
    return lines
  }

  /// The lines that show any of some bytes of the source. Where none does (a mark, a hidden address), it is the line
  /// that shows what stands before them.
  package func places(of range: Range<Int>, in text: some LaidOutText, columns: Int) -> [LinePlace] {
    guard let first = text.blockIndex(atByte: range.lowerBound),
      let last = text.blockIndex(atByte: max(range.lowerBound, range.upperBound - 1))
    else { return [] }
    var found: [LinePlace] = []
    var nearest: LinePlace?
    for block in first...last {
      for (line, place) in places(ofBlock: block, in: text, columns: columns).enumerated() {
        guard let place else { continue }
        if place.overlaps(range) { found.append(LinePlace(block: block, line: line)) }
        if place.lowerBound <= range.lowerBound { nearest = LinePlace(block: block, line: line) }
      }
    }
    if !found.isEmpty { return found }
    return [nearest ?? LinePlace(block: first, line: 0)]
  }

  /// Where each line of a block stands in the source; `nil` for lines that show none of it.
  package func places(ofBlock index: Int, in text: some LaidOutText, columns: Int) -> [Range<Int>?] {
    let lines = lines(ofBlock: index, in: text, columns: columns)
    let key = Key(block: text.identity(ofBlock: index), columns: columns)
    if let known = entries[key]?.places { return known }
    let range = text.sourceRange(ofBlock: index)
    let places = text.withSource { LineSources.places(of: lines, source: $0, range: range) }
    entries[key]?.places = places
    return places
  }

  package func removeAll() {
    entries = [:]
    lineCount = 0
  }

  private func dropOlderHalf() {
    var kept = 0
    var limit = clock
    for entry in entries.values.sorted(by: { $0.lastUse > $1.lastUse }) {
      if kept > 0, kept + entry.lines.count + 1 > capacity / 2 { break }
      kept += entry.lines.count + 1
      limit = entry.lastUse
    }
    entries = entries.filter { $0.value.lastUse >= limit }
    lineCount = kept
  }
}
