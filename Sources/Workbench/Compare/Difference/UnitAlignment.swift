/// Which parts of two answers belong together, in order: equal ones, and those that share enough words. Small
/// stretches are paired so that the most is shared in sum; long ones are first divided at parts that both have
/// once, and where that does not help, into windows.
struct UnitAlignment {
  /// Places in both, growing.
  private(set) var pairs: [(old: Int, new: Int)] = []
  /// Windows were needed: some parts may have a better partner far away.
  private(set) var isCoarse = false

  private let old: AnswerUnits
  private let new: AnswerUnits
  private let vocabulary: Vocabulary
  /// How much prose must share to be paired.
  private let leastShare: Float
  /// What may still be spent; and how much of it one stretch may take.
  private var effort: Int
  private let mostForOne: Int
  /// Of each word the last part of the stretch at hand that has it; then from one such entry to the one before.
  private var heads: [Int32]

  init(
    _ old: AnswerUnits, _ new: AnswerUnits, vocabulary: Vocabulary, leastShare: Float, effort: Int
  ) {
    (self.old, self.new, self.vocabulary, self.leastShare) = (old, new, vocabulary, leastShare)
    self.effort = effort
    mostForOne = max(1, effort / 4)
    heads = [Int32](repeating: -1, count: vocabulary.count)
    align(0..<old.units.count, 0..<new.units.count, depth: 0)
  }

  private mutating func align(_ left: Range<Int>, _ right: Range<Int>, depth: Int) {
    var (left, right) = (left, right)
    while let first = left.first, let second = right.first, isEqual(first, second) {
      pairs.append((first, second))
      left.removeFirst()
      right.removeFirst()
    }
    var ends: [(Int, Int)] = []
    while let first = left.last, let second = right.last, isEqual(first, second) {
      ends.append((first, second))
      left.removeLast()
      right.removeLast()
    }
    defer { pairs += ends.reversed().map { (old: $0.0, new: $0.1) } }
    if left.isEmpty || right.isEmpty { return }
    let cost = cost(left, right)
    if cost <= min(effort, mostForOne) { return pairBest(left, right, cost: cost) }
    let anchors = depth < 12 ? uniqueAnchors(left, right) : []
    if !anchors.isEmpty { return divide(left, right, at: anchors, depth: depth) }
    windows(left, right, cost: cost)
  }

  private func isEqual(_ first: Int, _ second: Int) -> Bool { old.units[first].key == new.units[second].key }

  private mutating func divide(
    _ left: Range<Int>, _ right: Range<Int>, at anchors: [(Int, Int)], depth: Int
  ) {
    var (x, y) = (left.lowerBound, right.lowerBound)
    for (first, second) in anchors {
      align(x..<first, y..<second, depth: depth + 1)
      pairs.append((first, second))
      (x, y) = (first + 1, second + 1)
    }
    align(x..<left.upperBound, y..<right.upperBound, depth: depth + 1)
  }

  // MARK: Long stretches

  /// Equal parts that each side has once, as many as keep the order.
  private func uniqueAnchors(_ left: Range<Int>, _ right: Range<Int>) -> [(Int, Int)] {
    var places: [UInt64: (count: Int, old: Int, inNew: Int, new: Int)] = [:]
    for index in left { places[old.units[index].key, default: (0, index, 0, 0)].count += 1 }
    for index in right {
      if let place = places.index(forKey: new.units[index].key) {
        places.values[place].inNew += 1
        places.values[place].new = index
      }
    }
    let unique = places.values.filter { $0.count == 1 && $0.inNew == 1 }.sorted { $0.old < $1.old }
    return Self.longestIncreasing(unique.map { ($0.old, $0.new) })
  }

  private static func longestIncreasing(_ places: [(Int, Int)]) -> [(Int, Int)] {
    var tails: [Int] = []
    var before = [Int](repeating: -1, count: places.count)
    for index in places.indices {
      var (low, high) = (0, tails.count)
      while low < high {
        let middle = (low + high) / 2
        if places[tails[middle]].1 < places[index].1 { low = middle + 1 } else { high = middle }
      }
      if low > 0 { before[index] = tails[low - 1] }
      if low == tails.count { tails.append(index) } else { tails[low] = index }
    }
    var result: [(Int, Int)] = []
    var index = tails.last ?? -1
    while index >= 0 {
      result.append(places[index])
      index = before[index]
    }
    return result.reversed()
  }

  /// Parts at about the same place are compared with one another.
  private mutating func windows(_ left: Range<Int>, _ right: Range<Int>, cost: Int) {
    isCoarse = true
    // A window of 1/n of both sides costs 1/n² of the whole.
    let budget = max(1, min(effort / 2, mostForOne))
    let count = min(max(2, cost / budget + 1), max(left.count, right.count))
    for window in 0..<count {
      let first = Self.window(window, of: count, in: left)
      let second = Self.window(window, of: count, in: right)
      if first.isEmpty || second.isEmpty { continue }
      let cost = self.cost(first, second)
      // Words that are everywhere can make a window dear; what is left then stays alone.
      if cost <= effort { pairBest(first, second, cost: cost) }
    }
  }

