import RelayKit
import SeededRandom
import Testing

@testable import Workbench

struct VariableTextTests {
  @Test func variablesAreFoundWithTheirPlaces() {
    let text = "Hi {{name}}, {{ city.of-birth }} {{名前}} \\{{name}} {{name}}"
    let found = VariableText(text)
    #expect(found.names == ["name", "city.of-birth", "名前"])
    #expect(
      found.uses.map { String(text[$0.range]) } == ["{{name}}", "{{ city.of-birth }}", "{{名前}}", "{{name}}"])
    #expect(found.marks.filter(\.isEscaped).map { String(text[$0.range]) } == ["\\{{name}}"])
    #expect(
      found.filled(with: ["name": "Ann", "名前": "{{name}}"])
        == "Hi Ann, {{ city.of-birth }} {{name}} {{name}} Ann")
  }

  @Test(arguments: [
    "", "{{", "{{}}", "{{ }}", "{{a b}}", "{{a}", "{a}", "{{a\n}}", "\\{{x}", "{{#if}}", "\\frac{{a}+1}",
    "}}{{",
  ])
  func whatIsNoVariableStaysAsItIs(_ text: String) {
    #expect(VariableText(text).marks.isEmpty)
    #expect(VariableText(text).filled(with: ["a": "1", "x": "2"]) == text)
  }

  @Test func ofThreeBracesTheLastTwoCount() {
    #expect(VariableText("{{{a}}}").filled(with: ["a": "1"]) == "{1}")
  }

  @Test func withoutValuesOnlyEscapesChange() {
    var random = SplitMix(seed: 3)
    let pieces = ["{", "{{", "}", "}}", "a", " ", "é", "中", "👩‍👩‍👧", "{{a}}", "\u{301}"]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }
      .joined()
      #expect(VariableText(text).filled(with: [:]) == text)
      let uses = VariableText(text).uses
      for (one, next) in zip(uses, uses.dropFirst()) {
        #expect(one.range.upperBound <= next.range.lowerBound)
      }
    }
  }

  @Test func bodiesAreFilledInTextsOnly() throws {
    let content = try JSONValue(
      parsing: #"[{"type":"text","text":"{{a}}","{{a}}":1},{"type":"image_url","image_url":{"url":"{{a}}"}}]"#
    )
    var extra = JSONObject()
    extra["name"] = .string("{{a}}")
    let messages = [
      ChatMessage(role: "user", text: "x {{a}} {{b}}"),
      ChatMessage(role: "user", content: content, extra: extra),
      ChatMessage(role: "assistant", content: nil),
    ]
    #expect(VariableFilling.names(in: messages) == ["a", "b"])
    #expect(VariableFilling.missing(["a", "b"], in: ["a": "1", "c": "2"]) == ["b"])
    #expect(VariableFilling.unused(["a", "b"], in: ["a": "1", "c": "2"]) == ["c"])
    let filled = VariableFilling.filled(messages, with: ["a": "\"1\""])
    #expect(filled[0].content == .string("x \"1\" {{b}}"))
    #expect(
      filled[1].content?.text()
        == #"[{"type":"text","text":"\"1\"","{{a}}":1},{"type":"image_url","image_url":{"url":"{{a}}"}}]"#)
    #expect(filled[1].extra == extra)
    #expect(filled[2].content == nil)
    let body = try #require(try JSONValue(parsing: #"{"prompt":"{{a}}","size":"{{a}}"}"#).objectValue)
    #expect(VariableFilling.names(inPrompts: body) == ["a"])
    #expect(
      JSONValue.object(VariableFilling.filled(prompts: body, with: ["a": "z"])).text()
        == #"{"prompt":"z","size":"{{a}}"}"#)
  }
}

struct VariableTableTests {
  private func table(_ text: String, _ name: String = "t.csv", _ bounds: VariableTable.Bounds = .init())
    throws
    -> VariableTable
  {
    try VariableTable(file: Array(text.utf8), fileName: name, bounds: bounds)
  }

