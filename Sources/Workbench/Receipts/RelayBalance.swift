package import RelayKit

/// What a relay says of a key's credit. What it does not say is `nil`.
package struct RelayBalance: Sendable, Hashable {
  /// Which page told it.
  package enum Source: String, Sendable, Hashable, CaseIterable {
    case keyUsage = "/api/usage/token/"
    /// Of the key or of the whole account: the page does not tell which.
    case dashboard = "/dashboard/billing"
    case keyPage = "/key"
  }

  package var source: Source
  /// Seconds since 1970.
  package var readAt: Double
  package var left: Double?
  package var granted: Double?
  package var used: Double?
  package var currency = "USD"
  package var isUnlimited = false
  /// Seconds since 1970; `nil` for never.
  package var expiresAt: Double?
  /// Models that the key may use; `nil` for any.
  package var models: [String]?
  /// As the relay's console names the key.
  package var nameAtRelay: String?
  /// The relay does not tell how many units are 1 USD: they are counted as such relays do by default.
  package var unitIsAssumed = false
  /// Of the demo relay: simulated money.
  package var isDemo = false

  package init(source: Source, readAt: Double) {
    self.source = source
    self.readAt = readAt
  }

  /// How many units of quota such relays count as 1 USD unless their operator changes it. Source: new-api
  /// `common/constants.go`.
  package static let standardQuotaPerUnit = 500_000.0

  package init(_ usage: KeyUsage, quotaPerUnit: Double?, at now: Double) {
    self.init(source: .keyUsage, readAt: now)
    let unit = quotaPerUnit ?? Self.standardQuotaPerUnit
    unitIsAssumed = quotaPerUnit == nil
    left = usage.available.map { $0 / unit }
    granted = usage.granted.map { $0 / unit }
    used = usage.used.map { $0 / unit }
    isUnlimited = usage.isUnlimited
    expiresAt = usage.expiresAt
    models = usage.models
    nameAtRelay = usage.name
  }

  /// - Parameter displayType: the unit in which the relay's console shows money.
  package init(_ subscription: BillingSubscription, used: Double?, displayType: String?, at now: Double) {
    self.init(source: .dashboard, readAt: now)
    switch displayType {
    case nil, "USD": break
    case "CNY": currency = "CNY"
    case "TOKENS": currency = "quota"
    default: currency = "of the relay's unit"
    }
    isUnlimited = subscription.isUnlimited
    granted = subscription.limit
    self.used = used
    left = subscription.limit.flatMap { limit in used.map { limit - $0 } }
    expiresAt = subscription.accessUntil
  }

  package init(_ page: KeyPage, at now: Double) {
    self.init(source: .keyPage, readAt: now)
    left = page.left
    granted = page.limit
    used = page.used
    isUnlimited = page.limit == nil
  }

  package func isLow(below limit: Double) -> Bool {
    guard !isUnlimited, let left, limit > 0, currency == "USD" || currency == "$" else { return false }
    return left < limit
  }

  package func hasExpired(at now: Double) -> Bool { expiresAt.map { $0 <= now } ?? false }
}

extension KeyBalance {
  /// As it stands beside the key.
  package init(_ balance: RelayBalance) {
    self.init(readAt: balance.readAt, currency: balance.currency)
    (left, granted, used) = (balance.left, balance.granted, balance.used)
    (isUnlimited, expiresAt) = (balance.isUnlimited, balance.expiresAt)
  }
}

// MARK: File

extension RelayBalance {
  package var json: JSONValue {
    var object = JSONObject()
    object["source"] = .string(source.rawValue)
    object["read_at"] = .double(readAt)
    object["left"] = left.map(JSONValue.double)
    object["granted"] = granted.map(JSONValue.double)
    object["used"] = used.map(JSONValue.double)
    object["currency"] = .string(currency)
    object["unlimited"] = .bool(isUnlimited)
    object["expires_at"] = expiresAt.map(JSONValue.double)
    object["models"] = models.map { .array($0.map(JSONValue.string)) }
    object["name_at_relay"] = nameAtRelay.map(JSONValue.string)
    if unitIsAssumed { object["unit_is_assumed"] = .bool(true) }
    if isDemo { object["simulated"] = .bool(true) }
    return .object(object)
  }

  /// - Returns: `nil` when it is none.
  package init?(json: JSONValue) {
    guard let source = json["source"]?.stringValue.flatMap(Source.init(rawValue:)),
      let time = json["read_at"]?.doubleValue
    else { return nil }
    self.init(source: source, readAt: time)
    left = json["left"]?.doubleValue
    granted = json["granted"]?.doubleValue
    used = json["used"]?.doubleValue
    currency = json["currency"]?.stringValue ?? "USD"
    isUnlimited = json["unlimited"]?.boolValue ?? false
    expiresAt = json["expires_at"]?.doubleValue
    models = json["models"]?.arrayValue.map { $0.compactMap(\.stringValue) }
    nameAtRelay = json["name_at_relay"]?.stringValue
    unitIsAssumed = json["unit_is_assumed"]?.boolValue ?? false
    isDemo = json["simulated"]?.boolValue ?? false
  }
}
