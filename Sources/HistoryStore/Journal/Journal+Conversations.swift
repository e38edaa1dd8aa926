import RelayKit
import Workbench

/// Images that were written last, to write only what differs from them. Texts that did not change share their
/// storage with the old ones, and so are compared at once.
struct RememberedImages {
  private var entries: [(row: Int, image: ConversationImage)] = []
  private static let most = 8

  func image(_ row: Int) -> ConversationImage? { entries.last { $0.row == row }?.image }

  mutating func remember(_ image: ConversationImage, _ row: Int) {
    entries.removeAll { $0.row == row }
    entries.append((row, image))
    if entries.count > Self.most { entries.removeFirst() }
  }
}

extension Journal {
  /// Writes it over what stands there, unless another process wrote that meanwhile: see `Editions`.
  mutating func keep(_ given: ConversationImage, _ database: Database) throws {
    let image = try editions.placed(given, database)
    let known = try ConversationRows.id(of: image.id, database)
    let row =
      try known
      ?? ConversationRows.ensure(
        image.id, kind: image.kind, isDemo: image.isDemo, at: image.createdAt, database)
    if let origin = editions.origin(of: image.id) {
      try MessageRows.takeExchanges(of: image, from: origin, to: row, database)
    }
    let isOwn = try editions.isOwn(row, database)
    try database.run(
      """
      UPDATE conversation SET kind = ?, created_at = ?, updated_at = ?, is_demo = ?, shape = ? WHERE id = ?
      """, image.kind.rawValue, image.createdAt, image.updatedAt, image.isDemo, image.shape, row)
    try ConversationRows.setTitle(row, image.title, database)
    var old: [Int: MessageImage] = [:]
    // Another process may have written since: then what is remembered is not what stands there.
    let remembered = isOwn ? images.image(row) : nil
    for message in try remembered?.messages ?? MessageRows.all(of: row, database) {
      old[message.number] = message
    }
    var hasChanged = remembered?.shape != image.shape
    for message in image.messages {
      let before = old.removeValue(forKey: message.number)
      guard before != message else { continue }
      try MessageRows.set(message, of: row, database)
      hasChanged = true
    }
    for number in old.keys { try MessageRows.remove(number, of: row, database) }
    if hasChanged || !old.isEmpty { try editions.sign(row, database) }
    images.remember(image, row)
  }

  mutating func appendComparison(
    _ id: String, _ title: String, isDemo: Bool, _ lines: [UInt8], _ database: Database
  ) throws {
    let now = WallClock.now
    let row = try ConversationRows.ensure(id, kind: .comparison, isDemo: isDemo, at: now, database)
    try database.run(
      "UPDATE conversation SET kind = 'comparison', is_demo = ? WHERE id = ?", isDemo, row)
    try ConversationRows.setTitle(row, title, database)
    try ComparisonRows.append(lines, to: row, database)
  }
}

/// Rows of `comparison`.
enum ComparisonRows {
  static func append(_ lines: [UInt8], to conversation: Int, _ database: Database) throws {
    let last = try database.first(
      "SELECT max(seq) FROM comparison WHERE conversation = ?", conversation
    ) { $0.int(0) }
    let seq = ((last ?? nil) ?? -1) + 1
    try database.run(
      "INSERT INTO comparison(conversation, seq, data) VALUES(?, ?, ?)", conversation, seq, lines)
    try SearchIndex.insert(.comparison(seq, of: conversation), SearchText.text(ofComparison: lines), database)
  }
}

/// Rows of `message`.
enum MessageRows {
  static func all(of conversation: Int, _ database: Database) throws -> [MessageImage] {
    try database.rows(
      "SELECT number, content, text, exchange FROM message WHERE conversation = ? ORDER BY number",
      conversation
    ) {
      MessageImage(
        number: $0.int(0) ?? 0, content: $0.bytes(1) ?? [], text: $0.text(2) ?? "", exchange: $0.text(3))
    }
  }

  static func set(_ message: MessageImage, of conversation: Int, _ database: Database) throws {
    // What the index holds is what the row held, whoever wrote it.
    let before = try text(message.number, of: conversation, database)
    try database.run(
      """
      INSERT INTO message(conversation, number, exchange, text, content) VALUES(?, ?, ?, ?, ?)
      ON CONFLICT(conversation, number)
      DO UPDATE SET exchange = excluded.exchange, text = excluded.text, content = excluded.content
      """, conversation, message.number, message.exchange, message.text, message.content)
    guard before != message.text else { return }
    let document = SearchDocument.message(message.number, of: conversation)
    try SearchIndex.remove(document, before ?? "", database)
    try SearchIndex.insert(document, message.text, database)
  }

  static func remove(_ number: Int, of conversation: Int, _ database: Database) throws {
    let before = try text(number, of: conversation, database)
    try SearchIndex.remove(.message(number, of: conversation), before ?? "", database)
    try database.run("DELETE FROM message WHERE conversation = ? AND number = ?", conversation, number)
  }

  private static func text(_ number: Int, of conversation: Int, _ database: Database) throws -> String? {
    try database.first(
      "SELECT text FROM message WHERE conversation = ? AND number = ?", conversation, number
    ) { $0.text(0) } ?? nil
  }
}
