package import RelayKit

/// Tables for spreadsheets as of RFC 4180: UTF-8, CRLF, quotes where they are needed. Columns keep their places; new
/// ones come at the end. Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers
/// stay numbers, and what is not known is an empty cell.
package struct UsageCSV: Sendable {
  package private(set) var text: String

  package init(columns: [String]) {
    text = columns.joined(separator: ",") + "\r\n"
  }

  fileprivate mutating func add(_ row: [UsageCell]) {
    text += row.map(\.csv).joined(separator: ",") + "\r\n"
  }

  /// A table of requests that has none yet.
  package static var ofRequests: UsageCSV { UsageCSV(columns: UsageRecord.csvColumns) }

  /// Adds a row to a table of requests.
  package mutating func add(_ record: UsageRecord, utcOffset: Int) { add(record.cells(utcOffset: utcOffset)) }
}

/// A value of a table, in either form.
package enum UsageCell: Sendable, Hashable {
  case text(String?)
  case count(Int?)
  /// Milliseconds and the like, at most three decimals.
  case measure(Double?)
  /// Nine decimals at the most, which is how far prices are kept.
  case money(Double?)
  case flag(Bool?)

  package var csv: String {
    switch self {
    case .text(let text): SpreadsheetText.quoted(Self.visible(text ?? ""))
    case .count(let value): value.map(String.init) ?? ""
    case .measure(let value): value.flatMap(SpreadsheetText.number) ?? ""
    case .money(let value): value.flatMap(Self.exact) ?? ""
    case .flag(let flag): flag.map { $0 ? "true" : "false" } ?? ""
    }
  }

  var json: JSONValue {
    switch self {
    case .text(let text): text.map(JSONValue.string) ?? .null
    case .count(let value): value.map(JSONValue.integer) ?? .null
    case .measure(let value): value.flatMap(SpreadsheetText.number).map(JSONValue.number) ?? .null
    case .money(let value): value.flatMap(Self.exact).map(JSONValue.number) ?? .null
    case .flag(let flag): flag.map(JSONValue.bool) ?? .null
    }
  }

  /// Signs that would drive a terminal, which shows the file sooner or later, or turn text around are seen instead.
  private static func visible(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: scalars.append(scalar)
      case 0..<0x20: scalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
      case 0x7F: scalars.append("\u{2421}")
      case 0x80..<0xA0, 0x202A...0x202E, 0x2066...0x2069: scalars.append("\u{FFFD}")
      default: scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  package static func exact(_ value: Double) -> String? {
    guard value.isFinite else { return nil }
    guard abs(value) < 1e8 else { return SpreadsheetText.number(value) }
    var text = UsageWords.decimal(value, 9)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text == "-0" ? "0" : text
  }
}

// MARK: Requests

extension UsageRecord {
  /// A row for each request.
  package static let csvColumns = [
    "id", "started_at", "local_time", "profile", "key_name", "key_label", "relay", "is_demo", "kind", "tag",
    "model", "served_model", "outcome", "status", "finish_reason", "input_tokens", "input_is_estimate",
    "output_tokens", "output_is_estimate", "reasoning_tokens", "cached_tokens", "cost", "currency",
    "cost_is_estimate", "charged", "charged_currency", "charged_source", "saved_by_cache", "first_token_ms",
    "total_ms", "tokens_per_second", "attempts", "error_kind", "error", "request_id", "conversation",
  ]

  func cells(utcOffset: Int) -> [UsageCell] {
    let day = LocalCalendar.day(of: startedAt, utcOffset: utcOffset)
    let local = "\(LocalCalendar.text(day)) \(LocalCalendar.clock(startedAt, utcOffset: utcOffset))"
    return [
      .text(id), .text(LocalCalendar.timestamp(startedAt)), .text(local), .text(profile), .text(keyName),
      .text(keyLabel), .text(relay), .flag(isDemo), .text(kind.rawValue), .text(project), .text(model),
      .text(figures.servedModel), .text(figures.outcome ?? "running"), .count(status),
      .text(figures.finishReason), .count(figures.inputTokens),
      .flag(figures.inputTokens == nil ? nil : figures.inputIsEstimate), .count(figures.outputTokens),
      .flag(figures.outputTokens == nil ? nil : figures.outputIsEstimate), .count(figures.reasoningTokens),
      .count(figures.cachedTokens), .money(isDemo ? nil : figures.cost),
      .text(isDemo || figures.cost == nil ? nil : UsageMoney.name(figures.currency)),
      .flag(isDemo || figures.cost == nil ? nil : figures.costIsEstimate), .money(receipt?.charged),
      .text(receipt.map { UsageMoney.name($0.currency) }), .text(receipt?.source.rawValue),
      .money(isDemo ? nil : savedByCache), .measure(figures.firstTokenMilliseconds),
      .measure(figures.totalMilliseconds), .measure(figures.tokensPerSecond), .count(figures.attempts),
      .text(errorKind), .text(errorMessage), .text(requestID), .text(conversation),
    ]
  }

  package func json(utcOffset: Int) -> JSONValue {
    .object(
      JSONObject(
        zip(Self.csvColumns, cells(utcOffset: utcOffset)).map { JSONObject.Member(key: $0, value: $1.json) }))
  }
}

extension UsageCSV {
  package static func requests(_ records: some Sequence<UsageRecord>, utcOffset: Int) -> String {
    var table = ofRequests
    for record in records { table.add(record, utcOffset: utcOffset) }
    return table.text
  }
}

// MARK: Sums

/// A row of a table of sums: a period, a model, a key.
package struct UsageGroup: Sendable, Hashable {
  package var value: String
  package var sums: UsageSums
  package var speed: UsageSpeed?
  /// Of a period that is not over.
  package var isOpen = false

  package init(value: String, sums: UsageSums, speed: UsageSpeed? = nil, isOpen: Bool = false) {
    self.value = value
    self.sums = sums
    self.speed = speed
    self.isOpen = isOpen
  }

  /// Behind the first one, which is named for what is grouped by.
  static let columns = [
    "requests", "done", "stopped", "cut", "failed", "retried", "input_tokens", "output_tokens",
    "reasoning_tokens", "cached_tokens", "requests_with_estimated_tokens", "cost", "currency", "cost_told",
    "cost_estimated", "requests_without_price", "receipts", "saved_by_cache", "first_token_mean_ms",
    "first_token_median_ms", "first_token_p95_ms", "total_mean_ms", "total_median_ms", "total_p95_ms",
    "is_so_far", "times_are_sampled",
  ]

  /// One row, and one more for each further currency, in which nothing but money stands: so columns can be
  /// added up by currency, and no request is counted twice.
  var rows: [[UsageCell]] {
    let amounts = sums.money.amounts.sorted { $0.total > $1.total }
    let first = amounts.first
    func saved(_ currency: String?) -> UsageCell { .money(currency.flatMap { sums.saved[$0]?.total }) }
    var rows: [[UsageCell]] = [
      [
        .text(value), .count(sums.requests), .count(sums.done), .count(sums.stopped), .count(sums.cut),
        .count(sums.failed), .count(sums.retried), .count(sums.inputTokens), .count(sums.outputTokens),
        .count(sums.reasoningTokens), .count(sums.cachedTokens), .count(sums.estimatedTokens),
        .money(first?.total), .text(first?.currency), .money(first?.told), .money(first?.estimated),
        .count(sums.unpriced), .count(sums.receipts), saved(first?.currency), .measure(sums.firstToken.value),
        .measure(speed?.firstToken?.median), .measure(speed?.firstToken?.high), .measure(sums.total.value),
        .measure(speed?.total?.median), .measure(speed?.total?.high), .flag(isOpen),
        .flag(speed?.isSample ?? false),
      ]
    ]
    for amount in amounts.dropFirst() {
      var row = [UsageCell](repeating: .text(nil), count: Self.columns.count + 1)
      row[0] = .text(value)
      (row[12], row[13]) = (.money(amount.total), .text(amount.currency))
      (row[14], row[15]) = (.money(amount.told), .money(amount.estimated))
      row[18] = saved(amount.currency)
      rows.append(row)
    }
    return rows
  }

  /// Money of all currencies stands in `costs`.
  package func json(named name: String) -> JSONValue {
    var object = JSONObject()
    let money = ["cost", "currency", "cost_told", "cost_estimated", "saved_by_cache"]
    for (key, cell) in zip([name] + Self.columns, rows[0]) where !money.contains(key) {
      object[key] = cell.json
    }
    object["costs"] = .array(
      sums.money.amounts.map { amount in
        .object(
          JSONObject([
            .init(key: "currency", value: .string(amount.currency)),
            .init(key: "cost", value: UsageCell.money(amount.total).json),
            .init(key: "told", value: UsageCell.money(amount.told).json),
            .init(key: "estimated", value: UsageCell.money(amount.estimated).json),
            .init(
              key: "saved_by_cache", value: UsageCell.money(sums.saved[amount.currency]?.total).json),
          ]))
      })
    return .object(object)
  }
}

extension UsageCSV {
  /// - Parameter name: what is grouped by: `day`, `model`.
  package static func groups(_ groups: [UsageGroup], named name: String) -> String {
    var table = UsageCSV(columns: [name] + UsageGroup.columns)
    for group in groups {
      for row in group.rows { table.add(row) }
    }
    return table.text
  }
}
