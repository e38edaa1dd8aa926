import CSQLite

/// A compiled statement. It belongs to the queue of its database and is used through it.
package final class Statement {
  let handle: OpaquePointer
  let sql: String

  init(_ handle: OpaquePointer, sql: String) {
    self.handle = handle
    self.sql = sql
  }

  deinit { sqlite3_finalize(handle) }

  /// - Throws: when there are other parameters than values, or a value is too long.
  func bind(_ values: [(any SQLBindable)?]) throws(DatabaseError) {
    guard Int(sqlite3_bind_parameter_count(handle)) == values.count else {
      throw DatabaseError(
        code: SQLITE_MISUSE,
        message: "\(values.count) values for \(sqlite3_bind_parameter_count(handle)) parameters", sql: sql)
    }
    for (place, value) in values.enumerated() {
      let index = Int32(place + 1)
      let status = value?.bind(to: handle, at: index) ?? sqlite3_bind_null(handle, index)
      guard status == SQLITE_OK else {
        throw DatabaseError(code: status, message: String(cString: sqlite3_errstr(status)), sql: sql)
      }
    }
  }

  /// - Returns: whether there is a row.
  func step() throws(DatabaseError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw DatabaseError.last(of: sqlite3_db_handle(handle), sql: sql)
    }
  }

  /// Ready for the next use; what was bound, which may be megabytes, goes.
  func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }
}

/// The row that a statement stands on, for as long as the closure runs that was given it. Columns count from 0;
/// `nil` stands for NULL, and a value of another type is converted as SQLite does it.
package struct Row {
  let handle: OpaquePointer

  private func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

  package func int(_ column: Int) -> Int? {
    isNull(column) ? nil : Int(sqlite3_column_int64(handle, Int32(column)))
  }

  package func double(_ column: Int) -> Double? {
    isNull(column) ? nil : sqlite3_column_double(handle, Int32(column))
  }

  /// 0 for NULL. Asks nothing before, for loops over very many rows.
  func whole(_ column: Int) -> Int { Int(sqlite3_column_int64(handle, Int32(column))) }

  /// The same with a fraction.
  func number(_ column: Int) -> Double { sqlite3_column_double(handle, Int32(column)) }

  /// False for NULL and 0.
  package func flag(_ column: Int) -> Bool { sqlite3_column_int64(handle, Int32(column)) != 0 }

  package func text(_ column: Int) -> String? {
    guard !isNull(column), let start = sqlite3_column_text(handle, Int32(column)) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  package func bytes(_ column: Int) -> [UInt8]? {
    guard !isNull(column) else { return nil }
    let start = sqlite3_column_blob(handle, Int32(column))
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    guard let start, count > 0 else { return [] }
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  /// As it can be bound again.
  func value(_ column: Int) -> (any SQLBindable)? {
    switch sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER: int(column)
    case SQLITE_FLOAT: double(column)
    case SQLITE_TEXT: text(column)
    case SQLITE_BLOB: bytes(column)
    default: nil
    }
  }
}
