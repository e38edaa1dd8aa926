import CodeSnippets
import RelayKit
import TerminalUI
import Testing
import Workbench

@testable import Playground

/// The view of generated code, and the picker with prices.
struct CodeScenarios {
  private func open(columns: Int = 120, rows: Int = 36) -> Stage {
    var stage = Stage(columns: columns, rows: rows)
    stage.type("hello \"you\"")
    stage.press(.function(3))
    return stage
  }

  private func copied(_ stage: inout Stage) -> String? {
    stage.takeEffects().compactMap { if case .copy(let item) = $0 { item.text } else { nil } }.last
  }

  @Test func theDraftIsShownInEveryLanguageAndClient() throws {
    var stage = open()
    stage.expect("[4 Code]", "[curl]", "TOKENBAY_API_KEY")
    for language in SnippetLanguages.all {
      stage.playground.code.language = language.id
      for client in language.clients {
        stage.expect("[\(language.title)]", "[\(client.title)]")
        stage.type("y")
        let copy = copied(&stage)
        let text = try #require(copy)
        #expect(text.contains("hello"), "\(language.id) \(client.id)")
        stage.type("v")
      }
    }
  }

  @Test func whatChangedSinceTheLastCopyIsMarked() {
    var stage = open()
    stage.playground.code.language = "python"
    stage.type("y")
    stage.expectNot("*   ")
    stage.playground.workspace.parameters["temperature"] = .number("0.25")
    let marked = stage.screen.split(separator: "\n").filter { $0.contains("temperature=0.25") }
    #expect(marked.count == 1 && marked[0].contains("*"))
    stage.type("y")
    #expect(
      !stage.screen.split(separator: "\n").contains { $0.contains("temperature=0.25") && $0.contains("*") })
  }

  @Test func theSentExchangeIsABaseTooAndItsBytesStay() throws {
    var stage = Stage(columns: 120, rows: 36)
    stage.type("first question")
    stage.press(.enter)
    stage.beginAsSent()
    stage.say("answer")
    stage.end(.done)
    let sent = stage.playground.workspace.conversation.last?.reply?.exchange?.request.body
    stage.type("the next")
    stage.press(.function(3))
    stage.playground.code.language = "python"
    stage.expect("the next")
    stage.type("b")
    stage.expect("from the exchange in view, as it was sent")
    stage.expectNot("the next")
    stage.playground.code.language = "json"
    stage.type("y")
    let copy = copied(&stage)
    let text = try #require(copy)
    let body = try #require(sent)
    #expect(Array(text.utf8).starts(with: body))
  }

  @Test func optionsChangeTheSnippetAndTheListStays() {
    var stage = open()
    stage.playground.code.language = "python"
    stage.type("O")
    stage.expect("[ ] retry once with backoff")
    stage.press(.enter)
    stage.expect("[x] retry once with backoff")
    stage.press(.escape)
    #expect(stage.playground.code.options.retriesOnce)
    stage.expect("[x] retry once")
  }

  @Test func filesAreWrittenAndLanguagesChosenByName() {
    var stage = open(columns: 80, rows: 24)
    stage.type(":code pyth")
    stage.press(.enter)
    stage.expect("Did you mean python?")
    stage.type(":code python")
    stage.press(.enter)
    _ = stage.takeEffects()
    stage.type("w")
    guard case .save(let bytes, let name)? = stage.takeEffects().first else {
      Issue.record("nothing was written")
      return
    }
    #expect(name == "request.py" && String(decoding: bytes, as: UTF8.self).contains("import"))
    stage.type("#W")
    stage.type("GlhgO")
    stage.press(.escape, .escape)
    stage.expect("[1 Chat]")
  }

  @Test func keysOfTheChatDoNotActWhereItIsNotSeen() {
    var stage = open()
    _ = stage.takeEffects()
    stage.type("rxd")
    #expect(stage.takeEffects().isEmpty)
    stage.expect("[4 Code]")
  }

  @Test func thePickerShowsPricesSortsPinsAndFindsByPurpose() {
    var stage = Stage(columns: 120, rows: 36)
    var answers = RelayModelAnswers(baseURL: Stage.relay.baseURL, keyLabel: "")
    answers.models = ["dear", "cheap", "unpriced", "gpt-5.4-mini"].compactMap {
      ModelEntry(json: .string($0))
    }
    func fact(_ id: String, _ input: Double, _ output: Double) -> ModelFacts {
      var fact = ModelFacts(id: id)
      fact.prices = ModelPrices(input: input, output: output)
      fact.context = 400_000
      return fact
    }
    let user = ModelFactList(.userFile, [fact("dear", 15, 75), fact("cheap", 0.1, 0.4)])
    stage.update(.modelAnswersCame(answers, user: user))
    stage.leader("m")
    stage.expect("out $/1M", "75.00", "0.40", "400k", "prices from your models.json5")
    func order() -> [String] {
      stage.screen.split(separator: "\n").compactMap { line in
        ["dear", "cheap", "unpriced"].first { line.contains(" \($0) ") }
      }
    }
    #expect(order() == ["dear", "cheap", "unpriced"])
    for _ in 0..<3 { stage.control("s") }
    #expect(order() == ["cheap", "dear", "unpriced"])
    for _ in 0..<2 { stage.control("s") }
    stage.type("cheap")
    stage.control("f")
    stage.control("u")
    #expect(order().first == "cheap")
    #expect(
      stage.takeEffects().contains {
        if case .keepShelf(let text) = $0 { text.contains("cheap") } else { false }
      })
    stage.type("best value")
    stage.expect("gpt-5.4-mini")
    stage.expectNot("dear", "use it as typed")
  }
}
