package import RelayKit

/// Tokens that a request sends: always an estimate.
package struct TokenEstimate: Sendable, Hashable {
  package var tokens: Int
  /// How it was made: whole clauses, for the screen.
  package var methods: [String]
  /// What could not be counted: sound and files, each as a half sentence.
  package var notCounted: [String] = []

  package init(tokens: Int, methods: [String], notCounted: [String] = []) {
    (self.tokens, self.methods, self.notCounted) = (tokens, methods, notCounted)
  }

  /// `~1840 tok`.
  package var text: String { "~\(tokens)\(notCounted.isEmpty ? "" : "+") tok" }
}

/// Estimates requests, message by message. Keep one: a message that did not change is not walked through again,
/// so that asking in each frame costs a comparison for each message.
package struct TokenEstimator: Sendable {
  private struct Entry: Sendable {
    var message: ChatMessage
    var family: ModelFamily?
    var estimate: Part
  }

  struct Part: Sendable, Hashable {
    var tokens = 0
    var pictures: [String] = []
    var notCounted: [String] = []
  }

  private var entries: [MessageID: Entry] = [:]
  private var parameters: (JSONObject, Int)?
  /// Messages that were walked through, for tests of the cache.
  private(set) var walks = 0

  package init() {}

  /// What a message costs beside its text: its role and its ends.
  private static let perMessage = 4
  /// What begins the answer.
  private static let perRequest = 3

  /// - Parameter messages: those that are sent, with the ids under which they are remembered.
  package mutating func estimate(
    _ messages: [(id: MessageID, message: ChatMessage)], parameters: JSONObject, model: String
  ) -> TokenEstimate {
    let family = ModelFamily(model: model, kind: .text)
    var kept: [MessageID: Entry] = [:]
    kept.reserveCapacity(messages.count)
    var sum = Part()
    for (id, message) in messages {
      let entry: Entry
      // Equal values that share their storage are compared at once, however long they are.
      if let known = entries[id], known.family == family, known.message == message {
        entry = known
      } else {
        walks += 1
        entry = Entry(message: message, family: family, estimate: Self.part(message, family))
      }
      kept[id] = entry
      sum.tokens += entry.estimate.tokens + Self.perMessage
      sum.pictures += entry.estimate.pictures
      sum.notCounted += entry.estimate.notCounted
    }
    // What is sent no more is forgotten.
    entries = kept
    let more = parameterTokens(parameters)
    var methods = [TextTokens.method, "\(Self.perMessage) for each message"]
    methods += sum.pictures.prefix(4).map { "a picture: \($0)" }
    if sum.pictures.count > 4 { methods.append("\(sum.pictures.count - 4) more pictures") }
    if more > 0 { methods.append("tools and schemas as text") }
    return TokenEstimate(
      tokens: sum.tokens + more + (messages.isEmpty ? 0 : Self.perRequest), methods: methods,
      notCounted: sum.notCounted)
  }

  /// Keys that the model reads.
  private mutating func parameterTokens(_ body: JSONObject) -> Int {
    if let known = parameters, known.0 == body { return known.1 }
    let keys = ["tools", "functions", "response_format"]
    let tokens = keys.reduce(0) { sum, key in
      guard let value = body[key] else { return sum }
      return sum + TextTokens.estimate(value.text())
    }
    parameters = (body, tokens)
    return tokens
  }

  private static func part(_ message: ChatMessage, _ family: ModelFamily?) -> Part {
    var part = Part()
    switch message.content {
    case .string(let text): part.tokens += TextTokens.estimate(text)
    case .array(let items): for item in items { add(ContentPart(json: item), item, family, to: &part) }
    default: break
    }
    for member in message.extra.members {
      // Calls are read by the model; the names of the keys are not.
      part.tokens += TextTokens.estimate(member.value.stringValue ?? member.value.text())
    }
    return part
  }

  private static func add(
    _ content: ContentPart, _ json: JSONValue, _ family: ModelFamily?, to part: inout Part
  ) {
    switch content {
    case .text(let text), .refusal(let text): part.tokens += TextTokens.estimate(text)
    case .imageURL(let url, let detail):
      let picture = PictureTokens(size: PictureSize(dataURL: url), detail: detail, family: family)
      part.tokens += picture.tokens
      part.pictures.append(picture.method)
    case .inputAudio: part.notCounted.append("a sound")
    case .file(_, let name): part.notCounted.append("the file \(name)")
    case .fileID: part.notCounted.append("a stored file")
    case .other:
      if let text = json["text"]?.stringValue {
        part.tokens += TextTokens.estimate(text)
      } else {
        part.notCounted.append("a part of type \(json["type"]?.stringValue ?? "unknown")")
      }
    }
  }
}
