/// Models that hold every word of a filter in id, name or vendor, in any order, as all lists of the screen
/// filter; those whose id has the words at the beginning come first.
enum ModelFilter {
  static func matching(_ cards: [ModelCard], _ filter: String) -> [ModelCard] {
    let words = filter.lowercased().split(separator: " ").map(String.init)
    guard !words.isEmpty else { return cards }
    var found: [(card: ModelCard, score: Int, place: Int)] = []
    for (place, card) in cards.enumerated() {
      let id = card.id.lowercased()
      let rest = [card.name?.value, card.vendor?.value].compactMap { $0?.lowercased() }.joined(
        separator: "\n")
      let fits = words.allSatisfy { word in
        Self.contains(id, word) || (!rest.isEmpty && Self.contains(rest, word))
      }
      guard fits else { continue }
      let phrase = words.count > 1 && id.contains(words.joined(separator: " ")) ? -10 : 0
      found.append((card, words.reduce(phrase) { $0 + score(of: $1, in: id) }, place))
    }
    return found.sorted { ($0.score, $0.place) < ($1.score, $1.place) }.map(\.card)
  }

  /// Byte by byte: ids are mostly ASCII, and a list of thousands is filtered at every key.
  private static func contains(_ text: String, _ word: String) -> Bool { place(of: word, in: text) != nil }

  private static func place(of word: String, in text: String) -> Int? {
    let (text, word) = (Array(text.utf8), Array(word.utf8))
    guard let first = word.first, text.count >= word.count else { return nil }
    for start in 0...(text.count - word.count) where text[start] == first {
      if text[start..<(start + word.count)].elementsEqual(word) { return start }
    }
    return nil
  }

  /// 0 at the beginning, 1 at the beginning of a word, 2 elsewhere, 3 only in name or vendor.
  private static func score(of word: String, in id: String) -> Int {
    guard let place = place(of: word, in: id) else { return 3 }
    if place == 0 { return 0 }
    let before = Array(id.utf8)[place - 1]
    let isWord =
      (0x61...0x7A).contains(before) || (0x30...0x39).contains(before) || before >= 0x80
    return isWord ? 2 : 1
  }
}
