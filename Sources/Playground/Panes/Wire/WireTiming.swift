import RelayKit

/// The instants of an exchange as spans, and how its tokens were spread. Pure.
struct WireTiming {
  struct Span {
    var name: String
    /// Milliseconds since the last try was begun.
    var start: Double
    var end: Double
  }

  private(set) var spans: [Span] = []
  /// Until the end, or until now.
  private(set) var total = 0.0
  private(set) var firstByte: Double?
  private(set) var firstToken: Double?
  private(set) var firstVisible: Double?
  /// Milliseconds between tokens, as they came. Tokens of one network read have no gap between them.
  private(set) var gaps: [Double] = []

  init(_ exchange: Exchange, firstVisible: MonotonicTime?, at now: MonotonicTime) {
    let start = exchange.lastStart
    func milliseconds(_ mark: PhaseMark) -> Double? {
      exchange.marks[mark].map { max(0, $0.milliseconds(since: start)) }
    }
    total = max(0, (exchange.end ?? now).milliseconds(since: start))
    firstByte = milliseconds(.firstByte)
    firstToken = milliseconds(.firstToken)
    self.firstVisible = firstVisible.map { max(0, $0.milliseconds(since: start)) }
    let steps: [(PhaseMark, String)] = [
      (.queued, "waiting its turn"), (.nameResolved, "name lookup"), (.connected, "connecting"),
      (.tlsDone, "TLS"), (.requestSent, "sending"), (.firstByte, "waiting"),
    ]
    var from = 0.0
    for (mark, name) in steps {
      guard let until = milliseconds(mark) else { continue }
      spans.append(Span(name: name, start: from, end: max(from, until)))
      from = max(from, until)
    }
    if let firstToken, firstToken > from {
      spans.append(Span(name: "first token", start: from, end: firstToken))
      from = firstToken
    }
    if firstByte != nil { spans.append(Span(name: "receiving", start: from, end: max(from, total))) }
    gaps = Self.gaps(exchange.frames)
  }

  private static func gaps(_ frames: [StreamFrame]) -> [Double] {
    var gaps: [Double] = []
    var last: StreamFrame?
    for frame in frames where frame.kind.isToken {
      if let last, frame.arrival != last.arrival {
        gaps.append(frame.instant.milliseconds(since: last.instant))
      }
      last = frame
    }
    return gaps
  }

  /// Milliseconds; `nil` without two tokens.
  func percentile(_ share: Double) -> Double? {
    guard !gaps.isEmpty else { return nil }
    let rank = Int((Double(gaps.count) * share).rounded(.up))
    return Self.smallest(min(gaps.count, max(1, rank)) - 1, of: gaps)
  }

  /// The value that would stand at a place if they were sorted: sorting all of a long answer takes too long.
  private static func smallest(_ place: Int, of values: [Double]) -> Double {
    var values = values
    var (low, high) = (0, values.count - 1)
    while low < high {
      let pivot = values[(low + high) / 2]
      var (left, right) = (low, high)
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if place <= right { high = right } else if place >= left { low = left } else { break }
    }
    return values[place]
  }

  /// Gaps by length, in steps that double. Empty steps at both ends are left out.
  var histogram: [(label: String, count: Int)] {
    let limits = [1.0, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]
    var counts = [Int](repeating: 0, count: limits.count + 1)
    for gap in gaps { counts[limits.firstIndex { gap < $0 } ?? limits.count] += 1 }
    guard let first = counts.firstIndex(where: { $0 > 0 }), let last = counts.lastIndex(where: { $0 > 0 })
    else {
      return []
    }
    return (first...last).map { index in
      let label = index < limits.count ? "< \(Figures.milliseconds(limits[index]))" : ">= 10.0 s"
      return (label, counts[index])
    }
  }
}
