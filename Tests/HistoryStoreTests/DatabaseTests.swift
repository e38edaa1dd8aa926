@testable import HistoryStore
import Testing

@Suite struct DatabaseTests {
  private func memory() throws -> Database { try Database(path: ":memory:", access: .readWrite) }

  @Test func valuesComeBackAsTheyWereBound() throws {
    let database = try memory()
    try database.execute("CREATE TABLE t(i, d, t, b, n, f)")
    let text = "a\u{0}b 中 😀 e\u{301}"
    try database.run("INSERT INTO t VALUES(?, ?, ?, ?, ?, ?)", -7, 0.5, text, [0, 255] as [UInt8], nil, true)
    let row = try #require(
      try database.first("SELECT * FROM t") {
        (
          $0.int(0), $0.double(1), $0.text(2), $0.bytes(3), $0.text(4), $0.flag(5)
        )
      })
    #expect(row.0 == -7)
    #expect(row.1 == 0.5)
    #expect(row.2.map { Array($0.utf8) } == Array(text.utf8))
    #expect(row.3 == [0, 255])
    #expect(row.4 == nil)
    #expect(row.5)
  }

  @Test func emptyTextAndEmptyBytesAreNotNull() throws {
    let row = try #require(
      try memory().first("SELECT typeof(?), typeof(?), typeof(?)", "", [] as [UInt8], nil) {
        [$0.text(0), $0.text(1), $0.text(2)]
      })
    #expect(row == ["text", "blob", "null"])
  }

  @Test func theSameStatementRunsWithinALoopOverItsRows() throws {
    let database = try memory()
    try database.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1), (2)")
    let pairs = try database.rows("SELECT a FROM t ORDER BY a") { outer in
      try database.rows("SELECT a FROM t ORDER BY a") { ($0.int(0) ?? 0) + (outer.int(0) ?? 0) * 10 }
    }
    #expect(pairs == [[11, 12], [21, 22]])
  }

  @Test func aTransactionThatThrowsLeavesNothingBehind() throws {
    let database = try memory()
    try database.execute("CREATE TABLE t(a UNIQUE)")
    #expect(throws: DatabaseError.self) {
      try database.transaction {
        try database.run("INSERT INTO t VALUES(1)")
        try database.run("INSERT INTO t VALUES(1)")
      }
    }
    #expect(try database.first("SELECT count(*) FROM t") { $0.int(0) } == 0)
    try database.transaction { try database.run("INSERT INTO t VALUES(1)") }
    #expect(try database.first("SELECT count(*) FROM t") { $0.int(0) } == 1)
  }

  @Test func errorsHaveTheWordsOfSQLiteAndNoValues() throws {
    let database = try memory()
    let error = #expect(throws: DatabaseError.self) {
      try database.run("SELECT a FROM nowhere WHERE a = ?", "secret")
    }
    #expect(error?.message == "no such table: nowhere")
    #expect(error.map { !"\($0)".contains("secret") } == true)
    #expect(throws: DatabaseError.self) { try database.run("SELECT ?") }
  }
}
