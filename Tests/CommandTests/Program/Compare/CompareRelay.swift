import MockRelay
import RelayKit
import Synchronization

/// A relay whose models answer as a test says, and that remembers what each was asked.
final class CompareRelay: Sendable {
  struct Asked: Sendable {
    var model: String
    /// How often this model was asked before.
    var number: Int
    var body: JSONValue
    var prompt: String
  }

  private struct State {
    var asked: [Asked] = []
    var open = 0
    var mostOpen = 0
  }

  private final class Book: Sendable { let state = Mutex(State()) }

  private let book = Book()
  let relay: MockRelay

  init(_ answer: @escaping @Sendable (Asked) -> Script) throws {
    let book = book
    relay = try MockRelay { request in
      // There is no page of models and prices.
      guard request.method == "POST" else { return .answer("{}", status: 404) }
      let body = (try? JSONValue(parsing: request.body)) ?? .null
      let model = body["model"]?.stringValue ?? ""
      let asked = book.state.withLock { state in
        let asked = Asked(
          model: model, number: state.asked.count { $0.model == model }, body: body,
          prompt: body["messages"]?.arrayValue?.last?["content"]?.stringValue ?? "")
        state.asked.append(asked)
        state.open += 1
        state.mostOpen = max(state.mostOpen, state.open)
        return asked
      }
      return answer(asked)
    }
  }

  var origin: String { relay.origin }
  var asked: [Asked] { book.state.withLock { $0.asked } }
  var mostOpen: Int { book.state.withLock { $0.mostOpen } }
  func count(_ model: String) -> Int { asked.count { $0.model == model } }

  /// An answer is about to be given: whoever asks next may.
  func close() { book.state.withLock { $0.open -= 1 } }

  /// Waits for the next question to a model. - Returns: whether one came.
  func nextQuestion() async -> Bool {
    while let request = await relay.nextRequest() {
      if request.method == "POST" { return true }
    }
    return false
  }

  // MARK: Answers

  static let head = Script.Step.head(
    status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")])

  static func token(_ text: String) -> Script.Step {
    .body(
      Array(
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\(JSONValue.string(text).text())}}]}\n\n"
          .utf8))
  }

  static func finish(_ input: Int, _ output: Int) -> [Script.Step] {
    let usage =
      "{\"prompt_tokens\":\(input),\"completion_tokens\":\(output),\"total_tokens\":\(input + output)}"
    return [
      .body(
        Array(
          "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":\(usage)}\n\n"
            .utf8)),
      .body(Array("data: [DONE]\n\n".utf8)), .end,
    ]
  }

  static func answer(_ text: String, input: Int = 5, output: Int = 3) -> Script {
    Script([head, token(text)] + finish(input, output))
  }

  static func refusal(_ status: Int, _ message: String, retryAfter: String? = nil) -> Script {
    .answer(
      "{\"error\":{\"message\":\(JSONValue.string(message).text())}}", status: status,
      headers: retryAfter.map { [HTTPHeader("Retry-After", $0)] } ?? [])
  }
}
