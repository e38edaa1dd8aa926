import CSQLite
import Glibc
@testable import HistoryStore
import Testing

@Suite struct OpeningTests {
  @Test func aNewFileIsForItsUserAlone() async throws {
    let scratch = try Scratch()
    let store = HistoryStore.open(path: scratch.file, utcOffset: 0) { Issue.record("\($0)") }
    let tables = try await store.read { database in
      try database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'") { $0.text(0) ?? "" }
    }
    let expected = ["exchange", "conversation", "message", "comparison", "frames", "digest", "run"]
    #expect(Set(tables).isSuperset(of: expected))
    #expect(mode(of: scratch.file) == 0o600)
    #expect(mode(of: scratch.path + "/data/bayside") == 0o700)
    for companion in ["-wal", "-shm"] { #expect(mode(of: scratch.file + companion) == 0o600) }
    #expect(store.problem == nil)
  }
}

@Suite struct LocalDayTests {
  @Test func daysAndMonthsFollowTheLocalClock() {
    let hour = 3600.0
    #expect(LocalDays(utcOffset: 0).day(0) == 0)
    #expect(LocalDays(utcOffset: -1).day(0) == -1)
    #expect(LocalDays(utcOffset: 7200).day(22 * hour) == 1)
    #expect(LocalDays.month(ofDay: 0) == 1970 * 12)
    #expect(LocalDays.month(ofDay: -1) == 1969 * 12 + 11)
    #expect(LocalDays.month(ofDay: 58) == 1970 * 12 + 1)
    #expect(LocalDays.month(ofDay: 59) == 1970 * 12 + 2)
    // 2024-02-29, 2024-03-01, 2000-02-29 and 2100-03-01.
    #expect(LocalDays.month(ofDay: 19_782) == 2024 * 12 + 1)
    #expect(LocalDays.month(ofDay: 19_783) == 2024 * 12 + 2)
    #expect(LocalDays.month(ofDay: 11_016) == 2000 * 12 + 1)
    #expect(LocalDays.month(ofDay: 47_541) == 2100 * 12 + 2)
  }

  @Test func monthsChangeWithTheirFirstDays() {
    var day = 0
    for year in 1970..<2110 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        #expect(LocalDays.month(ofDay: day) == year * 12 + month)
        day += length
        #expect(LocalDays.month(ofDay: day - 1) == year * 12 + month)
      }
    }
  }

  @Test func noClockIsTooWrong() {
    for instant in [Double.infinity, -.infinity, .greatestFiniteMagnitude, .nan] {
      let days = LocalDays(utcOffset: 0)
      #expect(abs(days.day(instant)) <= 100_000_000)
      #expect(abs(days.month(instant)) < 10_000_000)
    }
  }
}
