/// Link reference definitions of text that will not be read again, so that later text can use them.
struct LinkDefinitions {
  /// The paragraphs that they stand in, out of their containers and with a blank line behind.
  private var groups: [[UInt8]] = []
  private var groupsByLabel: [UInt64: [Int]] = [:]

  var isEmpty: Bool { groups.isEmpty }

  /// Adds the lines of a paragraph that may begin with definitions. - Returns: the labels they may define.
  mutating func add(_ lines: [ArraySlice<UInt8>]) -> Set<UInt64> {
    guard let first = lines.first, let start = Self.textStart(first), first[start] == UInt8(ascii: "[") else {
      return []
    }
    var text: [UInt8] = []
    for (index, line) in lines.enumerated() {
      text += withoutLineEnd(line[(index == 0 ? start : Self.quotedStart(line))...])
      text.append(0x0A)
    }
    guard Self.mayDefine(text[...]) else { return [] }
    let labels = Set(Self.labels(in: text[...]))
    for label in labels { groupsByLabel[label, default: []].append(groups.count) }
    groups.append(text + [0x0A])
    return labels
  }

  /// What must be read before a text so that its references find their definitions.
  func prefix(for text: ArraySlice<UInt8>) -> [UInt8] {
    guard !groups.isEmpty else { return [] }
    var needed: Set<Int> = []
    for label in Self.labels(in: text) { needed.formUnion(groupsByLabel[label] ?? []) }
    return needed.sorted().flatMap { groups[$0] }
  }

  // MARK: Labels

  /// Whether a definition may stand in the text.
  static func mayDefine(_ text: ArraySlice<UInt8>) -> Bool {
    var last: UInt8 = 0
    for byte in text {
      if byte == UInt8(ascii: ":"), last == UInt8(ascii: "]") { return true }
      last = byte
    }
    return false
  }

  /// Hashes of all that stands in brackets, in order; letters in any case and spaces in any number are alike.
  static func labels(in text: ArraySlice<UInt8>) -> [UInt64] {
    var found: [UInt64] = []
    forEachLabel(in: text) { hash, _ in found.append(hash) }
    return found
  }

  /// - Parameter body: gets the hash and where the bracket opens.
  static func forEachLabel(in text: ArraySlice<UInt8>, _ body: (UInt64, Int) -> Void) {
    var start: Int?
    var at = text.startIndex
    while at < text.endIndex {
      switch text[at] {
      case UInt8(ascii: "\\"): at += 1
      case UInt8(ascii: "["): start = at
      case UInt8(ascii: "]"):
        if let from = start, at - from <= 4000 { body(hash(of: text[(from + 1)..<at]), from) }
        start = nil
      default: break
      }
      at += 1
    }
  }

  private static func hash(of label: ArraySlice<UInt8>) -> UInt64 {
    var label = label
    if label.contains(where: { $0 >= 0x80 }) {
      label = Array(String(decoding: label, as: UTF8.self).lowercased().uppercased().utf8)[...]
    }
    var hash = WordTable.seed
    var hasSpace = false
    var isEmpty = true
    for byte in label {
      if isBlankOrQuote(byte) {
        hasSpace = true
        continue
      }
      if hasSpace, !isEmpty { hash = WordTable.mix(hash, 0x20) }
      hasSpace = false
      isEmpty = false
      hash = WordTable.mix(hash, byte >= 0x61 && byte <= 0x7A ? byte & ~0x20 : byte)
    }
    return hash
  }

  // MARK: Containers

  /// Behind the marks of quotes and items.
  private static func textStart(_ line: ArraySlice<UInt8>) -> Int? {
    var at = line.startIndex
    while at < line.endIndex {
      let byte = line[at]
      if isBlankOrQuote(byte) {
        at += 1
      } else if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "*") {
        at += 1
      } else if isDigit(byte) {
        while at < line.endIndex, isDigit(line[at]) { at += 1 }
        if at < line.endIndex { at += 1 }
      } else {
        return at
      }
    }
    return nil
  }

  /// Behind the marks of quotes; other indentation stays, as it may be the line's meaning.
  private static func quotedStart(_ line: ArraySlice<UInt8>) -> Int {
    var start = line.startIndex
    var at = start
    while at < line.endIndex, line[at] == 0x20 || line[at] == UInt8(ascii: ">") {
      if line[at] == UInt8(ascii: ">") {
        start = at + 1
        if start < line.endIndex, line[start] == 0x20 { start += 1 }
      }
      at += 1
    }
    return min(start, line.endIndex)
  }
}
