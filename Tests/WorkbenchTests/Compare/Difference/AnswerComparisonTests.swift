import SeededRandom
import Testing

@testable import Workbench

struct AnswerComparisonTests {
  /// Rows in short: `=` same, `-` and `+` of one side only, `~` with its marks.
  private func rows(_ comparison: AnswerComparison) -> [String] {
    comparison.rows.map { row in
      let path = row.kind == .json ? row.path + ": " : ""
      switch row.content {
      case .same(let old, _): return "=" + path + Self.trimmed(old)
      case .onlyOld(let old): return "-" + path + Self.trimmed(old)
      case .onlyNew(let new): return "+" + path + Self.trimmed(new)
      case .changed(let pieces):
        let marked = pieces.map { piece in
          if piece.isSame { return String(piece.old) }
          return (piece.old.isEmpty ? "" : "[-\(piece.old)-]") + (piece.new.isEmpty ? "" : "{+\(piece.new)+}")
        }
        return "~" + path + Self.trimmed(marked.joined()[...])
      }
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  private func expectRebuilt(_ comparison: AnswerComparison, _ old: String, _ new: String) {
    let first = comparison.rows.reduce(into: "") { $0 += $1.oldText }
    let second = comparison.rows.reduce(into: "") { $0 += $1.newText }
    #expect(Array(first.utf8) == Array(old.utf8))
    #expect(Array(second.utf8) == Array(new.utf8))
  }

  @Test func sentencesArePairedAndTheirWordsMarked() {
    let comparison = AnswerComparison(
      base: "The sky is blue. Water is wet. Fire is hot and bright.",
      other: "The sky is often grey. Water is wet. Stones sink fast.")
    #expect(
      rows(comparison) == [
        "~The sky is [-blue-]{+often grey+}.", "=Water is wet.", "-Fire is hot and bright.",
        "+Stones sink fast.",
      ])
    #expect(comparison.changes == [0, 2, 3])
    #expect(!comparison.isCoarse)
  }

  @Test func similarSentencesFindEachOtherAcrossWhatIsOnlyInOne() {
    let comparison = AnswerComparison(
      base: AnswerSamples.streams, other: AnswerSamples.otherStreams)
    let lines = rows(comparison)
    #expect(
      lines.contains(
        "~- **Retry:** built in for SSE after [-3 -]{+5 +}seconds; by hand for [-WebSockets-]{+WebSocket+}."))
    #expect(lines.contains("-- **Limits:** about 6 connections per host on HTTP/1.1."))
    #expect(lines.contains("+- **Proxies:** any proxy that passes HTTP passes SSE."))
    #expect(lines.contains("=Use SSE for token streams and feeds; use WebSockets for chat rooms."))
    #expect(lines.contains("=source.onmessage = (event) => console.log(event.data);"))
    #expect(lines.contains("~const source = new EventSource(\"/[-events-]{+stream+}\");"))
    #expect(lines.contains("+source.onerror = () => console.warn(\"gone\");"))
    let code = comparison.rows.filter { $0.kind == .code }
    #expect(code.count == 5)
  }

