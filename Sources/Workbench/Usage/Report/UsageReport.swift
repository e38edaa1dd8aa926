/// One bar: the sums of a period.
package struct UsageBar: Sendable, Hashable {
  package var period: UsagePeriod
  package var sums = UsageSums()
  /// It is not over.
  package var isOpen = false

  package init(_ period: UsagePeriod) { self.period = period }
}

/// What one model, key, tag or result has of the whole.
package struct UsageShare: Sendable, Hashable {
  /// Empty for requests without one.
  package var value: String
  package var sums: UsageSums
  /// Of models, where there are not too many requests for that.
  package var speed: UsageSpeed?

  package init(value: String, sums: UsageSums) {
    self.value = value
    self.sums = sums
  }
}

/// How fast answers were, over those that tell.
package struct UsageSpeed: Sendable, Hashable {
  package var firstToken: UsageSpread?
  package var total: UsageSpread?
  package init() {}

  package var isSample: Bool { firstToken?.isSample ?? total?.isSample ?? false }
}

/// Half of the values are not above `median`, 95 of 100 not above `high`; both are values that occurred.
package struct UsageSpread: Sendable, Hashable {
  package var median: Double
  package var high: Double
  /// Of the values that were looked at.
  package var count: Int
  /// Not all values were looked at, but some of each part of the time: the figures are about right, and marked `~`.
  package var isSample: Bool

  /// Of samples: one request in so many is looked at.
  package static let sampledEvery = 8

  /// `nil` of nothing.
  package init?(_ values: [Double], isSample: Bool = false) {
    self.isSample = isSample
    let sorted = values.filter { $0.isFinite && $0 >= 0 }.sorted()
    guard !sorted.isEmpty else { return nil }
    count = sorted.count
    median = sorted[Self.place(0.5, sorted.count)]
    high = sorted[Self.place(0.95, sorted.count)]
  }

  /// The nearest rank.
  private static func place(_ part: Double, _ count: Int) -> Int {
    max(0, min(count - 1, Int((part * Double(count)).rounded(.up)) - 1))
  }
}

/// What was used: bars in the order of time, empty ones included, and how it splits.
package struct UsageReport: Sendable, Hashable {
  package var question: UsageQuestion
  package var bars: [UsageBar]
  /// Of `question.counted`.
  package var total = UsageSums()
  package var shares: [UsageDimension: [UsageShare]] = [:]
  /// Of all that is counted, where there are not too many requests to look at each.
  package var speed: UsageSpeed?
  /// Requests of `question.counted` that run now and pass the filter; they are in no sum.
  package var running = 0
  /// Requests in the same days on the other side: of the demo relay, or real ones.
  package var others = 0

  package init(_ question: UsageQuestion) {
    self.question = question.ofReport
    bars = UsagePeriod.all(question.split, in: question.days).map { period in
      var bar = UsageBar(period)
      bar.isOpen = period.days.contains(question.today)
      return bar
    }
  }

  package func shares(_ dimension: UsageDimension, by unit: UsageUnit) -> [UsageShare] {
    let currency = mainCurrency
    return (shares[dimension] ?? []).sorted { left, right in
      let (one, other) = (
        unit.value(of: left.sums, currency: currency), unit.value(of: right.sums, currency: currency)
      )
      if one != other { return one > other }
      if left.sums.requests != right.sums.requests { return left.sums.requests > right.sums.requests }
      return left.value < right.value
    }
  }

  /// The currency that most was paid in, by requests that cannot be told apart from their sums: the largest sum.
  package var mainCurrency: String {
    total.money.amounts.max { $0.total < $1.total }?.currency
      ?? bars.lazy.flatMap(\.sums.money.amounts).first?.currency ?? "USD"
  }

  /// Times of answers are those of samples.
  package var isSampled: Bool { shares[.model]?.contains { $0.speed?.isSample == true } ?? false }

  /// What is listed: those that have ended, and those that run.
  package var listed: Int { total.requests + running }
}

