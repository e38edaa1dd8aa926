import RelayKit
import Workbench

/// What an import did.
package struct HistoryImport: Sendable, Hashable {
  package var conversations = 0
  package var exchanges = 0
  /// Conversations and requests that were here already; they stay as they are.
  package var known = 0
  /// Lines that could not be taken over.
  package var refused = 0
  /// Why, for the first of them; each a sentence that names the line.
  package var notes: [String] = []

  package init() {}
}

extension HistoryStore {
  /// Takes over what `export` wrote. What is here already stays as it is, so that importing twice adds nothing.
  /// - Parameter next: gives the file piece by piece, split anywhere, and `nil` at its end; called on a thread of
  ///   the pool.
  /// - Throws: when it is no such file, is of a newer version, or nothing can be written; what was taken over by
  ///   then stays.
  package func importLines(
    _ next: @escaping @Sendable () throws -> [UInt8]?
  ) async throws(HistoryProblem) -> HistoryImport {
    var lines = LineSplitter()
    var importing = Importing(calendar: settings.calendar)
    while true {
      let piece: [UInt8]?
      do { piece = try next() } catch { throw HistoryProblem(error) }
      let batch = try lines.feed(piece)
      if !batch.isEmpty {
        let state = importing
        importing = try await write { database in
          var state = state
          for line in batch { try state.take(line, database) }
          return state
        }
      }
      if piece == nil { break }
    }
    guard importing.hasHeader else { throw Importing.notAHistory }
    return importing.result
  }

  /// Of a file that is in memory.
  package func importLines(_ bytes: [UInt8]) async throws(HistoryProblem) -> HistoryImport {
    let pieces = PieceSource(bytes)
    return try await importLines { pieces.next() }
  }
}

/// Bytes in pieces, so that no transaction is long.
private final class PieceSource: @unchecked Sendable {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  // Asked by one import, piece after piece.
  func next() -> [UInt8]? {
    guard !rest.isEmpty else { return nil }
    defer { rest = rest.dropFirst(1 << 20) }
    return Array(rest.prefix(1 << 20))
  }
}

/// Bytes to lines with their numbers.
private struct LineSplitter {
  struct Line: Sendable {
    var number: Int
    var bytes: [UInt8]
  }

  private static let longest = 256 << 20
  private var pending: [UInt8] = []
  private var number = 0

  /// - Parameter piece: `nil` at the end.
  mutating func feed(_ piece: [UInt8]?) throws(HistoryProblem) -> [Line] {
    var result: [Line] = []
    var rest = (piece ?? [])[...]
    while let end = rest.firstIndex(of: 0x0A) {
      add(pending + rest[..<end], to: &result)
      pending = []
      rest = rest[(end + 1)...]
    }
    pending += rest
    guard pending.count <= Self.longest else {
      throw HistoryProblem(.other, "Line \(number + 1) of the file is longer than any line of a history.")
    }
    if piece == nil, !pending.isEmpty { add(pending, to: &result) }
    return result
  }

  private mutating func add(_ bytes: [UInt8], to lines: inout [Line]) {
    number += 1
    if !bytes.isEmpty { lines.append(Line(number: number, bytes: bytes)) }
  }
}

/// What an import knows of its file so far.
private struct Importing: Sendable {
  static let notAHistory = HistoryProblem(.other, "The file is not a history that bayside exported.")
  private static let mostNotes = 5

  let calendar: LocalDays
  var hasHeader = false
  var result = HistoryImport()
  /// Row ids of what this import added: only these take more.
  private var conversations: [String: Int] = [:]
  private var exchanges: [String: Int] = [:]
  private var known: Set<String> = []

  init(calendar: LocalDays) { self.calendar = calendar }

  mutating func take(_ line: LineSplitter.Line, _ database: Database) throws {
    let value = try? JSONValue(parsing: line.bytes)
    guard hasHeader else {
      guard value?["format"]?.stringValue == HistoryFileFormat.name, let version = value?["version"]?.intValue
      else { throw Self.notAHistory }
      guard version <= HistoryFileFormat.version else {
        throw HistoryProblem(
          .other,
          "The file has version \(version) of the format; this bayside reads up to \(HistoryFileFormat.version)."
        )
      }
      hasHeader = true
      return
    }
    do {
      guard let member = value?.objectValue?.members.first, let object = member.value.objectValue else {
        throw Refusal("is no JSON object")
      }
      switch member.key {
      case "conversation": try addConversation(object, database)
      case "message": try addMessage(object, database)
      case "comparison": try addComparison(object, database)
      case "exchange": try addExchange(object, database)
      case "bytes": try addBytes(object, database)
      // Of a later bayside.
      default: break
      }
    } catch let refusal as Refusal {
      result.refused += 1
      if result.notes.count < Self.mostNotes {
        result.notes.append("Line \(line.number) \(refusal.reason) and was left out.")
      }
    }
  }

