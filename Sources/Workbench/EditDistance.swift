/// Insertions, deletions and replacements that turn one word into another.
package enum EditDistance {
  package static func between(_ left: String, _ right: String) -> Int {
    let target = Array(right)
    var row = Array(0...target.count)
    for (index, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in target.indices {
        let above = row[column + 1]
        let replaced = diagonal + (letter == target[column] ? 0 : 1)
        row[column + 1] = min(above + 1, row[column] + 1, replaced)
        diagonal = above
      }
    }
    return row[target.count]
  }

  /// The word nearest to `word`, if any is near: at most a third of its letters differ.
  package static func closest(to word: String, in words: some Sequence<String>) -> String? {
    let best = words.map { ($0, between($0.lowercased(), word.lowercased())) }.min { $0.1 < $1.1 }
    guard let best, best.1 <= max(2, word.count / 3) else { return nil }
    return best.0
  }
}
