import JSON5
import Testing

struct ObjectReaderTests {
  enum Surface: String, CaseIterable { case theme, terminal }

  /// Reads a small configuration and gives what is wrong with it.
  private func problems(_ text: String) throws -> [String] {
    var reader = try ObjectReader(file: text.utf8, name: "c.json5")
    _ = reader.text("model")
    _ = reader.flag("mouse")
    _ = reader.number("timeout", in: 0.5...600, unit: " seconds")
    _ = reader.integer("retries", in: 0...10)
    _ = reader.choice("background", of: Surface.self)
    _ = reader.texts("chords")
    if var inner = reader.object("inner") {
      _ = inner.flag("deep")
      inner.finish()
    }
    reader.finish()
    return reader.problems.problems.map { "\($0.position) \($0.sentence)" }
  }

  @Test func valuesComeWithTheirTypes() throws {
    let text =
      "{model: 'm', mouse: false, timeout: 1.5, retries: 2, background: 'terminal', chords: ['a', 'b']}"
    var reader = try ObjectReader(file: text.utf8, name: "c.json5")
    #expect(reader.text("model")?.value == "m")
    #expect(reader.flag("mouse") == false)
    #expect(reader.number("timeout", in: 0...2) == 1.5)
    #expect(reader.integer("retries", in: 0...2) == 2)
    #expect(reader.choice("background", of: Surface.self) == .terminal)
    #expect(reader.texts("chords")?.map(\.value) == ["a", "b"])
    #expect(reader.texts("chords")?.last?.position == SourcePosition(line: 1, column: 92))
    #expect(reader.text("absent") == nil)
    #expect(reader.problems.isEmpty)
  }

  @Test(arguments: [
    ("{model: 5}", "1:9 Found 5 for “model”, expected a string."),
    ("{model: null}", "1:9 Found null for “model”, expected a string."),
    ("{mouse: 'yes'}", "1:9 Found “yes” for “mouse”, expected true or false."),
    ("{timeout: 0}", "1:11 Found 0 for “timeout”, expected a number from 0.5 to 600 seconds."),
    ("{timeout: NaN}", "1:11 Found nan for “timeout”, expected a number from 0.5 to 600 seconds."),
    ("{retries: 1.5}", "1:11 Found 1.5 for “retries”, expected a whole number from 0 to 10."),
    ("{retries: 11}", "1:11 Found 11 for “retries”, expected a whole number from 0 to 10."),
    (
      "{background: 'Terminal'}",
      "1:14 Found “Terminal” for “background”, expected “theme” or “terminal”. Did you mean “terminal”?"
    ),
    ("{chords: []}", "1:10 Found an array for “chords”, expected a string or an array of strings."),
    ("{chords: ['a', 1]}", "1:16 Found 1 for “chords”, expected a string or an array of strings."),
    ("{inner: []}", "1:9 Found an array for “inner”, expected an object: { … }."),
    ("{inner: {deep: 1}}", "1:16 Found 1 for “inner.deep”, expected true or false."),
    ("{inner: {depe: true}}", "1:10 There is no setting “inner.depe”. Did you mean “deep”?"),
    ("{timout: 5}", "1:2 There is no setting “timout”. Did you mean “timeout”?"),
    ("{inner: {zzzzzzz: 1}}", "1:10 There is no setting “inner.zzzzzzz”. There are: “deep”."),
    ("{mouse: true, mouse: false}", "1:15 The key “mouse” is here again; it is at 1:2 already."),
  ])
  func whatDoesNotFitIsASentenceWithItsPlace(text: String, expected: String) throws {
    #expect(try problems(text) == [expected])
  }

  @Test func allProblemsComeInTheOrderOfTheFile() throws {
    let found = try problems("{\n zzz: 1,\n retries: 'x',\n mouse: 2,\n mouse: true,\n}")
    #expect(found.map { $0.prefix(3) } == ["2:2", "3:1", "4:9", "5:2"])
  }

  @Test(arguments: ["", "// nothing set\n", "{}"]) func aFileMaySetNothing(text: String) throws {
    #expect(try problems(text) == [])
  }

  @Test func aFileThatIsNoObjectIsRefused() throws {
    #expect(throws: SourceProblem.self) { try problems("[]") }
    #expect(throws: SourceProblem.self) { try problems("{") }
  }

  @Test func manyProblemsStayFew() throws {
    let keys = (0..<5000).map { "unknown\($0): 1, unknown\($0): 2" }.joined(separator: ", ")
    #expect(try problems("{\(keys)}").count <= 70)
  }
}

struct SpellingTests {
  @Test(arguments: [("kitten", "sitting", 3), ("", "abc", 3), ("ab", "ba", 1), ("same", "same", 0)])
  func distanceCountsEdits(left: String, right: String, distance: Int) {
    #expect(Spelling.distance(left, right) == distance)
    #expect(Spelling.distance(right, left) == distance)
  }

  @Test func onlyWhatIsNearIsMeant() {
    let words = ["chat", "models", "replay"]
    #expect(Spelling.nearest(to: "caht", among: words) == "chat")
    #expect(Spelling.nearest(to: "Models", among: words) == "models")
    #expect(Spelling.nearest(to: "zzzz", among: words) == nil)
    #expect(Spelling.nearest(to: "ab", among: ["cd"]) == nil)
    #expect(Spelling.nearest(to: String(repeating: "x", count: 10_000), among: words) == nil)
  }
}
