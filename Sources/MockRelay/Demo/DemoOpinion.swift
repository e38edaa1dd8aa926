/// Answers of the models that fill the list, so that there is something to compare: they agree on most, word it in
/// their own ways and differ in some numbers, names and links. The same model says the same, unless a temperature
/// above 0 lets it vary.
struct DemoOpinion {
  private let model: String
  private let prompt: String
  private var seed: UInt64

  /// - Parameter variation: which of a model's ways to say it; 0 is its usual one.
  init(model: String, prompt: String, variation: Int) {
    (self.model, self.prompt) = (model, prompt)
    seed = 0xCBF2_9CE4_8422_2325
    for byte in "\(model) \(variation)".utf8 { seed = (seed ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  private mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    seed ^= seed >> 29
    seed = seed &* 0xBF58_476D_1CE4_E5B9
    return choices[Int(truncatingIfNeeded: (seed >> 33) % UInt64(choices.count))]
  }

  var text: String {
    var opinion = self
    return opinion.written()
  }

  private mutating func written() -> String {
    let opening = pick([
      "Server-sent events are one HTTP response that never ends.",
      "The short version: server-sent events stay plain HTTP.",
      "Server-sent events keep one HTTP response open.",
    ])
    let direction = pick([
      "The server writes, the client only reads.", "Data flows one way, from server to client.",
    ])
    let seconds = pick([2, 3, 3, 5])
    let connections = pick(["six", "6", "6", "100"])
    let proxy = pick(["Nginx", "HAProxy", "Nginx"])
    let link = pick(["https://example.org/sse", "https://example.com/events", "https://example.org/sse"])
    var points = [
      "**Direction.** \(direction) WebSockets carry both.",
      "**Transport.** Plain HTTP; WebSockets switch the protocol after a handshake.",
      "**Reconnects.** Built in: the client comes back after \(seconds) seconds.",
      "**Limits.** About \(connections) connections for each host on HTTP/1.1.",
      "**Proxies.** \(proxy) passes it on once buffering is off.",
    ]
    if model.hasSuffix("-nano") { points = Array(points.prefix(3)) }
    var text = """
      \(opening) This is simulated: nobody read “\(prompt.prefix(60).map { $0.isNewline ? " " : String($0) }.joined())”.


      """
    text += points.map { "- \($0)\n" }.joined()
    text += "\nUse server-sent events for token streams and feeds; use WebSockets for chat rooms and games.\n"
    if !model.hasSuffix("-nano"), !model.hasSuffix("-mini") {
      text += """

        ```js
        const events = new EventSource("/stream");
        events.onmessage = (event) => console.log(event.data\(pick(["", ".trim()"])));
        ```

        More: \(link)
        """
    }
    return text
  }

  /// How many times slower than the writer.
  var slowness: Int { model.hasSuffix("-max") ? 3 : model.hasSuffix("-pro") ? 2 : 1 }
}
