/// The shortest way from one sequence to another by removing and adding elements (Myers, "An O(ND) Difference
/// Algorithm and Its Variations", 1986), within a bound on the work.
struct SequenceDifference: Sendable, Hashable {
  enum Run: Sendable, Hashable {
    /// Places in the old sequence; the new one has the same elements there.
    case same(Range<Int>)
    /// Places in the old and in the new sequence; one of them may be empty.
    case changed(Range<Int>, Range<Int>)
  }

  private(set) var runs: [Run] = []
  private(set) var isCoarse = false

  var sameCount: Int {
    runs.reduce(0) { sum, run in if case .same(let range) = run { sum + range.count } else { sum } }
  }

  init<Element: Hashable>(_ old: [Element], _ new: [Element], effort: Int) {
    // Comparing numbers is cheaper than comparing elements again and again.
    var numbers: [Element: Int] = [:]
    func number(_ element: Element) -> Int {
      if let known = numbers[element] { return known }
      numbers[element] = numbers.count
      return numbers.count - 1
    }
    let (left, right) = (old.map(number), new.map(number))
    let start = zip(left, right).prefix { $0 == $1 }.count
    let shorter = min(left.count, right.count) - start
    let end = zip(left.reversed(), right.reversed()).prefix(shorter).prefix { $0 == $1 }.count
    if start > 0 { runs.append(.same(0..<start)) }
    addMiddle(
      left[start..<(left.count - end)], right[start..<(right.count - end)], effort: max(1, effort))
    if end > 0 { runs.append(.same((left.count - end)..<left.count)) }
  }

  private mutating func addMiddle(_ left: ArraySlice<Int>, _ right: ArraySlice<Int>, effort: Int) {
    guard !left.isEmpty, !right.isEmpty else {
      if !left.isEmpty || !right.isEmpty { runs.append(.changed(left.indices, right.indices)) }
      return
    }
    guard let trace = Self.search(left, right, effort: effort) else {
      isCoarse = true
      runs.append(.changed(left.indices, right.indices))
      return
    }
    runs += Self.runs(left, right, along: trace)
  }

  /// For each number of changes the farthest place on each diagonal, as it was before that number was tried.
  /// - Returns: `nil` when the effort is spent.
  private static func search(
    _ left: ArraySlice<Int>, _ right: ArraySlice<Int>, effort: Int
  ) -> [[Int]]? {
    var trace: [[Int]] = []
    var farthest = [0, 0, 0]  // the diagonals -1, 0 and 1
    var spent = 0
    for changes in 0...(left.count + right.count) {
      trace.append(farthest)
      var next = [Int](repeating: 0, count: 2 * changes + 5)
      // Diagonal k is at k + changes + 1 of `farthest`, and one further in `next`.
      for (index, place) in farthest.enumerated() { next[index + 1] = place }
      for diagonal in stride(from: -changes, through: changes, by: 2) {
        let center = diagonal + changes + 1
        let goesDown =
          diagonal == -changes || (diagonal != changes && farthest[center - 1] < farthest[center + 1])
        var x = goesDown ? farthest[center + 1] : farthest[center - 1] + 1
        let begin = x
        while x < left.count, x - diagonal < right.count, x >= diagonal,
          left[left.startIndex + x] == right[right.startIndex + x - diagonal]
        {
          x += 1
        }
        next[center + 1] = x
        spent += 1 + (x - begin)
        if x >= left.count, x - diagonal >= right.count { return trace }
      }
      farthest = next
      // The copies count too: they are the memory that this needs.
      spent += changes
      if spent > effort { return nil }
    }
    return nil
  }

  /// Walks back from the end.
  private static func runs(
    _ left: ArraySlice<Int>, _ right: ArraySlice<Int>, along trace: [[Int]]
  ) -> [Run] {
    var (x, y) = (left.count, right.count)
    var isKept = [Bool](repeating: false, count: left.count)
    for changes in stride(from: trace.count - 1, to: 0, by: -1) {
      let farthest = trace[changes]
      let diagonal = x - y
      let center = diagonal + changes + 1
      let goesDown =
        diagonal == -changes || (diagonal != changes && farthest[center - 1] < farthest[center + 1])
      let fromX = goesDown ? farthest[center + 1] : farthest[center - 1]
      let fromY = fromX - (goesDown ? diagonal + 1 : diagonal - 1)
      while x > fromX + (goesDown ? 0 : 1), y > fromY + (goesDown ? 1 : 0) {
        (x, y) = (x - 1, y - 1)
        isKept[x] = true
      }
      (x, y) = (fromX, fromY)
    }
    for index in 0..<x { isKept[index] = true }
    return grouped(left, right, isKept)
  }

  /// Elements of the old sequence that are kept meet equal ones of the new sequence in order.
  private static func grouped(
    _ left: ArraySlice<Int>, _ right: ArraySlice<Int>, _ isKept: [Bool]
  ) -> [Run] {
    var runs: [Run] = []
    var (x, y) = (0, 0)
    let (atLeft, atRight) = (left.startIndex, right.startIndex)
    while x < left.count || y < right.count {
      let begin = x
      if x < left.count, isKept[x], y < right.count, left[atLeft + x] == right[atRight + y] {
        while x < left.count, isKept[x], y < right.count, left[atLeft + x] == right[atRight + y] {
          (x, y) = (x + 1, y + 1)
        }
        runs.append(.same((atLeft + begin)..<(atLeft + x)))
        continue
      }
      while x < left.count, !isKept[x] { x += 1 }
      let from = y
      let next = x < left.count ? left[atLeft + x] : nil
      while y < right.count, next != right[atRight + y] { y += 1 }
      // What is kept is in both; should it not be, it is told as removed.
      if x == begin, y == from { x += 1 }
      runs.append(.changed((atLeft + begin)..<(atLeft + x), (atRight + from)..<(atRight + y)))
    }
    return runs
  }
}