/// Adds requests, or sums of them, to a report.
package struct UsageReportBuilder: Sendable {
  private var report: UsageReport
  private let question: UsageQuestion
  private let firstPeriod: Int
  private var shares: [UsageDimension: [String: UsageSums]] = [:]
  private var firstTokens: [String: [Double]] = [:]
  private var totals: [String: [Double]] = [:]
  private var isSample = false

  package init(_ question: UsageQuestion) {
    self.question = question
    report = UsageReport(question)
    firstPeriod = report.bars.first?.period.number ?? 0
  }

  /// Adds a request if the question is about it.
  package mutating func add(_ line: UsageLine) {
    guard line.isDemo == question.filter.isDemo else {
      if question.counted.contains(line.day) { report.others += 1 }
      return
    }
    guard line.passes(question.filter) else { return }
    var sums = UsageSums()
    sums.add(line)
    add(sums, on: line.day)
    guard question.counted.contains(line.day) else { return }
    for dimension in UsageDimension.allCases {
      shares[dimension, default: [:]][line.value(of: dimension), default: UsageSums()].add(sums)
    }
    addSpeed(line.model, firstToken: line.firstTokenMilliseconds, total: line.totalMilliseconds)
  }

  private mutating func add(_ sums: UsageSums, on day: Int) {
    if question.days.contains(day) {
      add(sums, toPeriod: UsagePeriod(question.split, containing: day).number)
    }
    if question.counted.contains(day) { report.total.add(sums) }
  }

  /// Adds sums that pass the filter to the bar of their period.
  package mutating func add(_ sums: UsageSums, toPeriod number: Int) {
    let place = number - firstPeriod
    if report.bars.indices.contains(place) { report.bars[place].sums.add(sums) }
  }

  /// Adds sums of the days that count, and that pass the filter, to the total.
  package mutating func addToTotal(_ sums: UsageSums) { report.total.add(sums) }

  /// The same to one share.
  package mutating func add(_ sums: UsageSums, _ dimension: UsageDimension, _ value: String) {
    shares[dimension, default: [:]][value, default: UsageSums()].add(sums)
  }

  /// Adds times of answers of a model, in milliseconds.
  /// - Parameter isSample: they are a part of all, of each model and on each day.
  package mutating func addSpeeds(_ model: String, firstToken: [Double], total: [Double], isSample: Bool) {
    firstTokens[model, default: []] += firstToken
    totals[model, default: []] += total
    if isSample { self.isSample = true }
  }

  private mutating func addSpeed(_ model: String, firstToken: Double?, total: Double?) {
    if let firstToken { firstTokens[model, default: []].append(firstToken) }
    if let total { totals[model, default: []].append(total) }
  }

  package mutating func addRunning(_ count: Int) { report.running += count }
  package mutating func addOthers(_ count: Int) { report.others += count }

  package func finished() -> UsageReport {
    var report = report
    var speed = UsageSpeed()
    speed.firstToken = UsageSpread(firstTokens.values.flatMap(\.self))
    speed.total = UsageSpread(totals.values.flatMap(\.self))
    report.speed = speed == UsageSpeed() ? nil : speed
    for (dimension, values) in shares {
      report.shares[dimension] = values.filter { $0.value.requests > 0 }.map { value, sums in
        var share = UsageShare(value: value, sums: sums)
        if dimension == .model { share.speed = self.speed(value) }
        return share
      }.sorted { $0.value < $1.value }
    }
    return report
  }

  private func speed(_ model: String) -> UsageSpeed? {
    var speed = UsageSpeed()
    speed.firstToken = UsageSpread(firstTokens[model] ?? [], isSample: isSample)
    speed.total = UsageSpread(totals[model] ?? [], isSample: isSample)
    return speed == UsageSpeed() ? nil : speed
  }
}

extension UsageReport {
  /// The report over all records: what is kept in a database must give the same.
  package init(_ question: UsageQuestion, of records: some Sequence<UsageRecord>, utcOffset: Int) {
    var builder = UsageReportBuilder(question)
    for record in records {
      if let line = UsageLine(record, utcOffset: utcOffset) {
        builder.add(line)
      } else if record.isListed(by: question, utcOffset: utcOffset) {
        builder.addRunning(1)
      }
    }
    self = builder.finished()
  }
}

extension UsageRecord {
  /// Whether it is among the requests that a question lists. One that runs has no result yet.
  package func isListed(by question: UsageQuestion, utcOffset: Int) -> Bool {
    guard question.counted.contains(LocalCalendar.day(of: startedAt, utcOffset: utcOffset)) else {
      return false
    }
    if let line = UsageLine(self, utcOffset: utcOffset) { return line.passes(question.filter) }
    var ended = self
    ended.figures.outcome = ""
    guard question.filter.outcome == nil, question.filter[.result] == nil,
      let line = UsageLine(ended, utcOffset: utcOffset)
    else { return false }
    return line.passes(question.filter)
  }
}

/// What the books say.
package struct UsageAnswer: Sendable, Hashable {
  package var question: UsageQuestion
  /// `nil` where only a part of the list was asked for.
  package var report: UsageReport?
  /// From `question.offset` on.
  package var requests: [UsageRecord]

  package init(_ question: UsageQuestion, report: UsageReport?, requests: [UsageRecord]) {
    self.question = question
    self.report = report
    self.requests = requests
  }
}
