import RelayKit
import Testing
import Workbench

@Suite("Mending refused requests")
struct RequestDoctorTests {
  @Test(
    "a refused parameter is found, and dropped, renamed or set", arguments: parameters + combinations + values
  )
  func parameter(row: Row) throws {
    let (refusal, expected) = row
    let diagnosis = try #require(try refusal.diagnosis())
    #expect(diagnosis.place?.text == expected.place)
    #expect(diagnosis.remedies.map { ($0.isOneKey ? "*" : "") + $0.title } == expected.titles)
    let body = try refusal.json()
    for remedy in diagnosis.remedies where remedy.change != .model(nil) {
      let mended = remedy.applied(to: body)
      #expect(mended != body)
      #expect(mended["model"] == body["model"])
      #expect(mended["messages"] == body["messages"])
    }
  }

  // MARK: Messages

  @Test("a refused message is found, down to the part", arguments: messages)
  func message(row: Row) throws {
    let (refusal, expected) = row
    let diagnosis = try #require(try refusal.diagnosis())
    #expect(diagnosis.place?.text == expected.place)
    #expect(diagnosis.remedies.map { ($0.isOneKey ? "*" : "") + $0.title } == expected.titles)
  }

  @Test("a role is changed in every message that has it, and nothing else is")
  func roles() throws {
    let refusal = try #require(Self.messages.first).0
    let remedy = try #require(try refusal.diagnosis()?.remedies.first)
    let mended = remedy.applied(to: try refusal.json())
    #expect(
      mended["messages"]?.arrayValue?.compactMap { $0["role"]?.stringValue }
        == ["system", "user", "assistant", "system", "user"])
    #expect(mended.text() == Self.conversation.replacing(#""role":"developer""#, with: #""role":"system""#))
  }

  @Test("a key of messages is dropped from all of them")
  func keys() throws {
    let refusal = try #require(Self.messages.first { $0.0.name.hasPrefix("an extra key") }).0
    let remedy = try #require(try refusal.diagnosis()?.remedies.first)
    #expect(
      remedy.applied(to: try refusal.json()).text() == Self.conversation.replacing(#""name":"n","#, with: ""))
  }

  @Test("Claude counts messages without the system's")
  func claude() throws {
    let refusal = Refusal(
      name: "", answer: Refusal.anthropic("messages.1.content: nothing that can be read"),
      body: Self.conversation.replacing(#""model":"m""#, with: #""model":"claude-x""#))
    #expect(try refusal.diagnosis()?.place?.text == "/messages/2/content")
  }

  // MARK: Models and other kinds

  @Test("a model that is not known is replaced by the nearest")
  func model() throws {
    let refusal = Refusal(
      name: "", status: 404,
      answer: Refusal.openAI("The model `gpt-5.44` does not exist", code: "model_not_found"),
      body: #"{"model":"gpt-5.44","messages":[]}"#)
    let diagnosis = try #require(try refusal.diagnosis(models: ["claude-x", "gpt-5.4"]))
    #expect(diagnosis.place?.text == "/model")
    #expect(diagnosis.remedies.map(\.title) == ["Use gpt-5.4", "Choose another model"])
    #expect(diagnosis.remedies.first?.applied(to: try refusal.json())["model"] == .string("gpt-5.4"))
    #expect(diagnosis.sentence == "The relay does not list gpt-5.44.")
    #expect(try refusal.diagnosis()?.remedies.map(\.title) == ["Choose another model"])
  }

  @Test("a parameter that is not supported with this model offers another model too")
  func withModel() throws {
    let refusal = Refusal(
      name: "", answer: Refusal.openAI("'logprobs' is not supported with this model.", param: "logprobs"),
      body: #"{"model":"m","messages":[],"logprobs":true,"top_logprobs":3}"#)
    let diagnosis = try #require(try refusal.diagnosis())
    #expect(diagnosis.remedies.map(\.title) == ["Send without logprobs", "Choose another model"])
    #expect(
      diagnosis.remedies.first?.applied(to: try refusal.json()).text() == #"{"model":"m","messages":[]}"#)
  }

  @Test(
    "what no change of the body mends is left alone",
    arguments: [(401, "no"), (403, "no"), (429, "slow"), (502, "bad"), (404, "Invalid URL (POST /v1/x)")])
  func others(status: Int, words: String) throws {
    let refusal = Refusal(
      name: "", status: status, answer: Refusal.openAI(words), body: #"{"model":"m","messages":[]}"#)
    #expect(try refusal.diagnosis() == nil)
  }

  @Test("a parameter that the relay added itself has no place in our body")
  func added() throws {
    let refusal = Refusal(
      name: "",
      answer: Refusal.openAI("Unsupported parameter: 'top_p'", param: "top_p", code: "unsupported_parameter"),
      body: #"{"model":"m","messages":[]}"#)
    let diagnosis = try #require(try refusal.diagnosis())
    #expect(diagnosis.place == nil)
    #expect(diagnosis.remedies.isEmpty)
    #expect(
      diagnosis.sentence
        == "The relay speaks of top_p, which is not in the request: it may have added it itself.")
  }

  @Test("a parameter that is wanted is placed where it should be")
  func wanted() throws {
    let refusal = Refusal(
      name: "", answer: Refusal.anthropic("max_tokens: Field required"), body: #"{"model":"m","messages":[]}"#
    )
    let diagnosis = try #require(try refusal.diagnosis())
    #expect(diagnosis.place?.text == "/max_tokens")
    #expect(diagnosis.sentence == "max_tokens is wanted, and is not in the request.")
  }

  /// Words put together at random.
  @Test("whatever the words are, remedies change something and lose nothing essential", arguments: 0..<8)
  func randomWords(seed: Int) throws {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    func pick(_ words: [String]) -> String {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return words[Int(state >> 33) % words.count]
    }
    let names = [
      "max_tokens", "temperature", "messages[0].role", "messages.1.content", "tools", "logprobs",
      "stream_options", "stop",
      "messages", "model", "n", "topP", "user", "response_format.type",
    ]
    let pieces = [
      "'", "`", ": ", " is not supported", "Unknown parameter", "Use ", " instead", "must be in [1, 5]",
      "<= 2", "at least 9",
      "one of 'a', 'b'", " with this model", "required", "maximum context length is 50 tokens", "developer",
      "[0, 1)", "{",
      "}", "\"", "range: 0..1", " cannot both be specified", "(", ")", "too large: 7", "image", "\n", "-",
      "99999999999999999999",
    ]
    let body = try JSONValue(
      parsing:
        #"{"model":"m","messages":[{"role":"developer","content":"d"},{"role":"user","content":[{"type":"image_url"}]}],"max_tokens":7,"temperature":3,"tools":[{}],"tool_choice":"auto","logprobs":true,"stream":true,"stream_options":{},"stop":["a"],"n":0,"top_p":7.5,"user":"u","response_format":{"type":"x"}}"#
    )
    for _ in 0..<300 {
      var words = ""
      for _ in 0..<6 { words += pick(names + pieces) + pick(["", " ", "'", " '"]) }
      let error = RelayError(kind: .badRequest, status: 400, parameter: pick(names + pieces), message: words)
      let remedies = RequestDoctor.examine(error, body: body)?.remedies ?? []
      for remedy in remedies where remedy.change != .model(nil) {
        let mended = remedy.applied(to: body)
        #expect(mended != body, "\(words) → \(remedy)")
        #expect(
          mended["model"] != nil && mended["messages"]?.arrayValue?.isEmpty == false, "\(words) → \(remedy)")
      }
    }
  }

  @Test(
    "odd words and bodies never break it",
    arguments: ["", "'", "\"\"", "{", "[1,", "(((", "'loc': (", "a.b.c: ", "∂'ö'"])
  func oddWords(words: String) throws {
    for body in [#"{"model":"m","messages":[]}"#, #"{"messages":5}"#, "{}"] {
      let error = RelayError(kind: .badRequest, status: 400, parameter: words, message: words)
      let diagnosis = RequestDoctor.examine(
        error, body: try JSONValue(parsing: body), answer: Array(words.utf8))
      #expect(diagnosis?.remedies.isEmpty == true)
    }
    #expect(RequestDoctor.examine(RelayError(kind: .badRequest), body: .null) == nil)
  }
}
