import CurlTransport
import MockRelay
import RelayKit
import Testing
import Workbench

/// Every parameter of the catalogue reaches a relay as it was set.
@Suite(.timeLimit(.minutes(10)))
struct ParameterArrivalTests {
  private static func sample(_ parameter: Parameter) -> JSONValue {
    if let standard = parameter.standardValue { return standard }
    switch parameter.type {
    case .integer: return .integer(Int(parameter.limits?.least ?? 7))
    case .number: return .number("0.70")
    case .toggle: return .bool(true)
    case .choice(let choices, _): return choices[0].value
    case .text, .modelText: return .string("a \"text\"\nof 2 lines")
    case .texts: return .array([.string("a, b"), .string("\u{0}")])
    case .json(.list): return .array([.object(JSONObject())])
    case .json: return .object(JSONObject([.init(key: "a", value: .number("1.50"))]))
    }
  }

  private let relay: MockRelay

  init() throws { relay = try MockRelay(.answer(#"{"choices":[]}"#)) }

  @Test func ofChats() async throws {
    var configuration = RelayConfiguration(baseURL: try BaseURL(relay.origin))
    configuration.retries = 0
    let client = RelayClient(configuration: configuration, transport: CurlTransport.direct())
    for parameter in ParameterCatalogue.parameters(.text) {
      let value = Self.sample(parameter)
      var workspace = Workspace(relay: nil, model: "m")
      var body = workspace.formBody(.text)
      body.set(value, at: parameter.path)
      workspace.setFormBody(.text, body)
      let request = workspace.chatRequest(messages: [ChatMessage(role: "user", text: "hi")])
      _ = await client.chat(request, id: parameter.name, startedAt: 0)
      let arrived = try #require(await relay.nextRequest())
      #expect(arrived.body == request.encodedBody())
      let json = try #require(JSONValue(parsing: arrived.body).objectValue)
      #expect(json[parameter.path] == value, "\(parameter.name)")
    }
  }

  @Test(arguments: [ParameterKind.image, .video])
  func ofImagesAndVideos(kind: ParameterKind) async throws {
    let transport = CurlTransport.direct()
    for parameter in ParameterCatalogue.parameters(kind) {
      let value = Self.sample(parameter)
      var draft = MediaDraft()
      draft.model = "m"
      draft.body.set(value, at: parameter.path)
      let bytes = JSONValue.object(draft.request).encoded()
      _ = await transport.run(
        HTTPRequest(
          method: "POST", url: relay.origin + "/x", headers: [HTTPHeader("Content-Type", "application/json")],
          body: bytes))
      let arrived = try #require(await relay.nextRequest())
      let json = try #require(JSONValue(parsing: arrived.body).objectValue)
      #expect(json[parameter.path] == value, "\(parameter.name)")
    }
  }
}
