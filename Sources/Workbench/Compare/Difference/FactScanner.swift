/// Finds what can be checked in a text: numbers with their units, dates, addresses and names.
struct FactScanner {
  /// Numbers of one group stand beside the same word and have the same unit.
  struct Group: Hashable {
    var word: UInt64
    var unit: String
  }

  struct Found {
    var kind: DifferenceLens.Kind
    /// The same for the same fact.
    var key: String
    /// As it is written.
    var value: String
    var range: Range<Int>
    var sentence: Range<Int>
    var isInCode: Bool
    var group: Group?
  }

  private(set) var found: [Found] = []
  let bytes: [UInt8]
  let isGerman: Bool
  private var sentence = 0..<0
  private var isInCode = false
  private var at = 0
  /// Whether a word that follows is capitalised for its place alone.
  private var isStart = true

  init(_ bytes: [UInt8], isGerman: Bool) { (self.bytes, self.isGerman) = (bytes, isGerman) }

  var end: Int { sentence.upperBound }

  /// - Parameter isCode: a line of code; what it says counts as said, but is no fact by itself but for addresses.
  mutating func scan(_ range: Range<Int>, isCode: Bool) {
    (sentence, isInCode, at, isStart) = (range, isCode, range.lowerBound, true)
    let isHeading = skipMarkup() == UInt8(ascii: "#")
    while at < end {
      let byte = bytes[at]
      if byte == UInt8(ascii: "`"), !isCode {
        readIdentifier()
      } else if DecimalNumber.isDigit(byte) {
        readDigits(signStart: at)
      } else if byte < 0x80, !WordScanner.isLetter(byte) {
        readSign(byte)
      } else if !readCurrency() {
        readWord(isHeading: isHeading)
      }
    }
  }

