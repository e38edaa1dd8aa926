/// What differs inside two parts that belong together, word by word. Blanks go with the word before them; in prose
/// they do not count.
struct WordMarks {
  private(set) var pieces: [ComparisonRow.Piece] = []
  /// The search was given up: all of it is marked.
  private(set) var isCoarse = false
  /// About the steps that the search took.
  private(set) var spent = 0

  private struct Token {
    var start: Int
    var key: UInt64
    /// Punctuation and blanks alone do not keep changes apart.
    var isWord: Bool
  }

  init(
    _ old: AnswerUnits, _ left: Range<Int>, _ new: AnswerUnits, _ right: Range<Int>, countsBlanks: Bool,
    effort: Int
  ) {
    let first = Self.tokens(old.bytes, left, countsBlanks: countsBlanks)
    let second = Self.tokens(new.bytes, right, countsBlanks: countsBlanks)
    let difference = SequenceDifference(first.map(\.key), second.map(\.key), effort: effort)
    isCoarse = difference.isCoarse
    let changed = first.count + second.count - 2 * difference.sameCount
    spent = isCoarse ? effort : first.count + second.count + changed * changed / 2
    func bytes(_ tokens: [Token], _ range: Range<Int>, end: Int) -> Range<Int> {
      let from = range.lowerBound < tokens.count ? tokens[range.lowerBound].start : end
      return from..<(range.upperBound < tokens.count ? tokens[range.upperBound].start : end)
    }
    var newPlace = 0
    let runs = difference.runs
    for (index, run) in runs.enumerated() {
      switch run {
      case .same(let range):
        let counterpart = newPlace..<(newPlace + range.count)
        newPlace = counterpart.upperBound
        let isInner = index > 0 && index + 1 < runs.count
        let isMarked = isInner && !range.contains { first[$0].isWord }
        add(
          isSame: !isMarked, old[bytes(first, range, end: left.upperBound)],
          new[bytes(second, counterpart, end: right.upperBound)])
      case .changed(let removed, let added):
        newPlace = added.upperBound
        add(
          isSame: false, old[bytes(first, removed, end: left.upperBound)],
          new[bytes(second, added, end: right.upperBound)])
      }
    }
  }

  private mutating func add(isSame: Bool, _ old: Substring, _ new: Substring) {
    guard let last = pieces.indices.last, pieces[last].isSame == isSame else {
      pieces.append(ComparisonRow.Piece(isSame: isSame, old: old, new: new))
      return
    }
    // The stretches follow one another, so one that spans both is still a part of the text.
    pieces[last].old = Self.joined(pieces[last].old, old)
    pieces[last].new = Self.joined(pieces[last].new, new)
  }

  private static func joined(_ first: Substring, _ second: Substring) -> Substring {
    if first.isEmpty { return second }
    if second.isEmpty { return first }
    return first.base[first.startIndex..<second.endIndex]
  }

  private static func tokens(_ bytes: [UInt8], _ range: Range<Int>, countsBlanks: Bool) -> [Token] {
    var tokens: [Token] = []
    var at = range.lowerBound
    while at < range.upperBound {
      let start = at
      var hash = WordHash()
      var isWord = false
      while at < range.upperBound, SentenceCutter.isBlank(bytes[at]) { at += 1 }
      if at > start {
        // Blanks at the beginning.
        if countsBlanks { for index in start..<at { hash.add(bytes[index]) } }
        tokens.append(Token(start: start, key: hash.value, isWord: false))
        continue
      }
      let first = sort(bytes, at)
      if let end = endOfAddress(bytes, at, range.upperBound) {
        for index in at..<(end - 1) { hash.add(bytes[index]) }
        at = end - 1
      }
      repeat {
        let end = min(range.upperBound, at + ScalarReader.length(bytes[at]))
        for index in at..<end { hash.add(bytes[index]) }
        at = end
      } while first == .word && at < range.upperBound
        && (sort(bytes, at) == .word || isInsideNumber(bytes, at, range.upperBound))
      isWord = first != .sign
      let end = at
      while at < range.upperBound, SentenceCutter.isBlank(bytes[at]) { at += 1 }
      if countsBlanks, at < range.upperBound { for index in end..<at { hash.add(bytes[index]) } }
      tokens.append(Token(start: start, key: hash.value, isWord: isWord))
    }
    return tokens
  }

  /// `2,857` and `3.5` are changed as a whole.
  private static func isInsideNumber(_ bytes: [UInt8], _ place: Int, _ end: Int) -> Bool {
    guard bytes[place] == UInt8(ascii: ".") || bytes[place] == UInt8(ascii: ","), place + 1 < end else {
      return false
    }
    return (0x30...0x39).contains(bytes[place - 1]) && (0x30...0x39).contains(bytes[place + 1])
  }

  /// An address of the web is one word.
  private static func endOfAddress(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int? {
    guard bytes[start] == UInt8(ascii: "h"), end - start > 8 else { return nil }
    let head = bytes[start..<(start + 8)]
    guard head.starts(with: "https://".utf8) || head.starts(with: "http://".utf8) else { return nil }
    let closing: [UInt8] = [UInt8(ascii: ")"), UInt8(ascii: ">"), UInt8(ascii: "]"), UInt8(ascii: "\"")]
    var last = start + 8
    while last < end, bytes[last] > 0x20, bytes[last] < 0x7F, !closing.contains(bytes[last]) { last += 1 }
    while !WordScanner.isLetter(bytes[last - 1]), bytes[last - 1] != UInt8(ascii: "/") { last -= 1 }
    return last
  }

  private enum Sort { case word, letter, sign, blank }

  private static func sort(_ bytes: [UInt8], _ place: Int) -> Sort {
    let byte = bytes[place]
    if byte < 0x80 {
      if SentenceCutter.isBlank(byte) { return .blank }
      return WordScanner.isLetter(byte) || byte == UInt8(ascii: "_") ? .word : .sign
    }
    switch ScalarReader.scalar(bytes, at: place).value {
    case 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0xE00...0xE7F, 0x20000...0x3FFFF: return .letter
    case 0xAA, 0xB5, 0xBA, 0xC0..<0x2000, 0xAC00...0xD7A3: return .word
    default: return .sign
    }
  }
}
