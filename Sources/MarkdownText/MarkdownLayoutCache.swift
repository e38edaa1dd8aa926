/// Laid-out blocks by block identity and width, so that only the open block is laid out again.
/// One cache may serve many documents. Not thread-safe: it belongs to the drawing thread.
package final class MarkdownLayoutCache {
  private struct Key: Hashable {
    var block: ObjectIdentifier
    var columns: Int
  }

  private struct Entry {
    /// Held, so that its identity is not given to another block.
    var block: MarkdownBlock
    var lines: [RenderedLine]
    var lastUse: Int
  }

  private var entries: [Key: Entry] = [:]
  private var clock = 0
  private let capacity: Int
  /// How many blocks were laid out, not found.
  package private(set) var misses = 0

  /// - Parameter capacity: blocks kept; past it the older half goes.
  package init(capacity: Int = 4096) { self.capacity = max(2, capacity) }

  package func lines(_ document: MarkdownDocument, columns: Int) -> [RenderedLine] {
    document.blocks.flatMap { lines($0, columns: columns) }
  }

  package func lines(_ block: MarkdownBlock, columns: Int) -> [RenderedLine] {
    let key = Key(block: ObjectIdentifier(block), columns: columns)
    clock += 1
    if let entry = entries[key] {
      entries[key]?.lastUse = clock
      return entry.lines
    }
    misses += 1
    let lines = MarkdownLayout.lines(block, columns: columns)
    if entries.count >= capacity { dropOlderHalf() }
    entries[key] = Entry(block: block, lines: lines, lastUse: clock)
    return lines
  }

  package func removeAll() { entries = [:] }

  private func dropOlderHalf() {
    let uses = entries.values.map(\.lastUse).sorted()
    let limit = uses[uses.count / 2]
    entries = entries.filter { $0.value.lastUse >= limit }
  }
}
