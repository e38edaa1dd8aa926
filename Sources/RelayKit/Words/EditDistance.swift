/// How far words are apart.
package enum EditDistance {
  /// How many letters must be added, removed, changed or swapped with their neighbour.
  package static func between<Letter: Equatable>(_ left: [Letter], _ right: [Letter]) -> Int {
    var before: [Int] = []
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(previous[column + 1], current[column]) + 1
        cost = min(cost, previous[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          cost = min(cost, before[column - 1] + 1)
        }
        current.append(cost)
      }
      (before, previous) = (previous, current)
    }
    return previous[right.count]
  }

  /// The word nearest to `word`, if any is near: at most a third of its letters differ.
  package static func closest(to word: String, in words: some Sequence<String>) -> String? {
    let wanted = Array(word.lowercased())
    let best = words.map { ($0, between(Array($0.lowercased()), wanted)) }.min { $0.1 < $1.1 }
    guard let best, best.1 <= max(2, word.count / 3) else { return nil }
    return best.0
  }
}
