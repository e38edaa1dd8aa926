/// What the line lexer needs to know of a language: one value of `CodeLanguages.all`.
struct CodeLanguage: Sendable {
  /// Text between two marks.
  struct Quote: Sendable {
    var open: [UInt8]
    var close: [UInt8]
    /// The byte that takes the meaning from the next one, if there is one.
    var escape: UInt8?
    /// Whether it runs on over line ends.
    var multiline = false
    /// Whether it opens only around one character: elsewhere the mark means something else.
    var isCharacter = false

    init(_ open: String, _ close: String? = nil, escape: Character? = "\\", multiline: Bool = false) {
      self.open = Array(open.utf8)
      self.close = Array((close ?? open).utf8)
      self.escape = escape?.asciiValue
      self.multiline = multiline
    }

    static func character(_ mark: String) -> Quote {
      var quote = Quote(mark)
      quote.isCharacter = true
      return quote
    }
  }

  enum Shape: Sendable {
    case code
    /// Tags with attributes.
    case markup
    /// What stands before `:` or `=` names a value.
    case keyed
    /// The first byte of a line says what the line is.
    case diff
  }

  struct Traits: OptionSet, Sendable {
    let rawValue: Int
    /// Keywords in any case; they are written in lower case in the table.
    static let ignoresCase = Traits(rawValue: 1)
    static let nestsComments = Traits(rawValue: 2)
    /// A name that begins with a capital and has small letters is a type.
    static let capitalsAreTypes = Traits(rawValue: 4)
    /// A name before `(` is a function.
    static let marksCalls = Traits(rawValue: 8)
    /// A line comment begins only at the line's start or behind a space or separator.
    static let commentsAreSpaced = Traits(rawValue: 16)
  }

  /// As fences name it, in lower case.
  let names: [String]
  let shape: Shape
  let keywords: String
  let types: String
  let lineComments: [[UInt8]]
  /// `Quote` serves for comments too: open and close.
  let blockComment: Quote?
  let quotes: [Quote]
  /// Bytes that belong to names besides letters, digits and `_`.
  let nameBytes: [UInt8]
  /// What stands before the word that ends a text of whole lines.
  let heredoc: [UInt8]
  let traits: Traits

  /// - Parameters:
  ///   - names: separated by spaces; the first is the language's own.
  ///   - keywords: separated by spaces, as `types`.
  init(
    _ names: String, shape: Shape = .code, keywords: String = "", types: String = "", line: [String] = [],
    block: (String, String)? = nil, quotes: [Quote] = [], nameBytes: String = "",
    heredoc: String = "", traits: Traits = [.capitalsAreTypes, .marksCalls]
  ) {
    self.names = names.split(separator: " ").map(String.init)
    self.shape = shape
    self.keywords = keywords
    self.types = types
    lineComments = line.map { Array($0.utf8) }
    blockComment = block.map { Quote($0.0, $0.1, escape: nil, multiline: true) }
    self.quotes = quotes
    self.nameBytes = Array(nameBytes.utf8)
    self.heredoc = Array(heredoc.utf8)
    self.traits = traits
  }
}
