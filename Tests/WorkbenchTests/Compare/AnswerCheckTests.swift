import RelayKit
import Testing
import Workbench

@Suite("Checks of answers")
struct AnswerCheckTests {
  private struct NoFile: Error {}
  private static let schema = #"{"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}}"#

  private func check(_ word: String) throws -> AnswerCheck {
    try AnswerCheck(word) { name in
      switch name {
      case "s.json": return Array(Self.schema.utf8)
      case "list.json": return Array("[1]".utf8)
      case "bad.json": return Array("{\n a}".utf8)
      default: throw NoFile()
      }
    }
  }

  private func result(_ word: String, _ text: String, _ change: (inout RunFigures) -> Void = { _ in }) throws
    -> CheckResult
  {
    try check(word).run(on: CheckedAnswer(text: text, figures: Replies.figures(change)))
  }

  @Test(
    "texts",
    arguments: [
      ("contains:42", "It is 42.", true), ("contains:42", "It is 4 2.", false),
      ("!contains:42", "It is 42.", false),
      ("!contains:42", "", true), ("contains:a:b=c<d", "xa:b=c<dx", true), ("contains:é", "e\u{301}", false),
      ("contains:aab", "aaab", true), ("contains:\n", "a\r\nb", true), ("contains:😀", "a😀", true),
      ("equals:yes", " yes\n", true), ("equals:yes", "Yes", false), ("!equals:yes", "no", true),
      ("equals:", "\n", true), (#"regex:^\d+$"#, "42", true), (#"regex:^\d+$"#, "42 is it", false),
      ("!regex:(?i)sorry", "Sorry, no", false), ("json", #" {"a":1} "#, true), ("json", #"{"a":1"#, false),
      ("json", "", false), ("json", "```json\n{}\n```", false), ("json+fence", "```json\n{}\n```", true),
      ("json+fence", "{}", true), ("json+fence", "Here:\n```json\n{}\n```", false),
      ("json+fence", "```\n{}\n```\nand\n```\n{}\n```", false), ("json+fence", "```", false),
      ("json+fence", "``````", false),
      ("schema:s.json", #"{"a":1}"#, true), ("schema:s.json", #"{"a":"x"}"#, false),
      ("schema:s.json", "no", false), (#"schema:{"type":"array"}"#, "[]", true),
      ("schema+fence:s.json", "```\n{\"a\":1}\n```", true), ("length<=5c", "wörld", true),
      ("length<5c", "wörld", false), ("length>=2w", "one two", true), ("length>2 words", "one two", false),
      ("length<=0w", "", true),
    ])
  func texts(word: String, text: String, passes: Bool) throws {
    let found = try result(word, text)
    #expect(found.passed == passes, "\(found.detail)")
    #expect(found.name == word && !found.detail.isEmpty)
    #expect(try check(word).description == word)
  }

  @Test("figures are checked where they are known, and only there")
  func figures() throws {
    func fill(_ figures: inout RunFigures) {
      (figures.totalMilliseconds, figures.firstTokenMilliseconds, figures.tokensPerSecond) = (2000, 501, 20)
      (figures.outputTokens, figures.cost, figures.currency) = (300, 0.01, "USD")
      (figures.costIsEstimate, figures.finishReason) = (true, "stop")
    }
    for (word, passes) in [
      ("latency<=2s", true), ("latency<2000ms", false), ("ttft<=500ms", false), ("ttft<=0.6s", true),
      ("rate>=20", true), ("tokens<=300", true), ("length<=299t", false), ("cost<=0.01", true),
      ("cost<0.009", false), ("finish=stop", true), ("finish!=length", true), ("finish=length", false),
    ] {
      #expect(try result(word, "x", fill).passed == passes, "\(word)")
    }
    #expect(try result("cost<=1", "x", fill).detail == "The cost is ~$0.010, which is an estimate.")
    #expect(try result("tokens<=1", "x", fill).detail == "The output tokens are 300.")
    for word in ["latency<=2s", "ttft<=1s", "rate>1", "tokens<=300", "cost<=1", "finish=stop"] {
      let found = try result(word, "x")
      #expect(found.passed == nil, "\(word)")
      #expect(found.outcomeWord == "unknown")
    }
    #expect(try result("cost<=1", "x") { $0.cost = .nan }.passed == nil)
  }

  @Test("an answer that is not whole passes nothing")
  func endings() throws {
    #expect(try result("contains:x", "x") { $0.outcome = "failed" }.passed == false)
    #expect(
      try result("!contains:x", "y") { $0.outcome = "cut" }
        == CheckResult(name: "!contains:x", passed: false, detail: "There is no whole answer: it was cut."))
    #expect(try result("contains:x", "x") { $0.outcome = "stopped" }.passed == nil)
    #expect(try result("contains:x", "x") { $0.outcome = nil }.passed == nil)
  }

  @Test("what a schema asks and is not checked is said")
  func caveats() throws {
    let found = try result(#"schema:{"type":"string","pattern":"^a"}"#, #""b""#)
    #expect(found.passed == true && found.detail.contains("Not checked: pattern."))
    #expect(
      try result("schema:s.json", "{}").detail.contains("a"))
  }

  @Test("a text that is too long for a pattern cannot be told")
  func long() throws {
    let text = String(repeating: "a", count: TextPattern.mostText + 1)
    #expect(try result("regex:b", text).passed == nil)
    #expect(try result("!regex:b", text).passed == nil)
  }

  @Test(
    "words that are no check",
    arguments: [
      ("lenght<=3w", "Did you mean length?"), ("contain:x", "Did you mean contains?"),
      ("", "begins with its name"),
      ("!", "begins with its name"), ("contains=x", "contains:TEXT"), ("contains:", "contains:TEXT"),
      ("json:x", "schema:FILE"), ("!json", "“!” goes with contains"),
      ("length<=3", "a unit, c for characters"),
      ("length:3w", "a bound with <=, >=, < or >: length<=200w"),
      ("latency<=3", "a unit, ms or s: latency<=2s"),
      ("latency<=nan s", "a number"), ("tokens<=3x", "a number without a unit: tokens<=300"),
      ("cost<=$1", "a number"), ("cost=1", "a bound"), ("finish:stop", "finish=stop"),
      ("finish=", "finish=stop"),
      ("regex:(", "“(” is no regular expression: a ( has no )."),
      ("schema:none", "The schema none cannot be read."),
      ("schema:bad.json", "The schema bad.json is no JSON: line 2, column 2"),
      ("schema:list.json", "a JSON Schema is an object"), ("schema:{", "The schema is no JSON"),
    ])
  func problems(word: String, part: String) {
    #expect {
      try check(word)
    } throws: { error in
      let sentence = (error as? AnswerCheck.Problem)?.sentence ?? ""
      if !sentence.contains(part) { print(word, sentence) }
      return sentence.contains(part) && sentence.hasSuffix(".")
    }
  }

  @Test("every form of the help is a check")
  func forms() throws {
    for form in AnswerCheck.forms {
      let word = form.hasSuffix(":FILE") ? String(form.dropLast(4)) + "s.json" : form
      #expect(try check(word).description == word)
    }
  }

  @Test("results are kept as JSON and counted")
  func results() throws {
    let results = [
      CheckResult(name: "json", passed: true, detail: "It is."),
      CheckResult(name: "cost<=1", passed: nil, detail: "Unknown."),
      CheckResult(name: "contains:\"", passed: false, detail: ""),
    ]
    for result in results {
      #expect(CheckResult(json: try JSONValue(parsing: result.json.text())) == result)
    }
    #expect(CheckResult(json: .object(JSONObject())) == nil)
    #expect(CheckTally(results).text == "1 of 3 checks passed, 1 unknown")
    #expect(CheckTally([CheckResult]()).text.isEmpty)
  }
}
