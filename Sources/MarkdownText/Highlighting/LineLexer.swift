import TerminalUI

/// Reads one line of code from left to right.
struct LineLexer {
  let tables: LexerTables
  let bytes: UnsafeBufferPointer<UInt8>
  let start: Int
  let end: Int
  var at: Int
  var state: CodeHighlighter.State
  private(set) var tokens: [CodeHighlighter.Token] = []

  init(
    tables: LexerTables, bytes: UnsafeBufferPointer<UInt8>, line: Range<Int>, state: CodeHighlighter.State
  ) {
    self.tables = tables
    self.bytes = bytes
    self.state = state
    start = line.lowerBound
    end = line.upperBound
    at = start
    tokens.reserveCapacity(16)
  }

  var language: CodeLanguage { tables.language }

  mutating func run(endsLine: Bool) {
    if state.mode == .heredoc { readHeredoc(isWhole: endsLine) }
    while at < end {
      let from = at
      let role = next()
      if at <= from { at = from + 1 }
      emit(from..<at, role)
    }
    if endsLine { endLine() }
  }

  private mutating func emit(_ range: Range<Int>, _ role: Role) {
    if let last = tokens.indices.last, tokens[last].role == role {
      tokens[last].range = tokens[last].range.lowerBound..<range.upperBound
    } else {
      tokens.append(CodeHighlighter.Token(range: range, role: role))
    }
  }

  private mutating func endLine() {
    switch state.mode {
    case .lineComment, .diffLine: state.mode = .plain
    case .quote(let index): if !language.quotes[index].multiline { state.mode = .plain }
    case .tagQuote(let index): if !language.quotes[index].multiline { state.mode = .tag }
    default: break
    }
    if state.mode == .plain, state.heredocEnd != 0 { state.mode = .heredoc }
  }

  private mutating func next() -> Role {
    switch state.mode {
    case .lineComment:
      at = end
      return .comment
    case .comment(let depth):
      passComment(depth)
      return .comment
    case .quote(let index):
      if passQuote(language.quotes[index]) { state.mode = .plain }
      return .string
    case .tagQuote(let index):
      if passQuote(language.quotes[index]) { state.mode = .tag }
      return .string
    case .tag:
      return nextInTag()
    case .heredoc:
      at = end
      return .string
    case .diffLine(let role):
      at = end
      return role
    case .plain:
      switch language.shape {
      case .markup: return nextInMarkup()
      case .diff: return diffSign()
      case .code, .keyed: return nextInCode()
      }
    }
  }

  private mutating func nextInCode() -> Role {
    let byte = bytes[at]
    if tables.opens[Int(byte)], let role = open(byte) { return role }
    switch tables.kinds[Int(byte)] {
    case .space:
      repeat { at += 1 } while at < end && tables.kinds[Int(bytes[at])] == .space
      return .text
    case .name: return word(byte)
    case .digit:
      passNumber()
      return .number
    case .punctuation:
      if byte == language.heredoc.first, starts(language.heredoc) { openHeredoc() }
      at += 1
      return .punctuation
    }
  }

  // MARK: Comments and texts

  /// Begins a comment or text where one of their marks stands.
  mutating func open(_ byte: UInt8) -> Role? {
    let before = at > start ? bytes[at - 1] : 0x20
    for opener in tables.openers[Int(byte)] where starts(opener.mark) {
      switch opener {
      case .lineComment:
        if language.traits.contains(.commentsAreSpaced), !isSeparator(before) { continue }
        at = end
        state.mode = .lineComment
        return .comment
      case .blockComment(let mark):
        at += mark.count
        state.mode = .comment(depth: 1)
        passComment(1)
        return .comment
      case .quote(let index, let mark):
        let quote = language.quotes[index]
        // An apostrophe in a bare word is no quote.
        if language.shape == .keyed, tables.goesOnWithName[Int(before)] { continue }
        if quote.isCharacter {
          guard let length = characterLength(quote) else { continue }
          at += length
          return .string
        }
        at += mark.count
        state.mode = .quote(index)
        if passQuote(quote) { state.mode = .plain }
        return language.shape == .keyed && isKeyAhead() ? .type : .string
      }
    }
    return nil
  }

  private func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "("),
      UInt8(ascii: ")"):
      true
    default: false
    }
  }

  /// The bytes of a character in quotes, marks included; `nil` when this is none.
  private func characterLength(_ quote: CodeLanguage.Quote) -> Int? {
    var place = at + quote.open.count
    guard place < end else { return nil }
    if bytes[place] == quote.escape {
      place += 2
      let limit = min(end, place + 10)
      while place < limit, bytes[place] != quote.close[0] { place += 1 }
    } else if bytes[place] != quote.close[0] {
      place += 1
      while place < end, bytes[place] & 0xC0 == 0x80 { place += 1 }
    }
    guard place < end, bytes[place] == quote.close[0] else { return nil }
    return place + 1 - at
  }

  /// Passes the text of a quote; true when its closing mark was found.
  private mutating func passQuote(_ quote: CodeLanguage.Quote) -> Bool {
    let first = quote.close[0]
    while at < end {
      let byte = bytes[at]
      if byte == first, starts(quote.close) {
        at += quote.close.count
        return true
      }
      at = byte == quote.escape ? min(at + 2, end) : at + 1
    }
    return false
  }

  private mutating func passComment(_ startDepth: Int) {
    guard let comment = language.blockComment else {
      state.mode = .plain
      return
    }
    let nests = language.traits.contains(.nestsComments)
    var depth = startDepth
    while at < end {
      let byte = bytes[at]
      if byte == comment.close[0], starts(comment.close) {
        at += comment.close.count
        depth -= 1
        if depth == 0 { break }
      } else if nests, byte == comment.open[0], starts(comment.open) {
        at += comment.open.count
        depth += 1
      } else {
        at += 1
      }
    }
    state.mode = depth == 0 ? .plain : .comment(depth: depth)
  }

  // MARK: Words and numbers

  private mutating func word(_ first: UInt8) -> Role {
    var hash = WordTable.seed
    var hasLower = false
    let ignoresCase = language.traits.contains(.ignoresCase)
    repeat {
      let byte = bytes[at]
      if byte >= 0x61 && byte <= 0x7A { hasLower = true }
      let isUpper = byte >= 0x41 && byte <= 0x5A
      hash = WordTable.mix(hash, ignoresCase && isUpper ? byte | 0x20 : byte)
      at += 1
    } while at < end && tables.goesOnWithName[Int(bytes[at])]
    switch tables.words.kind(of: hash) {
    case .keyword: return .keyword
    case .type: return .type
    case .none: break
    }
    if first == UInt8(ascii: "@") || first == UInt8(ascii: "#") { return .keyword }
    if language.shape == .keyed { return isKeyAhead() ? .type : .text }
    if language.traits.contains(.capitalsAreTypes), hasLower, first >= 0x41, first <= 0x5A { return .type }
    if language.traits.contains(.marksCalls), at < end, bytes[at] == UInt8(ascii: "(") { return .function }
    return .text
  }

  private mutating func passNumber() {
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
  private func isKeyAhead() -> Bool {
    var place = at
    while place < end, bytes[place] == 0x20 { place += 1 }
    return place < end && (bytes[place] == UInt8(ascii: ":") || bytes[place] == UInt8(ascii: "="))
  }

  @inline(__always)
  func starts(_ mark: [UInt8]) -> Bool {
    guard at + mark.count <= end else { return false }
    for offset in 0..<mark.count where bytes[at + offset] != mark[offset] { return false }
    return !mark.isEmpty
  }
}
