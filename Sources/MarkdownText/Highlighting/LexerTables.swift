/// A language made ready for reading: what a byte may begin, and its words.
final class LexerTables: Sendable {
  enum ByteKind: UInt8, Sendable { case punctuation, space, digit, name }

  enum Opener: Sendable {
    case lineComment([UInt8])
    case blockComment([UInt8])
    /// A quote, by its place in the language's list.
    case quote(Int, [UInt8])

    var mark: [UInt8] {
      switch self {
      case .lineComment(let mark), .blockComment(let mark), .quote(_, let mark): mark
      }
    }
  }

  let language: CodeLanguage
  let words: WordTable
  /// For each byte: what it is where no comment or text begins.
  let kinds: [ByteKind]
  /// For each byte: whether it goes on with a name.
  let goesOnWithName: [Bool]
  /// For each byte: the marks that begin with it, longest first.
  let openers: [[Opener]]
  /// For each byte: whether `openers` has any, for a quick look.
  let opens: [Bool]

  init(_ language: CodeLanguage) {
    self.language = language
    words = WordTable(keywords: language.keywords, types: language.types)
    let bytes = (0..<256).map { UInt8($0) }
    goesOnWithName = bytes.map {
      isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") || $0 >= 0x80
        || language.nameBytes.contains($0)
    }
    // A minus or dot goes on with names but begins one only where a keyword begins so.
    let keywordStarts = Set(language.keywords.split(separator: " ").compactMap(\.utf8.first))
    let noStarts: Set<UInt8> = [UInt8(ascii: "-"), UInt8(ascii: ".")]
    kinds = bytes.map { byte in
      if byte == 0x20 || byte == 0x09 { return .space }
      if isDigit(byte) { return .digit }
      if isLetter(byte) || byte == UInt8(ascii: "_") || byte >= 0x80 { return .name }
      let isStart = keywordStarts.contains(byte) || !noStarts.contains(byte)
      return language.nameBytes.contains(byte) && isStart ? .name : .punctuation
    }
    var all: [Opener] = language.lineComments.map { .lineComment($0) }
    if let comment = language.blockComment { all.append(.blockComment(comment.open)) }
    all += language.quotes.enumerated().map { .quote($0.offset, $0.element.open) }
    all.sort { $0.mark.count > $1.mark.count }
    let sorted = all
    openers = bytes.map { byte in sorted.filter { $0.mark.first == byte } }
    opens = openers.map { !$0.isEmpty }
  }
}

@inline(__always) func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
@inline(__always) func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