  /// Signs and numbers before an item of a list or a heading.
  private mutating func skipMarkup() -> UInt8? {
    var first: UInt8?
    while at < end {
      let byte = bytes[at]
      if SentenceCutter.isBlank(byte)
        || [UInt8(ascii: "#"), UInt8(ascii: ">"), UInt8(ascii: "*")].contains(byte)
      {
        if !SentenceCutter.isBlank(byte) { first = first ?? byte }
        at += 1
      } else if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+"), at + 1 < end, bytes[at + 1] == 0x20 {
        at += 1
      } else if DecimalNumber.isDigit(byte) {
        var index = at
        while index < end, DecimalNumber.isDigit(bytes[index]) { index += 1 }
        guard index - at <= 3, index + 1 < end,
          bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ")"),
          SentenceCutter.isBlank(bytes[index + 1])
        else { return first }
        at = index + 1
      } else {
        return first
      }
    }
    return first
  }

  mutating func add(
    _ kind: DifferenceLens.Kind, _ key: String, _ range: Range<Int>, value: String? = nil, group: Group? = nil
  ) {
    let value = value ?? String(decoding: bytes[range], as: UTF8.self)
    found.append(
      Found(
        kind: kind, key: key, value: value, range: range, sentence: sentence,
        isInCode: isInCode && kind != .url && kind != .email, group: group))
    at = range.upperBound
    isStart = false
  }

  // MARK: Signs

  private mutating func readSign(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "$"):
      if readCurrency() { return }
    case UInt8(ascii: ":"), 0x0A, UInt8(ascii: "\""), UInt8(ascii: "|"), UInt8(ascii: "("): isStart = true
    // The end of a bold title, as in `**Limits.** About six`.
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
      if at + 1 < end, bytes[at + 1] == UInt8(ascii: "*") { isStart = true }
    case UInt8(ascii: "-"):
      let isBehindBlank = at == sentence.lowerBound || SentenceCutter.isBlank(bytes[at - 1])
      if at + 1 < end, isBehindBlank, DecimalNumber.isDigit(bytes[at + 1]) {
        at += 1
        return readDigits(signStart: at - 1)
      }
    default: break
    }
    at += 1
  }

  private mutating func readIdentifier() {
    var close = at + 1
    while close < end, close - at < 80, bytes[close] != UInt8(ascii: "`"), bytes[close] != 0x0A { close += 1 }
    guard close < end, close > at + 1, bytes[close] == UInt8(ascii: "`") else {
      at += 1
      return
    }
    let range = (at + 1)..<close
    // What is no word cannot be found elsewhere.
    var scanner = WordScanner(bytes, in: range)
    if scanner.next() != nil { add(.name, Self.key(bytes[range]), range) }
    at = close + 1
    isStart = false
  }

  /// Names are the same in any case.
  static func key(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).lowercased()
  }

  private func starts(_ text: String, at place: Int) -> Bool {
    place + text.utf8.count <= end && bytes[place..<(place + text.utf8.count)].elementsEqual(text.utf8)
  }

  /// A currency before its number.
  private mutating func readCurrency() -> Bool {
    let lead = bytes[at]
    let isCode = (0x41...0x5A).contains(lead) && at + 3 < end
    guard lead >= 0x80 || lead == UInt8(ascii: "$") || isCode else { return false }
    // Most words are no currency, so look at the letters first.
    if isCode {
      guard (0x41...0x5A).contains(bytes[at + 1]),
        at == sentence.lowerBound || !WordScanner.isLetter(bytes[at - 1])
      else { return false }
      let code = String(decoding: bytes[at..<(at + 3)], as: UTF8.self)
      guard let unit = FactUnits.currencyCodes[code] ?? FactUnits.currencies[code] else { return false }
      return readAmount(behind: at + 3, unit)
    }
    guard [0x24, 0xC2, 0xE2, 0xEF].contains(lead) else { return false }
    for (text, unit) in FactUnits.currencies where starts(text, at: at) {
      return readAmount(behind: at + text.utf8.count, unit)
    }
    return false
  }

  private mutating func readAmount(behind place: Int, _ currency: String) -> Bool {
    var place = place
    while place < end, bytes[place] == 0x20 { place += 1 }
    guard place < end, DecimalNumber.isDigit(bytes[place]) else { return false }
    readNumber(from: at, digits: place, isNegative: false, currency: currency)
    return true
  }

  // MARK: Numbers

  private mutating func readDigits(signStart: Int) {
    if signStart == at, let date = date(at: at) {
      return add(.date, date.key, at..<date.end)
    }
    readNumber(from: signStart, digits: at, isNegative: signStart < at, currency: nil)
  }

  private mutating func readNumber(from start: Int, digits: Int, isNegative: Bool, currency: String?) {
    var place = digits
    var number = DecimalNumber(bytes, at: &place, end: end, isGerman: isGerman)
    if isNegative { number.negate() }
    var unit = currency ?? ""
    if let scale = scale(at: place) {
      number.scale(by: scale.zeros)
      place = scale.end
    }
    if let found = self.unit(at: place), currency == nil || found.unit != unit {
      unit = currency == nil ? found.unit : unit + " " + found.unit
      place = found.end
    }
    let group = Group(word: wordBeside(start..<place), unit: unit)
    add(.number, number.key + (unit.isEmpty ? "" : " " + unit), start..<place, group: group)
  }

  private func skipBlank(_ place: Int) -> Int {
    if place < end, bytes[place] == 0x20 { return place + 1 }
    if starts("\u{A0}", at: place) { return place + 2 }
    if starts("\u{202F}", at: place) { return place + 3 }
    return place
  }

  private func letters(at place: Int) -> Range<Int> {
    var index = place
    while index < end, (0x41...0x5A).contains(bytes[index] & 0xDF) { index += 1 }
    return place..<index
  }

  private func scale(at place: Int) -> (zeros: Int, end: Int)? {
    for (text, zeros) in FactUnits.wideScales where starts(text, at: place) {
      return (zeros, place + text.utf8.count)
    }
    let range = letters(at: skipBlank(place))
    guard !range.isEmpty, range.count < 12, let zeros = FactUnits.scales[Self.key(bytes[range])] else {
      return nil
    }
    let hasPoint = range.count == 3 && range.upperBound < end && bytes[range.upperBound] == UInt8(ascii: ".")
    return (zeros, range.upperBound + (hasPoint && range.upperBound + 1 < end ? 1 : 0))
  }

  private func unit(at place: Int) -> (unit: String, end: Int)? {
    let next = skipBlank(place)
    guard next < end else { return nil }
    if bytes[next] == UInt8(ascii: "%") { return ("%", next + 1) }
    if bytes[next] >= 0x80 || bytes[next] == UInt8(ascii: "$") {
      for (text, unit) in FactUnits.currencies where starts(text, at: next) {
        return (unit, next + text.utf8.count)
      }
      for (text, unit) in FactUnits.wide where starts(text, at: next) {
        return (unit, next + text.utf8.count)
      }
      return nil
    }
    let range = letters(at: next)
    guard !range.isEmpty, range.count < 16 else { return nil }
    let word = Self.key(bytes[range])
    // Only whole words: in `5 männliche` there is no metre.
    if range.upperBound < end, WordScanner.isLetter(bytes[range.upperBound]) { return nil }
    if let unit = FactUnits.words[word] { return (unit, range.upperBound) }
    if next > place || ["st", "nd", "rd", "th"].contains(word) { return nil }
    // Directly behind the number any short word is a unit.
    return range.count <= 4 ? (String(decoding: bytes[range], as: UTF8.self), range.upperBound) : nil
  }

  /// The last word before a place that tells something, or the first one behind it.
  private func wordBeside(_ range: Range<Int>) -> UInt64 {
    var start = max(sentence.lowerBound, range.lowerBound - 120)
    while start < range.lowerBound, bytes[start] & 0xC0 == 0x80 { start += 1 }
    var scanner = WordScanner(bytes, in: start..<range.lowerBound)
    var last: UInt64?
    while let word = scanner.next() {
      if word.isTelling, !DecimalNumber.isDigit(bytes[word.range.lowerBound]) { last = word.hash }
    }
    if let last { return last }
    scanner = WordScanner(bytes, in: range.upperBound..<min(end, range.upperBound + 120))
    while let word = scanner.next() { if word.isTelling { return word.hash } }
    return 0
  }

  // MARK: Words

  private mutating func readWord(isHeading: Bool) {
    if let address = webAddress(at: at) { return add(.url, address.key, at..<address.end) }
    if let address = mailAddress(at: at) { return add(.email, Self.key(bytes[at..<address]), at..<address) }
    if let date = date(at: at) { return add(.date, date.key, at..<date.end) }
    let start = at
    guard let word = CapitalWord(bytes, at: at, end: end) else {
      // Words of small letters, and signs of other scripts.
      let length = ScalarReader.length(bytes[at])
      let isLetter = WordScanner.isLetter(bytes[at])
      startAfter(at)
      at = min(end, at + length)
      while isLetter, bytes[start] < 0x80, at < end, bytes[at] < 0x80,
        WordScanner.isLetter(bytes[at]) || isJoint
      {
        at += 1
      }
      return
    }
    readName(word, isHeading: isHeading)
  }

  /// A sign inside a word, as in `max_tokens`, `don't`, `v2.3` and `gpt-4`.
  private var isJoint: Bool {
    switch bytes[at] {
    case UInt8(ascii: "_"), UInt8(ascii: "'"): return true
    case UInt8(ascii: "."):
      return at + 1 < end && DecimalNumber.isDigit(bytes[at - 1]) && DecimalNumber.isDigit(bytes[at + 1])
    case UInt8(ascii: "-"): return at + 1 < end && DecimalNumber.isDigit(bytes[at + 1])
    default: return false
    }
  }

  /// Behind opening quotation marks, dashes and wide punctuation a sentence may begin.
  private mutating func startAfter(_ place: Int) {
    guard bytes[place] >= 0x80 else {
      isStart = false
      return
    }
    switch ScalarReader.scalar(bytes, at: place).value {
    case 0x2013...0x2026, 0x3000...0x301F, 0xFF01...0xFF20: isStart = true
    default: isStart = false
    }
  }

  /// Capitalised words that follow one another are one name.
  private mutating func readName(_ first: CapitalWord, isHeading: Bool) {
    var words = [first]
    while let last = words.last, last.range.upperBound + 1 < end, bytes[last.range.upperBound] == 0x20,
      let next = CapitalWord(bytes, at: last.range.upperBound + 1, end: end), words.count < 6,
      !last.isPossessive,
      mailAddress(at: next.range.lowerBound) == nil, date(at: next.range.lowerBound) == nil
    {
      words.append(next)
    }
    let whole = words[words.count - 1].range.upperBound
    let wasStart = isStart
    isStart = false
    if words[0].isCommon(bytes) || (wasStart && words.count == 1 && !words[0].isDistinct) {
      words.removeFirst()
    }
    while let first = words.first, first.isCommon(bytes) { words.removeFirst() }
    let isName = isGerman || isHeading ? words.count > 1 || words.first?.isDistinct == true : !words.isEmpty
    if isName, let first = words.first, let last = words.last {
      let range = first.range.lowerBound..<last.nameEnd
      add(.name, Self.key(bytes[range]), range)
    }
    at = whole
  }
}
