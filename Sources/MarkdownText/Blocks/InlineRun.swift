/// How a run of inline text looks.
struct InlineTraits: OptionSet, Sendable, Hashable {
  let rawValue: UInt8
  static let strong = InlineTraits(rawValue: 1)
  static let emphasis = InlineTraits(rawValue: 2)
  static let strike = InlineTraits(rawValue: 4)
  static let code = InlineTraits(rawValue: 8)
  static let link = InlineTraits(rawValue: 16)
  static let address = InlineTraits(rawValue: 32)
}

/// Inline text in one look. A line feed in `text` is a hard break.
struct InlineRun: Sendable, Hashable {
  var text: String
  var traits: InlineTraits
  init(_ text: String, _ traits: InlineTraits = []) {
    self.text = text
    self.traits = traits
  }
}
