/// Watches the ids of an answer's chunks. Most relays give all chunks of an answer one id, so that another id
/// means another answer; some make a new id for each chunk, where ids mean nothing.
struct ResponseIDs: Sendable {
  private var last = ""
  private var chunksOfLast = 0
  private var changes = 0
  private var told = ""
  private var hasChanged = false
  /// The change came after a single chunk: the next id shows what it meant.
  private(set) var mayBeUnstable = false
  private(set) var areUnstable = false

  /// Chunks without an id say nothing.
  mutating func note(_ id: String) {
    guard !id.isEmpty, !areUnstable else { return }
    if id == last {
      chunksOfLast += 1
      mayBeUnstable = false
      return
    }
    if !last.isEmpty {
      if chunksOfLast == 1, changes > 0 { areUnstable = true }
      hasChanged = !areUnstable
      mayBeUnstable = chunksOfLast == 1 && changes == 0
      changes += 1
    }
    (last, chunksOfLast) = (id, 1)
  }

  /// Whether another id came since the last call, and means something.
  mutating func takeChange() -> Bool {
    defer { hasChanged = false }
    return hasChanged
  }

  /// The id to tell, if it is not the one that was told: the first, and that of another answer.
  mutating func news(isWithToken: Bool) -> String? {
    guard !last.isEmpty, told != last, told.isEmpty || isWithToken && !areUnstable else { return nil }
    told = last
    return last
  }
}
