import RelayKit

/// The frames that pass the filter, and which gaps are slow; brought up to date as frames come. Main thread.
final class FrameList {
  private var exchangeID = ""
  /// Frames of an earlier try are gone.
  private var attempts = 0
  private var filter: (kinds: Set<StreamFrame.Kind>, text: String) = ([], "")
  private var looked = 0
  private var found: [Int] = []
  private(set) var gaps: [Int] = []
  private(set) var troubles: [Int] = []
  private(set) var firstToken: Int?
  private var tokenGapTotal = 0.0
  private var tokenGaps = 0
  private var lastToken: MonotonicTime?
  private var counts: [StreamFrame.Kind: Int] = [:]
  private var isFiltered = false

  /// Frames in the list.
  var count: Int { isFiltered ? found.count : looked }
  func frame(atRow row: Int) -> Int { isFiltered ? found[row] : row }

  /// The row of a frame, or of the next one that is listed.
  func row(ofFrame frame: Int) -> Int {
    guard isFiltered else { return min(frame, max(0, looked - 1)) }
    return min(Self.place(of: frame, in: found), max(0, found.count - 1))
  }

  /// How many frames of each kind there are.
  var kinds: [(StreamFrame.Kind, Int)] {
    counts.sorted { ($0.value, $1.key.rawValue) > ($1.value, $0.key.rawValue) }.map { ($0.key, $0.value) }
  }

  /// Looks at the frames that came since; at all of them when the exchange or the filter is another one.
  func take(_ exchange: Exchange, _ wire: WirePane) {
    let isSame =
      exchangeID == exchange.id && attempts == exchange.attempts.count && filter.kinds == wire.kinds
      && filter.text == wire.text
    if !isSame || looked > exchange.frames.count { restart(exchange, wire) }
    let finder = wire.text.isEmpty ? nil : TextFinder(wire.text)
    var run: (kind: StreamFrame.Kind, count: Int)?
    while looked < exchange.frames.count {
      let frame = exchange.frames[looked]
      note(looked, frame)
      // Mostly the same kind follows: counted in runs, which spares the look-ups.
      if let last = run, last.kind != frame.kind {
        counts[last.kind, default: 0] += last.count
        run = nil
      }
      run = (frame.kind, (run?.count ?? 0) + 1)
      if isFiltered, wire.kinds.isEmpty || wire.kinds.contains(frame.kind),
        finder.map({
          $0.count(in: String(decoding: FrameText.bytes(of: frame, in: exchange), as: UTF8.self)) > 0
        })
          ?? true
      {
        found.append(looked)
      }
      looked += 1
    }
    if let run { counts[run.kind, default: 0] += run.count }
  }

  private func restart(_ exchange: Exchange, _ wire: WirePane) {
    (exchangeID, attempts) = (exchange.id, exchange.attempts.count)
    filter = (wire.kinds, wire.text)
    isFiltered = wire.isFiltered
    (looked, found, gaps, troubles, counts) = (0, [], [], [], [:])
    (firstToken, lastToken, tokenGapTotal, tokenGaps) = (nil, nil, 0, 0)
  }

  private func note(_ index: Int, _ frame: StreamFrame) {
    if frame.kind == .error || frame.kind == .malformed { troubles.append(index) }
    guard frame.kind.isToken else { return }
    if firstToken == nil { firstToken = index }
    if let lastToken {
      let gap = frame.instant.milliseconds(since: lastToken)
      if isSlow(gap) { gaps.append(index) }
      tokenGapTotal += gap
      tokenGaps += 1
    }
    lastToken = frame.instant
  }

  /// Slower than usual: at least 200 ms and four times the mean so far. Judged when it came, so that marks stay.
  private func isSlow(_ gap: Double) -> Bool {
    gap >= 200 && tokenGaps >= 3 && gap >= 4 * tokenGapTotal / Double(tokenGaps)
  }

  func isGap(_ frame: Int) -> Bool {
    let place = Self.place(of: frame, in: gaps)
    return place < gaps.count && gaps[place] == frame
  }

  /// The first place in an ascending list with this number or a higher one.
  private static func place(of number: Int, in list: [Int]) -> Int {
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
