/// How text becomes words. Letters and digits make words, as the tokenizer of the index has them (case and
/// accents make no difference). Scripts that put no spaces between words (Chinese, Japanese) and Korean, whose
/// words carry endings, are cut into overlapping pairs of signs, so that any part of a text is found by two of its
/// signs or more, and by one sign as the beginning of pairs. An emoji is a word of its own.
enum SearchWords {
  private static let mostSigns = 200

  /// The text as it is given to the index.
  static func indexed(_ text: String) -> String {
    var text = text
    let isPlain = text.withUTF8 { $0.allSatisfy { $0 < 0x80 } }
    guard !isPlain else { return text }
    var output = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      let isPaired = isPaired(scalar)
      if let last = previous {
        if isPaired {
          output.append(contentsOf: [last, scalar, " "])
        } else {
          // The last sign by itself, so that the beginning of a pair finds it too.
          output.append(contentsOf: [last, " "])
        }
        previous = nil
      }
      if isPaired {
        if output.last != " " { output.append(" ") }
        previous = scalar
      } else if isEmoji(scalar) {
        output.append(contentsOf: " \(name(of: scalar)) ".unicodeScalars)
      } else {
        output.append(scalar)
      }
    }
    if let previous { output.append(previous) }
    return String(output)
  }

  /// The words of what a user typed, in FTS5's syntax: each quoted, so that nothing of it is an operator.
  /// - Returns: one query for each word; the last one is a beginning unless something stands behind it.
  static func queries(_ typed: String) -> [String] {
    // Nobody types as much; a pasted text is looked for by its beginning.
    let typed = String(typed.prefix(mostSigns))
    var words: [String] = []
    var word = String.UnicodeScalarView()
    var run: [Unicode.Scalar] = []
    func endWord() {
      if !word.isEmpty { words.append(String(word)) }
      word = .init()
    }
    func endRun(isLast: Bool = false) {
      if run.count == 1 {
        words.append("\(run[0])\u{2}")
      } else {
        for place in run.indices.dropLast() { words.append("\(run[place])\(run[place + 1])") }
      }
      run = []
    }
    for scalar in typed.unicodeScalars {
      if isPaired(scalar) {
        endWord()
        run.append(scalar)
        continue
      }
      endRun()
      if isEmoji(scalar) {
        endWord()
        words.append(name(of: scalar))
      } else if isPartOfWord(scalar) {
        word.append(scalar)
      } else {
        endWord()
      }
    }
    endRun()
    let isUnfinished = !word.isEmpty
    endWord()
    return words.enumerated().map { place, word in
      // A single sign of a script that is cut into pairs is always the beginning of one.
      if word.hasSuffix("\u{2}") { return "\"\(word.dropLast())\" *" }
      return "\"\(word)\"" + (isUnfinished && place == words.count - 1 ? " *" : "")
    }
  }

  /// Words as they can be looked for in a text, to show where they are.
  static func plainWords(_ typed: String) -> [String] {
    typed.split { character in
      !character.unicodeScalars.contains { isPartOfWord($0) || isPaired($0) || isEmoji($0) }
    }.map(String.init)
  }

  /// Ideographs, kana and hangul.
  static func isPaired(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3005...0x3007, 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF,
      0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF66...0xFF9F, 0x20000...0x3FFFF:
      true
    default: false
    }
  }

  static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x203C && scalar.properties.isEmoji
      && (scalar.properties.isEmojiPresentation || scalar.value >= 0x2190)
  }

  private static func name(of scalar: Unicode.Scalar) -> String {
    "emoji" + String(scalar.value, radix: 16)
  }

  /// Marks end a word for the tokenizer, but for accents of Latin letters.
  private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    if (0x300...0x331).contains(scalar.value) { return true }
    return switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .letterNumber, .otherNumber, .privateUse:
      true
    default: false
    }
  }
}
