/// A long text that stands in a message as one sign: `[Paste 1: 120 lines, 4.2 kB]`.
package struct TextChip: Sendable, Hashable {
  package let number: Int
  package let text: String

  /// More lines than this, or more characters, become a chip when they are pasted.
  package static let mostLines = 10
  package static let mostCharacters = 1000

  package static func isWorthIt(_ text: String) -> Bool {
    if text.utf8.count(where: { $0 == 0x0A }) >= mostLines { return true }
    return text.utf8.count > mostCharacters && text.count > mostCharacters
  }

  package var label: String {
    let lines = text.utf8.count { $0 == 0x0A } + (text.hasSuffix("\n") ? 0 : 1)
    return "[Paste \(number): \(lines) line\(lines == 1 ? "" : "s"), \(Self.size(text.utf8.count))]"
  }

  private static func size(_ bytes: Int) -> String {
    if bytes < 1000 { return "\(bytes) B" }
    let (unit, name) = bytes < 1_000_000 ? (1000, "kB") : (1_000_000, "MB")
    let tenths = (bytes * 10 + unit / 2) / unit
    return "\(tenths / 10).\(tenths % 10) \(name)"
  }
}

/// What stands in a line of a text box: a character, or a chip that is moved over and deleted as one.
package enum TextElement: Sendable, Hashable {
  case character(Character)
  case chip(TextChip)

  /// As it is sent.
  var text: String {
    switch self {
    case .character(let character): String(character)
    case .chip(let chip): chip.text
    }
  }

  /// As it is shown.
  var shown: String {
    switch self {
    case .character(let character): character == "\t" ? "  " : String(character)
    case .chip(let chip): chip.label
    }
  }

  var width: Int {
    switch self {
    case .character("\t"): 2
    case .character(let character): max(1, Glyphs.width(character))
    case .chip(let chip): Glyphs.width(chip.label)
    }
  }

  var isSpace: Bool { if case .character(let character) = self { character.isWhitespace } else { false } }
}
