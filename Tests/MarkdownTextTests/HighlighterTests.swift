import SeededRandom
import TerminalUI
import Testing

@testable import MarkdownText

@Suite struct HighlighterTests {
  /// Every line's tokens; checks that they cover the line without gaps.
  private func lines(_ language: String, _ code: [UInt8]) -> [[CodeHighlighter.Token]] {
    var highlighter = CodeHighlighter(language: language)
    var found: [[CodeHighlighter.Token]] = []
    var start = 0
    for line in code.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let end = start + line.count
      let tokens = code.withUnsafeBufferPointer { highlighter.tokens(of: start..<end, in: $0) }
      var place = start
      for token in tokens {
        #expect(token.range.lowerBound == place && !token.range.isEmpty)
        place = token.range.upperBound
      }
      #expect(place == end)
      found.append(tokens)
      start = end + 1
    }
    return found
  }

  /// Token texts with their roles, spaces left out.
  private func tokens(_ language: String, _ code: String) -> [String] {
    let bytes = Array(code.utf8)
    return lines(language, bytes).joined().filter { $0.role != .text }.map {
      "\(String(decoding: bytes[$0.range], as: UTF8.self)):\($0.role)"
    }
  }

  @Test func readsSwift() {
    #expect(
      tokens("swift", "let x: Int = f(1.5e3) // c") == [
        "let:keyword", "::punctuation", "Int:type", "=:punctuation", "f:function", "(:punctuation",
        "1.5e3:number", "):punctuation", "// c:comment",
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

  static let samples: [(String, String, [String])] = [
    ("python", "def f(): # c", ["def:keyword", "f:function", "# c:comment"]),
    ("js", "const a = `x`\nlet b", ["const:keyword", "`x`:string", "let:keyword"]),
    ("tsx", "interface A { b: number }", ["interface:keyword", "number:type"]),
    ("json", "{\"a\": true, \"b\": \"c\"}", ["\"a\":type", "true:keyword", "\"c\":string"]),
    ("jsonc", "{a: 1} // c", ["a:type", "1:number", "// c:comment"]),
    ("bash", "if x; then # c\necho ${#a} a#b", ["if:keyword", "# c:comment", "echo:keyword"]),
    ("sh", "cat <<EOF\nif $x\nEOF\nfi", ["if $x:string", "fi:keyword"]),
    ("go", "func main() int", ["func:keyword", "main:function", "int:type"]),
    ("rust", "fn f<'a>(x: &'a u8) { 'x'; '\\'' }", ["fn:keyword", "u8:type", "'x':string", "'\\'':string"]),
    ("java", "class A { int b; }", ["class:keyword", "int:type"]),
    ("kt", "fun f(): Unit = /* a /* b */ c */ 1", ["fun:keyword", "Unit:type", "/* a /* b */ c */:comment"]),
    ("c", "#include <x> // y", ["#include:keyword", "// y:comment"]),
    ("c++", "auto s = R\"(a\"b)\"; 'x'", ["auto:keyword", "R\"(a\"b)\":string", "'x':string"]),
    ("C#", "var s = @\"a\\\";", ["var:keyword", "@\"a\\\":string"]),
    ("php", "echo 'a'; # c", ["echo:keyword", "'a':string", "# c:comment"]),
    (
      "ruby", "def go; @a = \"#{x}\"; end # c",
      ["def:keyword", "\"#{x}\":string", "end:keyword", "# c:comment"]
    ),
    ("sql", "SELECT a FROM b WHERE c = 'it''s'", ["SELECT:keyword", "FROM:keyword", "'it''s':string"]),
    (
      "html", "<a href=\"x\">t &amp; u</a><!-- c -->",
      ["<a:keyword", "href:type", "\"x\":string", "&amp;:number"]
    ),
    ("css", "@media x { color: #fff; } /* c */", ["@media:keyword", "color:type", "/* c */:comment"]),
    ("yaml", "key: 'v' # c\nit's: on", ["key:type", "'v':string", "# c:comment", "on:keyword"]),
    ("toml", "a.b = 1", ["a.b:type", "1:number"]),
    ("diff", "+x\n-y\n@@ 1", ["+:diffAdd", "x:diffAddText", "-:diffDelete", "y:diffDeleteText"]),
    ("dockerfile", "FROM a:b # c\nRUN [\"x\"]", ["FROM:keyword", "RUN:keyword", "\"x\":string"]),
    ("makefile", "all: $(OBJ) # c\nifeq a", ["all:type", "# c:comment", "ifeq:keyword"]),
    (
      "lua", "local a --[[ b\nc ]] [[d]] -- e",
      ["local:keyword", "c ]]:comment", "[[d]]:string", "-- e:comment"]
    ),
    ("r", "f.x <- function(a) TRUE # c", ["function:keyword", "TRUE:keyword", "# c:comment"]),
    (
      "powershell", "IF ($a -Eq \"b`\"c\") { Get-Item(1) } <# d\n#>",
      ["IF:keyword", "-Eq:keyword", "\"b`\"c\":string", "Get-Item:function", "#>:comment"]
    ),
  ]

  @Test(arguments: samples) func readsItsOwnWords(language: String, code: String, expected: [String]) {
    let found = tokens(language, code)
    for token in expected { #expect(found.contains(token), "\(token) in \(found)") }
  }

  @Test func unknownLanguagesStayPlain() {
    #expect(tokens("brainfog", "let x = 1").isEmpty)
    #expect(tokens(String(repeating: "x", count: 100_000), "let").isEmpty)
  }

  @Test func aliasesAreUnique() {
    let names = CodeLanguages.all.flatMap(\.names)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0 == $0.lowercased() })
    for name in names { #expect(CodeLanguages.named(name.uppercased()) != nil) }
  }

  @Test func noByteOfALineIsLost() {
    let code =
      "a \"b 'c` /* <!-- \"\"\" \\\n\\ 漢 é 0x1F 1.. # $x @y --> */ -->\n\t\u{0}\u{1B}<a b='\n'>=begin\n+ <<A\nA\n&a;"
    for name in CodeLanguages.all.flatMap(\.names) + [""] {
      #expect(lines(name, Array(code.utf8)).count == 7)
    }
  }

  @Test(arguments: CodeLanguages.all.map { $0.names[0] }) func randomBytesNeverCrash(language: String) {
    var random = SplitMix(seed: 5)
    let marks = Array("\"'`/*#<>-=[]()@$\\\n\n {}:&;.eE0aZ+%!".utf8)
    for _ in 0..<60 {
      let bytes = (0..<400).map { _ in
        Bool.random(using: &random)
          ? UInt8.random(in: 0...255, using: &random) : marks.randomElement(using: &random) ?? 0
      }
      let count = bytes.count { $0 == 0x0A } + 1
      #expect(lines(language, bytes).count == count)
    }
  }

  /// A long line is read in pieces: the state behind it must not depend on where it was cut, between words.
  @Test func theStateCarriesOverAPartOfALine() {
    let code = Array("let a /* b c */ = \"d e\" // f g".utf8)
    for cut in [4, 9, 20, 27] {
      var highlighter = CodeHighlighter(language: "swift")
      code.withUnsafeBufferPointer { bytes in
        let first = highlighter.tokens(of: 0..<cut, in: bytes, endsLine: false)
        let rest = highlighter.tokens(of: cut..<bytes.count, in: bytes)
        #expect(first.last?.range.upperBound == cut && rest.first?.range.lowerBound == cut)
        #expect(rest.last?.role == .comment)
      }
      #expect(highlighter.state == .start)
    }
  }
}
