package import TerminalUI

/// Colours code line by line; what is open at a line's end (a comment, a string) carries over.
package struct CodeHighlighter: Sendable {
  /// A run of bytes with one meaning.
  package struct Token: Sendable, Hashable {
    package var range: Range<Int>
    package var role: Role
  }

  private enum State: Sendable, Hashable {
    case plain
    case comment(depth: Int)
    case quote(Int)
    case tag
    case tagQuote(Int)
  }

  private let language: CodeLanguage?
  private let nameBytes: [Bool]
  private var state = State.plain
  private var tokens: [Token] = []

  /// - Parameter language: as a fence names it; unknown names leave the text plain.
  package init(language: String) {
    let found = CodeLanguages.named(language)
    self.language = found
    nameBytes = (0..<256).map { byte in
      let byte = UInt8(byte)
      return isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
        || (found?.extraNameBytes.contains(byte) ?? false)
    }
  }

  /// The tokens of one line without its line end; they cover the line without gaps.
  package mutating func tokens(of line: Range<Int>, in bytes: [UInt8]) -> [Token] {
    guard let language else { return line.isEmpty ? [] : [Token(range: line, role: .text)] }
    tokens.removeAll(keepingCapacity: true)
    if language.shape == .diff { return diffTokens(of: line, in: bytes) }
    var at = line.lowerBound
    while at < line.upperBound {
      let from = at
      let role = next(&at, line.upperBound, bytes, language, line.lowerBound)
      if at <= from { at = from + 1 }
      emit(from..<at, role)
    }
    endLine(language)
    return tokens
  }

  private mutating func emit(_ range: Range<Int>, _ role: Role) {
    if let last = tokens.indices.last, tokens[last].role == role {
      tokens[last].range = tokens[last].range.lowerBound..<range.upperBound
    } else {
      tokens.append(Token(range: range, role: role))
    }
  }

  private mutating func endLine(_ language: CodeLanguage) {
    if case .quote(let index) = state, !language.quotes[index].multiline { state = .plain }
  }

  private mutating func next(
    _ at: inout Int, _ end: Int, _ bytes: [UInt8], _ language: CodeLanguage, _ lineStart: Int
  ) -> Role {
    switch state {
    case .comment(let depth):
      passComment(&at, end, bytes, language, depth)
      return .comment
    case .quote(let index):
      if passQuote(&at, end, bytes, language.quotes[index]) { state = .plain }
      return .string
    case .tagQuote(let index):
      if passQuote(&at, end, bytes, language.quotes[index]) { state = .tag }
      return .string
    case .tag:
      return nextInTag(&at, end, bytes, language)
    case .plain:
      return language.shape == .markup
        ? nextInMarkup(&at, end, bytes, language) : nextInCode(&at, end, bytes, language, lineStart)
    }
  }

  private mutating func nextInCode(
    _ at: inout Int, _ end: Int, _ bytes: [UInt8], _ language: CodeLanguage, _ lineStart: Int
  ) -> Role {
    let byte = bytes[at]
    if byte == 0x20 || byte == 0x09 {
      repeat { at += 1 } while at < end && (bytes[at] == 0x20 || bytes[at] == 0x09)
      return .text
    }
    if isLetter(byte) || byte == UInt8(ascii: "_") || byte >= 0x80 {
      if let role = openQuote(&at, end, bytes, language) { return role }
      return word(&at, end, bytes, language)
    }
    if isDigit(byte) {
      passNumber(&at, end, bytes)
      return .number
    }
    for comment in language.lineComments where starts(comment, at, end, bytes) {
      // In shells and YAML a `#` inside a word (`$#`, `a#b`) is no comment.
      if comment == [UInt8(ascii: "#")], at > lineStart, nameBytes[Int(bytes[at - 1])] { continue }
      at = end
      return .comment
    }
    if let comment = language.blockComment, starts(comment.open, at, end, bytes) {
      at += comment.open.count
      state = .comment(depth: 1)
      passComment(&at, end, bytes, language, 1)
      return .comment
    }
    if let role = openQuote(&at, end, bytes, language) { return role }
    if nameBytes[Int(byte)], byte != UInt8(ascii: "-"), byte != UInt8(ascii: ".") {
      return word(&at, end, bytes, language)
    }
    at += 1
    return .punctuation
  }

  private mutating func openQuote(
    _ at: inout Int, _ end: Int, _ bytes: [UInt8], _ language: CodeLanguage
  ) -> Role? {
    for (index, quote) in language.quotes.enumerated() where starts(quote.open, at, end, bytes) {
      at += quote.open.count
      state = .quote(index)
      if passQuote(&at, end, bytes, quote) { state = .plain }
      return language.shape == .keyed && isKeyAhead(at, end, bytes) ? .type : .string
    }
    return nil
  }

  private mutating func word(
    _ at: inout Int, _ end: Int, _ bytes: [UInt8], _ language: CodeLanguage
  ) -> Role {
    let first = bytes[at]
    var hash = WordTable.seed
    var hasLower = false
    repeat {
      let byte = bytes[at]
      let isUpper = byte >= 0x41 && byte <= 0x5A
      if byte >= 0x61 && byte <= 0x7A { hasLower = true }
      hash = WordTable.mix(hash, language.ignoresCase && isUpper ? byte | 0x20 : byte)
      at += 1
    } while at < end && nameBytes[Int(bytes[at])]
    switch language.words.kind(of: hash) {
    case .keyword: return .keyword
    case .type: return .type
    case .none: break
    }
    if language.shape == .keyed { return isKeyAhead(at, end, bytes) ? .type : .text }
    if first == UInt8(ascii: "@") || first == UInt8(ascii: "#") { return .keyword }
    if language.capitalsAreTypes, hasLower, first >= 0x41, first <= 0x5A { return .type }
    if language.marksCalls, at < end, bytes[at] == UInt8(ascii: "(") { return .function }
    return .text
  }

  private mutating func passComment(
    _ at: inout Int, _ end: Int, _ bytes: [UInt8], _ language: CodeLanguage, _ startDepth: Int
  ) {
    guard let comment = language.blockComment else {
      state = .plain
      return
    }
    var depth = startDepth
    while at < end {
      if starts(comment.close, at, end, bytes) {
        at += comment.close.count
        depth -= 1
        if depth == 0 { break }
      } else if language.nestsComments, starts(comment.open, at, end, bytes) {
        at += comment.open.count
        depth += 1
      } else {
        at += 1
      }
    }
    state = depth == 0 ? .plain : .comment(depth: depth)
  }
}

