import Testing

@testable import RelayKit

@Suite struct ModelListTests {
  private func read(_ body: String, status: Int = 200) throws -> [ModelEntry] {
    try ModelListEndpoint().read(
      HTTPResponseHead(status: status, version: "", reason: "", headers: []), Array(body.utf8))
  }

  @Test(arguments: [
    #"{"object":"list","data":[{"id":"a"},{"id":"b"}]}"#, #"{"success":true,"data":[{"id":"a"},{"id":"b"}]}"#,
    #"[{"id":"a"},{"id":"b"}]"#, #"["a","b"]"#, #"{"data":["a","b"]}"#,
    #"{"models":[{"name":"models/a"},{"model":"b"}]}"#,
    #"{"data":[{"id":"a"},{"id":"a"},{"id":""},{"object":"model"},null,3,{"id":"b","created":null}]}"#,
  ])
  func everyFormIsAList(body: String) throws {
    #expect(try read(body).map(\.id) == ["a", "b"])
  }

  @Test func anEmptyListIsAList() throws {
    #expect(try read(#"{"data":[]}"#).isEmpty)
  }

  @Test(arguments: [
    (200, "<html><title>Console</title>", RelayError.Kind.notARelay), (200, "", .emptyAnswer),
    (200, #"{"success":false,"message":"no"}"#, .errorInStream), (200, "[", .malformedAnswer),
    (200, #"{"error":{"code":"invalid_api_key"}}"#, .unauthorized),
    (200, #"{"data":null}"#, .malformedAnswer),
    (401, #"{"error":{"message":"no"}}"#, .unauthorized), (404, "", .notFound),
  ])
  func whatIsNoListIsAnError(status: Int, body: String, kind: RelayError.Kind) {
    let error = #expect(throws: RelayError.self) { try read(body, status: status) }
    #expect(error?.kind == kind)
  }

  @Test func whatARelayTellsIsKept() throws {
    let row =
      #"{"id":"x/m","name":"X: M","owned_by":"x","context_length":400000,"top_provider":{"max_completion_tokens":128000},"supported_endpoint_types":["openai","anthropic"],"architecture":{"input_modalities":["text","image"],"output_modalities":["text"]}}"#
    let model = try #require(try read("[\(row)]").first)
    #expect(model.name == "X: M" && model.owner == "x")
    #expect(model.contextLength == 400_000 && model.maximumOutput == 128_000)
    #expect(model.endpointTypes == ["openai", "anthropic"])
    #expect(model.inputKinds == ["text", "image"] && model.outputKinds == ["text"])
    #expect(model.json.text() == row)
  }

  static let ids = [
    "gpt-5.4", "gpt-5.4-mini", "claude-opus-4-8", "openai/gpt-4o", "deepseek-chat", "qwen3-max", "o3",
  ]

  @Test(arguments: [
    ("gpt5.4", "gpt-5.4"), ("GPT-5.4", "gpt-5.4"), ("gtp-5.4", "gpt-5.4"), ("gpt-5.4-mni", "gpt-5.4-mini"),
    ("claude-opus-4.8", "claude-opus-4-8"), ("claude-opus-48", "claude-opus-4-8"),
    ("gpt-4o", "openai/gpt-4o"),
    ("deepseek-caht", "deepseek-chat"), ("qwen-max", "qwen3-max"), ("weather", nil), ("", nil), ("-", nil),
  ])
  func theClosestNameIsFound(name: String, closest: String?) {
    #expect(ModelNames.closest(to: name, among: Self.ids) == closest)
  }
}
