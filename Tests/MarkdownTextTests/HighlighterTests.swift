@testable import MarkdownText
import TerminalUI
import Testing

@Suite struct HighlighterTests {
  /// Token texts with their roles, spaces left out.
  private func tokens(_ language: String, _ code: String) -> [String] {
    var highlighter = CodeHighlighter(language: language)
    let bytes = Array(code.utf8)
    var shown: [String] = []
    var start = 0
    for line in code.split(separator: "\n", omittingEmptySubsequences: false) {
      let end = start + line.utf8.count
      for token in highlighter.tokens(of: start..<end, in: bytes) where token.role != .text {
        shown.append("\(String(decoding: bytes[token.range], as: UTF8.self)):\(token.role)")
      }
      start = end + 1
    }
    return shown
  }

  @Test func swiftTokens() {
    #expect(
      tokens("swift", "let x: Int = f(1.5e3) // c") == [
        "let:keyword", "::punctuation", "Int:type", "=:punctuation", "f:function", "(:punctuation",
        "1.5e3:number",
        "):punctuation", "// c:comment",
      ])
    #expect(
      tokens("swift", "/* a /* b */\nc */ \"s\\\"t\"") == [
        "/* a /* b */:comment", "c */:comment", "\"s\\\"t\":string",
      ])
    #expect(
      tokens("swift", "\"\"\"\nlet\n\"\"\" let") == [
        "\"\"\":string", "let:string", "\"\"\":string", "let:keyword",
      ])
  }

  @Test(arguments: [
    ("python", "def f(): # c", "def:keyword", "# c:comment"),
    ("ts", "const a = `x`", "const:keyword", "`x`:string"),
    ("json", "{\"a\": true, \"b\": \"c\"}", "\"a\":type", "\"c\":string"),
    ("bash", "if x; then # c", "if:keyword", "# c:comment"),
    ("go", "func main() int", "func:keyword", "int:type"),
    ("rust", "fn f() -> u8", "fn:keyword", "u8:type"),
    ("java", "class A { int b; }", "class:keyword", "int:type"),
    ("c++", "#include <x> // y", "#include:keyword", "// y:comment"),
    ("C#", "var s = @\"a\\\";", "var:keyword", "@\"a\\\":string"),
    ("php", "echo 'a'; # c", "echo:keyword", "'a':string"),
    ("ruby", "def go; 1; end", "def:keyword", "end:keyword"),
    ("sql", "SELECT a FROM b WHERE c = 'it''s'", "SELECT:keyword", "'it''s':string"),
    ("html", "<a href=\"x\">t</a>", "<a:keyword", "href:type"),
    ("yaml", "key: 'v' # c", "key:type", "# c:comment"),
    ("toml", "a.b = 1", "a.b:type", "1:number"),
    ("diff", "+x\n-y", "+x:diffAdd", "-y:diffDelete"),
  ]) func languageTokens(language: String, code: String, first: String, second: String) {
    let found = tokens(language, code)
    #expect(found.contains(first), "\(found)")
    #expect(found.contains(second), "\(found)")
  }

  @Test func unknownIsPlain() { #expect(tokens("brainfog", "let x = 1").isEmpty) }

  @Test func tokensCoverEveryLine() {
    let code =
      "a \"b 'c` /* <!-- \"\"\" \\\n\\ 漢 é 0x1F 1.. # $x @y --> */ -->\n\t\u{0}\u{1B}<a b='\n'>=begin\n+"
    let bytes = Array(code.utf8)
    for language in CodeLanguages.all.flatMap(\.names) + [""] {
      var highlighter = CodeHighlighter(language: language)
      var start = 0
      for line in code.split(separator: "\n", omittingEmptySubsequences: false) {
        let end = start + line.utf8.count
        var place = start
        for token in highlighter.tokens(of: start..<end, in: bytes) {
          #expect(token.range.lowerBound == place)
          place = token.range.upperBound
        }
        #expect(place == end)
        start = end + 1
      }
    }
  }
}
