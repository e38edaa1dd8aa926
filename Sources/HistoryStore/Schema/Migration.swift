import CSQLite

/// One change of the tables. Changes are appended to the list, applied by name in its order, and never edited once
/// they were shipped.
struct Migration: Sendable {
  let name: String
  /// Whether a copy of the file is kept before it: for changes that rewrite or drop what is there.
  var keepsCopy = false
  let apply: @Sendable (Database) throws -> Void

  init(_ name: String, keepsCopy: Bool = false, apply: @escaping @Sendable (Database) throws -> Void) {
    self.name = name
    self.keepsCopy = keepsCopy
    self.apply = apply
  }

  init(_ name: String, keepsCopy: Bool = false, sql: String) {
    self.init(name, keepsCopy: keepsCopy) { try $0.execute(sql) }
  }
}

/// What a file is, seen by its tables.
enum SchemaState: Sendable, Hashable {
  /// No table at all.
  case empty
  /// Tables of another program.
  case foreign
  /// Changes were applied that this bayside does not know: the file of a newer one.
  case newer(String)
  /// These are still to be applied, by name; none when it is as it should be.
  case missing([String])

  static func read(_ database: Database, known: [Migration]) throws -> SchemaState {
    let tables = try database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'") { $0.text(0) ?? "" }
    guard !tables.isEmpty else { return .empty }
    guard tables.contains("migration") else { return .foreign }
    let applied = try database.rows("SELECT name FROM migration") { $0.text(0) ?? "" }
    let names = known.map(\.name)
    if let unknown = applied.first(where: { !names.contains($0) }) { return .newer(unknown) }
    return .missing(names.filter { !applied.contains($0) })
  }
}

enum Schema {
  /// Applies what is missing, all of it or nothing. - Returns: whether anything was.
  @discardableResult
  static func migrate(_ database: Database, with migrations: [Migration]) throws -> Bool {
    try database.transaction {
      // Asked again where nobody else can write: another process may have done it meanwhile.
      try database.execute(
        "CREATE TABLE IF NOT EXISTS migration(name TEXT PRIMARY KEY, applied_at REAL NOT NULL)")
      let applied = Set(try database.rows("SELECT name FROM migration") { $0.text(0) ?? "" })
      let missing = migrations.filter { !applied.contains($0.name) }
      for migration in missing {
        try migration.apply(database)
        try database.run("INSERT INTO migration VALUES(?, unixepoch())", migration.name)
      }
      return !missing.isEmpty
    }
  }
}
