/// `GET {origin}/api/usage/token/`: what a relay of the new-api family tells a key of its own credit. It works
/// with expired and used-up keys too; a key that is switched off gets 401.
///
/// Source: new-api `controller/token.go` (GetTokenUsage), `router/api-router.go`. The slash at the end is part of
/// the address: without it the relay redirects. Calls count against a limit of 20 in 20 minutes for one address,
/// together with `/api/log/token`.
public struct KeyUsageEndpoint: Endpoint {
  public init() {}
  public var path: String { "/api/usage/token/" }
  public var root: EndpointRoot { .origin }
  public var maximumBytes: Int { BillingPage.maximumBytes }

  /// - Throws: `BillingProblem`.
  public func read(_ head: HTTPResponseHead, _ body: [UInt8]) throws -> KeyUsage {
    guard let usage = KeyUsage(json: try BillingPage.read(head, body)) else {
      throw BillingPage.foreign(head)
    }
    return usage
  }
}

/// The credit of one key, in the relay's units of quota (`RelayStatus.quotaPerUnit` of them are 1 USD).
public struct KeyUsage: Sendable, Hashable {
  /// As the relay's console names the key.
  public var name: String?
  /// Units of quota; `nil` where they are not told or the key has no limit of its own.
  public var granted: Double?
  public var used: Double?
  public var available: Double?
  /// The key draws on the account without a limit of its own.
  public var isUnlimited: Bool
  /// Models that the key may use; `nil` for any.
  public var models: [String]?
  /// Seconds since 1970; `nil` for never.
  public var expiresAt: Double?

  /// - Returns: `nil` when no figure can be read.
  public init?(json: JSONValue) {
    let data = json["data"]?.objectValue == nil ? json : json["data"] ?? json
    name = BillingPage.text(data["name"])
    isUnlimited = data["unlimited_quota"]?.boolValue ?? false
    used = BillingPage.amount(data["total_used"])
    available = isUnlimited ? nil : BillingPage.amount(data["total_available"])
    granted = isUnlimited ? nil : BillingPage.amount(data["total_granted"])
    // One of the three can be worked out from the others.
    if !isUnlimited, available == nil, let granted, let used { available = granted - used }
    if data["model_limits_enabled"]?.boolValue == true {
      models = Self.names(data["model_limits"])
    }
    expiresAt = BillingPage.moment(data["expires_at"])
    guard isUnlimited || available != nil || used != nil else { return nil }
  }

  /// An object of names, a list, or one text with commas.
  private static func names(_ json: JSONValue?) -> [String] {
    let members = json?.objectValue?.members.filter { $0.value.boolValue != false }.map(\.key)
    let listed = json?.arrayValue?.compactMap(\.stringValue)
    let written = json?.stringValue?.split(separator: ",").map { String($0.drop { $0 == " " }) }
    return (members ?? listed ?? written ?? []).filter { !$0.isEmpty && $0.utf8.count <= 512 }
  }
}

extension RelayClient {
  /// `GET {origin}/api/usage/token/`.
  public func keyUsage() async throws(BillingProblem) -> KeyUsage { try await askBilling(KeyUsageEndpoint()) }
}
