import Dispatch
import RelayKit
import Workbench

extension HistoryStore {
  /// Writes the history as JSON lines, which `importLines` reads on any machine. It is read beside everything else,
  /// in the state that it has when this is called; `flush` first to have what was given a moment ago.
  /// - Parameters:
  ///   - ids: of conversations; `nil` for all, and for requests that belong to none.
  ///   - includingBytes: also bytes of exchanges that are still kept.
  ///   - write: is given whole lines on a thread of its own; what it throws ends the export.
  /// - Throws: why the file cannot be read, or what `write` threw.
  package func export(
    _ ids: [String]?, includingBytes: Bool = true, to write: @escaping @Sendable ([UInt8]) throws -> Void
  ) async throws(HistoryProblem) {
    let result: Result<Void, HistoryProblem> = await withCheckedContinuation { continuation in
      DispatchQueue.global(qos: .utility).async { [self] in
        opening.wait()
        do {
          let database = try readingConnectionOfItsOwn()
          let export = HistoryExport(database: database, includingBytes: includingBytes, write: write)
          try database.snapshot { try export.run(ids) }
          continuation.resume(returning: .success(()))
        } catch {
          mendLater(error)
          continuation.resume(returning: .failure(HistoryProblem(error)))
        }
      }
    }
    try result.get()
  }
}

private struct HistoryExport {
  let database: Database
  let includingBytes: Bool
  let write: ([UInt8]) throws -> Void

  func run(_ ids: [String]?) throws {
    try write(HistoryFileFormat.header)
    if let ids {
      for id in ids {
        guard let row = try ConversationRows.id(of: id, database) else { continue }
        try conversation(row)
      }
      return
    }
    try database.each("SELECT id FROM conversation ORDER BY id") {
      try conversation($0.int(0) ?? 0)
      return true
    }
    try exchanges("talk IS NULL AND outcome IS NOT NULL", [])
  }

  private func conversation(_ row: Int) throws {
    let found = try database.first(
      """
      SELECT uid, kind, title, is_renamed, created_at, updated_at, is_starred, is_demo, tags, shape
      FROM conversation WHERE id = ?
      """, row
    ) { row in
      var object = JSONObject()
      object["id"] = .string(row.text(0) ?? "")
      object["kind"] = .string(row.text(1) ?? "")
      object["title"] = .string(row.text(2) ?? "")
      if row.flag(3) { object["renamed"] = .bool(true) }
      object["created_at"] = .double(row.double(4) ?? 0)
      object["updated_at"] = .double(row.double(5) ?? 0)
      if row.flag(6) { object["starred"] = .bool(true) }
      if row.flag(7) { object["demo"] = .bool(true) }
      object["tags"] = .array(TagColumn.tags(row.text(8) ?? "").map(JSONValue.string))
      object.set("shape", bytes: row.bytes(9) ?? [])
      return object
    }
    guard let found, let id = found["id"] else { return }
    try write(HistoryFileFormat.line("conversation", found))
    try exchanges("talk = ? AND outcome IS NOT NULL", [row])
    for message in try MessageRows.all(of: row, database) {
      var object = JSONObject()
      object["conversation"] = id
      object["number"] = .integer(message.number)
      object["exchange"] = message.exchange.map(JSONValue.string)
      object["text"] = .string(message.text)
      object.set("content", bytes: message.content)
      try write(HistoryFileFormat.line("message", object))
    }
    try database.each("SELECT data FROM comparison WHERE conversation = ? ORDER BY seq", row) {
      var object = JSONObject()
      object["conversation"] = id
      object.set("lines", bytes: $0.bytes(0) ?? [])
      try write(HistoryFileFormat.line("comparison", object))
      return true
    }
  }

  private func exchanges(_ condition: String, _ values: [(any SQLBindable)?]) throws {
    try database.each(
      """
      SELECT \(UsageRecord.columns), is_interrupted, prices, input_estimate, exchange.id, data
      FROM exchange LEFT JOIN digest ON digest.exchange = exchange.id WHERE \(condition) ORDER BY exchange.id
      """, values: values
    ) { row in
      let record = UsageRecord(row: row)
      var object = record.exportValue
      if row.flag(19) { object["interrupted"] = .bool(true) }
      object["prices"] = row.text(20).flatMap { try? JSONValue(parsing: $0.utf8) }
      object["input_estimate"] = row.int(21).map(JSONValue.integer)
      if let digest = row.bytes(23) { object.set("digest", bytes: digest) }
      try write(HistoryFileFormat.line("exchange", object))
      if includingBytes { try bytes(of: row.int(22) ?? 0, .string(record.id)) }
      return true
    }
  }

  private func bytes(of row: Int, _ id: JSONValue) throws {
    try database.each("SELECT data FROM frames WHERE exchange = ? ORDER BY seq", row) {
      var object = JSONObject()
      object["exchange"] = id
      object.set("data", bytes: $0.bytes(0) ?? [])
      try write(HistoryFileFormat.line("bytes", object))
      return true
    }
  }
}

extension UsageRecord {
  fileprivate var exportValue: JSONObject {
    var object = JSONObject()
    func word(_ key: String, _ value: String?) {
      if let value, !value.isEmpty { object[key] = .string(value) }
    }
    word("id", id)
    word("conversation", conversation)
    object["started_at"] = .double(startedAt)
    word("kind", kind.rawValue)
    word("profile", profile)
    word("key_name", keyName)
    word("key_label", keyLabel)
    word("relay", relay)
    if isDemo { object["demo"] = .bool(true) }
    word("project", project)
    word("model", model)
    object["figures"] = figures.json
    object["status"] = status.map(JSONValue.integer)
    word("error_kind", errorKind)
    word("error_message", errorMessage)
    word("request_id", requestID)
    object["saved"] = savedByCache.map(JSONValue.double)
    object["receipt"] = receipt.flatMap { try? JSONValue(parsing: $0.columnText.utf8) }
    return object
  }
}
