package import RelayKit

/// One answer of a comparison, and what came with it.
package struct ComparisonRun: Sendable, Hashable {
  /// Why there is none, or no whole one.
  package struct Failure: Sendable, Hashable {
    package var kind: String
    package var title: String
    package var status: Int?
    /// The relay's own words, or those of the network.
    package var message: String
    package var requestID: String?

    package init(kind: String, title: String, status: Int? = nil, message: String, requestID: String? = nil) {
      self.kind = kind
      self.title = title
      self.status = status
      self.message = message
      self.requestID = requestID
    }

    package init(_ error: RelayError) {
      self.init(
        kind: error.kind.rawValue, title: error.title, status: error.status, message: error.message,
        requestID: error.requestID)
    }
  }

  package var key: RunKey
  /// The repetition of the turn before whose answer it followed, where that is not its own.
  package var follows: Int?
  /// Wall clock, seconds since 1970.
  package var askedAt: Double
  /// The body as it was sent.
  package var request: String
  package var text: String
  package var reasoning = ""
  /// As relays write them: `id`, `type`, `function`.
  package var toolCalls: [JSONValue] = []
  /// `done`, `stopped`, `cut` or `failed`.
  package var outcome: String
  package var finishReason: String?
  /// As the relay named it.
  package var servedModel: String?
  package var figures = RunFigures()
  package var failure: Failure?
  package var checks: [CheckResult] = []
  /// The exchange as a file, line by line, so that everything can be looked at again; empty when not kept.
  package var exchange: [String] = []
  package var unknown = JSONObject()

  package init(key: RunKey, askedAt: Double, request: String, text: String, outcome: String) {
    self.key = key
    self.askedAt = askedAt
    self.request = request
    self.text = text
    self.outcome = outcome
  }

  /// What came of a reply that has ended.
  /// - Parameter keepsExchange: whether all bytes are kept too.
  package init(key: RunKey, reply: Reply, figures: RunFigures, keepsExchange: Bool = true) {
    let exchange = reply.exchange
    self.init(
      key: key, askedAt: exchange?.startedAt ?? 0,
      request: String(decoding: exchange?.request.body ?? [], as: UTF8.self), text: reply.text,
      outcome: reply.outcome?.name ?? "stopped")
    reasoning = reply.reasoning
    toolCalls = reply.toolCalls.map(\.json)
    finishReason = reply.finishReason
    servedModel = reply.servedModel
    self.figures = figures
    failure = reply.outcome?.error.map(Failure.init)
    if keepsExchange, let exchange {
      self.exchange = exchange.file.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// The relay ended it by itself.
  package var isWhole: Bool { outcome == "done" }

  /// Bytes that `ExchangeFileReader` reads; `nil` when they were not kept.
  package var exchangeFile: [UInt8]? {
    exchange.isEmpty ? nil : exchange.flatMap { Array($0.utf8) + [0x0A] }
  }

  /// The answer as it is sent back with the next turn; `nil` when there is nothing to send, or a call of a tool
  /// whose result nobody has.
  package var message: ChatMessage? {
    isWhole && !text.isEmpty && toolCalls.isEmpty ? ChatMessage(role: "assistant", text: text) : nil
  }
}
