/// What was taken from one text and put into another, line by line, and word by word inside lines that were
/// changed. The pieces that are not added make up the old text, those that are not removed the new one, byte
/// for byte.
package struct TextDifference: Sendable, Hashable {
  package struct Piece: Sendable, Hashable {
    package enum Kind: Sendable, Hashable { case same, removed, added }
    package var kind: Kind
    package var text: String
  }

  package private(set) var pieces: [Piece] = []
  /// The texts have so little in common, or are so long, that the search was given up: what lies between
  /// their equal beginning and end stands there as replaced.
  package private(set) var isCoarse = false

  package var isEmpty: Bool { pieces.allSatisfy { $0.kind == .same } }

  /// Changed lines with more words or bytes than this are not divided.
  private static let mostWords = 4000
  private static let mostBytes = 100_000

  /// - Parameter effort: how many steps the search may take, which bounds time and memory.
  package init(from old: String, to new: String, effort: Int = 2_000_000) {
    let (left, right) = (TextToken.lines(of: old), TextToken.lines(of: new))
    let lines = SequenceDifference(left, right, effort: effort)
    isCoarse = lines.isCoarse
    for run in lines.runs {
      switch run {
      case .same(let range): add(.same, left[range])
      case .changed(let removed, let added): addChange(left[removed], right[added], effort: effort)
      }
    }
  }

  /// Inside a change words may be equal; lines that share less than a third of them are not torn apart.
  private mutating func addChange(
    _ removed: ArraySlice<TextToken>, _ added: ArraySlice<TextToken>, effort: Int
  ) {
    let size = removed.reduce(0) { $0 + $1.text.utf8.count } + added.reduce(0) { $0 + $1.text.utf8.count }
    let isSmall = size <= Self.mostBytes
    let old = isSmall ? removed.flatMap { TextToken.words(of: $0.text) } : []
    let new = isSmall ? added.flatMap { TextToken.words(of: $0.text) } : []
    if !old.isEmpty, !new.isEmpty, old.count + new.count <= Self.mostWords {
      let words = SequenceDifference(old, new, effort: effort / 4)
      if !words.isCoarse, words.sameCount * 3 >= max(old.count, new.count) {
        for run in words.runs {
          switch run {
          case .same(let range): add(.same, old[range])
          case .changed(let removed, let added):
            add(.removed, old[removed])
            add(.added, new[added])
          }
        }
        return
      }
    }
    add(.removed, removed)
    add(.added, added)
  }

  private mutating func add(_ kind: Piece.Kind, _ tokens: ArraySlice<TextToken>) {
    guard !tokens.isEmpty else { return }
    var text = ""
    for token in tokens { text += token.text }
    if let last = pieces.indices.last, pieces[last].kind == kind {
      pieces[last].text += text
    } else {
      pieces.append(Piece(kind: kind, text: text))
    }
  }
}

/// A piece of text that is equal to another when its bytes are: two spellings of one letter differ.
struct TextToken: Sendable, Hashable {
  var text: Substring

  static func == (left: TextToken, right: TextToken) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    // Byte by byte it would take most of the time of a comparison.
    let isHashed: Void? = text.utf8.withContiguousStorageIfAvailable {
      hasher.combine(bytes: UnsafeRawBufferPointer($0))
    }
    if isHashed == nil { for byte in text.utf8 { hasher.combine(byte) } }
  }

  /// Lines with their ends.
  static func lines(of text: String) -> [TextToken] {
    var lines: [TextToken] = []
    var start = text.startIndex
    var index = start
    let bytes = text.utf8
    while index < bytes.endIndex {
      let byte = bytes[index]
      bytes.formIndex(after: &index)
      if byte == 0x0A {
        lines.append(TextToken(text: text[start..<index]))
        start = index
      }
    }
    if start < text.endIndex { lines.append(TextToken(text: text[start...])) }
    return lines
  }

  /// Words, blanks between them and single signs. Scripts without blanks are divided by scalars.
  static func words(of text: Substring) -> [TextToken] {
    var words: [TextToken] = []
    var start = text.startIndex
    var previous = Sort.sign
    for index in text.unicodeScalars.indices {
      let sort = Sort(text.unicodeScalars[index])
      if index > start, sort != previous || sort == .sign {
        words.append(TextToken(text: text[start..<index]))
        start = index
      }
      previous = sort
    }
    if start < text.endIndex { words.append(TextToken(text: text[start...])) }
    return words
  }

  private enum Sort {
    case blank, word, sign

    init(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x20: self = .blank
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0xAA, 0xB5, 0xBA, 0xC0..<0x2000: self = .word
      default: self = .sign
      }
    }
  }
}
