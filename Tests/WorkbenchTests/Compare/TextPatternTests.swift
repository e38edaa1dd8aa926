import Testing
import Workbench

@Suite("Patterns")
struct TextPatternTests {
  @Test(
    "finds what a regular expression says",
    arguments: [
      ("abc", "xabcx", true), ("abc", "ab c", false), ("", "", true), ("a|b|", "", true), ("^$", "", true),
      ("^a+$", "aaa", true), ("^a+$", "aab", false), ("^a*?b$", "aab", true), ("^(ab)?c$", "c", true),
      ("^a{2}$", "aa", true), ("^a{2}$", "aaa", false), ("^a{2,}$", "aaaa", true), ("^a{,2}$", "aaa", false),
      ("^a{1,2}$", "aa", true), ("a{x}", "a{x}", true), ("{", "{", true), ("^(a|bc)+$", "abcbca", true),
      ("^(a|bc)+$", "abcb", false), (#"^\d{4}-\d\d$"#, "2026-11", true), (#"\bword\b"#, "a word.", true),
      (#"\bword\b"#, "words", false), (#"\Bord"#, "word", true), ("[a-c]x", "bx", true),
      ("[^a-c]x", "bx", false),
      ("[]x]", "]", true), ("[a-]", "-", true), (#"[\d.]+,"#, "1.5,", true), (#"[^\s]"#, " \t", false),
      ("a.c", "a\nc", false), ("(?s)a.c", "a\nc", true), ("(?m)^b$", "a\nb\nc", true), ("^b$", "a\nb", false),
      ("^b$", "b\n", true), (#"^b\z"#, "b\n", false), ("(?i)straße", "STRAßE", true),
      ("(?i:a)b", "AB", false),
      ("(?i:a)b", "Ab", true), ("(?i)[a-c]é", "BÉ", true), ("(?<year>2026)", "in 2026", true),
      (#"\p{Han}{2}"#, "你好", true), (#"\p{Lu}\P{Lu}"#, "aB", false), (#"\u{1F600}"#, "😀", true),
      (#"\x41B"#, "AB", true), (#"\$\("#, "$(", true), ("(((a*)*)*)*b", "aaab", true), ("()*", "", true),
      ("x()+y", "xy", true), ("((){1000}){1000}a", "a", true), ("(^|,)b", "a,b", true),
    ])
  func finds(pattern: String, text: String, isFound: Bool) throws {
    #expect(try TextPattern(pattern).search(text) == (isFound ? .found : .notFound))
  }

  @Test(
    "says why it is none",
    arguments: [
      ("(a", "a ( has no )."), ("a)", "a ) has no (."), ("[a", "a [ has no ]."),
      ("*a", "* has nothing to repeat."),
      ("a**", "two repetitions stand behind each other."), (#"a\"#, #"a \ ends it."#),
      ("(?=a)", "look-ahead, (?=…), is not known here."),
      ("(?<!a)b", "look-behind, (?<!…), is not known here."),
      (#"(a)\1"#, #"\1, what a group found before, is not known here."#), (#"\q"#, #"\q is not known here."#),
      ("a{3,2}", "{3,2} ends before it begins."), ("a{2000}", "{2000} is more than 1000 repetitions."),
      ("[z-a]", "a range in [ ] ends before it begins."), ("(?<n", "the name of a group has no >."),
      (#"\p{Greek}"#, #"\p wants one of Han, L, Ll, Lu, N, Nd, P, S in braces."#),
      (#"\u{110000}"#, "110000 is the code of no character."), ("(?x)a", "(?x is not known here."),
      ("a++", "repetitions that give nothing back, as a++, are not known here."),
      (#"\x4"#, "a code has too few digits."),
    ])
  func problems(pattern: String, reason: String) {
    #expect { try TextPattern(pattern) } throws: { ($0 as? TextPattern.Problem)?.reason == reason }
  }

  @Test("patterns that are too large or too deep are refused")
  func size() {
    #expect(throws: TextPattern.Problem.self) { try TextPattern("((a{100}){100}){100}") }
    #expect(throws: TextPattern.Problem.self) { try TextPattern(String(repeating: "(", count: 100_000)) }
  }

  @Test("patterns that take engines for ever take time in proportion to the text")
  func hostile() throws {
    let text = String(repeating: "a", count: 20_000) + "!"
    for pattern in ["(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*)*x", "(a*)*b"] {
      let search = try TextPattern(pattern)
      var finding: TextPattern.Finding?
      let taken = ContinuousClock().measure { finding = search.search(text) }
      #expect(finding == .notFound)
      // Going back, they would take longer than the universe is old.
      #expect(taken < .seconds(20), "\(pattern)")
    }
  }

  @Test("a text that is too long is searched in its beginning, and that is said")
  func long() throws {
    let text = String(repeating: "a", count: TextPattern.mostText) + "b"
    #expect(try TextPattern("b").search(text) == .notFoundInBeginning)
    #expect(try TextPattern("a$").search(text) == .found)
    #expect(try TextPattern("b").search(String(text.dropFirst())) == .found)
  }
}
