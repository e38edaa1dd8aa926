@testable import MarkdownText
import TerminalUI

/// A small seeded generator (SplitMix64): failures repeat.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

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
  ]
  static let linked: [String] = [
    "See [a] and [b].\n\n# h\n\n[a]: http://x.y\n[b]:\n  http://z\n  'title\n  more'\n\ntext [a]\n\nend [b]",
    "[q]: /u\ntext\n\n[q] and\n\n> [z]: /in\n\n[z]\n\n```\n[no]: /x\n```\n\n[no] [q]\n",
  ]
  static var all: [String] { plain + linked }

  static func text(_ lines: [RenderedLine]) -> [String] {
    lines.map { $0.spans.map(\.text).joined() }
  }

  static func show(_ markdown: String, _ columns: Int) -> [String] {
    text(MarkdownLayout.lines(MarkdownDocument(markdown), columns: columns))
  }
}
