import RelayKit

/// An answer as the lens reads it: sentences and lines of code with the words in them.
struct LensReading {
  struct Unit {
    var range: Range<Int>
    var isCode: Bool
    /// The words in their order, or the line of code; `nil` where there is none.
    var key: UInt64?
  }

  let text: String
  let bytes: [UInt8]
  private(set) var units: [Unit] = []
  /// The whole answer, or the first of its code blocks that is JSON.
  private(set) var json: (value: JSONValue, range: Range<Int>)?

  init(_ text: String) {
    var text = text
    text.makeContiguousUTF8()
    self.text = text
    bytes = Array(text.utf8)
    for part in AnswerParts.parts(of: bytes) {
      switch part.kind {
      case .prose:
        for range in SentenceCutter.sentences(bytes, in: part.range) { addSentence(range) }
      case .code(let content, _):
        addCode(part.range)
        readJSON(content)
      case .json:
        addCode(part.range)
        readJSON(part.range)
      }
    }
  }

  private mutating func readJSON(_ range: Range<Int>) {
    guard json == nil, let value = AnswerParts.json(bytes[range]) else { return }
    json = (value, range)
  }

  private mutating func addSentence(_ range: Range<Int>) {
    var hash = WordHash()
    var scanner = WordScanner(bytes, in: range)
    var hasWords = false
    while let word = scanner.next() {
      hasWords = true
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        hash.add(UInt8(truncatingIfNeeded: word.hash >> shift))
      }
    }
    units.append(Unit(range: range, isCode: false, key: hasWords ? hash.value : nil))
  }

  private mutating func addCode(_ range: Range<Int>) {
    for line in SentenceCutter.lines(bytes, in: range) {
      var hash = WordHash()
      hash.add(1)
      AnswerUnits.forEachByte(of: bytes, line, .code) { hash.add($0) }
      units.append(Unit(range: line, isCode: true, key: hash.value))
    }
  }

  /// What occurs in all of them; nothing where there is only one.
  static func agreed(_ readings: [LensReading]) -> Set<UInt64> {
    guard readings.count > 1, let first = readings.first else { return [] }
    var agreed = Set(first.units.compactMap(\.key))
    for reading in readings.dropFirst() { agreed.formIntersection(reading.units.compactMap(\.key)) }
    return agreed
  }

  /// - Parameter facts: where facts of the list are, in order.
  func parts(agreed: Set<UInt64>, facts: [Range<Int>]) -> [DifferenceLens.Part] {
    var parts: [(kind: DifferenceLens.Part.Kind, range: Range<Int>)] = []
    func add(_ kind: DifferenceLens.Part.Kind, _ range: Range<Int>) {
      guard !range.isEmpty else { return }
      if let last = parts.indices.last, parts[last].kind == kind,
        parts[last].range.upperBound == range.lowerBound
      {
        parts[last].range = parts[last].range.lowerBound..<range.upperBound
      } else {
        parts.append((kind, range))
      }
    }
    var next = 0
    for unit in units {
      if let key = unit.key, agreed.contains(key) {
        add(.agreed, unit.range)
        continue
      }
      while next < facts.count, facts[next].lowerBound < unit.range.lowerBound { next += 1 }
      var start = unit.range.lowerBound
      while next < facts.count, facts[next].upperBound <= unit.range.upperBound {
        if facts[next].lowerBound >= start {
          add(.own, start..<facts[next].lowerBound)
          add(.fact, facts[next])
          start = facts[next].upperBound
        }
        next += 1
      }
      add(.own, start..<unit.range.upperBound)
    }
    return parts.map { DifferenceLens.Part(kind: $0.kind, text: text.part($0.range)) }
  }

  /// Share of the small words of German, where all nouns are capitalised and points divide thousands.
  var isGerman: Bool {
    var (all, found) = (0, 0)
    for unit in units where !unit.isCode {
      var scanner = WordScanner(bytes, in: unit.range)
      while let word = scanner.next(), all < 2000 {
        all += 1
        if Self.germanWords.contains(word.hash) { found += 1 }
      }
      if all >= 2000 { break }
    }
    return found >= 2 && found * 20 >= all
  }

  private static let germanWords: Set<UInt64> = Set(
    ["der", "die", "das", "und", "ist", "nicht", "ein", "eine", "mit", "für", "im", "sie", "es", "auf"]
      .compactMap {
        let bytes = Array($0.utf8)
        var scanner = WordScanner(bytes, in: 0..<bytes.count)
        return scanner.next()?.hash
      })
}
