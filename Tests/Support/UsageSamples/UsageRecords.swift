import RelayKit
import SeededRandom
package import Workbench

/// Records as a busy person makes them, the same ones for the same seed.
package enum UsageRecords {
  /// 2026-11-23, a Monday.
  package static let today = 20_780

  package static func random(_ count: Int, seed: UInt64, days: Int = 40, utcOffset: Int = 0) -> [UsageRecord]
  {
    var random = SplitMix(seed: seed)
    return (0..<count).map { one($0, days: days, utcOffset: utcOffset, &random) }
  }

  private static func one(
    _ number: Int, days: Int, utcOffset: Int, _ random: inout SplitMix
  ) -> UsageRecord {
    let day = today - Int.random(in: 0..<days, using: &random)
    let start = LocalCalendar.start(ofDay: day, utcOffset: utcOffset)
    var record = UsageRecord(
      id: "x-\(number)", startedAt: start + Double.random(in: 0..<86_400, using: &random),
      model: pick(["gpt-5.4-mini", "claude-sonnet-4.6", "deepseek-v4-pro", "=2+5"], &random))
    record.keyName = pick(["work", "private", ""], &random)
    record.keyLabel = "..9f3c"
    record.profile = pick(["", "lab"], &random)
    record.project = pick(["", "shop", "blog, \"old\""], &random)
    record.kind = pick([.chat, .lane, .judge], &random)
    record.isDemo = chance(0.1, &random)
    record.relay = "https://relay.example/v1"
    let outcome = pick(["done", "done", "done", "stopped", "cut", "failed", nil], &random)
    record.figures.outcome = outcome
    guard outcome != nil else { return record }
    record.status = outcome == "failed" ? pick([429, 403, 503, nil], &random) : 200
    if outcome != "failed" {
      record.figures.firstTokenMilliseconds = Double(Int.random(in: 100...2000, using: &random))
      record.figures.outputTokens = Int.random(in: 1...900, using: &random)
      record.figures.outputIsEstimate = chance(0.2, &random)
      record.figures.inputTokens = Int.random(in: 1...2000, using: &random)
      if chance(0.3, &random) { record.figures.cachedTokens = 1 }
    }
    record.figures.totalMilliseconds = Double(Int.random(in: 50...20_000, using: &random))
    record.figures.attempts = pick([1, 1, 1, 2], &random)
    if outcome != "failed", chance(0.9, &random) {
      record.figures.cost = Double(Int.random(in: 1...5000, using: &random)) / 1_000_000
      record.figures.currency = pick(["USD", "USD", "$", "CNY"], &random)
      record.figures.costIsEstimate = chance(0.7, &random)
      if record.figures.cachedTokens != nil { record.savedByCache = 0.000_01 }
      if chance(0.2, &random) {
        record.receipt = Receipt(
          charged: Double(Int.random(in: 1...5000, using: &random)) / 1_000_000,
          currency: pick(["USD", "CNY"], &random), source: .log, readAt: record.startedAt + 60)
      }
    }
    return record
  }

  private static func pick<Value>(_ values: [Value], _ random: inout SplitMix) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  private static func chance(_ part: Double, _ random: inout SplitMix) -> Bool {
    Double.random(in: 0..<1, using: &random) < part
  }

  /// One that is done, with what most tests look at.
  package static func done(
    _ id: String, day: Int = today, at second: Double = 50_972, model: String = "gpt-5.4-mini",
    cost: Double? = 0.001, currency: String = "USD", isEstimate: Bool = true
  ) -> UsageRecord {
    var record = UsageRecord(id: id, startedAt: Double(day) * 86_400 + second, model: model)
    record.figures.outcome = "done"
    record.status = 200
    record.figures.cost = cost
    record.figures.currency = cost == nil ? "" : currency
    record.figures.costIsEstimate = isEstimate
    record.figures.inputTokens = 10
    record.figures.outputTokens = 20
    return record
  }
}
