import SeededRandom
import Testing
import UsageSamples
import Workbench

struct LocalCalendarTests {
  @Test func everyDayOfSixCenturiesFollowsTheOneBefore() {
    var before = LocalCalendar.civil(-130_000)
    for day in -129_999...130_000 {
      let civil = LocalCalendar.civil(day)
      #expect(LocalCalendar.day(civil) == day)
      let isNext =
        civil.day == before.day + 1 && civil.month == before.month && civil.year == before.year
        || civil.day == 1 && civil.month == before.month + 1 && civil.year == before.year
        || civil.day == 1 && civil.month == 1 && before.month == 12 && civil.year == before.year + 1
      if !isNext { Issue.record("\(before) is followed by \(civil)") }
      before = civil
    }
  }

  @Test func knownDaysHaveTheirNumbers() {
    #expect(LocalCalendar.day("1970-01-01") == 0)
    #expect(LocalCalendar.day("2000-02-29") == 11_016)
    #expect(LocalCalendar.day("2026-11-23") == 20_780)
    #expect(LocalCalendar.text(20_780) == "2026-11-23")
    #expect(LocalCalendar.weekday(20_780) == 0)
    #expect(LocalCalendar.weekday(-1) == 2)
    for wrong in [
      "2026-02-29", "2026-13-01", "2026-00-10", "26-11-23", "2026-11-3", "", "today", "2026-11-2x",
    ] {
      #expect(LocalCalendar.day(wrong) == nil, "\(wrong)")
    }
  }

  @Test func anInstantBelongsToTheDayOnTheWall() {
    let midnight = LocalCalendar.start(ofDay: 20_780, utcOffset: 3600)
    #expect(LocalCalendar.day(of: midnight, utcOffset: 3600) == 20_780)
    #expect(LocalCalendar.day(of: midnight - 0.001, utcOffset: 3600) == 20_779)
    #expect(LocalCalendar.day(of: midnight, utcOffset: 0) == 20_779)
    #expect(LocalCalendar.clock(midnight + 50_972, utcOffset: 3600) == "14:09:32")
    #expect(LocalCalendar.timestamp(midnight) == "2026-11-22T23:00:00Z")
    #expect(LocalCalendar.day(of: -1, utcOffset: 0) == -1)
    #expect(LocalCalendar.day(of: .nan, utcOffset: 0) == 0)
  }

  @Test(arguments: UsageSplit.allCases)
  func everyDayIsInExactlyOnePeriodAndPeriodsAreInOrder(split: UsageSplit) {
    let days = 20_000...21_500
    let periods = UsagePeriod.all(split, in: days)
    #expect(zip(periods, periods.dropFirst()).allSatisfy { $0.days.upperBound + 1 == $1.days.lowerBound })
    #expect(periods.first?.days.contains(days.lowerBound) == true)
    #expect(periods.last?.days.contains(days.upperBound) == true)
    for day in days { #expect(UsagePeriod(split, containing: day).days.contains(day)) }
    for period in periods { #expect(UsagePeriod(split, containing: period.firstDay) == period) }
  }

  @Test func periodsAreNamedForPeopleAndForFiles() {
    let monday = UsageRecords.today
    #expect(UsagePeriod(.day, containing: monday).title == "Mon 23")
    #expect(UsagePeriod(.week, containing: monday + 6).title == "23 Nov")
    #expect(UsagePeriod(.week, containing: monday + 7).title == "30 Nov")
    #expect(UsagePeriod(.month, containing: monday).title == "Nov 2026")
    #expect(UsagePeriod(.month, containing: monday).label == "2026-11")
    #expect(UsagePeriod(.week, containing: monday + 3).label == "2026-11-23")
    #expect(UsagePeriod(.month, containing: -1).label == "1969-12")
    #expect(UsagePeriod.words(monday - 7...monday) == "16 to 23 Nov")
    #expect(UsagePeriod.words(monday...monday + 10) == "23 Nov to 3 Dec")
    #expect(UsagePeriod.words(monday...monday + 50) == "23 Nov 2026 to 12 Jan 2027")
    #expect(UsagePeriod.words(monday...monday) == "23 Nov")
  }

  @Test func theLastEightPeriodsEndWithThePresentOne() {
    let days = UsageQuestion.recent(.day, periods: 8, today: 20_780)
    #expect(days.days == 20_773...20_780)
    let weeks = UsageQuestion.recent(.week, periods: 8, shift: 1, today: 20_782)
    #expect(weeks.days == (20_780 - 56)...(20_780 - 1))
    let months = UsageQuestion.recent(.month, periods: 2, today: 20_780)
    #expect(UsagePeriod.words(months.days) == "1 Oct to 30 Nov")
  }
}
