import Workbench

/// Who may write over a conversation. Each time that one is written its row gets a new edition. Who went on from an
/// older one than stands there would wipe out what another process wrote, so it begins a conversation of its own,
/// with the common part in both: merging two trees whose numbers collide would show each side a chat that it did
/// not have. A value, as the journal is.
struct Editions {
  private struct Origin: Hashable {
    var id: String
    var edition: String?
  }

  /// Of this process, unlike that of any other.
  private let writer = String(UInt64.random(in: 0..<(1 << 40)), radix: 36)
  private var last = 0
  /// What this process wrote last, by row.
  private var signed: [Int: String] = [:]
  /// Where conversations went: what is under way from the screen still has the old id.
  private var places: [Origin: String] = [:]
  /// The other way round.
  private var origins: [String: String] = [:]
  private var moves: [ConversationMove] = []

  /// Whether this process wrote it last.
  func isOwn(_ row: Int, _ database: Database) throws -> Bool {
    guard let signed = signed[row] else { return false }
    return try edition(of: row, database) == signed
  }

  /// The image under the id that it is to be kept under.
  mutating func placed(_ image: ConversationImage, _ database: Database) throws -> ConversationImage {
    let origin = Origin(id: image.id, edition: image.edition)
    var image = image
    if let place = places[origin] {
      (image.id, image.title) = (place, Self.title(image.title))
      return image
    }
    guard let row = try ConversationRows.id(of: image.id, database),
      case let there = try edition(of: row, database), !there.isEmpty, there != image.edition,
      there != signed[row]
    else { return image }
    last += 1
    (image.id, image.title) = ("\(image.id)-\(writer)\(last)", Self.title(image.title))
    places[origin] = image.id
    origins[image.id] = origin.id
    moves.append(
      ConversationMove(from: origin.id, edition: origin.edition, to: image.id, title: image.title))
    return image
  }

  /// The id of the conversation that this one was before it moved.
  func origin(of id: String) -> String? { origins[id] }

  private static func title(_ title: String) -> String { title + " (2)" }

  mutating func sign(_ row: Int, _ database: Database) throws {
    last += 1
    let edition = "\(writer)\(last)"
    try database.run("UPDATE conversation SET edition = ? WHERE id = ?", edition, row)
    signed[row] = edition
  }

  mutating func takeMoves() -> [ConversationMove] {
    defer { moves = [] }
    return moves
  }

  private func edition(of row: Int, _ database: Database) throws -> String {
    (try database.first("SELECT edition FROM conversation WHERE id = ?", row) { $0.text(0) } ?? nil) ?? ""
  }
}

extension MessageRows {
  /// Requests that were begun for a conversation before it was known that it goes on under another id.
  static func takeExchanges(
    of image: ConversationImage, from id: String, to row: Int, _ database: Database
  ) throws {
    guard let old = try ConversationRows.id(of: id, database), old != row else { return }
    for exchange in image.messages.compactMap(\.exchange) {
      let found = try database.first(
        """
        SELECT id, model FROM exchange WHERE uid = ? AND talk = ?
          AND NOT EXISTS(SELECT 1 FROM message WHERE conversation = ? AND exchange = ?)
        """, exchange, old, old, exchange
      ) { ($0.int(0) ?? 0, $0.text(1) ?? "") }
      if let (exchangeRow, model) = found {
        try ExchangeRows.move(exchangeRow, model: model, from: old, to: row, database)
      }
    }
  }
}
