import RelayKit
import Testing

@testable import Workbench

struct ParameterFormTests {
  private func form(
    _ body: String, model: String = "gpt-4o", kind: ParameterKind = .text, last: String? = nil,
    outputLimit: Int? = nil
  ) throws -> ParameterForm {
    let object = try #require(try JSONValue(parsing: body).objectValue)
    let sent = try last.map { try #require(try JSONValue(parsing: $0).objectValue) }
    return ParameterForm(kind: kind, model: model, body: object, lastSent: sent, outputLimit: outputLimit)
  }

  @Test func anEmptyBodyHasNoRowThatIsSent() throws {
    for kind in ParameterKind.allCases {
      let form = try form("{}", model: "brand-new", kind: kind)
      #expect(form.setCount == 0 && form.changedCount == 0 && form.errorCount == 0)
      #expect(form.rows.count == ParameterCatalogue.parameters(kind).count)
      #expect(form.rows.allSatisfy { $0.sign == .unset || $0.sign == .needsOther })
      #expect(form.sections.allSatisfy { !$0.rows.isEmpty })
    }
  }

  @Test func signsSayWhatIsSetChangedDoubtfulAndInvalid() throws {
    let form = try form(
      #"{"temperature":0.70,"max_tokens":1024,"top_logprobs":5,"top_p":"x","n":1}"#,
      last: #"{"temperature":0.70,"max_tokens":512,"n":1}"#)
    #expect(form.row("temperature")?.sign == .set)
    #expect(form.row("temperature")?.valueText == "0.70")
    #expect(form.row("temperature")?.isChanged == false)
    #expect(form.row("temperature")?.slider == 0.35)
    #expect(form.row("max_tokens")?.isChanged == true)
    #expect(form.row("max_tokens")?.sentBefore == .integer(512))
    #expect(form.row("top_logprobs")?.sign == .warned)
    #expect(form.row("top_logprobs")?.finding?.sentence.contains("needs logprobs on") == true)
    #expect(form.row("top_p")?.sign == .invalid)
    #expect(form.firstError?.name == "top_p")
    #expect(form.row("seed")?.sign == .unset)
    #expect(form.row("seed")?.valueText == "")
    #expect((form.setCount, form.changedCount, form.errorCount, form.warningCount) == (5, 3, 1, 1))
  }

  @Test func theFirstRequestHasNothingToDifferFrom() throws {
    #expect(try form(#"{"temperature":1}"#).changedCount == 0)
  }

  @Test func rowsNotForTheModelAreFoldedUnlessTheyAreSent() throws {
    let form = try form(#"{"style":"vivid"}"#, model: "gpt-image-1", kind: .image)
    let section = try #require(form.sections.first { $0.content == .notForModel })
    #expect(section.isFoldable)
    #expect(section.title == "Not for this model (\(section.rows.count))")
    #expect(section.rows.contains { $0.path == "response_format" })
    #expect(
      section.rows.first { $0.path == "response_format" }?.valueText == "this model always returns base64")
    #expect(!section.rows.contains { $0.path == "style" })
    #expect(form.row("style")?.sign == .warned)
    #expect(form.row("output_compression")?.sign == .needsOther)
    #expect(form.row("output_compression")?.valueText == "only for jpeg or webp output")
    #expect(!section.rows.contains { $0.path == "output_compression" })
    #expect(form.row("size")?.rangeText == "4 choices, or any")
    #expect(form.row("size")?.defaultText == "auto")
  }

  @Test func keysThatNobodyKnowsAreRowsOfTheirOwn() throws {
    let form = try form(
      #"{"model":"x","messages":[],"zzz":{"a":[1]},"stream":true,"stream_options":{"include_usage":true,"new":1},"reasoning":"odd"}"#
    )
    let free = try #require(form.sections.last)
    #expect(free.content == .freeKeys)
    #expect(free.rows.map(\.name) == ["zzz", "stream_options.new", "reasoning"])
    #expect(free.rows[0].valueText == #"{"a":[1]}"#)
    #expect(free.rows[2].sign == .warned)
    #expect(form.row("stream_options.include_usage")?.sign == .set)
    #expect(form.setCount == 5)
  }

  @Test func aFreeKeyThatIsGoneSinceTheLastSendShowsAsChanged() throws {
    let form = try form("{}", last: #"{"zzz":1}"#)
    let row = try #require(form.row("zzz"))
    #expect(row.isChanged && row.value == nil && row.sign == .unset)
    #expect(form.changedCount == 1)
  }

  @Test func theModelsLimitBoundsItsTokens() throws {
    let form = try form(#"{"max_tokens":200000}"#, outputLimit: 128_000)
    #expect(form.row("max_tokens")?.rangeText == "1 to 128000")
    #expect(form.row("max_tokens")?.sign == .warned)
    #expect(form.errorCount == 0)
  }

  @Test func familiesChangeChoicesOfVideos() throws {
    let form = try form(#"{"seconds":"7","prompt":"a"}"#, model: "veo-3.1-generate-preview", kind: .video)
    let row = try #require(form.row("seconds"))
    guard case .choice(let choices, isOpen: true) = try #require(row.parameter).type else {
      Issue.record("an open choice")
      return
    }
    #expect(choices.map(\.label) == ["4", "6", "8"])
    #expect(row.sign == .set)
    #expect(row.valueText == "7 s")
    #expect(form.row("metadata.camera_fixed")?.sign == .notForModel)
  }
}
