import CSQLite
import Glibc

/// What SQLite refused to do, in its own words.
package struct DatabaseError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Extended result code, such as `SQLITE_IOERR_FSYNC`.
  package var code: Int32
  package var message: String
  /// What it was asked; never a value that was bound.
  package var sql: String

  package init(code: Int32, message: String, sql: String = "") {
    self.code = code
    self.message = message
    self.sql = sql
  }

  /// The primary code, without what the extended one adds.
  package var primaryCode: Int32 { code & 0xFF }

  package var description: String {
    sql.isEmpty ? "\(message) (\(code))" : "\(message) (\(code)) in: \(sql)"
  }

  /// The last error of a connection.
  static func last(of handle: OpaquePointer?, sql: String = "") -> DatabaseError {
    guard let handle else { return DatabaseError(code: SQLITE_NOMEM, message: "out of memory", sql: sql) }
    if isOutOfRoom(handle) {
      return DatabaseError(code: SQLITE_FULL, message: String(cString: sqlite3_errstr(SQLITE_FULL)), sql: sql)
    }
    return DatabaseError(
      code: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)), sql: sql)
  }

  /// Where a file beside the database finds no room, SQLite tells of an I/O error or of one that cannot be opened.
  private static func isOutOfRoom(_ handle: OpaquePointer) -> Bool {
    let code = sqlite3_extended_errcode(handle) & 0xFF
    guard code == SQLITE_IOERR || code == SQLITE_CANTOPEN else { return false }
    return [ENOSPC, EDQUOT].contains(sqlite3_system_errno(handle))
  }

  /// Another process writes, or the disk has no room, or does not answer: the same may succeed later.
  package var mayPass: Bool {
    switch primaryCode {
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_PROTOCOL,
      SQLITE_NOMEM, SQLITE_READONLY:
      true
    default: false
    }
  }

  /// The file is not what SQLite wrote.
  package var isDamage: Bool {
    !isSearchDamage && (primaryCode == SQLITE_CORRUPT || primaryCode == SQLITE_NOTADB)
  }

  /// The search index is not what was written; it can be made anew from the rest.
  package var isSearchDamage: Bool { code == SQLITE_CORRUPT | 1 << 8 }
}