  @Test func csvHasQuotesLineBreaksAndAByteOrderMark() throws {
    let table = try table("\u{FEFF}name, city\r\n\"Smith, \"\"J\"\"\",\"a\r\nb\"\r\n中,\r\n\r\nlast,x")
    #expect(table.columns == ["name", "city"])
    #expect(table.rowCount == 3)
    #expect(table.values(row: 0) == ["name": "Smith, \"J\"", "city": "a\r\nb"])
    #expect(table.values(row: 1) == ["name": "中", "city": ""])
    #expect(table.values(row: 2) == ["name": "last", "city": "x"])
    #expect(table.values(row: 3) == nil && table.values(row: -1) == nil)
  }

  @Test func semicolonsAndTabsSeparateToo() throws {
    #expect(try table("a;b\n1,5;2").values(row: 0) == ["a": "1,5", "b": "2"])
    #expect(try table("a\tb\n1\t2", "t.tsv").values(row: 0) == ["a": "1", "b": "2"])
    #expect(try table("only\nx\ny").rowCount == 2)
  }

  @Test(arguments: [
    ("", "Line 1"), ("a,b\n", "Line 1"), ("a,a\n1,2", "Line 1"), ("a,b c\n1,2", "Line 1"),
    ("a,b\n1,2\n3", "Row 2 (line 3)"), ("a,b\n\"x\ny\",2\n\n1,2,3", "Row 2 (line 5)"),
    ("a\n\"open", "Row 1 (line 2)"), ("a\n\"x\"y", "Row 1 (line 2)"),
  ])
  func whatIsWrongInCSVNamesItsRow(_ text: String, _ start: String) {
    let problem = #expect(throws: VariableTable.Problem.self) { try table(text) }
    #expect(problem?.sentence.hasPrefix(start) == true, "\(problem?.sentence ?? "")")
  }

  @Test func bytesThatAreNoTextAreRefused() {
    let problem = #expect(throws: VariableTable.Problem.self) {
      try VariableTable(file: [0x61, 0x0A, 0xFF], fileName: "t.csv")
    }
    #expect(problem?.row == 1)
  }

  @Test func jsonLinesAreObjectsWithAnyKeys() throws {
    let table = try table("{\"a\":\"x\",\"n\":0.70}\r\n\n{\"b\":[1],\"a\":null,\"t\":true}\n", "t.jsonl")
    #expect(table.columns == ["a", "n", "b", "t"])
    #expect(table.values(row: 0) == ["a": "x", "n": "0.70"])
    #expect(table.values(row: 1) == ["b": "[1]", "t": "true"])
    #expect(try self.table("{\"a\":1}", "unnamed").values(row: 0) == ["a": "1"])
  }

  @Test(
    arguments: [("{\"a\":1}\n[1]", 2), ("{\"a\":1}\n\n{x}", 2), ("{\"a b\":1}", nil), ("", nil)]
      as [(String, Int?)])
  func whatIsWrongInJSONLinesNamesItsRow(_ text: String, _ row: Int?) {
    let problem = #expect(throws: VariableTable.Problem.self) { try table(text, "t.jsonl") }
    #expect(problem?.row == row)
  }

  @Test func sizesAreBounded() {
    let bounds = VariableTable.Bounds(bytes: 40, rows: 2, columns: 2)
    for text in ["a\n1\n2\n3", "a,b,c\n1,2,3", String(repeating: "a", count: 41)] {
      #expect(throws: VariableTable.Problem.self) { try table(text, "t.csv", bounds) }
    }
    #expect(throws: VariableTable.Problem.self) { try table("{\"a\":1,\"b\":2,\"c\":3}", "t.jsonl", bounds) }
  }

  @Test func anyCellsReadBackFromQuotes() throws {
    var random = SplitMix(seed: 5)
    let pieces = ["a", ",", "\"", "\n", "\r", "中", " ", ";", "\t", "\u{301}"]
    for _ in 0..<500 {
      let cells = (0..<3).map { _ in
        (0..<Int.random(in: 0...5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
          .joined()
      }
      let quoted = cells.map { cell in "\"" + cell.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\"" }
      // A quote with an accent on it is one character and no quote: written by scalars.
      let line =
        quoted.allSatisfy { !$0.contains("\"\u{301}") } ? quoted.joined(separator: ",") : "\"\",\"\",\"\""
      let expected = line == "\"\",\"\",\"\"" ? ["", "", ""] : cells
      let values = try #require(try table("x,y,z\r\n" + line + "\r\n").values(row: 0))
      #expect([values["x"], values["y"], values["z"]] == expected)
    }
  }
}
