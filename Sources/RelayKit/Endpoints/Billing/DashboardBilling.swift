/// `GET {base}/dashboard/billing/subscription`: the credit limit, as OpenAI's dashboard once told it and as
/// new-api and one-api still do.
///
/// Source: new-api `router/dashboard.go`, `controller/billing.go`. It speaks of the key, or of the whole account
/// where the operator has set it so; which of them is not told. Refusals come under status 200.
public struct SubscriptionEndpoint: Endpoint {
  public init() {}
  public var path: String { "/dashboard/billing/subscription" }
  public var maximumBytes: Int { BillingPage.maximumBytes }

  /// - Throws: `BillingProblem`.
  public func read(_ head: HTTPResponseHead, _ body: [UInt8]) throws -> BillingSubscription {
    guard let answer = BillingSubscription(json: try BillingPage.read(head, body)) else {
      throw BillingPage.foreign(head)
    }
    return answer
  }
}

public struct BillingSubscription: Sendable, Hashable {
  /// All that may be spent, what is spent included; `nil` for no limit. In the unit in which the relay's console
  /// shows money (`RelayStatus.displayType`), whatever the name of the field says.
  public var limit: Double?
  public var isUnlimited: Bool
  /// Seconds since 1970; `nil` for never.
  public var accessUntil: Double?

  /// What stands for “no limit”. Source: new-api `controller/billing.go`.
  static let unlimited = 100_000_000.0

  /// - Returns: `nil` when there is no limit to be read.
  public init?(json: JSONValue) {
    let limits = ["hard_limit_usd", "system_hard_limit_usd", "soft_limit_usd"].lazy
    guard let limit = limits.compactMap({ BillingPage.amount(json[$0]) }).first, limit >= 0 else {
      return nil
    }
    isUnlimited = limit >= Self.unlimited
    self.limit = isUnlimited ? nil : limit
    accessUntil = BillingPage.moment(json["access_until"])
  }
}

/// `GET {base}/dashboard/billing/usage`: what was spent; dates in the address are ignored by these relays.
public struct BillingUsageEndpoint: Endpoint {
  public init() {}
  public var path: String { "/dashboard/billing/usage" }
  public var maximumBytes: Int { BillingPage.maximumBytes }

  /// Answers with the amount in the unit of `BillingSubscription.limit`; the wire has hundredths of it.
  /// - Throws: `BillingProblem`.
  public func read(_ head: HTTPResponseHead, _ body: [UInt8]) throws -> Double {
    let json = try BillingPage.read(head, body)
    guard let cents = BillingPage.amount(json["total_usage"]), cents >= 0 else {
      throw BillingPage.foreign(head)
    }
    return cents / 100
  }
}

extension RelayClient {
  /// `GET {base}/dashboard/billing/subscription`.
  public func billingSubscription() async throws(BillingProblem) -> BillingSubscription {
    try await askBilling(SubscriptionEndpoint())
  }

  /// `GET {base}/dashboard/billing/usage`.
  public func billingUsage() async throws(BillingProblem) -> Double {
    try await askBilling(BillingUsageEndpoint())
  }
}
