import TerminalUI

/// What is read otherwise than code: tags, lines of a diff, and texts that are whole lines.
extension LineLexer {
  mutating func nextInMarkup() -> Role {
    let byte = bytes[at]
    if tables.opens[Int(byte)], let comment = language.blockComment, starts(comment.open) {
      return open(byte) ?? .comment
    }
    if byte == UInt8(ascii: "<"), at + 1 < end, isTagStart(bytes[at + 1]) {
      at += 2
      while at < end, tables.goesOnWithName[Int(bytes[at])] || bytes[at] == 0x2D || bytes[at] == 0x3A {
        at += 1
      }
      state.mode = .tag
      return .keyword
    }
    if byte == UInt8(ascii: "&") {
      var place = at + 1
      while place < end, place - at < 12,
        isLetter(bytes[place]) || isDigit(bytes[place]) || bytes[place] == 0x23
      {
        place += 1
      }
      if place < end, place > at + 1, bytes[place] == UInt8(ascii: ";") {
        at = place + 1
        return .number
      }
    }
    at += 1
    while at < end, bytes[at] != UInt8(ascii: "<"), bytes[at] != UInt8(ascii: "&") { at += 1 }
    return .text
  }

  private func isTagStart(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
  }

  mutating func nextInTag() -> Role {
    let byte = bytes[at]
    at += 1
    if byte == UInt8(ascii: ">") {
      state.mode = .plain
      return .keyword
    }
    for (index, quote) in language.quotes.enumerated() where quote.open == [byte] {
      while at < end, bytes[at] != byte { at += 1 }
      if at < end { at += 1 } else { state.mode = .tagQuote(index) }
      return .string
    }
    guard tables.goesOnWithName[Int(byte)] else {
      return byte == 0x20 || byte == 0x09 ? .text : .punctuation
    }
    while at < end, tables.goesOnWithName[Int(bytes[at])] || bytes[at] == 0x2D || bytes[at] == 0x3A {
      at += 1
    }
    return .type
  }

  /// The sign at the start of a diff's line; the rest follows with the state that is set here.
  mutating func diffSign() -> Role {
    let (sign, rest): (Role, Role)
    switch bytes[at] {
    case UInt8(ascii: "+"): (sign, rest) = (.diffAdd, .diffAddText)
    case UInt8(ascii: "-"): (sign, rest) = (.diffDelete, .diffDeleteText)
    case UInt8(ascii: "@"): (sign, rest) = (.diffChange, .diffChange)
    case 0x20: (sign, rest) = (.text, .text)
    default: (sign, rest) = (.muted, .muted)
    }
    at += 1
    state.mode = .diffLine(rest)
    return sign
  }

  // MARK: Heredocs

  /// Notes the word behind the mark, quoted or not: the next lines are text up to it. Only words in capitals
  /// count, because the mark shifts and appends too.
  mutating func openHeredoc() {
    guard state.heredocEnd == 0 else { return }
    var place = at + language.heredoc.count
    while place < end, isBeforeHeredocWord(bytes[place]) { place += 1 }
    let word = place
    var hash = WordTable.seed
    while place < end, isHeredocWord(bytes[place], isFirst: place == word) {
      hash = WordTable.mix(hash, bytes[place])
      place += 1
    }
    if place > word { state.heredocEnd = hash }
  }

  private func isBeforeHeredocWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, UInt8(ascii: "-"), UInt8(ascii: "~"), UInt8(ascii: "'"), UInt8(ascii: "\""): true
    default: false
    }
  }

  private func isHeredocWord(_ byte: UInt8, isFirst: Bool) -> Bool {
    if byte >= 0x41, byte <= 0x5A { return true }
    return !isFirst && (isDigit(byte) || byte == UInt8(ascii: "_"))
  }

  mutating func readHeredoc(isWhole: Bool) {
    guard isWhole else { return }
    var from = start
    var to = end
    while from < to, bytes[from] == 0x20 || bytes[from] == 0x09 { from += 1 }
    while from < to, bytes[to - 1] == UInt8(ascii: ";") || bytes[to - 1] == 0x20 { to -= 1 }
    var hash = WordTable.seed
    for place in from..<to { hash = WordTable.mix(hash, bytes[place]) }
    if from < to, hash == state.heredocEnd { state = .start }
  }
}
