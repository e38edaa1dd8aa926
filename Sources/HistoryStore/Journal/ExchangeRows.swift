import RelayKit
import Workbench

/// Rows of `exchange` and what belongs to them.
enum ExchangeRows {
  /// - Parameters:
  ///   - talk: row id of the conversation.
  ///   - run: row id of the process.
  /// - Returns: the row id.
  static func insert(
    _ record: UsageRecord, talk: Int?, run: Int?, prices: TokenPrices?, inputEstimate: Int?,
    _ calendar: LocalDays, _ database: Database
  ) throws -> Int {
    try database.run(
      """
      INSERT INTO exchange(uid, conversation, talk, run, started_at, day, month, profile, key_name, key_label, relay,
        is_demo, kind, project, model, prices, input_estimate)
      VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      record.id, talk == nil ? nil : record.conversation, talk, run, record.startedAt,
      calendar.day(record.startedAt), calendar.month(record.startedAt), record.profile, record.keyName,
      record.keyLabel, record.relay, record.isDemo, record.kind.rawValue, record.project, record.model,
      prices?.columnText, inputEstimate)
    return database.lastRow
  }

  /// The figures of a record; what it was begun with stays.
  static func setFigures(_ row: Int, _ record: UsageRecord, isInterrupted: Bool, _ database: Database) throws
  {
    let figures = record.figures
    try database.run(
      """
      UPDATE exchange SET served_model = ?, input_tokens = ?, input_is_estimate = ?, output_tokens = ?,
        output_is_estimate = ?, reasoning_tokens = ?, cached_tokens = ?, cost = ?, currency = ?,
        cost_is_estimate = ?, saved = ?, first_token_ms = ?, total_ms = ?, tokens_per_second = ?, attempts = ?,
        outcome = ?, is_interrupted = ?, finish_reason = ?, status = ?, error_kind = ?, request_id = ?,
        error_message = ?, figures = ?
      WHERE id = ?
      """,
      figures.servedModel, figures.inputTokens, figures.inputTokens == nil ? nil : figures.inputIsEstimate,
      figures.outputTokens, figures.outputTokens == nil ? nil : figures.outputIsEstimate,
      figures.reasoningTokens, figures.cachedTokens, figures.cost,
      figures.cost == nil ? nil : figures.currency,
      figures.cost == nil ? nil : figures.costIsEstimate, record.savedByCache, figures.firstTokenMilliseconds,
      figures.totalMilliseconds, figures.tokensPerSecond, figures.attempts, figures.outcome, isInterrupted,
      figures.finishReason, record.status, record.errorKind, record.requestID, record.errorMessage,
      figures.json.text(), row)
    // From now on it counts with what it has cost.
    try Reservations.remove(record.id, database)
  }

  /// An exchange that has ended: figures, digest, words for the search, the time of its conversation. Where the
  /// conversation was deleted meanwhile, the figures alone.
  static func end(
    _ row: Int, _ record: UsageRecord, _ exchange: Exchange, framesBytes: Int, isInterrupted: Bool,
    _ database: Database
  ) throws {
    try setFigures(row, record, isInterrupted: isInterrupted, database)
    let talk = try database.first("SELECT talk FROM exchange WHERE id = ?", row) { $0.int(0) } ?? nil
    if record.conversation != nil, talk == nil {
      try database.run("DELETE FROM frames WHERE exchange = ?", row)
      return
    }
    try database.run("UPDATE exchange SET frames_bytes = ? WHERE id = ?", framesBytes, row)
    try setDigest(row, exchange.digest, talk: talk, model: record.model, exchange.answer, database)
    guard let talk else { return }
    let end = exchange.end.map { exchange.startedAt + $0.milliseconds(since: exchange.start) / 1000 }
    try database.run(
      "UPDATE conversation SET updated_at = max(updated_at, ?) WHERE id = ?", end ?? record.startedAt, talk)
  }

  /// In place of the one that is there, if any.
  static func setDigest(
    _ row: Int, _ digest: [UInt8], talk: Int?, model: String, _ answer: AssembledAnswer, _ database: Database
  ) throws {
    if let talk { try removeFromSearch(row, talk: talk, model: model, database) }
    try database.run("INSERT OR REPLACE INTO digest(exchange, data) VALUES(?, ?)", row, digest)
    guard let talk else { return }
    try SearchIndex.insert(
      .exchange(row, of: talk), SearchText.text(of: answer, model: model), database)
  }

  static func removeFromSearch(_ row: Int, talk: Int, model: String, _ database: Database) throws {
    guard
      let digest = try database.first(
        "SELECT data FROM digest WHERE exchange = ?", row, read: { $0.bytes(0) }),
      let digest
    else { return }
    let answer = Self.answer(ofDigest: digest)
    try SearchIndex.remove(.exchange(row, of: talk), SearchText.text(of: answer, model: model), database)
  }

  /// Gives an exchange to another conversation, by their row ids.
  static func move(_ row: Int, model: String, from talk: Int, to heir: Int, _ database: Database) throws {
    let digest = try database.first("SELECT data FROM digest WHERE exchange = ?", row) { $0.bytes(0) } ?? nil
    try removeFromSearch(row, talk: talk, model: model, database)
    try database.run(
      """
      UPDATE exchange SET talk = ?, conversation = (SELECT uid FROM conversation WHERE id = ?) WHERE id = ?
      """, heir, heir, row)
    guard let digest else { return }
    try SearchIndex.insert(
      .exchange(row, of: heir), SearchText.text(of: answer(ofDigest: digest), model: model), database)
  }

  /// The exchange of a file or a digest; `nil` when it is none.
  static func exchange(of file: [UInt8]) -> Exchange? {
    guard let updates = try? ExchangeFileReader.updates(from: file, cause: "program ended") else {
      return nil
    }
    var exchange: Exchange?
    for update in updates {
      if case .began(let record) = update { exchange = record } else { exchange?.apply(update) }
    }
    return exchange
  }

  static func answer(ofDigest digest: [UInt8]) -> AssembledAnswer {
    exchange(of: digest)?.answer ?? AssembledAnswer()
  }

  /// One that has no end yet, by its id; `nil` for others.
  static func unended(_ uid: String, _ database: Database) throws -> KeptConversation.Unended? {
    let found = try database.first(
      """
      SELECT exchange.id, pid, boot, started FROM exchange LEFT JOIN run ON run.id = exchange.run
      WHERE uid = ? AND outcome IS NULL
      """, uid
    ) { (row: $0.int(0) ?? 0, isComing: $0.process(1)?.isAlive ?? false) }
    guard let found else { return nil }
    return KeptConversation.Unended(file: try file(found.row, database), isComing: found.isComing)
  }

  /// Lines of its file; empty where there are none.
  static func file(_ row: Int, _ database: Database) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try database.each("SELECT data FROM frames WHERE exchange = ? ORDER BY seq", row) {
      bytes += $0.bytes(0) ?? []
      return true
    }
    return bytes
  }
}

extension TokenPrices {
  /// As they stand in the column `prices`: JSON.
  var columnText: String {
    var object = JSONObject()
    object["input"] = input.map(JSONValue.double)
    object["output"] = output.map(JSONValue.double)
    object["cached_input"] = cachedInput.map(JSONValue.double)
    object["per_call"] = perCall.map(JSONValue.double)
    object["per_image"] = perImage.map(JSONValue.double)
    object["per_second"] = perSecond.map(JSONValue.double)
    object["currency"] = .string(currency)
    return JSONValue.object(object).text()
  }

  init?(columnText text: String) {
    guard let value = try? JSONValue(parsing: text.utf8), value.objectValue != nil else { return nil }
    func price(_ name: String) -> Double? {
      value[name]?.doubleValue.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }
    self.init(
      input: price("input"), output: price("output"), cachedInput: price("cached_input"),
      currency: value["currency"]?.stringValue ?? "")
    (perCall, perImage, perSecond) = (price("per_call"), price("per_image"), price("per_second"))
  }
}
