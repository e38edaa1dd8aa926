import RelayKit
package import Workbench

extension UsageRecord {
  /// What `init(row:)` reads of `exchange`, in its order.
  package static let columns = """
    exchange.uid, exchange.conversation, exchange.started_at, exchange.profile, exchange.key_name, \
    exchange.key_label, exchange.relay, exchange.is_demo, exchange.kind, exchange.project, exchange.model, \
    exchange.figures, exchange.outcome, exchange.status, exchange.error_kind, exchange.error_message, \
    exchange.request_id, exchange.saved, exchange.receipt
    """

  /// - Parameter row: of a query whose first columns are `columns`.
  package init(row: Row) {
    self.init(id: row.text(0) ?? "", startedAt: row.double(2) ?? 0, model: row.text(10) ?? "")
    conversation = row.text(1)
    profile = row.text(3) ?? ""
    keyName = row.text(4) ?? ""
    keyLabel = row.text(5) ?? ""
    relay = row.text(6) ?? ""
    isDemo = row.flag(7)
    kind = row.text(8).flatMap(Kind.init(rawValue:)) ?? .chat
    project = row.text(9) ?? ""
    if let text = row.text(11), let json = try? JSONValue(parsing: text.utf8),
      let kept = RunFigures(json: json)
    {
      figures = kept
    }
    figures.outcome = row.text(12)
    status = row.int(13)
    errorKind = row.text(14)
    errorMessage = row.text(15)
    requestID = row.text(16)
    savedByCache = row.double(17)
    receipt = row.text(18).flatMap(Receipt.init(columnText:))
  }
}

extension Receipt {
  /// As it stands in the column `receipt`: JSON.
  var columnText: String {
    var object = JSONObject()
    object["charged"] = .double(charged)
    object["currency"] = .string(currency)
    object["source"] = .string(source.rawValue)
    object["read_at"] = .double(readAt)
    object["input_tokens"] = inputTokens.map(JSONValue.integer)
    object["output_tokens"] = outputTokens.map(JSONValue.integer)
    object["upstream_model"] = upstreamModel.map(JSONValue.string)
    object["group"] = group.map(JSONValue.string)
    object["end_reason"] = endReason.map(JSONValue.string)
    return JSONValue.object(object).text()
  }

  init?(columnText text: String) {
    guard let value = try? JSONValue(parsing: text.utf8), let charged = value["charged"]?.doubleValue,
      charged.isFinite, let source = value["source"]?.stringValue.flatMap(Source.init(rawValue:))
    else { return nil }
    self.init(
      charged: charged, currency: value["currency"]?.stringValue ?? "", source: source,
      readAt: value["read_at"]?.doubleValue ?? 0)
    inputTokens = value["input_tokens"]?.intValue
    outputTokens = value["output_tokens"]?.intValue
    upstreamModel = value["upstream_model"]?.stringValue
    group = value["group"]?.stringValue
    endReason = value["end_reason"]?.stringValue
  }
}
