import RelayKit
import Testing
import Workbench

@Suite("Remedies that are remembered")
struct LearnedRemedyTests {
  private let relay = "https://relay.example/v1"

  private func body(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

  private func lesson(_ change: LearnedRemedies.Change, model: String = "m") -> LearnedRemedies.Lesson {
    LearnedRemedies.Lesson(relay: relay, model: model, change: change)
  }

  @Test("they change bodies for their relay and model alone, and say what they did")
  func applied() throws {
    var learned = LearnedRemedies()
    learned.add(lesson(.drop("temperature")))
    learned.add(lesson(.rename("max_tokens", to: "max_completion_tokens")))
    learned.add(lesson(.role("developer", to: "system")))
    let sent = try body(
      #"{"model":"m","max_tokens":5,"messages":[{"role":"developer","content":"d"}],"top_p":0.10}"#)
    let result = learned.applied(to: sent, relay: relay + "/")
    #expect(
      result.body.text()
        == #"{"model":"m","max_completion_tokens":5,"messages":[{"role":"system","content":"d"}],"top_p":0.10}"#
    )
    #expect(
      result.done.map(\.sentence) == [
        "max_tokens is sent to m as max_completion_tokens.", "developer messages are sent to m as system.",
      ])
    #expect(learned.applied(to: sent, relay: "https://other.example/v1").body == sent)
    #expect(
      learned.applied(to: sent.setting(.string("x"), at: JSONPointer(["model"])), relay: relay).done.isEmpty)
    #expect(learned.applied(to: .null, relay: relay).body == .null)
  }

  @Test("a lesson can be revoked, and a later one about the same takes its place")
  func revoked() {
    var learned = LearnedRemedies()
    learned.add(lesson(.drop("max_tokens")))
    learned.add(lesson(.drop("seed")))
    learned.add(lesson(.rename("max_tokens", to: "max_completion_tokens")))
    learned.add(lesson(.drop("seed"), model: "other"))
    #expect(
      learned.lessons(relay: relay, model: "m").map(\.change)
        == [.drop("seed"), .rename("max_tokens", to: "max_completion_tokens")])
    learned.revoke(lesson(.drop("seed")))
    #expect(learned.lessons.count == 2)
    #expect(learned.lessons(relay: relay, model: "other").count == 1)
  }

  @Test("only what holds for the model is learned from a remedy")
  func learning() throws {
    func learned(_ words: String, _ body: String, param: String? = nil) throws -> [LearnedRemedies.Change] {
      let refusal = Refusal(name: "", answer: Refusal.openAI(words, param: param), body: body)
      var learned = LearnedRemedies()
      let remedy = try #require(try refusal.diagnosis()?.remedies.first)
      let isLearned = learned.learn(remedy, relay: relay, model: "m")
      #expect(isLearned == !learned.lessons.isEmpty)
      return learned.lessons.map(\.change)
    }
    #expect(
      try learned("Unsupported parameter: 'max_tokens'", #"{"model":"m","max_tokens":1}"#)
        == [.rename("max_tokens", to: "max_completion_tokens")])
    #expect(try learned("Unknown parameter: 'top_k'.", #"{"model":"m","top_k":1}"#) == [.drop("top_k")])
    #expect(
      try learned(
        "`temperature` and `top_p` cannot both be specified", #"{"model":"m","temperature":1,"top_p":1}"#)
        == [])
    #expect(
      try learned(
        "Expected a value <= 2, but got 3 instead.", #"{"model":"m","temperature":3}"#, param: "temperature")
        == [])
    #expect(
      try learned(
        "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
        #"{"model":"m","max_tokens":3,"max_completion_tokens":3}"#) == [])
    #expect(
      try learned(
        "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
        #"{"model":"m","stream_options":{}}"#) == [])
  }

  @Test("they are the same after JSON, and what is not a lesson is left out")
  func json() throws {
    var learned = LearnedRemedies()
    learned.add(lesson(.drop("temperature")))
    learned.add(lesson(.rename("max_tokens", to: "max_completion_tokens")))
    learned.add(lesson(.role("developer", to: "system"), model: "x"))
    #expect(LearnedRemedies(json: try JSONValue(parsing: learned.json.encoded())) == learned)
    let odd =
      #"[1,{},{"relay":"r","model":"m"},{"relay":"r","model":"m","drop":"messages"},{"relay":"r","model":"m","rename":"a"},{"relay":"r","model":"m","drop":"seed"}]"#
    #expect(LearnedRemedies(json: try JSONValue(parsing: odd)).lessons.map(\.change) == [.drop("seed")])
    #expect(LearnedRemedies(json: .null).lessons.isEmpty)
  }
}
