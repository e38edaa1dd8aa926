/// `GET {base}/key`: what OpenRouter tells a key of itself, in USD.
///
/// Source: openrouter.ai, API reference, “Get current API key”.
public struct KeyPageEndpoint: Endpoint {
  public init() {}
  public var path: String { "/key" }
  public var maximumBytes: Int { BillingPage.maximumBytes }

  /// - Throws: `BillingProblem`.
  public func read(_ head: HTTPResponseHead, _ body: [UInt8]) throws -> KeyPage {
    guard let page = KeyPage(json: try BillingPage.read(head, body)) else { throw BillingPage.foreign(head) }
    return page
  }
}

public struct KeyPage: Sendable, Hashable {
  /// USD; `nil` for no limit of its own.
  public var limit: Double?
  public var left: Double?
  public var used: Double?
  /// The account has never bought credit.
  public var isFreeTier: Bool?

  /// - Returns: `nil` when it has none of the figures of such a page. The label is left out: it holds a part of
  ///   the key.
  public init?(json: JSONValue) {
    guard let data = json["data"], data.objectValue != nil, data["usage"] != nil else { return nil }
    used = BillingPage.amount(data["usage"])
    limit = BillingPage.amount(data["limit"])
    left = BillingPage.amount(data["limit_remaining"]) ?? limit.flatMap { limit in used.map { limit - $0 } }
    isFreeTier = data["is_free_tier"]?.boolValue
    guard used != nil || limit != nil else { return nil }
  }
}

extension RelayClient {
  /// `GET {base}/key`.
  public func keyPage() async throws(BillingProblem) -> KeyPage { try await askBilling(KeyPageEndpoint()) }

  /// `GET {origin}/api/status`, without the key: how many units of quota are 1 USD.
  /// - Returns: `nil` where the relay does not tell.
  public func relayStatus() async throws(BillingProblem) -> RelayStatus? {
    try await askBilling(RelayStatusEndpoint()).value
  }
}
