package import RelayKit

/// What a relay charged for one request: all rows of its log that name the request, added up.
package struct Charge: Sendable, Hashable {
  /// Of the first row, seconds since 1970.
  package var at: Double
  /// After what was given back.
  package var amount: Double
  package var model: String?
  package var upstreamModel: String?
  package var group: String?
  package var inputTokens: Int?
  package var outputTokens: Int?
  package var cachedTokens: Int?
  package var endReason: String?

  package init(at: Double, amount: Double) {
    self.at = at
    self.amount = amount
  }
}

/// A relay's log of one key, as far as it was told, by request id.
package struct ChargeLog: Sendable, Hashable {
  /// The base URL.
  package var relay: String
  /// `..9f3c`, `no key`.
  package var keyLabel: String
  /// Seconds since 1970.
  package var readAt: Double
  package var charges: [String: Charge] = [:]
  package var currency = "USD"
  /// Rows of the log, those without a request id included.
  package var rows = 0
  /// The time of its oldest row: of requests before it the log says nothing.
  package var oldestAt: Double?
  /// The group whose prices the newest row was charged with, and their factor.
  package var group: String?
  package var groupRatio: Double?
  /// The relay does not tell how many units are 1 USD.
  package var unitIsAssumed = false
  package var isDemo = false

  package init(relay: String, keyLabel: String, readAt: Double) {
    self.relay = relay
    self.keyLabel = keyLabel
    self.readAt = readAt
  }

  /// - Parameter quotaPerUnit: units of quota for 1 USD; `nil` where the relay does not tell.
  package init(
    _ log: KeyLog, relay: String, keyLabel: String, quotaPerUnit: Double?, at now: Double
  ) {
    self.init(relay: relay, keyLabel: keyLabel, readAt: now)
    let unit = quotaPerUnit ?? RelayBalance.standardQuotaPerUnit
    unitIsAssumed = quotaPerUnit == nil
    rows = log.rows.count
    oldestAt = log.rows.map(\.createdAt).min()
    for row in log.rows { add(row, unit: unit) }
    let newest = log.rows.filter { $0.kind == .use && $0.group != nil }.max { $0.createdAt < $1.createdAt }
    group = newest?.group
    groupRatio = newest?.details?.effectiveGroupRatio
  }

  /// Charges add up, what was given back is taken off, and a row about an error is one without a charge.
  private mutating func add(_ row: KeyLogRow, unit: Double) {
    guard let id = row.requestID else { return }
    let sign: Double
    switch row.kind {
    case .use: sign = 1
    case .refund: sign = -1
    case .error: sign = 0
    case .unknown, .topUp, .management, .system, .login: return
    }
    // A row of a charge that does not say how much tells nothing of it.
    guard sign == 0 || row.quota != nil else { return }
    var charge = charges[id] ?? Charge(at: row.createdAt, amount: 0)
    charge.at = min(charge.at, row.createdAt)
    charge.amount += sign * (row.quota ?? 0) / unit
    if row.kind == .use {
      charge.model = row.model ?? charge.model
      charge.group = row.group ?? charge.group
      charge.inputTokens = row.inputTokens ?? charge.inputTokens
      charge.outputTokens = row.outputTokens ?? charge.outputTokens
      charge.upstreamModel = row.details?.upstreamModel ?? charge.upstreamModel
      charge.cachedTokens = row.details?.cachedTokens ?? charge.cachedTokens
    }
    charge.endReason = row.details?.endReason ?? charge.endReason
    charges[id] = charge
  }

  /// The receipt of a request; `nil` where the log does not name it.
  package func receipt(forRequest id: String) -> Receipt? {
    guard let charge = charges[id] else { return nil }
    // Binary fractions of a sum must not make less than nothing.
    var receipt = Receipt(
      charged: max(0, charge.amount), currency: currency, source: .log, readAt: readAt)
    receipt.inputTokens = charge.inputTokens
    receipt.outputTokens = charge.outputTokens
    receipt.group = charge.group
    receipt.endReason = charge.endReason
    // The name that was charged, where no other is told behind it.
    receipt.upstreamModel = charge.upstreamModel ?? charge.model
    return receipt
  }

  /// Whether the log is one of the key and relay of a record.
  package func isAbout(_ record: UsageRecord) -> Bool {
    record.relay == relay && record.keyLabel == keyLabel && record.isDemo == isDemo
  }
}

// MARK: File

extension ChargeLog {
  private static let format = 1

  package var json: JSONValue {
    var object = JSONObject()
    object["format"] = .integer(Self.format)
    object["base_url"] = .string(relay)
    object["key_label"] = .string(keyLabel)
    object["read_at"] = .double(readAt)
    object["currency"] = .string(currency)
    object["rows"] = .integer(rows)
    object["oldest_at"] = oldestAt.map(JSONValue.double)
    object["group"] = group.map(JSONValue.string)
    object["group_ratio"] = groupRatio.map(JSONValue.double)
    if unitIsAssumed { object["unit_is_assumed"] = .bool(true) }
    object["charges"] = .array(
      charges.sorted { ($0.value.at, $0.key) < ($1.value.at, $1.key) }.map { id, charge in
        var row = JSONObject()
        row["request_id"] = .string(id)
        row["at"] = .double(charge.at)
        row["charged"] = .double(charge.amount)
        row["model"] = charge.model.map(JSONValue.string)
        row["upstream_model"] = charge.upstreamModel.map(JSONValue.string)
        row["group"] = charge.group.map(JSONValue.string)
        row["input_tokens"] = charge.inputTokens.map(JSONValue.integer)
        row["output_tokens"] = charge.outputTokens.map(JSONValue.integer)
        row["cached_tokens"] = charge.cachedTokens.map(JSONValue.integer)
        row["end_reason"] = charge.endReason.map(JSONValue.string)
        return .object(row)
      })
    return .object(object)
  }

  /// - Returns: `nil` when it is no such file.
  package init?(json: JSONValue) {
    guard json["format"]?.intValue == Self.format, let relay = json["base_url"]?.stringValue,
      let label = json["key_label"]?.stringValue, let time = json["read_at"]?.doubleValue
    else { return nil }
    self.init(relay: relay, keyLabel: label, readAt: time)
    currency = json["currency"]?.stringValue ?? "USD"
    rows = json["rows"]?.intValue ?? 0
    oldestAt = json["oldest_at"]?.doubleValue
    group = json["group"]?.stringValue
    groupRatio = json["group_ratio"]?.doubleValue
    unitIsAssumed = json["unit_is_assumed"]?.boolValue ?? false
    for row in json["charges"]?.arrayValue ?? [] {
      guard let id = row["request_id"]?.stringValue, let at = row["at"]?.doubleValue,
        let amount = row["charged"]?.doubleValue
      else { continue }
      var charge = Charge(at: at, amount: amount)
      charge.model = row["model"]?.stringValue
      charge.upstreamModel = row["upstream_model"]?.stringValue
      charge.group = row["group"]?.stringValue
      charge.inputTokens = row["input_tokens"]?.intValue
      charge.outputTokens = row["output_tokens"]?.intValue
      charge.cachedTokens = row["cached_tokens"]?.intValue
      charge.endReason = row["end_reason"]?.stringValue
      charges[id] = charge
    }
  }
}
