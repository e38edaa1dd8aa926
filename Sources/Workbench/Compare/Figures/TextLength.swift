/// How long a text is.
package struct TextLength: Sendable, Hashable {
  /// As a reader counts them: a letter with its accents is one, an emoji is one.
  package var characters: Int
  /// Pieces between blanks that hold a letter or digit; a Chinese or Japanese character is a word of its own.
  package var words: Int

  package init(characters: Int, words: Int) {
    self.characters = characters
    self.words = words
  }

  package init(_ text: String) {
    characters = text.count
    var words = 0
    var isInWord = false
    for scalar in text.unicodeScalars {
      // Most of any text, for which the tables of Unicode need not be asked.
      if scalar.isASCII {
        if Self.isBlank(scalar.value) {
          isInWord = false
        } else if !isInWord, Self.makesWord(scalar) {
          words += 1
          isInWord = true
        }
      } else if Self.standsAlone(scalar) {
        words += 1
        isInWord = false
      } else if scalar.properties.isWhitespace {
        isInWord = false
      } else if !isInWord, Self.makesWord(scalar) {
        words += 1
        isInWord = true
      }
    }
    self.words = words
  }

  /// Of ASCII.
  private static func isBlank(_ value: UInt32) -> Bool { value == 0x20 || (0x09...0x0D).contains(value) }

  /// Signs alone, as a dash or the dot of a list, are no word.
  private static func makesWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return (0x30...0x39).contains(scalar.value) || (0x41...0x5A).contains(scalar.value & 0xDF)
    }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  /// Ideographs and kana, which are written without blanks.
  private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0x20000...0x323AF:
      true
    default: false
    }
  }
}
