import SeededRandom
import TerminalUI

@testable import MarkdownText

enum Samples {
  /// Without link definitions: here frozen blocks must already be final.
  static let plain: [String] = [
    "# One\n\nText *soft*\nnext **bold**\n\n- a\n  - b\n\n    deep\n- c\n\nend",
    "- a\nlazy\n\n- b\n\n\n  still b\n1. other\n2) third\n* * *\n",
    "> quote\nlazy\n> more\n\n> other\n>\n> ```\n> code\n\nafter",
    "```swift\nlet a = 1\n\n# no heading\n```\ntext\n~~~\n```\n~~~\n\n    indented\n\n    more\ntext",
    "before\n| a | b |\n|:-:|--:|\n| 1 | 2 |\nlazy row\n\nafter\n\n| only | head |\n|---|---|\n",
    "Title\n===\n\nText\n---\ntext\n\n---\n***\n",
    "<div>\n*raw*\n\n</div>\n\n<!-- open\n\nstill -->\n\ntext",
    "- [ ] todo\n- [x] done\n\n1. one\n1. two\n   ```js\n   x()\n   ```\n\n漢字かな混じり文\n\n👩‍👩‍👧 🇩🇪 e\u{301}",
    "a\r\nb\r\n\r\n# c\r\n\r\n```\r\nd\r\n```\r\ntail\rlone\r\n",
    "unclosed\n\n```python\ndef f():\n  return 1\n\n",
    "\n\n\n   \n\ttabbed\n\n\ttext\n\n-\n\n  x\n-\ty\n",
    "   ~~~ c++ x\n   a\n  b\n    c\n\td\n ~~~~ no\n   ~~~~  \n```\n\n```\n",
    "1. a\n\n   ```py\n   def f():\n       pass\n\n   # g\n   ```\n\n   text\n2. b\n   - c\n     > d\n     > ```\n     > e\n3. f\n10. g\n",
    "* * *\n- - x\n  - y\n+ z\n\n  > - w\n\n- [x]\n-\n- v\n",
    "| a |\n|--|\n| \\| `|` |\n```\n| b |\n```\n| c |\n|:-|\n|\n> | d |\n> |-|\n> | e |\n",
    "a\u{0}b \u{1B}[31m\u{9B}\u{202E}x\u{7F}\n\n```\n\u{0}\u{1B}]0;t\u{7}\n```\n\n<b\u{0}>\n",
  ]
  static let linked: [String] = [
    "See [a] and [b].\n\n# h\n\n[a]: http://x.y\n[b]:\n  http://z\n  'title\n  more'\n\ntext [a]\n\nend [b]",
    "[q]: /u\ntext\n\n[q] and\n\n> [z]: /in\n\n[z]\n\n```\n[no]: /x\n```\n\n[no] [q]\n",
    "[A  b]\n\n- [x](/y) [a\n  B]\n- > [a b]: <a b> \"t\"\n\n[Ä]\n\n1. [ä]: /ae\n[Ä]\n",
    "[a]\n\n[a]: /1\n\n[a]: /2\n\n[a]\n\ntext\n[a]: /3\n===\n\n| [a] |\n|-|\n| [b] |\n\n[b]: /b\n",
  ]
  static var all: [String] { plain + linked }

  /// A document of many kinds of blocks, of at least so many bytes.
  static func long(_ bytes: Int, seed: UInt64 = 1) -> String {
    var random = SplitMix(seed: seed)
    let words = [
      "alpha", "**beta**", "`gamma`", "délta", "漢字", "*eps*", "zeta_eta", "[l](http://x.y/z)", "👍", "&amp;",
    ]
    func sentence(_ count: Int) -> String {
      (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ") + "."
    }
    var text = ""
    var number = 0
    while text.utf8.count < bytes {
      number += 1
      switch Int.random(in: 0..<8, using: &random) {
      case 0: text += "## Part \(number)\n\n"
      case 1:
        text += "```swift\n"
        for line in 0..<Int.random(in: 1..<90, using: &random) {
          text += "  let value\(line) = \"\(number)\" // c\n"
        }
        text += "```\n"
      case 2:
        for item in 0..<Int.random(in: 1..<40, using: &random) { text += "- item \(item) \(sentence(4))\n" }
        text += "\n"
      case 3:
        text += "| n | text |\n|--:|---|\n"
        for row in 0..<Int.random(in: 1..<150, using: &random) { text += "| \(row) | \(sentence(2)) |\n" }
        text += "\n"
      case 4: text += "> \(sentence(20))\n> \(sentence(10))\n\n"
      case 5:
        text += "\(number). \(sentence(5))\n\n   ```py\n   x = \(number)\n   ```\n\n"
      default: text += "\(sentence(Int.random(in: 3..<80, using: &random)))\n\(sentence(5))\n\n"
      }
    }
    return text
  }

  static func lines(_ text: some LaidOutText, _ columns: Int) -> [RenderedLine] {
    (0..<text.blockCount).flatMap { text.layOut(block: $0, columns: columns) }
  }

  static func text(_ lines: [RenderedLine]) -> [String] {
    lines.map { $0.spans.map(\.text).joined() }
  }

  static func show(_ document: some LaidOutText, _ columns: Int) -> [String] {
    text(lines(document, columns))
  }

  static func show(_ markdown: String, _ columns: Int) -> [String] {
    show(MarkdownDocument(markdown), columns)
  }

  /// The text in pieces, cut between scalars.
  static func pieces(_ text: String, oneIn: Int, _ random: inout SplitMix) -> [String] {
    var pieces: [String] = []
    var piece = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      piece.append(scalar)
      if Int.random(in: 0..<oneIn, using: &random) == 0 {
        pieces.append(String(piece))
        piece = String.UnicodeScalarView()
      }
    }
    pieces.append(String(piece))
    return pieces
  }
}

/// What of a block must not depend on how the text came.
struct BlockLook: Equatable, CustomStringConvertible {
  var content: BlockContent
  var containers: [BlockContainer]
  var gap: Int?
  var range: Range<Int>

  var description: String { "\(range) gap \(gap.map(String.init) ?? "-") \(containers) \(content)" }
}

extension MarkdownDocument {
  var looks: [BlockLook] {
    blocks.enumerated().map { index, block in
      BlockLook(
        content: block.content, containers: block.containers, gap: block.gap,
        range: sourceRange(ofBlock: index))
    }
  }
}