/// Passes the text of a string; true when its closing mark was found.
private func passQuote(
  _ at: inout Int, _ end: Int, _ bytes: [UInt8], _ quote: CodeLanguage.Quote
) -> Bool {
  while at < end {
    if quote.escapes, bytes[at] == UInt8(ascii: "\\") {
      at = min(at + 2, end)
    } else if starts(quote.close, at, end, bytes) {
      at += quote.close.count
      return true
    } else {
      at += 1
    }
  }
  return false
}

private func passNumber(_ at: inout Int, _ end: Int, _ bytes: [UInt8]) {
  while at < end {
    let byte = bytes[at]
    if isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "_") {
      at += 1
    } else if byte == UInt8(ascii: "."), at + 1 < end, isDigit(bytes[at + 1]) {
      at += 1
    } else if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"),
      bytes[at - 1] | 0x20 == UInt8(ascii: "e"), at + 1 < end, isDigit(bytes[at + 1])
    {
      at += 1
    } else {
      return
    }
  }
}

/// Whether `:` or `=` follows: what came before names a value.
private func isKeyAhead(_ at: Int, _ end: Int, _ bytes: [UInt8]) -> Bool {
  var at = at
  while at < end, bytes[at] == 0x20 { at += 1 }
  return at < end && (bytes[at] == UInt8(ascii: ":") || bytes[at] == UInt8(ascii: "="))
}

@inline(__always)
private func starts(_ mark: [UInt8], _ at: Int, _ end: Int, _ bytes: [UInt8]) -> Bool {
  guard at + mark.count <= end else { return false }
  for offset in 0..<mark.count where bytes[at + offset] != mark[offset] { return false }
  return !mark.isEmpty
}

@inline(__always) private func isLetter(_ byte: UInt8) -> Bool {
  (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
}
@inline(__always) private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

// MARK: - Markup and diffs

extension CodeHighlighter {
  private mutating func nextInMarkup(
    _ at: inout Int, _ end: Int, _ bytes: [UInt8], _ language: CodeLanguage
  ) -> Role {
    if let comment = language.blockComment, starts(comment.open, at, end, bytes) {
      at += comment.open.count
      passComment(&at, end, bytes, language, 1)
      return .comment
    }
    if bytes[at] == UInt8(ascii: "<") {
      at += 1
      while at < end, nameBytes[Int(bytes[at])] || bytes[at] == 0x2F || bytes[at] == 0x21 || bytes[at] == 0x3F
      {
        at += 1
      }
      state = .tag
      return .keyword
    }
    repeat { at += 1 } while at < end && bytes[at] != UInt8(ascii: "<")
    return .text
  }

  private mutating func nextInTag(
    _ at: inout Int, _ end: Int, _ bytes: [UInt8], _ language: CodeLanguage
  ) -> Role {
    let byte = bytes[at]
    at += 1
    if byte == UInt8(ascii: ">") {
      state = .plain
      return .keyword
    }
    for (index, quote) in language.quotes.enumerated() where quote.open == [byte] {
      if !passQuote(&at, end, bytes, quote) { state = .tagQuote(index) }
      return .string
    }
    guard nameBytes[Int(byte)] else { return byte == 0x20 || byte == 0x09 ? .text : .punctuation }
    while at < end, nameBytes[Int(bytes[at])] || bytes[at] == 0x2D || bytes[at] == 0x3A { at += 1 }
    return .type
  }

  private func diffTokens(of line: Range<Int>, in bytes: [UInt8]) -> [Token] {
    guard let first = line.first.map({ bytes[$0] }) else { return [] }
    let role: Role
    switch first {
    case UInt8(ascii: "+"): role = .diffAdd
    case UInt8(ascii: "-"): role = .diffDelete
    case UInt8(ascii: "@"): role = .diffChange
    case 0x20: role = .text
    default: role = .muted
    }
    return [Token(range: line, role: role)]
  }
}
