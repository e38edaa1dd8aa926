extension Exchange {
  /// The updates that add up to this exchange, as far as it still knows them: of tries before the last one only
  /// what they were refused with. Deltas hold bytes only; reading the file decodes them again.
  var updates: [ExchangeUpdate] {
    let bare = Exchange(
      id: id, request: request, requestedModel: requestedModel, asksForStream: asksForStream,
      startedAt: startedAt, start: start)
    var updates: [ExchangeUpdate] = [.began(bare)]
    for (index, attempt) in attempts.enumerated() {
      updates.append(.sending(attempt: attempt.number, attempt.startedAt))
      guard index + 1 < attempts.count else { break }
      let next = attempts[index + 1]
      if let head = attempt.head { updates.append(.head(head, attempt.startedAt)) }
      if !attempt.body.isEmpty {
        updates.append(.delta(AnswerDelta(bytes: attempt.body, instant: attempt.startedAt)))
      }
      updates.append(
        .retrying(
          attempt.error ?? RelayError(kind: .relayFailure), seconds: attempt.waitSeconds ?? 0,
          nextAttempt: next.number, attempt.startedAt))
    }
    return updates + lastTry + [outcome.map { .ended($0, summary, end ?? lastInstant) }].compactMap { $0 }
  }

  /// Marks, head and reads of the last try in the order of time.
  private var lastTry: [ExchangeUpdate] {
    var steps: [(instant: MonotonicTime, rank: Int, update: ExchangeUpdate)] = marks.map { mark, instant in
      (instant, PhaseMark.allCases.firstIndex(of: mark) ?? 0, .mark(mark, instant))
    }
    if let head {
      let instant = marks[.firstByte] ?? arrivals.first?.instant ?? lastStart
      steps.append((instant, 100, .head(head, instant)))
    }
    for (index, arrival) in arrivals.enumerated() {
      let read = Array(bytes[arrival.offset..<(arrival.offset + arrival.length)])
      steps.append((arrival.instant, 101 + index, .delta(AnswerDelta(bytes: read, instant: arrival.instant))))
    }
    return steps.sorted { ($0.instant, $0.rank) < ($1.instant, $1.rank) }.map(\.update)
  }

  private var lastInstant: MonotonicTime { arrivals.last?.instant ?? lastStart }

  /// The exchange as a file, to be kept, imported or replayed.
  public var file: [UInt8] {
    var writer = ExchangeFileWriter()
    return updates.flatMap { writer.bytes(for: $0) }
  }
}
