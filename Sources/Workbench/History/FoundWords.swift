/// The words of a search, where a text has them. As the search itself does, it looks at neither case nor marks.
package struct FoundWords: Sendable, Hashable {
  private let words: [[Character]]
  /// Characters before the first hit that are shown with it.
  private static let before = 160

  package init(_ search: String) {
    words = search.split { !$0.isLetter && !$0.isNumber }.map { $0.map(Self.plain) }
  }

  private static func plain(_ character: Character) -> Character {
    character.isASCII || character.isLetter ? character.lowercased().first ?? character : character
  }

  /// How many of the words it has.
  package func count(in text: String) -> Int {
    guard !words.isEmpty else { return 0 }
    let plain = text.map(Self.plain)
    return words.count { Self.first($0, in: plain, from: 0) != nil }
  }

  /// The first of the texts that have the most of the words; `nil` where none has any.
  package func bestPlace(in texts: [String]) -> Int? {
    guard !words.isEmpty else { return nil }
    var best: (place: Int, count: Int)?
    for (place, text) in texts.enumerated() {
      let count = count(in: text)
      if count > best?.count ?? 0 { best = (place, count) }
    }
    return best?.place
  }

  /// The text from a little before its first hit on; all of it where that is near its beginning.
  package func beginning(near text: String) -> String {
    let plain = text.map(Self.plain)
    guard let hit = words.compactMap({ Self.first($0, in: plain, from: 0) }).min(), hit > Self.before * 2
    else { return text }
    var start = hit - Self.before
    // At a word.
    while start < hit, !plain[start].isWhitespace { start += 1 }
    return "…" + String(text.dropFirst(start).drop(while: \.isWhitespace))
  }

  /// The hits in a line, as numbers of characters, in order; where two overlap, the longer one.
  package func hits(in line: String) -> [Range<Int>] {
    guard !words.isEmpty else { return [] }
    let plain = line.map(Self.plain)
    var hits: [Range<Int>] = []
    var at = 0
    while at < plain.count {
      let longest = words.filter { plain[at...].starts(with: $0) }.map(\.count).max()
      if let longest { hits.append(at..<(at + longest)) }
      at += longest ?? 1
    }
    return hits
  }

  private static func first(_ word: [Character], in text: [Character], from start: Int) -> Int? {
    guard word.count <= text.count else { return nil }
    for at in start...(text.count - word.count)
    where text[at] == word[0] && text[at...].starts(with: word) {
      return at
    }
    return nil
  }
}
