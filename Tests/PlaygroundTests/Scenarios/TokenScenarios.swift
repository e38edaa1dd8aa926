import Playground
import RelayKit
import TerminalUI
import Testing

/// Answers that came with logprobs.
struct TokenScenarios {
  private func odds(
    _ token: String, _ logprob: Double, bytes: [UInt8]? = nil, or others: [(String, Double)] = []
  )
    -> JSONValue
  {
    func entry(_ token: String, _ logprob: Double) -> JSONObject {
      var object = JSONObject()
      object["token"] = .string(token)
      object["logprob"] = .double(logprob)
      if let bytes { object["bytes"] = .array(bytes.map { .integer(Int($0)) }) }
      return object
    }
    var object = entry(token, logprob)
    object["top_logprobs"] = .array(
      [.object(entry(token, logprob))] + others.map { .object(entry($0.0, $0.1)) })
    return .object(object)
  }

  private func answered(_ stage: inout Stage, _ tokens: (String, Double, [(String, Double)])...) {
    stage.ask("Where is the harbour?")
    for (token, logprob, others) in tokens {
      stage.stream(.text(choice: 0, token), .logprobs(choice: 0, [odds(token, logprob, or: others)]))
    }
    stage.end(.done)
    stage.press(.escape)
  }

  @Test func theMarkedTokenShowsWhatMightHaveStoodInItsPlace() {
    var stage = Stage()
    answered(&stage, ("In", -0.01, []), (" **Oslo**", -1.2, [(" Bergen", -1.4)]), (" port", -0.02, []))
    // Tokens are source text: the marks of markdown are among them.
    stage.expect("In **Oslo** port")
    stage.expectNot("Bergen")
    stage.type("L")
    stage.expect("\" **Oslo**\" 30.1 %   or  \" Bergen\" 24.7 %", "follow OFF")
    stage.type("l")
    stage.expect("\" port\" 98.0 %   no alternatives came")
    stage.type("l")
    stage.expect("No more such token")
    stage.type("hh")
    stage.expect("\"In\" 99.0 %")
    // The next looks: markdown, raw, and back.
    stage.type("v")
    stage.expect("In Oslo port")
    stage.type("v")
    stage.expect("In **Oslo** port")
    stage.expectNot("Bergen", "\"In\"")
  }

  @Test func tokensThatAreNoWholeLetterAreOneMark() {
    var stage = Stage()
    stage.ask("q")
    stage.stream(.text(choice: 0, "a"), .logprobs(choice: 0, [odds("a", -0.1)]))
    stage.stream(
      .logprobs(
        choice: 0, [odds("\u{FFFD}", -0.1, bytes: [0xE2, 0x9A]), odds("\u{FFFD}", -2, bytes: [0x93])]),
      .text(choice: 0, "⚓b"), .logprobs(choice: 0, [odds("b", -0.1)]))
    stage.end(.done)
    stage.press(.escape)
    stage.type("ll")
    stage.expect("▴ \"\u{FFFD}\" 90.5 %")
    stage.type("l")
    stage.expect("▴ \"b\" 90.5 %")
  }

  @Test func tokensThatDoNotMakeTheTextShadeNothing() {
    var stage = Stage()
    stage.ask("q")
    stage.stream(.text(choice: 0, "one two"), .logprobs(choice: 0, [odds("eins", -3), odds(" zwei", -3)]))
    stage.end(.done)
    stage.expect("one two")
    stage.press(.escape, Key(.character("l")))
    stage.expectNot("eins")
  }

  @Test func searchingFindsTextBelowTheLineOfAlternatives() {
    var stage = Stage()
    answered(&stage, ("first\n", -0.1, []), ("second\n", -0.1, []), ("third", -0.1, []))
    stage.type("l/third")
    stage.press(.enter)
    stage.expect(">  third")
  }

  @Test func withoutLogprobsTheKeysSayWhy() {
    var stage = Stage()
    stage.ask("q")
    stage.say("plain")
    stage.end(.done)
    stage.press(.escape, Key(.character("l")))
    stage.expect("no answer has logprobs")
  }
}
