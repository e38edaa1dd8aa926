import CSQLite

/// A connection to a file of SQLite. It belongs to one queue: nothing of it may be used from two threads at a time.
///
///     let sums = try database.rows("SELECT model, sum(cost) FROM exchange WHERE day >= ? GROUP BY model", day) {
///       ($0.text(0) ?? "", $0.double(1))
///     }
package final class Database {
  let handle: OpaquePointer
  /// Compiled statements that are not in use. One that is in use is not here, so that the same SQL may run within
  /// a loop over its own rows.
  private var idle: [String: Statement] = [:]
  private static let mostIdle = 128

  package enum Access: Sendable { case readWrite, readOnly }

  /// - Parameters:
  ///   - path: of an existing file; a `file:` address where it has parameters.
  ///   - busySeconds: how long a statement waits for another process.
  package init(path: String, access: Access, busySeconds: Double = 5) throws(DatabaseError) {
    var opened: OpaquePointer?
    let flags =
      (access == .readWrite ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX
      | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE
    let status = sqlite3_open_v2(path, &opened, flags, nil)
    guard status == SQLITE_OK, let opened else {
      let error = DatabaseError.last(of: opened)
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    sqlite3_busy_timeout(handle, Int32(busySeconds * 1000))
    try setDefensive(true)
  }

  deinit {
    idle = [:]
    sqlite3_close_v2(handle)
  }

  /// Whether SQL is kept from damaging the file: what stands in a file may have been written by others.
  func setDefensive(_ isDefensive: Bool) throws(DatabaseError) {
    guard sq_set_defensive(handle, isDefensive ? 1 : 0) == SQLITE_OK else {
      throw DatabaseError.last(of: handle)
    }
  }

  /// Runs statements that have no parameters and give no rows.
  package func execute(_ sql: String) throws(DatabaseError) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
      throw DatabaseError.last(of: handle, sql: sql)
    }
  }

  /// Runs a statement for what it does.
  package func run(_ sql: String, _ values: (any SQLBindable)?...) throws {
    try use(sql, values) { statement in while try statement.step() {} }
  }

  /// One value for each row.
  package func rows<Value>(
    _ sql: String, _ values: (any SQLBindable)?..., read: (Row) throws -> Value
  ) throws -> [Value] {
    var result: [Value] = []
    try use(sql, values) { statement in
      while try statement.step() { result.append(try read(Row(handle: statement.handle))) }
    }
    return result
  }

  /// Of the first row; `nil` without one.
  package func first<Value>(
    _ sql: String, _ values: (any SQLBindable)?..., read: (Row) throws -> Value
  ) throws -> Value? {
    try use(sql, values) { statement in
      try statement.step() ? try read(Row(handle: statement.handle)) : nil
    }
  }

  /// Row after row, until `body` returns false.
  package func each(
    _ sql: String, _ values: (any SQLBindable)?..., body: (Row) throws -> Bool
  ) throws {
    try use(sql, values) { statement in
      while try statement.step(), try body(Row(handle: statement.handle)) {}
    }
  }

  /// Values in an array, for SQL whose parameters are put together.
  package func each(
    _ sql: String, values: [(any SQLBindable)?], body: (Row) throws -> Bool
  ) throws {
    try use(sql, values) { statement in
      while try statement.step(), try body(Row(handle: statement.handle)) {}
    }
  }

  /// Whole numbers of the first column, added to an array: for very many rows.
  func addWholes(_ sql: String, _ values: (any SQLBindable)?..., to numbers: inout [Int]) throws {
    try use(sql, values) { statement in
      let handle = statement.handle
      while true {
        let status = sqlite3_step(handle)
        guard status == SQLITE_ROW else {
          if status == SQLITE_DONE { break }
          throw DatabaseError.last(of: self.handle, sql: sql)
        }
        numbers.append(Int(sqlite3_column_int64(handle, 0)))
      }
    }
  }

  /// Everything in `body`, or nothing of it. Others may read meanwhile, and none may write.
  package func transaction<Value>(_ body: () throws -> Value) throws -> Value {
    // Asked for at once: a transaction that reads first could not be finished when another process had written.
    try run("BEGIN IMMEDIATE")
    do {
      let value = try body()
      try run("COMMIT")
      return value
    } catch {
      // SQLite may have rolled back by itself, as when the disk is full.
      if sqlite3_get_autocommit(handle) == 0 { try? run("ROLLBACK") }
      throw error
    }
  }

  /// Reads that all see the same state.
  package func snapshot<Value>(_ body: () throws -> Value) throws -> Value {
    try run("BEGIN")
    defer { if sqlite3_get_autocommit(handle) == 0 { try? run("ROLLBACK") } }
    return try body()
  }

  /// Runs a statement for what it does, with values in an array.
  package func run(_ sql: String, values: [(any SQLBindable)?]) throws {
    try use(sql, values) { statement in while try statement.step() {} }
  }

  /// Gives back what is kept to be faster the next time: compiled statements and pages.
  func releaseMemory() {
    idle = [:]
    sqlite3_db_release_memory(handle)
  }

  /// Row id of the last insert.
  package var lastRow: Int { Int(sqlite3_last_insert_rowid(handle)) }
  /// Rows that the last statement changed.
  package var changes: Int { Int(sqlite3_changes(handle)) }
  /// Rows that all statements changed.
  var allChanges: Int { Int(sqlite3_total_changes(handle)) }
  /// The system does not let it be written.
  package var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

  private func use<Value>(
    _ sql: String, _ values: [(any SQLBindable)?], _ body: (Statement) throws -> Value
  ) throws -> Value {
    let statement = try idle.removeValue(forKey: sql) ?? compile(sql)
    defer {
      statement.reset()
      if idle.count >= Self.mostIdle { idle = [:] }
      idle[sql] = statement
    }
    try statement.bind(values)
    return try body(statement)
  }

  private func compile(_ sql: String) throws(DatabaseError) -> Statement {
    var statement: OpaquePointer?
    let status = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard status == SQLITE_OK else { throw DatabaseError.last(of: handle, sql: sql) }
    guard let statement else { throw DatabaseError(code: SQLITE_MISUSE, message: "no statement", sql: sql) }
    return Statement(statement, sql: sql)
  }
}
