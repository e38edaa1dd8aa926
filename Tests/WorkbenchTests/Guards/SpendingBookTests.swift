import Testing
import Workbench

/// What this run spent, what may be, and what the history says of the rest.
struct SpendingBookTests {
  private let day = LocalDay("2026-11-23")!

  @Test func arequestCountsAsWhatItMayCostUntilItsCostIsKnown() {
    var book = SpendingBook<Int>()
    book.begin(1, key: "work", reserving: 0.5, on: day)
    book.begin(2, key: "home", reserving: 0.25, on: day)
    #expect(book.reserved(by: "work") == 0.5)
    #expect(book.reserved(by: nil) == 0.75)
    book.end(1, cost: 0.125)
    #expect(book.reserved(by: "work") == 0)
    #expect(book.spent(by: "work", on: day) == SpendingSums(day: 0.125, month: 0.125, all: 0.125))
    #expect(book.spent(by: "home", on: day).all == 0)
    book.end(1, cost: 9)
    #expect(book.spent(by: nil, on: day).all == 0.125)
    book.end(2, cost: nil)
    #expect(book.unknownCount == 1)
  }

  @Test func aHistoryThatLagsBehindCountsNothingTwiceAndLosesNothing() {
    var book = SpendingBook<Int>()
    func report(_ amount: Double) -> SpendingReport {
      let sums = SpendingSums(day: amount, month: amount, all: amount)
      return SpendingReport(day: day, keys: ["work": sums], total: sums)
    }
    book.take(report(1))
    #expect(book.spent(by: "work", on: day).day == 1)
    book.begin(1, key: "work", reserving: 1, on: day)
    book.end(1, cost: 0.5)
    #expect(book.spent(by: "work", on: day).day == 1.5)
    // The history has not heard of it yet.
    book.take(report(1))
    #expect(book.spent(by: "work", on: day).day == 1.5)
    // Now it has, and of another program's quarter dollar too.
    book.take(report(1.75))
    #expect(book.spent(by: "work", on: day).day == 1.75)
    #expect(book.spent(by: nil, on: day).day == 1.75)
  }

  @Test func anotherDayAndMonthBeginAnew() {
    var book = SpendingBook<Int>()
    let last = LocalDay("2026-11-30")!
    book.take(
      SpendingReport(day: last, total: SpendingSums(day: 1, month: 2, all: 4)))
    book.begin(1, key: "", reserving: 0, on: last)
    book.end(1, cost: 0.5)
    #expect(book.spent(by: nil, on: last) == SpendingSums(day: 1.5, month: 2.5, all: 4.5))
    #expect(book.spent(by: nil, on: last.next) == SpendingSums(day: 0, month: 0, all: 4.5))
  }

  @Test func whatNeverLeftIsForgotten() {
    var book = SpendingBook<Int>()
    book.begin(1, key: "work", reserving: 1, on: day, hasLeft: false)
    book.begin(2, key: "work", reserving: 2, on: day, hasLeft: false)
    book.left(2)
    book.dropWaiting { _ in true }
    #expect(book.reserved(by: nil) == 2)
  }

  @Test func whatIsUsualIsTheMiddleOfEnoughRequests() {
    var book = SpendingBook<Int>()
    for (id, cost) in [0.1, 0.2, 0.3, 5].enumerated() {
      book.begin(id, key: "", reserving: 0, on: day)
      book.end(id, cost: cost)
    }
    #expect(book.usualCost == nil)
    book.take(SpendingReport(day: day, recentCosts: [0.2, 0]))
    #expect(book.usualCost == 0.2)
  }

  @Test func costsAreCountedWhereTheyAreKnown() {
    var figures = RunFigures()
    figures.outcome = "failed"
    let prices = TokenPrices(input: 2, output: 10, cachedInput: nil, currency: "USD")
    // It may be billed, and nobody knows how much; what was not billed has its cost, which is nothing.
    #expect(CostOfRequest.dollars(figures, prices: prices, inputEstimate: 500_000) == nil)
    (figures.cost, figures.currency) = (0, "CNY")
    #expect(CostOfRequest.dollars(figures, prices: prices, inputEstimate: 500_000) == 0)
    (figures.cost, figures.outcome) = (nil, "stopped")
    #expect(CostOfRequest.dollars(figures, prices: prices, inputEstimate: 500_000) == 1)
    #expect(CostOfRequest.dollars(figures, prices: nil, inputEstimate: 500_000) == nil)
    (figures.cost, figures.currency) = (0.25, "USD")
    #expect(CostOfRequest.dollars(figures, prices: prices, inputEstimate: nil) == 0.25)
    figures.currency = "CNY"
    #expect(CostOfRequest.dollars(figures, prices: prices, inputEstimate: nil) == nil)
  }
}
