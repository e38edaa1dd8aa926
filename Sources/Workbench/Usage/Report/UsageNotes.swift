/// What stands beside a request in the list.
package enum UsageNotes {
  /// Something that the user should look at: it failed, was cut, or cost money that nobody expected.
  package static func isFlagged(_ record: UsageRecord) -> Bool {
    record.isFailure || unexpectedCharge(record) != nil || isChargedMore(record)
  }

  private static func isChargedMore(_ record: UsageRecord) -> Bool {
    record.receipt.map { ReceiptFinding.of(record, $0).contains(.chargedMore) } ?? false
  }

  /// A charge for what was stopped or failed: `stopped, charged $0.0012`.
  package static func unexpectedCharge(_ record: UsageRecord) -> String? {
    guard let receipt = record.receipt, receipt.charged > 0, let outcome = record.figures.outcome,
      outcome == "stopped" || outcome == "failed"
    else { return nil }
    return "\(outcome), charged \(charged(receipt))"
  }

  package static func charged(_ receipt: Receipt) -> String {
    receipt.charged == 0
      ? "0" : NumberWords.money(receipt.charged, currency: receipt.currency, isEstimate: false)
  }

  /// The most important things first; joined they are the note.
  package static func parts(_ record: UsageRecord) -> [String] {
    var parts: [String] = []
    if unexpectedCharge(record) != nil {
      parts.append("charged")
    } else if let difference = difference(record) {
      parts.append(difference)
    }
    if record.figures.outcome == "cut" { parts.append("no finish") }
    if record.figures.finishReason == "length" { parts.append("limit") }
    if record.figures.finishReason == "content_filter" { parts.append("filtered") }
    if let attempts = record.figures.attempts, attempts > 1 {
      parts.append(attempts == 2 ? "retried once" : "retried \(attempts - 1)x")
    }
    if let served = record.figures.servedModel { parts.append("by \(served)") }
    switch record.kind {
    case .chat: break
    case .lane: parts.append("compare")
    case .judge, .image, .edit, .video: parts.append(record.kind.rawValue)
    }
    if !record.project.isEmpty { parts.append("#\(record.project)") }
    if let kind = record.errorKind, record.isFailure, record.figures.outcome != "cut" {
      parts.append(String(kind.map { $0 == "_" ? " " : $0 }))
    }
    return parts
  }

  /// Where something else was charged than was estimated: `est ~$0.0020`.
  private static func difference(_ record: UsageRecord) -> String? {
    guard let receipt = record.receipt, let difference = ReceiptDifference(record, receipt),
      difference.isNotable
    else { return nil }
    return "est \(difference.estimateWords)"
  }

  /// `~$0.0006`; of the relay's own charge without the mark; `-` where it is not known.
  package static func cost(_ record: UsageRecord) -> String {
    if record.isDemo { return "demo" }
    guard let paid = record.paid else { return NumberWords.unknown }
    return paid.amount == 0
      ? "0" : NumberWords.money(paid.amount, currency: paid.currency, isEstimate: paid.isEstimate)
  }

  /// `200 ok`, `429 limit`, `streaming`.
  package static func status(_ record: UsageRecord) -> String {
    guard let outcome = record.figures.outcome else {
      return record.figures.firstTokenMilliseconds == nil ? "waiting" : "streaming"
    }
    return UsageWords.result(UsageResult(outcome: outcome, status: record.status))
  }
}

/// All that is known of one request, for its page: the term and its value.
extension UsageRecord {
  package func details(utcOffset: Int) -> [(term: String, text: String)] {
    var rows: [(String, String)] = []
    func row(_ term: String, _ text: String?) {
      if let text, !text.isEmpty { rows.append((term, text)) }
    }
    func tokens(_ count: Int?, _ isEstimate: Bool) -> String? {
      count.map { (isEstimate ? "~" : "") + "\($0)" }
    }
    let day = LocalCalendar.day(of: startedAt, utcOffset: utcOffset)
    row("time", "\(LocalCalendar.text(day)) \(LocalCalendar.clock(startedAt, utcOffset: utcOffset))")
    row("model", model)
    row("answered by", figures.servedModel)
    row("result", UsageNotes.status(self) + (figures.finishReason.map { ", finish_reason \($0)" } ?? ""))
    row("error", errorKind)
    row("the relay said", errorMessage)
    row("request id", requestID ?? "none was sent by the relay")
    row("kind", kind.rawValue)
    row("tag", project)
    row("profile", profile)
    row("key", [keyName, keyLabel].filter { !$0.isEmpty }.joined(separator: "  "))
    row("relay", relay + (isDemo ? "  (demo, simulated)" : ""))
    row("tokens in", tokens(figures.inputTokens, figures.inputIsEstimate))
    row("cached", figures.cachedTokens.map { "\($0)" })
    row("tokens out", tokens(figures.outputTokens, figures.outputIsEstimate))
    row("reasoning", figures.reasoningTokens.map { "\($0)" })
    if !isDemo { rows += moneyDetails }
    row("first token", figures.firstTokenMilliseconds.map(NumberWords.milliseconds))
    row("visible", figures.firstVisibleMilliseconds.map(NumberWords.milliseconds))
    row("total", figures.totalMilliseconds.map(NumberWords.milliseconds))
    row("tokens/s", figures.tokensPerSecond.map(NumberWords.oneDecimal))
    row("tries", figures.attempts.map { "\($0)" })
    row("exchange", id)
    row("conversation", conversation)
    return rows
  }

  private var moneyDetails: [(String, String)] {
    var rows: [(String, String)] = []
    if let receipt {
      rows.append(("charged", "\(UsageNotes.charged(receipt)), from \(receipt.source.words)"))
      if let tokens = receipt.inputTokens { rows.append(("counted in", "\(tokens)")) }
      if let tokens = receipt.outputTokens { rows.append(("counted out", "\(tokens)")) }
      if let name = receipt.upstreamModel { rows.append(("billed model", name)) }
      if let group = receipt.group { rows.append(("price group", group)) }
      if let reason = receipt.endReason { rows.append(("relay's end", reason)) }
    }
    if let cost = figures.cost {
      let words = NumberWords.money(cost, currency: figures.currency, isEstimate: figures.costIsEstimate)
      let source =
        figures.isUnbilled
        ? "nothing was billed" : figures.costIsEstimate ? "from list prices" : "from the answer"
      rows.append((receipt == nil ? "cost" : "expected", "\(cost == 0 ? "0" : words), \(source)"))
    } else if receipt == nil {
      let isFailure = figures.outcome == "failed"
      rows.append(("cost", isFailure ? "not known, it may be billed" : "no price known for \(model)"))
    }
    if let charge = UsageNotes.unexpectedCharge(self) { rows.append(("look", charge)) }
    if let savedByCache, savedByCache > 0 {
      let words = NumberWords.money(savedByCache, currency: figures.currency, isEstimate: true)
      rows.append(("caching saved", words))
    }
    return rows
  }
}

extension Receipt.Source {
  package var words: String {
    switch self {
    case .log: "the relay's log"
    case .usage: "the answer"
    }
  }
}
