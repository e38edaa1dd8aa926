import SeededRandom
import JSON5
import Testing

struct JSON5ProblemTests {
  private func problem(_ bytes: some Sequence<UInt8>) -> SourceProblem? {
    do {
      _ = try JSON5Document(bytes, name: "c.json5")
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("", "1:1", "Found the end of the file, expected a value."),
    ("// only\n", "2:1", "Found the end of the file, expected a value."),
    ("{a: tru}", "1:5", "Found “tru”, expected a value; text needs quotes: 'tru'."),
    ("{a: }", "1:5", "Found “}”, expected a value."),
    ("{a 1}", "1:4", "Found “1”, expected “:” after the key “a”."),
    ("{a = 1}", "1:4", "Found “=”, expected “:” after the key “a”."),
    ("{a: 1\n b: 2}", "2:2", "Found “b”, expected “,” or “}” after the value of “a”."),
    ("{a: 1,, }", "1:7", "Found “,”, expected a key or “}”."),
    ("{1: 2}", "1:2", "Found “1”, expected a key or “}”."),
    (
      "\n {a: [1", "2:8",
      "Found the end of the file, expected “,” or “]” after the value. The “[” at 2:6 is not closed."
    ),
    ("{", "1:2", "Found the end of the file, expected a key or “}”. The “{” at 1:1 is not closed."),
    ("[1 2]", "1:4", "Found “2”, expected “,” or “]” after the value."),
    ("[1}", "1:3", "Found “}”, expected “,” or “]” after the value."),
    ("1 2", "1:3", "Found “2”, expected the end of the file: one value is a whole file."),
    ("['a\nb']", "1:2", "This string is not closed before the end of line 1."),
    ("'a", "1:1", "This string is not closed before the end of the file."),
    ("'\\", "1:3", "Found the end of the file after “\\”."),
    (#"'\x4'"#, "1:2", "“\\x” needs 2 hexadecimal digits after it."),
    (#"'\u12'"#, "1:2", "“\\u” needs 4 hexadecimal digits after it."),
    (#"'\ud800x'"#, "1:2", "“\\uD800” is half of a pair and stands for nothing alone."),
    (#"'\ud800\u0041'"#, "1:2", "“\\uD800” is half of a pair and stands for nothing alone."),
    (#"'\1'"#, "1:2", "“\\” before a digit is no escape; write \\x and two hexadecimal digits."),
    (#"'\01'"#, "1:2", "“\\” before a digit is no escape; write \\x and two hexadecimal digits."),
    (#"{a\x: 1}"#, "1:3", "Only “\\u” and four digits may stand in an unquoted key."),
    (#"{\u0031: 1}"#, "1:2", "This character may not stand in an unquoted key; put the key in quotes."),
    ("/* a", "1:1", "This comment is not closed by “*/”."),
    ("/a", "1:1", "Found “/”, expected “//” or “/*”: a comment."),
    ("012", "1:1", "A number may not begin with 0 and another digit."),
    ("-", "1:2", "Found the end of the file, expected a number after the sign."),
    ("-true", "1:2", "Found “true”, expected a number after the sign."),
    (".", "1:1", "A number needs a digit before or after its point."),
    ("1e", "1:1", "A number needs digits after its “e”."),
    ("12px", "1:3", "Found “px” right after a number; text needs quotes."),
    ("0xZ", "1:1", "“0xZ” is no number: only digits and a to f may follow 0x."),
    (
      "0x10000000000000000", "1:1", "“0x10000000000000000” is too large: 16 hexadecimal digits are the limit."
    ),
    ("{a: \u{1B}}", "1:5", "Found the character U+001B, expected a value."),
    ("{日本: 1, 日本: 2}", "1:9", "The key “日本” is here again; it is at 1:2 already."),
    ("{a: 1,\n 'a': 2}", "2:2", "The key “a” is here again; it is at 1:2 already."),
  ])
  func itSaysWhatWasFoundWhereAndWhatWasExpected(text: String, place: String, sentence: String) throws {
    let found = try #require(problem(text.utf8))
    #expect(found.position.description == place)
    #expect(found.sentence == sentence)
  }

  @Test func theReportShowsTheLineWithACaretBelowThePlace() throws {
    let found = try #require(problem("{\n\t'日': \u{7}\u{1B}tru\n}".utf8))
    #expect(
      found.report == """
        c.json5:2:7: Found the character U+0007, expected a value.
          \t'日': \u{2407}\u{241B}tru
          \t      ^
        """)
  }

  @Test func aLongLineIsCutAroundThePlace() throws {
    let text =
      "['" + String(repeating: "a", count: 500) + "', ?, '" + String(repeating: "b", count: 500) + "']"
    let lines = try #require(problem(text.utf8)).report.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count < 110 })
    let caret = try #require(lines[2].firstIndex(of: "^"))
    let distance = lines[2].distance(from: lines[2].startIndex, to: caret)
    #expect(lines[1][lines[1].index(lines[1].startIndex, offsetBy: distance)] == "?")
  }

  @Test func bytesThatAreNotUTF8AreNamed() throws {
    let found = try #require(problem(Array("{a: '".utf8) + [0xC3, 0x28] + Array("'}".utf8)))
    #expect(found.position.description == "1:6")
    #expect(found.sentence == "The file is not UTF-8 text: byte 6 cannot be read.")
  }

  @Test func deepNestingIsRefusedInsteadOfExhaustingTheStack() throws {
    for opening in ["[", "{a:"] {
      #expect(problem(String(repeating: opening, count: 100_000).utf8)?.sentence.contains("128 deep") == true)
    }
    let deep = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    #expect(problem(deep.utf8) == nil)
  }

  /// Any bytes give a value or a problem whose place is in the file; never a trap.
  @Test(arguments: 0..<8 as Range<UInt64>)
  func damagedFilesNeverTrap(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let whole = Array(Self.sample.utf8)
    let alphabet = Array("{}[]:,'\"\\/*ux0-+.eNI \n\r\t".utf8) + [0xC3, 0xA9, 0xE2, 0x80, 0xA8, 0xFF, 0]
    for _ in 0..<1500 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
        case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
        default: bytes.removeLast(bytes.count - place - 1)
        }
        if bytes.isEmpty { break }
      }
      guard let found = problem(bytes) else { continue }
      let lines = 1 + bytes.count { $0 == 0x0A || $0 == 0x0D }
      #expect((1...lines).contains(found.position.line))
      #expect((1...bytes.count + 1).contains(found.position.column))
      #expect(found.report.utf8.count < 2000)
    }
  }

  private static let sample = #"""
    // a comment
    { name: 'x', "quoted": "a\u00e9\x41\
    b", n: [1, -2.5e3, .5, 0xFF, +Infinity, NaN,], /* é */ o: { $a: null, 'b c': true } }
    """#
}
