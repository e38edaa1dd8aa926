/// Finds the place of each piece of a tool call among the calls of a choice, however sparsely a relay marks
/// them: by index; else by a known id; else a new id or name opens a call; else it goes on with the last.
struct ToolCallPlacing: Sendable {
  private struct OpenCall: Sendable {
    var wireIndex: Int?
    var id: String?
    var name: String?
    var hasType = false
    var extent = JSONExtent()
  }
  private var calls: [OpenCall] = []

  /// The place, and the piece without what is known already: relays repeat names, and some make a new id for
  /// every piece.
  mutating func place(_ piece: ToolCallPiece) -> (position: Int, piece: ToolCallPiece) {
    let position = known(piece) ?? calls.count
    if position == calls.count { calls.append(OpenCall(wireIndex: piece.wireIndex)) }
    var piece = piece
    if calls[position].id == nil { calls[position].id = piece.id } else { piece.id = nil }
    if calls[position].name == nil { calls[position].name = piece.name } else { piece.name = nil }
    if calls[position].hasType { piece.type = nil } else { calls[position].hasType = piece.type != nil }
    if piece.replacesArguments { calls[position].extent = JSONExtent() }
    calls[position].extent.feed(piece.arguments.utf8)
    return (position, piece)
  }

  /// Takes over the calls that were placed elsewhere, behind its own.
  mutating func append(_ other: ToolCallPlacing) { calls += other.calls }

  private func known(_ piece: ToolCallPiece) -> Int? {
    if let wireIndex = piece.wireIndex {
      guard let found = calls.lastIndex(where: { $0.wireIndex == wireIndex }) else { return nil }
      // Parallel calls that are all numbered 0: another id and name behind whole arguments is another call.
      let isOther = piece.id != nil && piece.id != calls[found].id && piece.name != nil
      return isOther && calls[found].extent.isComplete ? nil : found
    }
    if let id = piece.id { return calls.firstIndex { $0.id == id } }
    guard let last = calls.indices.last else { return nil }
    guard let name = piece.name else { return last }
    let goesOn = calls[last].name == nil || calls[last].name == name
    return goesOn && !calls[last].extent.isComplete ? last : nil
  }
}
