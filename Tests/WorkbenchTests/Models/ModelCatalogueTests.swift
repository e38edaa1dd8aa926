import RelayKit
import Testing

@testable import Workbench

@Suite struct ModelCatalogueTests {
  private func answers(models: String? = nil, prices: String? = nil) throws -> RelayModelAnswers {
    var answers = RelayModelAnswers(baseURL: "https://r.example/v1", keyLabel: "..abcd")
    if let models {
      answers.models = (try JSONValue(parsing: Array(models.utf8)).arrayValue ?? []).compactMap(
        ModelEntry.init)
      answers.modelsAt = 1000
    }
    if let prices {
      answers.prices = PriceList(json: try JSONValue(parsing: Array(prices.utf8)))
      answers.pricesAt = 2000
    }
    return answers
  }

  private let none = ModelFactList(.builtIn, [])

  @Test func everyFigureHasItsSourceAndAge() throws {
    var own = ModelFacts(id: "a")
    own.context = 5
    own.vendor = "Mine"
    own.prices = ModelPrices(input: 99)
    let relay = try answers(
      models: #"[{"id":"a","context_length":1000}]"#, prices: #"[{"model_name":"a","model_ratio":1}]"#)
    let card = try #require(
      ModelCatalogue(relay: relay, user: ModelFactList(.userFile, asOf: 3000, [own]), builtIn: none).card("a")
    )
    #expect(card.context == Sourced(1000, source: .relayList, asOf: 1000))
    #expect(card.prices?.value.input == 2 && card.prices?.source == .relayPrices)
    #expect(card.prices?.age(at: 2500) == 500)
    #expect(card.vendor == Sourced("Mine", source: .userFile, asOf: 3000))
    #expect(card.maximumOutput == nil && card.listing == .listed)
  }

