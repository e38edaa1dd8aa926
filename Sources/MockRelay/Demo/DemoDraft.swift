import RelayKit

/// What one choice of a simulated answer says.
struct DemoDraft {
  struct Call {
    var id: String
    var name: String
    var arguments: String

    var json: JSONValue {
      .members(
        ("id", .string(id)), ("type", .string("function")),
        ("function", .members(("name", .string(name)), ("arguments", .string(arguments)))))
    }
  }

  var thoughts: [String] = []
  var words: [String] = []
  var call: Call?
  var finish = "stop"
  /// How many alternatives to each token are told; `nil` for none at all.
  private let logprobs: Int?

  init(logprobs: Int?) { self.logprobs = logprobs }

  /// A call counts as the pieces in which it is sent.
  var tokenCount: Int { thoughts.count + words.count + callPieces.count }

  var callPieces: [String] {
    guard var rest = call?.arguments[...] else { return [] }
    var pieces: [String] = []
    while !rest.isEmpty {
      pieces.append(String(rest.prefix(8)))
      rest = rest.dropFirst(8)
    }
    return pieces
  }

  /// Cuts it off where `max_tokens` ends, thoughts first.
  mutating func limit(to most: Int) {
    guard tokenCount > most else { return }
    finish = "length"
    thoughts = Array(thoughts.prefix(most))
    words = Array(words.prefix(most - thoughts.count))
    let arguments = callPieces.prefix(most - thoughts.count).joined()
    call?.arguments = arguments
  }

  // MARK: Wire

  func whole(index: Int) -> JSONValue {
    var message = JSONObject()
    message["role"] = .string("assistant")
    message["content"] = call == nil ? .string(words.joined()) : .null
    if !thoughts.isEmpty { message["reasoning_content"] = .string(thoughts.joined()) }
    if let call { message["tool_calls"] = .array([call.json]) }
    var choice = JSONObject()
    choice["index"] = .integer(index)
    choice["message"] = .object(message)
    choice["logprobs"] = logprobs.map { _ in .members(("content", .array(words.map(logprob)))) }
    choice["finish_reason"] = .string(finish)
    return .object(choice)
  }

  /// The deltas of a stream, in order; each with its `logprobs` where there are any.
  var deltas: [(delta: JSONValue, logprobs: JSONValue?)] {
    var deltas: [(JSONValue, JSONValue?)] = []
    for thought in thoughts { deltas.append((.members(("reasoning_content", .string(thought))), nil)) }
    for word in words {
      deltas.append(
        (
          .members(("content", .string(word))),
          logprobs.map { _ in .members(("content", .array([logprob(word)]))) }
        ))
    }
    if let call {
      func piece(_ members: JSONValue) -> JSONValue { .members(("tool_calls", .array([members]))) }
      let opening = Call(id: call.id, name: call.name, arguments: "").json.objectValue?.members ?? []
      deltas.append(
        (piece(.object(JSONObject([.init(key: "index", value: .integer(0))] + opening))), nil))
      for part in callPieces {
        deltas.append(
          (piece(.members(("index", .integer(0)), ("function", .members(("arguments", .string(part)))))), nil)
        )
      }
    }
    return deltas
  }

  /// Made up from the letters of the token: the same every time.
  private func logprob(_ token: String) -> JSONValue {
    func entry(_ token: String, _ hundredths: Int) -> JSONObject {
      var object = JSONObject()
      object["token"] = .string(token)
      object["logprob"] = .double(Double(-hundredths) / 100)
      object["bytes"] = .array(token.utf8.map { .integer(Int($0)) })
      return object
    }
    let own = token.utf8.reduce(0) { ($0 * 31 + Int($1)) % 120 }
    let others = (0..<(logprobs ?? 0)).map { rank -> JSONValue in
      .object(rank == 0 ? entry(token, own) : entry("\(token)~\(rank)", own + 90 * rank))
    }
    var object = entry(token, own)
    object["top_logprobs"] = .array(others)
    return .object(object)
  }
}

/// The choices of an answer as a stream, token by token in turns.
struct DemoStream {
  private let drafts: [DemoDraft]
  private let chat: DemoChat
  private let milliseconds: Int

  init(_ drafts: [DemoDraft], chat: DemoChat, milliseconds: Int) {
    self.drafts = drafts
    self.chat = chat
    self.milliseconds = milliseconds
  }

  var script: Script {
    let wire = chat.wire
    var steps = [wire.streamHead]
    for index in drafts.indices {
      let role = JSONValue.members(("role", .string("assistant")), ("content", .string("")))
      steps.append(wire.chunk(wire.delta(role, index: index)))
    }
    let deltas = drafts.map(\.deltas)
    for turn in 0..<(deltas.map(\.count).max() ?? 0) {
      steps.append(.delay(milliseconds: milliseconds))
      for (index, deltas) in deltas.enumerated() where turn < deltas.count {
        steps.append(
          wire.chunk(wire.delta(deltas[turn].delta, index: index, logprobs: deltas[turn].logprobs)))
      }
    }
    for (index, draft) in drafts.enumerated() {
      steps.append(wire.chunk(wire.delta(.members(), index: index, finish: draft.finish)))
    }
    if chat.chat.includeUsage == true { steps.append(wire.chunk(usage: chat.usage(drafts))) }
    return Script(steps + [wire.endMark, .end])
  }
}
