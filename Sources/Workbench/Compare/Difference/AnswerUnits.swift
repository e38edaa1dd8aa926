import RelayKit

/// An answer cut into the parts that are compared with those of another: sentences or lines of prose, lines of
/// code, JSON values. The parts are all of the text, in order.
struct AnswerUnits: Sendable {
  struct Unit: Sendable {
    var kind: ComparisonRow.Kind
    var range: Range<Int>
    /// Places in `words`.
    var words: Range<Int>
    /// Equal where the texts are but for white space (in code only for that at the end).
    var key: UInt64
    /// What the words tell, in sum.
    var weight: Float
    /// Place in `values`, for JSON.
    var value: Int?
  }

  /// How prose is cut.
  enum Prose { case sentences, lines, whole }

  let text: String
  let bytes: [UInt8]
  private(set) var units: [Unit] = []
  /// Numbers of the vocabulary, each once in a unit.
  private(set) var words: [Int32] = []
  private(set) var values: [JSONValue] = []

  /// - Parameter readsJSON: whether JSON is one unit; else it is code.
  init(_ text: String, prose: Prose, readsJSON: Bool, vocabulary: inout Vocabulary) {
    self.text = text
    bytes = Array(text.utf8)
    for part in AnswerParts.parts(of: bytes) {
      switch part.kind {
      case .prose: addProse(part.range, prose, &vocabulary)
      case .code(let content, _):
        addLines(part.range.lowerBound..<content.lowerBound, &vocabulary)
        if !readsJSON || !addJSON(content, &vocabulary) { addLines(content, &vocabulary) }
        addLines(content.upperBound..<part.range.upperBound, &vocabulary)
      case .json:
        if !readsJSON || !addJSON(part.range, &vocabulary) { addLines(part.range, &vocabulary) }
      }
    }
  }

  subscript(range: Range<Int>) -> Substring { text.part(range) }

  private mutating func addProse(_ range: Range<Int>, _ prose: Prose, _ vocabulary: inout Vocabulary) {
    switch prose {
    case .sentences:
      for part in SentenceCutter.sentences(bytes, in: range) { add(.prose, part, &vocabulary) }
    case .lines: for part in SentenceCutter.lines(bytes, in: range) { add(.prose, part, &vocabulary) }
    case .whole: if !range.isEmpty { add(.prose, range, &vocabulary) }
    }
  }

  private mutating func addLines(_ range: Range<Int>, _ vocabulary: inout Vocabulary) {
    for line in SentenceCutter.lines(bytes, in: range) { add(.code, line, &vocabulary) }
  }

  private mutating func addJSON(_ range: Range<Int>, _ vocabulary: inout Vocabulary) -> Bool {
    guard let value = AnswerParts.json(bytes[range]) else { return false }
    add(.json, range, &vocabulary)
    units[units.count - 1].value = values.count
    values.append(value)
    return true
  }

  private mutating func add(_ kind: ComparisonRow.Kind, _ range: Range<Int>, _ vocabulary: inout Vocabulary) {
    let start = words.count
    var weight: Float = 0
    vocabulary.beginUnit()
    var scanner = WordScanner(bytes, in: range)
    while let word = scanner.next() {
      guard let number = vocabulary.number(word) else { continue }
      words.append(number)
      weight += vocabulary.weight(number)
    }
    units.append(
      Unit(
        kind: kind, range: range, words: start..<words.count, key: Self.key(bytes, range, kind),
        weight: max(0.5, weight)))
  }

  private static func key(_ bytes: [UInt8], _ range: Range<Int>, _ kind: ComparisonRow.Kind) -> UInt64 {
    var hash = WordHash()
    hash.add(kind == .prose ? 1 : kind == .code ? 2 : 3)
    forEachByte(of: bytes, range, kind) { hash.add($0) }
    return hash.value
  }

  /// Calls `body` with the bytes that count when two parts are called the same.
  static func forEachByte(
    of bytes: [UInt8], _ range: Range<Int>, _ kind: ComparisonRow.Kind, _ body: (UInt8) -> Void
  ) {
    var end = range.upperBound
    while end > range.lowerBound, SentenceCutter.isBlank(bytes[end - 1]) { end -= 1 }
    var start = range.lowerBound
    guard kind == .prose else {
      for index in start..<end { body(bytes[index]) }
      return
    }
    while start < end, SentenceCutter.isBlank(bytes[start]) { start += 1 }
    var isBehindBlank = false
    for index in start..<end {
      if SentenceCutter.isBlank(bytes[index]) {
        isBehindBlank = true
      } else {
        if isBehindBlank { body(0x20) }
        isBehindBlank = false
        body(bytes[index])
      }
    }
  }

  /// Whether two parts are the same but for white space.
  static func isSame(_ old: AnswerUnits, _ left: Unit, _ new: AnswerUnits, _ right: Unit) -> Bool {
    guard left.key == right.key, left.kind == right.kind else { return false }
    var (first, second): ([UInt8], [UInt8]) = ([], [])
    forEachByte(of: old.bytes, left.range, left.kind) { first.append($0) }
    forEachByte(of: new.bytes, right.range, right.kind) { second.append($0) }
    return first == second
  }
}

/// Numbers for the words of two answers, what they tell, and how often each answer has them.
struct Vocabulary: Sendable {
  private var numbers: [UInt64: Int32] = [:]
  private var weights: [Float] = []
  /// Of each word: how often it was seen since the last call of `takeCounts`.
  private var counts: [Int] = []
  /// The last unit that has the word.
  private var stamps: [Int] = []
  private var unit = 0

  var count: Int { weights.count }

  mutating func beginUnit() { unit += 1 }

  /// - Returns: `nil` where this unit has the word already.
  mutating func number(_ word: WordScanner.Word) -> Int32? {
    let number: Int32
    if let known = numbers[word.hash] {
      number = known
    } else {
      number = Int32(clamping: weights.count)
      numbers[word.hash] = number
      weights.append(word.isTelling ? 3 : 1)
      counts.append(0)
      stamps.append(0)
    }
    counts[Int(number)] += 1
    if stamps[Int(number)] == unit { return nil }
    stamps[Int(number)] = unit
    return number
  }

  func weight(_ number: Int32) -> Float { weights[Int(number)] }

  mutating func takeCounts() -> [Int] {
    let taken = counts
    counts = [Int](repeating: 0, count: counts.count)
    return taken
  }
}

extension String {
  /// The text between two places in its bytes, which must not be inside a scalar.
  func part(_ bytes: Range<Int>) -> Substring {
    let start = utf8.index(utf8.startIndex, offsetBy: bytes.lowerBound)
    return self[start..<utf8.index(start, offsetBy: bytes.count)]
  }
}