  @Test func aModelOfThePricePageAloneIsNotListed() throws {
    let relay = try answers(models: #"["a"]"#, prices: #"[{"model_name":"b","model_ratio":1}]"#)
    let catalogue = ModelCatalogue(relay: relay, builtIn: none)
    #expect(catalogue.models.map(\.id) == ["a", "b"])
    #expect(catalogue.models.map(\.listing) == [.listed, .notListed])
    let unlisted = ModelCatalogue(relay: try answers(prices: #"[{"model_name":"b","model_ratio":1}]"#))
    #expect(unlisted.card("b")?.listing == .unknown)
  }

  @Test func anIDThatLooksAlikeGivesFactsButNoPrice() throws {
    var own = ModelFacts(id: "claude-opus-4.8")
    own.context = 7
    own.prices = ModelPrices(input: 1)
    let relay = try answers(models: #"["vendor/Claude-Opus-4-8","vendor/claude-opus-4-8:free"]"#)
    let catalogue = ModelCatalogue(relay: relay, user: ModelFactList(.userFile, [own]), builtIn: none)
    #expect(catalogue.models.count == 2)
    #expect(catalogue.models[0].context?.value == 7 && catalogue.models[0].prices == nil)
    #expect(catalogue.models[1].context == nil)
    #expect(catalogue.card("claude-opus-4.8")?.id == "vendor/Claude-Opus-4-8")
    own.aliases = ["vendor/Claude-Opus-4-8"]
    let named = ModelCatalogue(relay: relay, user: ModelFactList(.userFile, [own]), builtIn: none)
    #expect(named.models[0].prices?.value.input == 1)
  }

  @Test func theRelaysPriceIsForItsVeryID() throws {
    let relay = try answers(models: #"["x/m"]"#, prices: #"[{"model_name":"m","model_ratio":1}]"#)
    let catalogue = ModelCatalogue(relay: relay, builtIn: none)
    #expect(catalogue.card("x/m")?.prices == nil && catalogue.card("m")?.prices?.value.input == 2)
  }

  @Test func typingFindsWordsInAnyOrderAndBeginningsFirst() throws {
    let relay = try answers(models: #"["x-mini","gpt-5-mini-search","mini-gpt","gpt-5","flash"]"#)
    let catalogue = ModelCatalogue(relay: relay, builtIn: none)
    #expect(catalogue.found("mini GPT").map(\.id) == ["gpt-5-mini-search", "mini-gpt"])
    #expect(catalogue.found("gpt").map(\.id) == ["gpt-5-mini-search", "gpt-5", "mini-gpt"])
    #expect(catalogue.found("zzz").isEmpty && catalogue.found(" ").count == 5)
  }

  @Test func theUnknownIsSortedLastAndNeverAsZero() throws {
    let relay = try answers(
      models: #"[{"id":"u"},{"id":"b","context_length":10},{"id":"a","context_length":20}]"#,
      prices:
        #"[{"model_name":"b","model_ratio":2,"completion_ratio":1},{"model_name":"a","model_ratio":1,"completion_ratio":9}]"#
    )
    let catalogue = ModelCatalogue(relay: relay, builtIn: none)
    #expect(catalogue.found(order: .priceIn).map(\.id) == ["a", "b", "u"])
    #expect(catalogue.found(order: .priceOut).map(\.id) == ["b", "a", "u"])
    #expect(catalogue.found(order: .context).map(\.id) == ["a", "b", "u"])
    #expect(catalogue.found(order: .id).map(\.id) == ["a", "b", "u"])
    #expect(catalogue.found().map(\.id) == ["u", "b", "a"])
  }

  @Test func kindsAreToldOrGuessedAndSaySo() throws {
    let relay = try answers(
      models:
        #"[{"id":"p","supported_endpoint_types":["image-generation","openai"]},{"id":"gpt-image-2"},{"id":"q"}]"#
    )
    let catalogue = ModelCatalogue(relay: relay, builtIn: none)
    #expect(catalogue.card("p")?.kind == Sourced(.image, source: .relayList, asOf: 1000))
    #expect(catalogue.card("gpt-image-2")?.kind == Sourced(.image, source: .name))
    #expect(catalogue.card("q")?.kind == nil)
    #expect(catalogue.found(kinds: [.image]).map(\.id) == ["p", "gpt-image-2"])
    #expect(catalogue.counts == [.image: 2, .other: 1])
  }

  @Test func theGuidesGroupsFindTheRelaysSpelling() throws {
    let relay = try answers(models: #"["claude-opus-4-8"]"#)
    let cards = ModelCatalogue(relay: relay).models(in: .complexReasoning)
    #expect(cards.map(\.id) == ["gpt-5.5", "claude-opus-4-8", "deepseek-v4-pro", "qwen3.7-max"])
    #expect(cards.map(\.listing) == [.notListed, .listed, .notListed, .notListed])
    #expect(RecommendedGroup.groups(of: "gpt-5.5") == [.highestQuality, .complexReasoning])
    #expect(ModelDay.seconds(BuiltInModels.day) == BuiltInModels.list.asOf)
    #expect(BuiltInModels.list.facts.allSatisfy { $0.prices == nil && $0.context == nil })
  }

  @Test(.timeLimit(.minutes(10))) func fiveThousandModelsAreMergedAndFound() throws {
    let ids = (0..<5000).map { "vendor-\($0 % 9)/model-\($0)" }
    let rows = ids.map { #"{"model_name":"\#($0)","model_ratio":1}"# }.joined(separator: ",")
    let relay = try answers(
      models: "[" + ids.map { "\"\($0)\"" }.joined(separator: ",") + "]", prices: "[\(rows)]")
    let catalogue = ModelCatalogue(relay: relay, builtIn: none)
    #expect(catalogue.models.count == 5000 && catalogue.models.allSatisfy { $0.prices?.value.input == 2 })
    #expect(catalogue.found("4999 model").map(\.id) == ["vendor-4/model-4999"])
  }

  // MARK: What is kept

  @Test func answersAreReadBack() throws {
    let own = try answers(
      models: #"[{"id":"a","x":1}]"#, prices: #"{"data":[{"model_name":"a","model_ratio":1}]}"#)
    let again = try #require(RelayModelAnswers(json: own.json))
    #expect(again == own)
    #expect(again.fitting(keyLabel: "..other").models == nil)
    #expect(again.fitting(keyLabel: "..other").prices == own.prices)
    #expect(RelayModelAnswers(json: .null) == nil && RelayModelAnswers(json: .object(JSONObject())) == nil)
  }

  @Test func answersAreGoodForADay() throws {
    let own = try answers(models: "[]", prices: "[]")
    #expect(!own.needsModels(at: 1000 + 86_399) && own.needsModels(at: 1000 + 86_400))
    #expect(!own.needsPrices(at: 2000) && own.needsPrices(at: 2000 + 86_400))
    // The clock was wrong when they came.
    #expect(own.needsModels(at: 0))
    var without = try answers()
    #expect(without.needsPrices(at: 0))
    without.noPricesReason = "no"
    without.pricesAt = 5000
    #expect(!without.needsPrices(at: 5000) && without.needsPrices(at: 91_400))
  }

  @Test func theShelfKeepsPinsAndTheLastUsed() throws {
    var shelf = ModelShelf()
    for id in ["b", "a", "b"] { shelf.toggleFavourite(id) }
    for number in 0..<30 { shelf.used("m\(number)") }
    shelf.used("m20")
    #expect(shelf.favourites == ["a"] && shelf.recent.count == 20 && shelf.recent[0] == "m20")
    #expect(ModelShelf(json: shelf.json) == shelf)
    #expect(ModelShelf(json: .string("x")) == ModelShelf())
  }

  @Test(arguments: [
    (0.75, "0.75"), (15, "15.00"), (0.0375, "0.0375"), (0, "0"), (0.00000001, "0.00000001"),
    (1e-11, "<0.000000001"), (0.3125, "0.3125"), (nil, "-"),
    (-1, "-"), (.nan, "-"), (2.5, "2.50"), (0.005, "0.005"),
  ])
  func pricesAreShort(value: Double?, text: String) {
    #expect(ModelFigures.price(value) == text)
  }

  @Test func tokensAndDaysAreShort() {
    #expect(
      [nil, 0, 8192, 128_000, 1_000_000, 1_048_576, 1_500_000].map(ModelFigures.tokens) == [
        "-", "-", "8192", "128k", "1M", "1.04M", "1.5M",
      ])
    #expect(ModelDay.text(1_795_392_000) == "2026-11-23" && ModelDay.seconds("2026-02-29") == nil)
    #expect(ModelDay.seconds("2028-02-29").flatMap(ModelDay.text) == "2028-02-29")
  }
}
