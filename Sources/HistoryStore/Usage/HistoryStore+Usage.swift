package import Workbench

/// What was used, read from the books.
extension HistoryStore {
  /// - Returns: the report, unless only a part of the list was asked for, and that part.
  package func usage(_ question: UsageQuestion) async throws(HistoryProblem) -> UsageAnswer {
    try await read { database in
      UsageAnswer(
        question, report: question.onlyRequests ? nil : try database.usageReport(question),
        requests: try database.usageRequests(question))
    }
  }

  /// The last day with a request, up to the one that is given; `nil` without any.
  package func lastDay(upTo day: Int) async throws(HistoryProblem) -> Int? {
    try await read { database in
      try database.first("SELECT max(day) FROM exchange WHERE day <= ?", day) { $0.int(0) } ?? nil
    }
  }

  /// Hands over every request that the question lists, in its order, whatever part of the list it names.
  package func everyRequest<Value: Sendable>(
    _ question: UsageQuestion, into start: Value,
    _ add: @escaping @Sendable (inout Value, UsageRecord) -> Void
  ) async throws(HistoryProblem) -> Value {
    try await read { database in
      var value = start
      try database.eachRequest(question, limit: -1, offset: 0) { add(&value, $0) }
      return value
    }
  }

  /// What was spent since an instant, for limits: of one key, profile or project, or of all. Requests of the demo
  /// relay never count. Fast, however long ago `since` is.
  /// - Parameter since: seconds since 1970; the beginning of a day is answered without a look at single requests.
  package func spending(
    keyName: String? = nil, profile: String? = nil, project: String? = nil, since: Double
  ) async throws(HistoryProblem) -> UsageSpending {
    let wanted: [UsageDimension: String] = [.key: keyName, .profile: profile, .project: project]
      .compactMapValues { $0 }
    let calendar = settings.calendar
    return try await read { database in
      try database.spending(wanted, since: since, calendar: calendar)
    }
  }
}

/// What was spent.
package struct UsageSpending: Sendable, Hashable {
  /// By currency, what is estimated apart.
  package var money = UsageMoney()
  /// That have ended.
  package var requests = 0
  /// Those whose price is not known: they are in no sum.
  package var unpriced = 0
  /// That run now: what they cost is not known yet.
  package var running = 0
  package init() {}
}
