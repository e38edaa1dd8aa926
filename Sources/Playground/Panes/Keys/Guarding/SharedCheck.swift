package import RelayKit
package import Workbench

/// Whether a request may leave in the light of what other processes spend with the same limits. It was let through
/// by what is known here; this is asked beside the loop, where the history can be waited for.
package struct SharedCheck: Sendable {
  package let keyName: String
  /// What counts as under way; US dollars.
  package let amount: Double
  fileprivate var key: NamedKey?
  fileprivate var limits: GuardLimits
  fileprivate var book: SpendingBook<MessageID>
  fileprivate var planned: PlannedRequest
  fileprivate var agreed: RequestGuard.Agreement
  package let time: Double
  fileprivate var utcOffset: Int

  /// - Returns: why it may not leave; `nil` when it may.
  package func held(_ report: SpendingReport) -> HeldRequest? {
    var book = book
    book.take(report)
    let facts = RequestGuard(key: key, limits: limits, book: book, now: time, utcOffset: utcOffset)
    guard case .stop(let held) = facts.verdict([planned], agreed: agreed) else { return nil }
    return held
  }
}

extension Playground {
  /// `nil` where no limit counts what is spent.
  package func sharedCheck(of id: MessageID, _ request: RelayRequest, at now: MonotonicTime) -> SharedCheck? {
    guard limitsCountSums, let relay = workspace.relay else { return nil }
    let key = keys.list[relay.keyName]
    let perDay = preferences.spending.perDay
    let planned = PlannedRequest(request, estimate(of: request).credit)
    var book = guarding.book
    book.drop(id)
    return SharedCheck(
      keyName: relay.keyName, amount: planned.reserve, key: key, limits: GuardLimits(perDay: perDay),
      book: book, planned: planned,
      agreed: guarding.sentOverLimit.contains(id) ? .limit : .expense, time: wallClock(at: now),
      utcOffset: surroundings.utcOffset)
  }

  /// Another process was faster: nothing is sent, and the answer that was waited for ends as one that never left.
  mutating func dropHeld(_ id: MessageID, _ held: HeldRequest, at now: MonotonicTime) {
    guarding.inputTokens[id] = nil
    guarding.sentOverLimit.remove(id)
    guarding.book.drop(id)
    if comparison.owner(of: id) != nil { drop(id) } else { workspace.conversation.drop(id) }
    if compare.judge?.id == id { compare.judge = nil }
    say("Held back, nothing was sent (r asks again): \(held.short).", seconds: 15, at: now)
  }
}
