import Dispatch
package import Workbench

/// A request that may cost money before anybody knows how much.
package struct Reservation: Sendable, Hashable {
  /// The id of the exchange, kept or not.
  package var request: String
  /// The key's name; empty for one without.
  package var keyName: String
  /// The most that it may cost, as far as it is known; US dollars.
  package var amount: Double

  package init(request: String, keyName: String, amount: Double) {
    (self.request, self.keyName, self.amount) = (request, keyName, amount)
  }
}

/// Limits hold for all processes of the user together. Whoever is about to send asks and reserves in one
/// transaction, so that of two that ask at once the second one sees the first.
extension HistoryStore {
  /// Counts a request as under way for every process, if `admits` says so. Waits for the disk; not on the main
  /// thread. It counts until its exchange is ended in the books, or until `settle`.
  /// - Parameters:
  ///   - time: seconds since 1970.
  ///   - admits: sees what was spent and what others reserved, without what this process did.
  /// - Returns: what `admits` said; `nil` where nothing can be read, so that nobody was asked.
  package func reserve(
    _ reservation: Reservation, at time: Double, admits: @Sendable (SpendingReport) -> Bool
  ) -> Bool? {
    writing.sync {
      drain()
      let day = LocalDay(time: time, utcOffset: settings.calendar.utcOffset)
      guard let database = writer.value else { return admitted(on: day, by: admits) }
      do {
        // What cannot be ended goes on to count; the question is asked all the same.
        if try Reservations.areAbandoned(database) { _ = try? endAbandoned(database) }
        var run = journal.value.run
        let isAdmitted = try database.transaction {
          guard admits(try database.sharedSpendingReport(day)) else { return false }
          let row = try run ?? ThisProcess.insertRow(database)
          run = row
          try database.run(
            "INSERT OR REPLACE INTO reservation(request, run, key_name, day, amount) VALUES(?, ?, ?, ?, ?)",
            reservation.request, row, reservation.keyName, day.number, reservation.amount)
          return true
        }
        journal.value.run = run
        return isAdmitted
      } catch {
        mendLater(error)
        return admitted(on: day, by: admits)
      }
    }
  }

  /// The same where nothing can be written: by what the books say, though others cannot see it.
  private func admitted(on day: LocalDay, by admits: (SpendingReport) -> Bool) -> Bool? {
    reading.sync {
      guard let database = try? readingConnection() else { return nil }
      return (try? database.snapshot { try database.sharedSpendingReport(day) }).map(admits)
    }
  }

  /// The request has ended and nothing else of it is kept: only what it cost is added to the sums of its day and
  /// key. Returns at once.
  /// - Parameter cost: US dollars; `nil` where nobody knows.
  package func settle(_ reservation: Reservation, cost: Double?, at time: Double) {
    let day = LocalDay(time: time, utcOffset: settings.calendar.utcOffset)
    writing.async { [self] in
      guard let database = writer.value else { return }
      do {
        try database.transaction {
          try Reservations.remove(reservation.request, database)
          try Reservations.addPrivate(cost ?? 0, day: day.number, keyName: reservation.keyName, database)
        }
      } catch {
        mendLater(error)
      }
    }
  }
}

/// Rows of `reservation` and `private_spending`.
enum Reservations {
  static func remove(_ request: String, _ database: Database) throws {
    try database.run("DELETE FROM reservation WHERE request = ?", request)
  }

  static func addPrivate(_ amount: Double, day: Int, keyName: String, _ database: Database) throws {
    guard amount > 0, amount.isFinite else { return }
    try database.run(
      """
      INSERT INTO private_spending(day, key_name, amount) VALUES(?, ?, ?)
      ON CONFLICT(day, key_name) DO UPDATE SET amount = amount + excluded.amount
      """, day, keyName, amount)
  }

  /// Whether processes left some that are no more.
  static func areAbandoned(_ database: Database) throws -> Bool {
    try database.rows(
      "SELECT DISTINCT pid, boot, started FROM reservation LEFT JOIN run ON run.id = reservation.run"
    ) { $0.process(0) }.contains { $0?.isAlive != true }
  }

  /// What processes left that are no more, and no request in the books tells what it cost. It is taken for spent as a
  /// whole: relays bill what was cut off, and a limit that errs must err on the safe side.
  static func settleAbandoned(_ database: Database) throws {
    let rows = try database.rows(
      """
      SELECT request, key_name, day, amount, pid, boot, started FROM reservation
      LEFT JOIN run ON run.id = reservation.run
      WHERE NOT EXISTS(SELECT 1 FROM exchange WHERE uid = request AND outcome IS NULL)
      """
    ) { row in
      (
        request: row.text(0) ?? "", key: row.text(1) ?? "", day: row.int(2) ?? 0, amount: row.double(3) ?? 0,
        isAlive: row.process(4)?.isAlive ?? false
      )
    }
    for row in rows where !row.isAlive {
      try remove(row.request, database)
      try addPrivate(row.amount, day: row.day, keyName: row.key, database)
    }
  }
}

extension Database {
  /// The books' report with what is in no book: private mode, and what other processes have under way.
  func sharedSpendingReport(_ day: LocalDay) throws -> SpendingReport {
    var report = try spendingReport(day)
    try each(
      """
      SELECT key_name, sum(CASE WHEN day = ? THEN amount ELSE 0 END),
        sum(CASE WHEN day >= ? THEN amount ELSE 0 END), sum(amount) FROM private_spending GROUP BY key_name
      """, day.number, day.firstOfMonth
    ) { row in
      let sums = SpendingSums(
        day: row.double(1) ?? 0, month: row.double(2) ?? 0, all: row.double(3) ?? 0)
      report.total = report.total + sums
      if let key = row.text(0), !key.isEmpty {
        report.keys[key] = (report.keys[key] ?? SpendingSums()) + sums
      }
      return true
    }
    let current = ThisProcess.current
    try each(
      """
      SELECT key_name, amount, pid, boot, started FROM reservation LEFT JOIN run ON run.id = reservation.run
      """
    ) { row in
      if row.process(2) == current { return true }
      let amount = row.double(1) ?? 0
      report.reservedByOthers.total += amount
      if let key = row.text(0), !key.isEmpty { report.reservedByOthers.keys[key, default: 0] += amount }
      return true
    }
    return report
  }
}

extension LocalDay {
  /// Days of a month are those of its number, whatever its length.
  var firstOfMonth: Int { number - (Int(text.suffix(2)) ?? 1) + 1 }
}
