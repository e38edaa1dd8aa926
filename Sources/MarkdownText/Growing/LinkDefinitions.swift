/// Link reference definitions of text that will not be read again, so that later text can use them.
struct LinkDefinitions {
  /// The paragraphs that they stand in, out of their containers and with a blank line behind.
  private var groups: [[UInt8]] = []
  private var groupsByLabel: [UInt64: [Int]] = [:]

  var isEmpty: Bool { groups.isEmpty }

  /// Adds the lines of a paragraph that may begin with definitions.
  /// - Parameter isTask: whether a check box stands before its text.
  mutating func add(_ lines: [ArraySlice<UInt8>], isTask: Bool) {
    guard let first = lines.first, let start = Self.textStart(first, skipsBox: isTask),
      first[start] == UInt8(ascii: "[")
    else { return }
    // A long list of definitions is taken apart, so that a reference needs only its own.
    let isLong = lines.reduce(0) { $0 + $1.count } > Self.mostTogether
    var text: [UInt8] = []
    for (index, line) in lines.enumerated() {
      let line = withoutLineEnd(line[(index == 0 ? start : Self.quotedStart(line))...])
      if index > 0, isLong, Self.mayBegin(line) {
        addGroup(text)
        text = []
      }
      // Indented so far, a line can only go on with the paragraph, whatever it says.
      if !text.isEmpty { text += [0x20, 0x20, 0x20, 0x20] }
      text += line.drop { text.isEmpty && $0 == 0x20 }
      text.append(0x0A)
      if isLong, text.count > Self.mostTogether { break }
    }
    addGroup(text)
  }

  private mutating func addGroup(_ text: [UInt8]) {
    for label in Set(Self.labels(in: text[...])) { groupsByLabel[label, default: []].append(groups.count) }
    groups.append(text + [0x0A])
  }

  /// What must be read before a text so that its references find their definitions.
  func prefix(for text: ArraySlice<UInt8>) -> [UInt8] {
    guard !groups.isEmpty else { return [] }
    var needed: Set<Int> = []
    for label in Self.labels(in: text) { needed.formUnion(groupsByLabel[label] ?? []) }
    return needed.sorted().flatMap { groups[$0] }
  }

  /// Paragraphs up to this size are kept whole, which is exact in every case.
  private static let mostTogether = 4096

  /// Whether a definition may begin with a line.
  private static func mayBegin(_ line: ArraySlice<UInt8>) -> Bool {
    line.first { $0 != 0x20 } == UInt8(ascii: "[") && mayDefine(line)
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

  /// Whether a definition may stand in the lines of a paragraph.
  static func mayDefine(_ lines: [ArraySlice<UInt8>]) -> Bool {
    guard lines.contains(where: { mayDefine($0) }) else { return false }
    return lines.contains { line in
      textStart(line, skipsBox: false).map { line[$0] == UInt8(ascii: "[") } ?? false
    }
  }

  /// Hashes of all that stands in brackets, in order; letters in any case and spaces in any number are alike.
  static func labels(in text: ArraySlice<UInt8>) -> [UInt64] {
    var found: [UInt64] = []
    var start: Int?
    var at = text.startIndex
    while at < text.endIndex {
      switch text[at] {
      case UInt8(ascii: "\\"): at += 1
      case UInt8(ascii: "["): start = at
      case UInt8(ascii: "]"):
        if let from = start, at - from <= 4000 { found.append(hash(of: text[(from + 1)..<at])) }
        start = nil
      default: break
      }
      at += 1
    }
    return found
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
  private static func textStart(_ line: ArraySlice<UInt8>, skipsBox: Bool) -> Int? {
    var at = line.startIndex
    while at < line.endIndex {
      if isBlankOrQuote(line[at]) {
        at += 1
      } else if let end = itemMarkEnd(line, at) {
        at = end
      } else if skipsBox, isTask(line[at...]) {
        at += 4
        while at < line.endIndex, line[at] == 0x20 || line[at] == 0x09 { at += 1 }
        return at < line.endIndex ? at : nil
      } else {
        return at
      }
    }
    return nil
  }

  /// Behind an item's mark and the space that it needs.
  private static func itemMarkEnd(_ line: ArraySlice<UInt8>, _ start: Int) -> Int? {
    var at = start
    switch line[at] {
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"): at += 1
    default:
      while at < line.endIndex, isDigit(line[at]) { at += 1 }
      guard at > start, at < line.endIndex, line[at] == UInt8(ascii: ".") || line[at] == UInt8(ascii: ")")
      else {
        return nil
      }
      at += 1
    }
    return at == line.endIndex || line[at] <= 0x20 ? at : nil
  }

  private static func isTask(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count > 3, text.first == UInt8(ascii: "[") else { return false }
    let sign = text[text.startIndex + 1]
    return text[text.startIndex + 2] == UInt8(ascii: "]")
      && (sign == 0x20 || sign | 0x20 == UInt8(ascii: "x"))
      && (text[text.startIndex + 3] == 0x20 || text[text.startIndex + 3] == 0x09)
  }

  /// Behind the marks of quotes.
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
