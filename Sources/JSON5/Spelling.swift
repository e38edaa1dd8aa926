/// Finds the word that was probably meant.
package enum Spelling {
  /// The nearest of `words`, if it is near enough to be a slip.
  package static func nearest(to word: String, among words: some Sequence<String>) -> String? {
    // Longer words are never a slip of the same word, and comparing costs the product of the lengths.
    guard word.count <= 64 else { return nil }
    let limit = max(2, word.count / 3)
    var best: (word: String, distance: Int)?
    for candidate in words where abs(candidate.count - word.count) <= limit {
      let distance = distance(candidate.lowercased(), word.lowercased())
      if distance <= limit, distance < word.count, distance < best?.distance ?? .max {
        best = (candidate, distance)
      }
    }
    return best?.word
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
  package static func distance(_ left: String, _ right: String) -> Int {
    let (source, target) = (Array(left), Array(right))
    var before: [Int] = []
    var above = Array(0...target.count)
    for row in source.indices {
      var current = [row + 1]
      for column in target.indices {
        let replaced = above[column] + (source[row] == target[column] ? 0 : 1)
        var least = min(replaced, above[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, source[row] == target[column - 1], source[row - 1] == target[column] {
          least = min(least, before[column - 1] + 1)
        }
        current.append(least)
      }
      (before, above) = (above, current)
    }
    return above[target.count]
  }
}