  @Test func chineseAndGermanSentencesEndWhereTheyShould() {
    #expect(
      rows(AnswerComparison(base: AnswerSamples.chinese, other: AnswerSamples.otherChinese)) == [
        "~长江是[-中国-]{+亚洲+}最长的河流，全长约[-6300-]{+6397+}公里。", "=它发源于青藏高原！", "-你知道它流入哪里吗？",
        "=它流入东海。",
      ])
    let german = rows(AnswerComparison(base: AnswerSamples.german, other: AnswerSamples.otherGerman))
    #expect(german.count == 3)
    #expect(german.first?.contains("[-2.857 -]{+2.850 +}km") == true)
    #expect(german.last == "-Am 3. Mai wurde sie vermessen.")
  }

  @Test func labelsOfListItemsStayWithTheirSentences() {
    let comparison = AnswerComparison(
      base: "- **Direction.** It only goes down. And more.",
      other: "- **Direction.** It only goes up. And more.")
    #expect(rows(comparison) == ["~- **Direction.** It only goes [-down-]{+up+}.", "=And more."])
  }

  @Test func addressesAreMarkedAsAWhole() {
    let comparison = AnswerComparison(
      base: "Read more at https://www.w3.org/TR/a/.", other: "Read more at https://spec.example.org/b.")
    #expect(rows(comparison) == ["~Read more at [-https://www.w3.org/TR/a/-]{+https://spec.example.org/b+}."])
  }

  @Test func whiteSpaceAndWrappedLinesDoNotCountInProse() {
    let comparison = AnswerComparison(
      base: "The server writes\nlines of text.\n\nIt ends here.",
      other: "The  server writes lines of text. It ends here.\n")
    #expect(comparison.changes.isEmpty)
    #expect(comparison.similarity == 100)
    #expect(!comparison.isIdentical)
  }

  @Test func whiteSpaceCountsInCode() {
    let comparison = AnswerComparison(base: "```\n  a = 1\n```", other: "```\n    a = 1\n```")
    #expect(comparison.changes == [1])
  }

  @Test func jsonIsComparedByStructure() {
    let comparison = AnswerComparison(base: AnswerSamples.json, other: AnswerSamples.otherJSON)
    let json = comparison.rows.indices.filter { comparison.rows[$0].kind == .json }
    #expect(
      json.map { rows(comparison)[$0] } == [
        "=/city: \"Vienna\"", "~/population: [-1900000-]{+2000000+}", "=/rivers/0: \"Danube\"",
        "=/rivers/1: \"Wien\"", "+/rivers/2: \"Liesing\"", "=/eu: true",
      ])
  }

  @Test func equalJSONInAnotherOrderDoesNotDiffer() {
    let comparison = AnswerComparison(
      base: #"{"a": [1, 2], "b": {"c": "x"}}"#, other: #"{"b":{"c":"\u0078"},"a":[1,2]}"#)
    #expect(comparison.changes.isEmpty)
    #expect(comparison.similarity == 100)
    #expect(comparison.rows.map(\.count) == [3])
  }

  @Test func jsonAgainstProseIsShownAsLines() {
    let comparison = AnswerComparison(base: AnswerSamples.json, other: "Vienna is a city.")
    #expect(comparison.rows.map(\.kind) == [.code, .prose])
    expectRebuilt(comparison, AnswerSamples.json, "Vienna is a city.")
  }

  @Test func identicalAnswersHaveNoChange() {
    for text in AnswerSamples.all {
      for unit in AnswerComparison.Unit.allCases {
        let comparison = AnswerComparison(base: text, other: text, unit: unit)
        #expect(comparison.changes.isEmpty)
        #expect(comparison.isIdentical)
        #expect(comparison.similarity == 100)
      }
    }
  }

  @Test func answersWithoutACommonWordAreWhollyMarked() {
    let comparison = AnswerComparison(base: "Alpha beta gamma.", other: "Delta epsilon zeta.")
    #expect(rows(comparison) == ["-Alpha beta gamma.", "+Delta epsilon zeta."])
    #expect(comparison.similarity == 0)
    #expect((comparison.onlyOldWords, comparison.onlyNewWords, comparison.sharedWords) == (3, 3, 0))
    let empty = AnswerComparison(base: "", other: "Some text.")
    #expect(rows(empty) == ["+Some text."])
    #expect(empty.similarity == 0)
  }

  @Test func wordsAreCountedWithoutCaseAndPunctuation() {
    let comparison = AnswerComparison(base: "The cat, the dog!", other: "the Cat and a dog")
    #expect((comparison.onlyOldWords, comparison.onlyNewWords, comparison.sharedWords) == (1, 2, 3))
    #expect(comparison.similarity == 67)
  }

  @Test func theSameWordsInAnotherOrderAreNotCalledTheSame() {
    let comparison = AnswerComparison(
      base: "First this. Then that thing.", other: "Then that thing. First this.")
    #expect(comparison.similarity == 99)
    #expect(!comparison.changes.isEmpty)
  }

  @Test func wordsFlowThroughSentencesWhenComparedByWords() {
    let comparison = AnswerComparison(
      base: "Alpha beta.\nGamma delta epsilon.\n", other: "Alpha zeta.\nGamma delta.\n", unit: .words)
    #expect(rows(comparison) == ["~Alpha [-beta-]{+zeta+}.", "~Gamma delta [-epsilon-]."])
    #expect(comparison.unit == .words)
    #expect(comparison.changes == [0, 1])
  }

  @Test func linesAreKeptWhenComparedByLines() {
    let comparison = AnswerComparison(
      base: "One. Two.\nThree four.\n", other: "One. Two.\nThree five.\n", unit: .lines)
    #expect(rows(comparison) == ["=One. Two.", "~Three [-four-]{+five+}."])
  }

  @Test(arguments: AnswerComparison.Unit.allCases)
  func bothTextsCanBeRebuiltFromTheRows(unit: AnswerComparison.Unit) {
    for old in AnswerSamples.all {
      for new in AnswerSamples.all {
        expectRebuilt(AnswerComparison(base: old, other: new, unit: unit), old, new)
      }
    }
  }

  private static let parts = [
    "The sky is blue. ", "The sky is grey! ", "Why?\n", "\n\n", "- item one\n", "1. First. ", "z. B. ",
    "长江最长。", "長い",
    "```py\n", "```\n", "x = 1\n", "  y = 2\n", " ", "\t", "\r\n", "e.g. this, ", "3.14 ", "\u{301}", "👍🏽 ",
    "**bold** ",
    "`code` ", "~~~\n", "# Head\n", "it’s ", "a_b ",
  ]

  @Test(arguments: AnswerComparison.Unit.allCases)
  func bothTextsCanBeRebuiltFromTheRowsOfRandomTexts(unit: AnswerComparison.Unit) {
    var random = SplitMix(seed: 7)
    for _ in 0..<400 {
      let old = (0..<Int.random(in: 0...30, using: &random)).map { _ in
        Self.parts.randomElement(using: &random) ?? ""
      }
      // Like an answer to the same question: many parts are kept, some are lost, some are others.
      var new: [String] = []
      for part in old {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: continue
        case 1: new.append(Self.parts.randomElement(using: &random) ?? "")
        default: new.append(part)
        }
      }
      let effort = Int.random(in: 0..<3, using: &random) == 0 ? 50 : 40_000_000
      let comparison = AnswerComparison(base: old.joined(), other: new.joined(), unit: unit, effort: effort)
      expectRebuilt(comparison, old.joined(), new.joined())
    }
  }

  @Test func largeAnswersAreComparedInBoundedTimeAndSayWhereTheyAreCoarse() {
    func text(_ seed: UInt64, _ bytes: Int) -> String {
      var random = SplitMix(seed: seed)
      var text = ""
      while text.utf8.count < bytes {
        for _ in 0..<12 { text += String(UInt64.random(in: 0..<4000, using: &random), radix: 36) + " " }
        text += "end.\n"
      }
      return text
    }
    let (old, new) = (text(1, 300_000), text(2, 300_000))
    #expect(AnswerComparison.estimatedWork(old, new) > AnswerComparison.backgroundSize)
    let clock = ContinuousClock()
    var comparison = AnswerComparison(base: "", other: "")
    let time = clock.measure { comparison = AnswerComparison(base: old, other: new, effort: 1_000_000) }
    #expect(comparison.isCoarse)
    #expect(time < .seconds(60))
    expectRebuilt(comparison, old, new)
    let changed = old.replacing("end.\n", with: "fin.\n", maxReplacements: 1)
    let small = AnswerComparison(base: old, other: changed)
    #expect(small.changes == [0])
    #expect(!small.isCoarse)
  }

  @Test func wordsThatTakeTooLongAreComparedByLines() {
    let old = (0..<4000).map { "a\($0)" }.joined(separator: " ")
    let new = (0..<4000).map { "b\($0)" }.joined(separator: " ")
    let comparison = AnswerComparison(base: old, other: new, unit: .words, effort: 10_000)
    #expect(comparison.unit == .lines)
    #expect(comparison.isCoarse)
    expectRebuilt(comparison, old, new)
  }
}
