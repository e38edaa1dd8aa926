/// Stretches that are taken line by line without parsing: fenced code, and text that is too long to be markdown.
extension MarkdownReading {
  // MARK: Fenced code

  /// Whether the open text begins with a whole line that opens a fence.
  var opensFence: Bool {
    table == nil && !list.isOpen && tail.completeLines > 0
      && FenceOpening(withoutLineEnd(tail.line(0))) != nil
  }

  mutating func beginFence(_ source: Bytes) {
    guard let opening = FenceOpening(withoutLineEnd(tail.line(0))) else { return }
    // cmark reads what the info string says.
    let info = CmarkReader.parse(tail.line(0)).leaves.first?.content
    var language = ""
    if case .code(let name, _, _) = info { language = name }
    let start = tail.lines[0].source
    let end = tail.lines[1].source
    let gap = frozen.isEmpty ? nil : 0
    fence = OpenFence(
      opening, number: codeStarts.count + 1, language: language, gap: gap, start: start, end: end)
    beginTail(at: end)
  }

  mutating func takeFence(_ source: Bytes, to end: Int) {
    guard var current = fence else { return }
    let step = current.take(source, to: end)
    freeze(step.full)
    position = step.position
    fence = current
    guard current.isClosed else { return }
    freeze(current.finish(source, at: position))
    fence = nil
    beginTail(at: position)
  }

  // MARK: Text that is too long

  mutating func beginPlain(_ source: Bytes) {
    plain = PlainRegion(start: tail.lines[0].source, gap: frozen.isEmpty ? nil : 0)
    beginTail(at: tail.lines[0].source)
  }

  mutating func takePlain(_ source: Bytes, to end: Int) {
    guard var region = plain else { return }
    let step = region.take(source, to: end)
    freeze(step.full)
    position = step.position
    plain = region
    guard region.isClosed else { return }
    freeze(region.finish())
    plain = nil
    beginTail(at: position)
  }
}