  private struct Refusal: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }

  // MARK: Lines

  private mutating func addConversation(_ object: JSONObject, _ database: Database) throws {
    let id = try Self.id(object["id"])
    guard let kind = object["kind"]?.stringValue.flatMap(HistoryEntry.Kind.init(rawValue:)) else {
      throw Refusal("has no kind of conversation that is known")
    }
    let created = try Self.instant(object["created_at"])
    let updated = try Self.instant(object["updated_at"])
    guard try ConversationRows.id(of: id, database) == nil else {
      // A file may say it twice: then the second time counts as known.
      let isAdded = conversations.removeValue(forKey: id) != nil
      if known.insert(id).inserted, !isAdded { result.known += 1 }
      return
    }
    let row = try ConversationRows.ensure(
      id, kind: kind, isDemo: object["demo"]?.boolValue ?? false, at: created, database)
    try database.run(
      "UPDATE conversation SET updated_at = ?, is_starred = ?, shape = ? WHERE id = ?", updated,
      object["starred"]?.boolValue ?? false, object.bytes("shape") ?? [], row)
    let tags = (object["tags"]?.arrayValue ?? []).compactMap(\.stringValue)
    try ConversationRows.setTitle(
      row, object["title"]?.stringValue ?? "", tags: tags, isByHand: object["renamed"]?.boolValue ?? false,
      database)
    conversations[id] = row
    result.conversations += 1
  }

  /// `nil` for one that was here before.
  private func row(_ object: JSONObject) throws -> Int? {
    let id = try Self.id(object["conversation"])
    if let row = conversations[id] { return row }
    guard known.contains(id) else { throw Refusal("belongs to a conversation that did not come before it") }
    return nil
  }

  private func addMessage(_ object: JSONObject, _ database: Database) throws {
    guard let row = try row(object) else { return }
    guard let number = object["number"]?.intValue, (0..<SearchDocument.mostNumber).contains(number) else {
      throw Refusal("has no number that a message can have")
    }
    let exchange = try object["exchange"].map { try Self.id($0) }
    try MessageRows.set(
      MessageImage(
        number: number, content: object.bytes("content") ?? [], text: object["text"]?.stringValue ?? "",
        exchange: exchange), of: row, database)
  }

  private func addComparison(_ object: JSONObject, _ database: Database) throws {
    guard let row = try row(object) else { return }
    guard let lines = object.bytes("lines") else { throw Refusal("has no lines") }
    try ComparisonRows.append(lines, to: row, database)
  }

  private mutating func addExchange(_ object: JSONObject, _ database: Database) throws {
    var record = UsageRecord(
      id: try Self.id(object["id"]), startedAt: try Self.instant(object["started_at"]),
      model: object["model"]?.stringValue ?? "")
    if try database.first("SELECT 1 FROM exchange WHERE uid = ?", record.id, read: { _ in true }) != nil {
      let isAdded = exchanges.removeValue(forKey: record.id) != nil
      if known.insert(record.id).inserted, !isAdded { result.known += 1 }
      return
    }
    record.conversation = try object["conversation"].map { try Self.id($0) }
    record.takeExport(object)
    let talk = try record.conversation.flatMap { try ConversationRows.id(of: $0, database) }
    let row = try ExchangeRows.insert(
      record, talk: talk, run: nil, prices: object["prices"].flatMap { TokenPrices(columnText: $0.text()) },
      inputEstimate: object["input_estimate"]?.intValue, calendar, database)
    try ExchangeRows.setFigures(
      row, record, isInterrupted: object["interrupted"]?.boolValue ?? false, database)
    if let receipt = record.receipt {
      try database.run(
        "UPDATE exchange SET charged = ?, charged_currency = ?, receipt = ? WHERE id = ?", receipt.charged,
        receipt.currency, receipt.columnText, row)
    }
    exchanges[record.id] = row
    result.exchanges += 1
    guard let digest = object.bytes("digest") else { return }
    guard let exchange = ExchangeRows.exchange(of: digest) else {
      throw Refusal("has an answer that cannot be read, which was taken over without it")
    }
    try ExchangeRows.setDigest(row, digest, talk: talk, model: record.model, exchange.answer, database)
  }

  private func addBytes(_ object: JSONObject, _ database: Database) throws {
    let id = try Self.id(object["exchange"])
    guard let row = exchanges[id] else {
      guard known.contains(id) else { throw Refusal("belongs to a request that did not come before it") }
      return
    }
    guard let data = object.bytes("data") else { throw Refusal("has no data") }
    let last = try database.first("SELECT max(seq) FROM frames WHERE exchange = ?", row) { $0.int(0) }
    try database.run(
      "INSERT INTO frames(exchange, seq, data) VALUES(?, ?, ?)", row, ((last ?? nil) ?? -1) + 1, data)
    try database.run("UPDATE exchange SET frames_bytes = frames_bytes + ? WHERE id = ?", data.count, row)
  }

  // MARK: Values

  private static func id(_ value: JSONValue?) throws -> String {
    guard let id = value?.stringValue, (1...200).contains(id.utf8.count), id.utf8.allSatisfy({ $0 >= 0x20 })
    else {
      throw Refusal("has no id")
    }
    return id
  }

  private static func instant(_ value: JSONValue?) throws -> Double {
    guard let instant = value?.doubleValue, abs(instant) < 1e11 else { throw Refusal("has no time") }
    return instant
  }
}

extension UsageRecord {
  fileprivate mutating func takeExport(_ object: JSONObject) {
    func word(_ key: String) -> String { object[key]?.stringValue ?? "" }
    func filled(_ key: String) -> String? { word(key).isEmpty ? nil : word(key) }
    kind = Kind(rawValue: word("kind")) ?? .chat
    profile = word("profile")
    keyName = word("key_name")
    keyLabel = word("key_label")
    relay = word("relay")
    isDemo = object["demo"]?.boolValue ?? false
    project = word("project")
    figures = object["figures"].flatMap(RunFigures.init(json:)) ?? RunFigures()
    // What ran when it was written runs nowhere now.
    if !["done", "stopped", "cut", "failed"].contains(figures.outcome) { figures.outcome = "cut" }
    status = object["status"]?.intValue
    errorKind = filled("error_kind")
    figures.judge(failure: errorKind)
    errorMessage = filled("error_message")
    requestID = filled("request_id")
    savedByCache = object["saved"]?.doubleValue.flatMap { $0.isFinite ? $0 : nil }
    receipt = object["receipt"].flatMap { Receipt(columnText: $0.text()) }
  }
}
