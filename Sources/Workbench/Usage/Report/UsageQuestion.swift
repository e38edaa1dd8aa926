/// How a request ended, with the status that the relay gave: `done 200`, `failed 429`, `failed` without one.
package struct UsageResult: Sendable, Hashable {
  package var outcome: String
  package var status: Int?

  package init(outcome: String, status: Int?) {
    self.outcome = outcome
    self.status = status
  }

  /// As it is kept and filtered by; `init(key:)` reads it.
  package var key: String { status.map { "\(outcome) \($0)" } ?? outcome }

  package init(key: String) {
    let parts = key.split(separator: " ", maxSplits: 1)
    self.init(
      outcome: parts.first.map(String.init) ?? "", status: parts.count > 1 ? Int(parts[1]) : nil)
  }

  package var isError: Bool { outcome == "failed" || outcome == "cut" }
}

/// By what requests are split.
package enum UsageDimension: String, Sendable, Hashable, CaseIterable {
  case model, key, profile, project, result, kind

  package var title: String {
    switch self {
    case .model: "model"
    case .key: "key"
    case .profile: "profile"
    case .project: "tag"
    case .result: "result"
    case .kind: "kind"
    }
  }
}

/// Which requests count. Everything that is named must hold.
package struct UsageFilter: Sendable, Hashable {
  /// The demo relay's requests instead of the real ones; the two are never counted together.
  package var isDemo = false
  /// What a request must have. Of the model, `*` stands for any text; the rest is taken as it is.
  package var values: [UsageDimension: String] = [:]
  /// `done`, `stopped`, `cut`, `failed`, or `errors` for the last two.
  package var outcome: String?

  package init(isDemo: Bool = false) { self.isDemo = isDemo }

  package subscript(dimension: UsageDimension) -> String? {
    get { values[dimension] }
    set { values[dimension] = newValue }
  }

  /// Nothing is left out but the demo relay, or all but it.
  package var isEmpty: Bool { values.isEmpty && outcome == nil }

  package static func outcomes(_ word: String) -> [String] {
    word == "errors" ? ["failed", "cut"] : [word]
  }

  /// - Parameter pattern: `*` stands for any text, also for none.
  package static func matches(_ pattern: String, _ text: String) -> Bool {
    guard pattern.contains("*") else { return pattern == text }
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard let head = parts.first, let tail = parts.last, text.hasPrefix(head) else { return false }
    var rest = text.dropFirst(head.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let place = rest.firstRange(of: part) else { return false }
      rest = rest[place.upperBound...]
    }
    return rest.count >= tail.count && rest.hasSuffix(tail)
  }
}

/// What the list of requests is sorted by.
package enum UsageOrder: String, Sendable, Hashable, CaseIterable {
  case newest, cost, tokens, slowest, firstToken

  package var words: String {
    switch self {
    case .newest: "newest first"
    case .cost: "dearest first"
    case .tokens: "most tokens first"
    case .slowest: "slowest first"
    case .firstToken: "longest TTFT first"
    }
  }
}

/// What the dashboard asks the books.
package struct UsageQuestion: Sendable, Hashable {
  package var split: UsageSplit
  /// Local days of the bars, both ends included, as `LocalCalendar` counts them.
  package var days: ClosedRange<Int>
  /// The days that totals, splits and the list are about, where they are not all of them: a bar was chosen.
  package var focus: ClosedRange<Int>?
  /// The day that is not over.
  package var today: Int
  package var filter = UsageFilter()
  package var order = UsageOrder.newest
  /// The part of the list of requests.
  package var offset = 0
  package var limit = 100
  /// Only that part of the list is wanted, because the rest is known.
  package var onlyRequests = false

  package init(_ split: UsageSplit, days: ClosedRange<Int>, today: Int) {
    self.split = split
    self.days = days
    self.today = today
  }

  /// So many periods that end with the present one, moved by `shift` of them into the past.
  package static func recent(_ split: UsageSplit, periods: Int, shift: Int = 0, today: Int) -> UsageQuestion {
    let last = UsagePeriod(split, containing: today).advanced(-shift)
    let first = last.advanced(1 - max(1, periods))
    return UsageQuestion(split, days: first.firstDay...last.days.upperBound, today: today)
  }

  /// What totals, splits and the list are about.
  package var counted: ClosedRange<Int> { focus ?? days }

  /// The same question without the part of the list.
  package var ofReport: UsageQuestion {
    var copy = self
    (copy.offset, copy.limit, copy.onlyRequests, copy.order) = (0, 0, false, .newest)
    return copy
  }
}
