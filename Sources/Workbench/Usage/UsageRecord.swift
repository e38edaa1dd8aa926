/// One request in the books: who asked whom with which key, and what came of it. What is not known is `nil`,
/// never 0. The key itself is never here.
package struct UsageRecord: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case chat, lane, judge, image, edit, video
  }

  /// The exchange's id: given once, on all machines.
  package var id: String
  /// The conversation or comparison that it belongs to.
  package var conversation: String?
  /// Wall clock, seconds since 1970.
  package var startedAt: Double
  package var profile = ""
  /// As the user named it: `work`. Empty for a key without a name.
  package var keyName = ""
  /// `..9f3c`, `no key`.
  package var keyLabel = ""
  /// The base URL.
  package var relay = ""
  /// Of the built-in demo relay: its figures are simulated and count in no sum of money.
  package var isDemo = false
  package var kind = Kind.chat
  /// The project that the user tagged it with; empty for none.
  package var project = ""
  /// As it was asked for.
  package var model: String
  /// Tokens, cost, times, tries, outcome; `outcome` is `nil` while it runs.
  package var figures = RunFigures()
  package var status: Int?
  /// `RelayError.Kind` by name, and the relay's own words.
  package var errorKind: String?
  package var errorMessage: String?
  package var requestID: String?
  /// What prompt caching saved at list price, in the currency of the cost; always an estimate.
  package var savedByCache: Double?
  /// What the relay says that it charged.
  package var receipt: Receipt?

  package init(id: String, startedAt: Double, model: String) {
    self.id = id
    self.startedAt = startedAt
    self.model = model
  }

  /// Neither whole nor stopped by the user.
  package var isFailure: Bool { figures.outcome == "failed" || figures.outcome == "cut" }
}

/// What a relay's own log says of one request.
package struct Receipt: Sendable, Hashable {
  /// Where it was read.
  package enum Source: String, Sendable, Hashable, CaseIterable {
    /// `/api/log/token`, matched by request id.
    case log
    /// `usage.cost` of the answer itself.
    case usage
  }

  package var charged: Double
  package var currency: String
  package var source: Source
  /// Wall clock, seconds since 1970.
  package var readAt: Double
  package var inputTokens: Int?
  package var outputTokens: Int?
  /// The model that really answered, where the relay tells.
  package var upstreamModel: String?
  /// The price group that was charged.
  package var group: String?
  /// Why the relay says that the stream ended: `done`, `client_gone`, `timeout`.
  package var endReason: String?

  package init(charged: Double, currency: String, source: Source, readAt: Double) {
    self.charged = charged
    self.currency = currency
    self.source = source
    self.readAt = readAt
  }
}
