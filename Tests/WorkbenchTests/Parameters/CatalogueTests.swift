import RelayKit
import Testing

@testable import Workbench

private let every: [Parameter] = ParameterKind.allCases.flatMap(ParameterCatalogue.parameters)

/// A value as a user could set it.
private func sample(_ parameter: Parameter) -> JSONValue {
  if let standard = parameter.standardValue { return standard }
  switch parameter.type {
  case .integer: return .integer(Int(parameter.limits?.least ?? 7))
  case .number: return .number("0.70")
  case .toggle: return .bool(true)
  case .choice(let choices, _): return choices[0].value
  case .text, .modelText: return .string("a \"text\"\nof 2 lines")
  case .texts: return .array([.string("a, b"), .string("\n")])
  case .json(.list): return .array([.object(JSONObject())])
  case .json: return .object(JSONObject([.init(key: "a", value: .number("1.50"))]))
  }
}

struct CatalogueTests {
  @Test func everyKindHasItsParametersAndEachStandsOnce() {
    for kind in ParameterKind.allCases {
      let paths = ParameterCatalogue.parameters(kind).map(\.path)
      #expect(paths.count > 20)
      #expect(Set(paths).count == paths.count)
      for path in paths { #expect(ParameterCatalogue.parameter(path, kind)?.path == path) }
    }
  }

  @Test func everyParameterOfChatRequestsIsInTheCatalogue() {
    let names = [
      "max_completion_tokens", "max_tokens", "temperature", "top_p", "frequency_penalty", "presence_penalty",
      "n",
      "stop", "seed", "logprobs", "top_logprobs", "logit_bias", "response_format", "tools", "tool_choice",
      "parallel_tool_calls", "functions", "function_call", "stream", "reasoning_effort", "verbosity",
      "modalities", "prediction", "service_tier", "prompt_cache_key", "prompt_cache_retention",
      "prompt_cache_options", "safety_identifier", "user", "metadata", "store", "web_search_options",
      "moderation", "top_k", "search_parameters", "vl_high_resolution_images", "enable_thinking",
      "thinking_budget", "enable_search", "think", "web_search", "search_domain_filter",
      "search_recency_filter", "return_images", "return_related_questions", "search_mode", "reasoning_split",
      "prefix", "suffix", "min_p", "repetition_penalty", "top_a", "provider", "models", "transforms",
      "plugins",
      "route", "safety_settings",
    ]
    for name in names {
      #expect(ParameterCatalogue.parameter(ParameterPath(key: name), .text) != nil, "\(name)")
    }
    for path in ["stream_options.include_usage", "audio.voice", "thinking.type", "usage.include"] {
      #expect(
        ParameterPath(dotted: path).flatMap { ParameterCatalogue.parameter($0, .text) } != nil, "\(path)")
    }
  }

  @Test func noParameterStandsInsideAnother() {
    for one in every {
      #expect(!every.contains { $0.kind == one.kind && one.path.isAbove($0.path) }, "\(one.name)")
    }
  }

  @Test(arguments: every) func setInABodyAndReadBackItsTypeIsIntact(_ parameter: Parameter) throws {
    var body = try #require(
      try JSONValue(parsing: #"{"first":1,"metadata":{"own":2},"last":{}}"#).objectValue)
    let value = sample(parameter)
    let path: ParameterPath = parameter.path == "metadata" ? "labels" : parameter.path
    let did1 = body.set(value, at: path)
    #expect(did1)
    let arrived = try JSONValue(parsing: JSONValue.object(body).encoded()).objectValue
    #expect(arrived?[path] == value)
    #expect(parameter.check(value).isEmpty, "\(parameter.name): \(parameter.check(value))")
    #expect(body["first"] == .integer(1))
    let did2 = body.unset(path)
    #expect(did2)
    #expect(JSONValue.object(body).text() == #"{"first":1,"metadata":{"own":2},"last":{}}"#)
  }

  @Test(arguments: every) func itsWordsBoundsStepsAndChoicesAreConsistent(_ parameter: Parameter) throws {
    #expect(!parameter.title.isEmpty)
    #expect(parameter.help.hasSuffix(".") || parameter.help.hasSuffix("}."), "\(parameter.name)")
    #expect(!parameter.rangeText.isEmpty)
    #expect(!parameter.defaultText.isEmpty)
    if let limits = parameter.limits, let least = limits.least, let most = limits.most {
      #expect(least <= most)
    }
    if parameter.isNumeric {
      let step = try #require(Double(parameter.step))
      let bigStep = try #require(Double(parameter.bigStep))
      #expect(step > 0 && bigStep >= step, "\(parameter.name)")
      if parameter.type == .integer { #expect(Int(parameter.step) != nil && Int(parameter.bigStep) != nil) }
      if let span = parameter.span {
        #expect(span.least != nil && span.most != nil)
        for end in [span.least, span.most] { #expect(parameter.limits?.contains(end ?? 0) ?? true) }
      }
      if parameter.isLogarithmic { #expect(parameter.hasSlider, "\(parameter.name)") }
      #expect(parameter.stepped(nil, up: true) != nil)
    }
    if case .choice(let choices, _) = parameter.type {
      #expect(!choices.isEmpty)
      #expect(Set(choices.map(\.label)).count == choices.count)
      for choice in choices { #expect(try parameter.value(typed: choice.label) == choice.value) }
    }
    for rule in parameter.rules {
      #expect(!rule.reason.isEmpty && !rule.reason.hasSuffix("."))
      if case .needs(let other) = rule.effect {
        #expect(
          ParameterCatalogue.parameter(other, parameter.kind) != nil, "\(parameter.name) needs \(other)")
      }
      if let families = rule.families { #expect(families.allSatisfy { $0.kind == parameter.kind }) }
    }
    #expect(parameter.families?.allSatisfy { $0.kind == parameter.kind } ?? true)
  }

  @Test func aModelOfNoKnownFamilyTakesEverything() {
    for parameter in every where parameter.rules.allSatisfy({ $0.families != nil }) {
      #expect(ParameterCatalogue.verdict(parameter, model: "brand-new-9", body: JSONObject()) == .taken)
    }
  }

  @Test(arguments: FamilyPreset.images + FamilyPreset.videos)
  func presetsOfFamiliesFitTheirParameters(_ preset: FamilyPreset) throws {
    let kind = preset.family.kind
    var body = preset.values
    for path in preset.understood ?? [] {
      #expect(ParameterCatalogue.parameter(path, kind) != nil, "\(path)")
    }
    for path in preset.changes.keys { #expect(ParameterCatalogue.parameter(path, kind) != nil, "\(path)") }
    for path in preset.objections.keys { #expect(ParameterCatalogue.parameter(path, kind) != nil, "\(path)") }
    for parameter in ParameterCatalogue.parameters(kind) {
      let special = ParameterCatalogue.specialised(parameter, family: preset.family, outputLimit: nil)
      guard let value = body[parameter.path] else { continue }
      #expect(special.check(value).isEmpty, "\(preset.title): \(special.check(value))")
      #expect(
        ParameterCatalogue.verdict(special, family: preset.family, body: preset.values) == .taken,
        "\(preset.title): \(parameter.name)")
      body.unset(parameter.path)
    }
    #expect(body.members.isEmpty, "\(preset.title) has keys that the catalogue does not know")
  }

  @Test func everyFamilyOfPicturesAndClipsHasAPreset() {
    for family in ModelFamily.allCases where family.kind != .text {
      #expect(FamilyPreset.all[family] != nil, "\(family)")
    }
  }
}
