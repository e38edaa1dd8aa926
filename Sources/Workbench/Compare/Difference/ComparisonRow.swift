/// One part of a comparison: a sentence, a line of code or a JSON value, of both texts or of one.
package struct ComparisonRow: Sendable, Hashable {
  package enum Kind: Sendable, Hashable { case prose, code, json }

  /// A stretch inside a changed part.
  package struct Piece: Sendable, Hashable {
    /// The same words; blanks may differ.
    package var isSame: Bool
    package var old: Substring
    package var new: Substring
  }

  package enum Content: Sendable, Hashable {
    /// White space may differ.
    case same(old: Substring, new: Substring)
    case changed([Piece])
    case onlyOld(Substring)
    case onlyNew(Substring)
  }

  package var kind: Kind
  /// Where a JSON value stands, as a JSON pointer (RFC 6901); empty for the whole and for other kinds.
  package var path = ""
  package var content: Content
  /// How many parts this stands for: JSON values inside an equal array or object.
  package var count = 1

  package var isChange: Bool { if case .same = content { false } else { true } }

  /// The bytes of the old text that this covers; of JSON the value without its white space.
  package var oldText: String {
    switch content {
    case .same(let old, _), .onlyOld(let old): String(old)
    case .changed(let pieces): pieces.reduce(into: "") { $0 += $1.old }
    case .onlyNew: ""
    }
  }

  package var newText: String {
    switch content {
    case .same(_, let new), .onlyNew(let new): String(new)
    case .changed(let pieces): pieces.reduce(into: "") { $0 += $1.new }
    case .onlyOld: ""
    }
  }
}