  private static func window(_ window: Int, of count: Int, in range: Range<Int>) -> Range<Int> {
    (range.lowerBound + range.count * window / count)..<(range.lowerBound + range.count * (window + 1) / count)
  }

  // MARK: Short stretches

  /// Steps that `pairBest` takes.
  private mutating func cost(_ left: Range<Int>, _ right: Range<Int>) -> Int {
    let words = right.reduce(0) { $0 + new.units[$1].words.count }
    let cells = left.count.multipliedReportingOverflow(by: right.count).partialValue
    if cells > mostForOne { return cells }
    for index in right { for word in new.words[new.units[index].words] { heads[Int(word)] = 0 } }
    for index in right { for word in new.words[new.units[index].words] { heads[Int(word)] += 1 } }
    var meetings = 0
    for index in left {
      for word in old.words[old.units[index].words] where heads[Int(word)] > 0 {
        meetings += Int(heads[Int(word)])
      }
    }
    for index in right { for word in new.words[new.units[index].words] { heads[Int(word)] = -1 } }
    return cells + meetings + words
  }

  private static let (fromAbove, fromLeft, paired): (UInt8, UInt8, UInt8) = (0, 1, 2)

  /// The pairing in order that shares the most words, weighed by what they tell.
  private mutating func pairBest(_ left: Range<Int>, _ right: Range<Int>, cost: Int) {
    effort -= cost
    let columns = right.count
    var (previous, entries) = listWords(of: right)
    var scores = [Float](repeating: 0, count: columns + 1)
    var steps = [UInt8](repeating: Self.fromAbove, count: left.count * columns)
    var shared = [Float](repeating: 0, count: columns)
    for (row, index) in left.enumerated() {
      for column in 0..<columns { shared[column] = 0 }
      for word in old.words[old.units[index].words] {
        let weight = vocabulary.weight(word)
        var entry = heads[Int(word)]
        while entry >= 0 {
          shared[Int(entries[Int(entry)])] += weight
          entry = previous[Int(entry)]
        }
      }
      var diagonal: Float = 0
      for column in 0..<columns {
        let above = scores[column + 1]
        let beside = scores[column]
        var (best, step) = above >= beside ? (above, Self.fromAbove) : (beside, Self.fromLeft)
        let worth = worth(index, right.lowerBound + column, shared: shared[column])
        if worth > 0, diagonal + worth > best { (best, step) = (diagonal + worth, Self.paired) }
        diagonal = above
        scores[column + 1] = best
        steps[row * columns + column] = step
      }
    }
    for index in right { for word in new.words[new.units[index].words] { heads[Int(word)] = -1 } }
    (previous, entries) = ([], [])
    addPath(left, right, steps)
  }

  /// Chains the parts of the right side by their words.
  private mutating func listWords(of right: Range<Int>) -> (previous: [Int32], columns: [Int32]) {
    var previous: [Int32] = []
    var columns: [Int32] = []
    for index in right {
      for word in new.words[new.units[index].words] {
        previous.append(heads[Int(word)])
        columns.append(Int32(clamping: index - right.lowerBound))
        heads[Int(word)] = Int32(clamping: previous.count - 1)
      }
    }
    return (previous, columns)
  }

  private mutating func addPath(_ left: Range<Int>, _ right: Range<Int>, _ steps: [UInt8]) {
    var found: [(old: Int, new: Int)] = []
    var (row, column) = (left.count - 1, right.count - 1)
    while row >= 0, column >= 0 {
      switch steps[row * right.count + column] {
      case Self.paired:
        found.append((left.lowerBound + row, right.lowerBound + column))
        (row, column) = (row - 1, column - 1)
      case Self.fromAbove: row -= 1
      default: column -= 1
      }
    }
    pairs += found.reversed()
  }

  /// What pairing two parts is worth; zero where they have too little in common.
  private func worth(_ first: Int, _ second: Int, shared: Float) -> Float {
    let (left, right) = (old.units[first], new.units[second])
    guard left.kind == right.kind else { return 0 }
    if left.key == right.key { return left.weight + 0.1 }
    let similarity = 2 * shared / (left.weight + right.weight)
    switch left.kind {
    case .json: return max(similarity, 0.3) * (left.weight + right.weight) / 2
    case .code: return similarity >= 0.4 ? shared * 0.95 : 0
    case .prose: return similarity >= leastShare ? max(shared * 0.95, 0.01) : 0
    }
  }
}
