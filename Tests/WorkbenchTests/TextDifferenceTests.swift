import SeededRandom
import Testing

@testable import Workbench

struct TextDifferenceTests {
  private func pieces(_ old: String, _ new: String) -> [String] {
    TextDifference(from: old, to: new).pieces.map { piece in
      switch piece.kind {
      case .same: "=" + piece.text
      case .removed: "-" + piece.text
      case .added: "+" + piece.text
      }
    }
  }

  @Test func equalTextsAreOnePiece() {
    #expect(pieces("a\nb", "a\nb") == ["=a\nb"])
    #expect(TextDifference(from: "a\nb", to: "a\nb").isEmpty)
    #expect(pieces("", "") == [])
  }

  @Test func linesAreAddedAndRemoved() {
    #expect(pieces("a\nb\nc\n", "a\nc\nd\n") == ["=a\n", "-b\n", "=c\n", "+d\n"])
    #expect(pieces("", "x") == ["+x"])
    #expect(pieces("x", "") == ["-x"])
  }

  @Test func wordsAreComparedInsideAChangedLine() {
    #expect(
      pieces("The sky is blue.\n", "The sky is often blue.\n") == ["=The sky is ", "+often ", "=blue.\n"])
    #expect(pieces("天空是蓝色的", "天空是绿色的") == ["=天空是", "-蓝", "+绿", "=色的"])
  }

  @Test func linesWithoutWordsInCommonStayWhole() {
    #expect(pieces("one two three\n", "4 5 6 7 8 9 0\n") == ["-one two three\n", "+4 5 6 7 8 9 0\n"])
  }

  @Test func twoSpellingsOfALetterDiffer() {
    #expect(!TextDifference(from: "\u{E9}", to: "e\u{301}").isEmpty)
  }

  @Test func tooMuchWorkGivesACoarseAnswerThatIsStillWhole() {
    let old = (0..<3000).map { "old \($0)\n" }.joined()
    let new = (0..<3000).map { "new \($0 * 7)\n" }.joined()
    let difference = TextDifference(from: "a\n" + old + "z\n", to: "a\n" + new + "z\n", effort: 20_000)
    #expect(difference.isCoarse)
    #expect(difference.pieces.map(\.kind) == [.same, .removed, .added, .same])
    #expect(difference.pieces.map(\.text) == ["a\n", old, new, "z\n"])
  }

  @Test func thePiecesMakeUpBothTextsAndAreShortest() {
    var random = SplitMix(seed: 7)
    for _ in 0..<600 {
      let old = (0..<Int.random(in: 0...12, using: &random)).map { _ in Int.random(in: 0...3, using: &random)
      }
      let new = (0..<Int.random(in: 0...12, using: &random)).map { _ in Int.random(in: 0...3, using: &random)
      }
      let runs = SequenceDifference(old, new, effort: 100_000).runs
      var (x, y, same) = (0, 0, 0)
      for run in runs {
        switch run {
        case .same(let range):
          #expect(range.lowerBound == x)
          #expect(Array(old[range]) == Array(new[y..<(y + range.count)]))
          (x, y, same) = (range.upperBound, y + range.count, same + range.count)
        case .changed(let removed, let added):
          #expect(removed.lowerBound == x && added.lowerBound == y && removed.count + added.count > 0)
          (x, y) = (removed.upperBound, added.upperBound)
        }
      }
      #expect(x == old.count && y == new.count)
      #expect(same == Self.longestCommon(old, new), "\(old) \(new)")
    }
  }

  /// By the table that every textbook has.
  private static func longestCommon(_ old: [Int], _ new: [Int]) -> Int {
    var row = [Int](repeating: 0, count: new.count + 1)
    for left in old {
      var diagonal = 0
      for (index, right) in new.enumerated() {
        let above = row[index + 1]
        row[index + 1] = left == right ? diagonal + 1 : max(above, row[index])
        diagonal = above
      }
    }
    return row[new.count]
  }

  @Test func anyTextsAreMadeUpOfTheirPieces() {
    var random = SplitMix(seed: 11)
    let signs = ["a", "b", " ", "\n", "\r\n", "é", "e\u{301}", "字", "😀", "."]
    func text() -> String {
      (0..<Int.random(in: 0...40, using: &random)).map { _ in signs.randomElement(using: &random) ?? "" }
        .joined()
    }
    for _ in 0..<400 {
      let (old, new) = (text(), text())
      let pieces = TextDifference(from: old, to: new).pieces
      #expect(pieces.filter { $0.kind != .added }.map(\.text).joined().utf8.elementsEqual(old.utf8))
      #expect(pieces.filter { $0.kind != .removed }.map(\.text).joined().utf8.elementsEqual(new.utf8))
    }
  }
}
