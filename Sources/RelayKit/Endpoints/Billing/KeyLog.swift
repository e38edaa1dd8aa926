/// `GET {origin}/api/log/token`: the newest rows, at most 1000, of the log that a relay of the new-api family
/// keeps of one key. There is no filter and no second page.
///
/// Source: new-api `model/log.go`, `controller/log.go`, `service/log_info_generate.go`. The key goes in the
/// header since February 2026; older relays want it in the address, where it would be written into logs, so that
/// they are not asked. Same limit as `KeyUsageEndpoint`. Rows may be written a second or two after the answer.
public struct KeyLogEndpoint: Endpoint {
  public init() {}
  public var path: String { "/api/log/token" }
  public var root: EndpointRoot { .origin }
  public var maximumBytes: Int { BillingPage.maximumBytes }

  /// - Throws: `BillingProblem`.
  public func read(_ head: HTTPResponseHead, _ body: [UInt8]) throws -> KeyLog {
    guard let log = KeyLog(json: try BillingPage.read(head, body)) else { throw BillingPage.foreign(head) }
    return log
  }
}

public struct KeyLog: Sendable, Hashable {
  /// In the relay's order, the newest first.
  public var rows: [KeyLogRow]
  /// Rows that could not be read.
  public var skipped: Int

  /// - Returns: `nil` when there are no rows to be found. A log without any is an answer.
  public init?(json: JSONValue) {
    let data = json["data"]
    let found =
      data?.arrayValue ?? data?["items"]?.arrayValue ?? data?["logs"]?.arrayValue ?? json.arrayValue
    let isEmpty = json["success"]?.boolValue == true && (data == nil || data == .null)
    guard let found = found ?? (isEmpty ? [] : nil) else { return nil }
    rows = found.compactMap(KeyLogRow.init)
    skipped = found.count - rows.count
  }
}

/// One row of it. What is not told is `nil`, never 0.
public struct KeyLogRow: Sendable, Hashable {
  /// What the row is about, by the relay's number.
  public enum Kind: Int, Sendable, Hashable, CaseIterable {
    case unknown = 0, topUp, use, management, system, error, refund, login
  }

  public var kind: Kind
  /// Seconds since 1970.
  public var createdAt: Double
  /// Header `X-Oneapi-Request-Id` of the answer.
  public var requestID: String?
  /// What the supplier called it.
  public var upstreamRequestID: String?
  /// As it was asked for.
  public var model: String?
  /// Units that were charged (`use`) or given back (`refund`).
  public var quota: Double?
  public var inputTokens: Int?
  public var outputTokens: Int?
  /// Whole seconds.
  public var seconds: Double?
  public var isStream: Bool?
  /// The group of prices that the key is in.
  public var group: String?
  /// The key's name in the relay's console.
  public var keyName: String?
  /// What the column `other` tells.
  public var details: KeyLogDetails?

  /// - Returns: `nil` when it is no row.
  public init?(json: JSONValue) {
    guard json.objectValue != nil, let created = BillingPage.moment(json["created_at"]) else { return nil }
    kind = BillingPage.count(json["type"]).flatMap(Kind.init(rawValue:)) ?? .unknown
    createdAt = created
    requestID = BillingPage.text(json["request_id"])
    upstreamRequestID = BillingPage.text(json["upstream_request_id"])
    model = BillingPage.text(json["model_name"])
    quota = BillingPage.amount(json["quota"]).flatMap { $0 >= 0 ? $0 : nil }
    inputTokens = BillingPage.count(json["prompt_tokens"])
    outputTokens = BillingPage.count(json["completion_tokens"])
    seconds = BillingPage.amount(json["use_time"]).flatMap { $0 >= 0 ? $0 : nil }
    isStream = json["is_stream"]?.boolValue
    group = BillingPage.text(json["group"])
    keyName = BillingPage.text(json["token_name"])
    details = KeyLogDetails(json["other"])
  }
}

/// The column `other` of a row: a JSON text inside of the JSON. Operators leave parts of it out.
public struct KeyLogDetails: Sendable, Hashable {
  public var modelRatio: Double?
  public var groupRatio: Double?
  /// In place of the group's ratio, for this user alone.
  public var userGroupRatio: Double?
  public var completionRatio: Double?
  public var cacheRatio: Double?
  /// USD for one call.
  public var modelPrice: Double?
  public var cachedTokens: Int?
  /// Until the first part of the answer.
  public var firstResponseMilliseconds: Double?
  /// The model that the supplier was really asked for; only where it is another name.
  public var upstreamModel: String?
  /// Why the stream ended: `done`, `eof`, `timeout`, `client_gone` and the like.
  public var endReason: String?
  public var streamErrors: Int?
  /// `tiered_expr` and the like.
  public var billingMode: String?
  /// Which step of a tiered price was charged.
  public var tier: String?
  public var requestPath: String?

  /// What the price was multiplied with.
  public var effectiveGroupRatio: Double? { userGroupRatio ?? groupRatio }

  /// - Returns: `nil` when there is nothing that can be read.
  public init?(_ column: JSONValue?) {
    let json: JSONValue
    if let text = column?.stringValue {
      guard let inner = try? JSONValue(parsing: text) else { return nil }
      json = inner
    } else if let column {
      json = column
    } else {
      return nil
    }
    guard json.objectValue != nil else { return nil }
    func ratio(_ key: String) -> Double? { BillingPage.amount(json[key]).flatMap { $0 >= 0 ? $0 : nil } }
    modelRatio = ratio("model_ratio")
    groupRatio = ratio("group_ratio")
    // -1 says that there is none of the user's own.
    userGroupRatio = ratio("user_group_ratio")
    completionRatio = ratio("completion_ratio")
    cacheRatio = ratio("cache_ratio")
    modelPrice = ratio("model_price")
    cachedTokens = BillingPage.count(json["cache_tokens"])
    firstResponseMilliseconds = ratio("frt")
    if json["is_model_mapped"]?.boolValue != false {
      upstreamModel = BillingPage.text(json["upstream_model_name"])
    }
    let stream = json["stream_status"]
    endReason = BillingPage.text(stream?["end_reason"])
    streamErrors = BillingPage.count(stream?["error_count"])
    billingMode = BillingPage.text(json["billing_mode"])
    tier = BillingPage.text(json["matched_tier"])
    requestPath = BillingPage.text(json["request_path"])
  }
}

extension RelayClient {
  /// `GET {origin}/api/log/token`.
  public func keyLog() async throws(BillingProblem) -> KeyLog { try await askBilling(KeyLogEndpoint()) }
}
