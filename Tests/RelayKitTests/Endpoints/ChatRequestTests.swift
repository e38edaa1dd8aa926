import RelayKit
import Testing

@Suite struct ChatRequestTests {
  @Test func whatIsNotSetIsNotSent() {
    #expect(ChatRequest(model: "m", stream: nil).json.text() == #"{"model":"m","messages":[]}"#)
  }

  @Test func keysKeepAReadableOrder() {
    var request = ChatRequest(model: "m", messages: [ChatMessage(role: "user", text: "hi")])
    request.parameters["temperature"] = .number("0.70")
    request.parameters["x_free"] = .object(JSONObject())
    let expected =
      #"{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true,"temperature":0.70,"x_free":{}}"#
    #expect(String(decoding: request.encodedBody(), as: UTF8.self) == expected)
  }

  @Test func aBodyIsReadAndWrittenUnchanged() throws {
    let body =
      #"{"model":"m","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"a"}]},{"role":"tool","content":"1","tool_call_id":"a"}],"stream":false,"top_p":1e0,"free":[1]}"#
    let request = try ChatRequest(body: body.utf8)
    #expect(String(decoding: request.encodedBody(), as: UTF8.self) == body)
  }

  @Test func aBodyKeepsItsOwnKeyOrder() throws {
    let body = #"{"temperature":0,"stream":true,"messages":[],"x":null,"model":"m"}"#
    var request = try ChatRequest(body: body.utf8)
    #expect(String(decoding: request.encodedBody(), as: UTF8.self) == body)
    request.stream = nil
    request.model = "n"
    let changed = #"{"temperature":0,"messages":[],"x":null,"model":"n"}"#
    #expect(String(decoding: request.encodedBody(), as: UTF8.self) == changed)
  }

  @Test func aMissingContentStaysMissing() throws {
    let body = #"{"model":"m","messages":[{"role":"assistant","refusal":"no"}]}"#
    #expect(String(decoding: try ChatRequest(body: body.utf8).encodedBody(), as: UTF8.self) == body)
  }

  @Test(arguments: [
    (#"{"messages":[1]}"#, ChatBodyError.invalidMessage(position: 0)),
    (#"{"messages":[{"role":"user"},{}]}"#, .invalidMessage(position: 1)), ("[]", .notAnObject),
  ])
  func aBodyThatIsNoRequestIsRefused(body: String, error: ChatBodyError) {
    #expect(throws: error) { try ChatRequest(body: body.utf8) }
  }
}
