import JSON5
import Testing

struct JSON5ValueTests {
  private func read(_ text: String) throws -> JSON5Value.Content {
    try JSON5Document(text.utf8, name: "test.json5").root.content
  }

  private func members(_ text: String) throws -> [JSON5Member] {
    guard case .object(let members) = try read(text) else { return [] }
    return members
  }

  @Test(
    arguments: [
      ("'it''s'", nil), (#"'it\'s'"#, "it's"), (#""say \"a\"""#, "say \"a\""), (#"'"'"#, "\""),
      (#"'\b\f\n\r\t\v\0\x41\u00e9\q\/'"#, "\u{08}\u{0C}\n\r\t\u{0B}\0Aéq/"),
      (#"'\ud83d\ude00'"#, "😀"), ("'a\\\nb\\\r\nc\\\rd\\\u{2028}e'", "abcde"), ("'a\u{2028}b'", "a\u{2028}b"),
      ("''", ""), ("'日本'", "日本"), ("'tab\there'", "tab\there"),
    ] as [(String, String?)])
  func strings(text: String, expected: String?) {
    #expect((try? read(text)) == expected.map { .string($0) })
  }

  @Test(
    arguments: [
      ("0", 0, "0"), ("-0", -0.0, "-0"), ("+7", 7, "7"), ("0.70", 0.7, "0.70"), (".5", 0.5, "0.5"),
      ("5.", 5, "5"), ("-.25", -0.25, "-0.25"), ("1e3", 1000, "1e3"), ("1.E-2", 0.01, "1E-2"),
      ("2e+2", 200, "2e+2"), ("0x1F", 31, "31"), ("-0XfF", -255, "-255"),
      ("0xFFFFFFFFFFFFFFFF", 1.8446744073709552e19, "18446744073709551615"),
      ("Infinity", .infinity, nil), ("-Infinity", -.infinity, nil), ("+Infinity", .infinity, nil),
    ] as [(String, Double, String?)])
  func numbers(text: String, value: Double, json: String?) throws {
    guard case .number(let number) = try read(text) else {
      Issue.record("\(text) is no number")
      return
    }
    #expect(number.value == value)
    #expect(number.json == json)
  }

  @Test(arguments: ["NaN", "-NaN", "+NaN"]) func notANumberIsANumber(text: String) throws {
    guard case .number(let number) = try read(text) else {
      Issue.record("\(text) is no number")
      return
    }
    #expect(number.value.isNaN && number.json == nil)
  }

  @Test func wordsAreValues() throws {
    #expect(try read("null") == .null)
    #expect(try read("[true,false]").description == #"[true,false]"#)
  }

  @Test func keysMayBeNamesOrStrings() throws {
    let keys = try members(#"{a: 1, $b_2: 1, 'c d': 1, "e": 1, ünïcode: 1, \u0066g: 1, null: 1, a\u0301: 1}"#)
      .map(\.key)
    #expect(keys == ["a", "$b_2", "c d", "e", "ünïcode", "fg", "null", "a\u{301}"])
  }

  @Test func commentsSpacesAndTrailingCommasAreSkipped() throws {
    let text = """
      \u{FEFF}// first
      { /* a */ x /**/ : // to the end
        [1, 2,], \u{A0}\u{2003}\u{0B}\u{0C}
        y: {}, /* * / ** */
      } // last
      """
    #expect(try read(text).description == "{x:[1,2],y:{}}")
  }

  @Test func everyValueAndKeyKnowsItsPlace() throws {
    let document = "{\n  'é日': [1,\r\n    'x'],\rz: /* … */ true }"
    let members = try members(document)
    #expect(members.map(\.keyPosition) == [.init(line: 2, column: 3), .init(line: 4, column: 1)])
    #expect(members.map(\.value.position) == [.init(line: 2, column: 9), .init(line: 4, column: 12)])
    guard case .array(let elements)? = members.first?.value.content else {
      Issue.record("no array")
      return
    }
    #expect(elements.map(\.position) == [.init(line: 2, column: 10), .init(line: 3, column: 5)])
    let marked = try JSON5Document("\u{FEFF}[1]".utf8, name: "")
    #expect(marked.root.position == .init(line: 1, column: 1))
  }
}

extension JSON5Value.Content: CustomStringConvertible {
  /// Compact text, for comparing trees without places.
  public var description: String {
    switch self {
    case .null: "null"
    case .bool(let flag): "\(flag)"
    case .number(let number): number.json ?? "\(number.value)"
    case .string(let text): "'\(text)'"
    case .array(let elements): "[" + elements.map(\.content.description).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "\($0.key):\($0.value.content)" }.joined(separator: ",") + "}"
    }
  }
}
