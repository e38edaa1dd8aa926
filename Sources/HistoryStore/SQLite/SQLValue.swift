import CSQLite

/// What a parameter of a statement can be given.
package protocol SQLBindable {
  /// - Returns: SQLite's result code.
  func bind(to statement: OpaquePointer, at index: Int32) -> Int32
}

extension Int: SQLBindable {
  package func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(statement, index, Int64(self))
  }
}

extension Bool: SQLBindable {
  package func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_int64(statement, index, self ? 1 : 0)
  }
}

extension Double: SQLBindable {
  /// What is no number is NULL, as SQLite has it.
  package func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    sqlite3_bind_double(statement, index, self)
  }
}

extension String: SQLBindable {
  package func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    var text = self
    return text.withUTF8 { bytes in
      guard let count = Int32(exactly: bytes.count) else { return SQLITE_TOOBIG }
      return bytes.withMemoryRebound(to: CChar.self) { characters in
        // No memory means NULL to SQLite, which is not the empty text.
        guard let start = characters.baseAddress else { return sq_bind_text(statement, index, "", 0) }
        return sq_bind_text(statement, index, start, count)
      }
    }
  }
}

extension Array: SQLBindable where Element == UInt8 {
  package func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
    withUnsafeBytes { bytes in
      guard let count = Int32(exactly: bytes.count) else { return SQLITE_TOOBIG }
      guard let start = bytes.baseAddress, count > 0 else {
        return sqlite3_bind_zeroblob(statement, index, 0)
      }
      return sq_bind_blob(statement, index, start, count)
    }
  }
}
