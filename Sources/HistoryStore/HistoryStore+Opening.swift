import CSQLite
import Dispatch
import Glibc
import Synchronization

/// Opening the file, whatever is there.
extension HistoryStore {
  /// On the writing queue.
  func openOrReport() {
    do {
      if try openForWriting() { setState(.keeping) } else { setState(.readingOnly) }
    } catch {
      let isFull = (error as? DatabaseError)?.primaryCode == SQLITE_FULL
      let isReadable = isFull && (try? unchangingConnection()) != nil
      setState(isReadable ? .readingOnly : .off)
      _ = inbox.takeAll()
      notices.report(isFull ? fullDisk(isReadable: isReadable) : HistoryProblem(error))
    }
  }

  /// SQLite keeps files beside the history, which need room before anything is written.
  private func fullDisk(isReadable: Bool) -> HistoryProblem {
    let rest = isReadable ? " What is in \(file.path) can be read." : ""
    return HistoryProblem(
      .diskFull, "The disk is full, and nothing is kept: make room and start bayside again.\(rest)")
  }

  private func setState(_ new: State) { state.withLock { if $0 != .closed { $0 = new } } }

  /// - Returns: false when it can only be read.
  private func openForWriting() throws -> Bool {
    let resolved = try file.resolved()
    place.withLock { $0 = resolved }
    let isNew = try file.prepare()
    if let problem = file.writingProblem {
      notices.report(problem)
      _ = inbox.takeAll()
      return false
    }
    // One that another bayside made a moment ago has no tables yet.
    if !isNew, file.size == 0, file.secondsSinceChange > 60 {
      notices.tell("The history file was empty; a new history begins in it.")
    }
    // SQLite would take so little for nothing, and write over it.
    if !isNew, let size = file.size, (1..<512).contains(size) {
      writer.value = try mendFile()
      return true
    }
    do {
      writer.value = try openDatabase()
    } catch let error as DatabaseError where error.isDamage {
      writer.value = try mendFile()
    }
    return true
  }

  /// The file with tables as this bayside needs them.
  func openDatabase() throws -> Database {
    identity.value = file.identity
    let database = try Database(path: file.path, access: .readWrite, busySeconds: settings.busySeconds)
    switch try SchemaState.read(database, known: settings.migrations) {
    case .foreign:
      throw HistoryProblem(
        .other, "\(file.path) is a database of another program. It is not touched, and nothing is kept.")
    case .newer:
      throw HistoryProblem(
        .newerSchema,
        "The history was written by a newer bayside. It is not touched, and nothing is kept; use that one.")
    case .empty: try prepareForWriting(database)
    case .missing(let names):
      try checkIfSmall(database)
      if settings.migrations.contains(where: { $0.keepsCopy && names.contains($0.name) }) {
        try keepCopy(of: database)
      }
      try prepareForWriting(database)
    }
    return database
  }

  private func prepareForWriting(_ database: Database) throws {
    try database.execute("PRAGMA journal_mode = WAL")
    // Each transaction is on the disk when it ends, and survives the loss of power.
    try database.execute("PRAGMA synchronous = FULL")
    try database.execute("PRAGMA journal_size_limit = 4194304")
    // What is deleted is written over, so that it is gone for good. Not every SQLite does so by itself.
    try database.execute("PRAGMA secure_delete = ON")
    try Schema.migrate(database, with: settings.migrations)
  }

  /// The file before its tables are changed.
  private func keepCopy(of database: Database) throws {
    let path = file.freePath(".before-\(WallClock.stamp)")
    let copy = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard copy >= 0 else {
      throw HistoryProblem(
        .other,
        "The history of an older bayside cannot be copied to \(path): \(String(cString: strerror(errno))).")
    }
    Glibc.close(copy)
    try database.run("VACUUM INTO ?", path)
    notices.tell("The history of an older bayside was taken over; a copy as it was is at \(path).")
  }

  /// - Throws: damage. Of a small file all pages are looked at each time; a large one is looked through in the
  ///   background, when bayside did not end as it should.
  private func checkIfSmall(_ database: Database) throws {
    guard (file.size ?? 0) <= Self.mostBytesToCheck else { return }
    try Self.check(database)
  }

  private static var mostBytesToCheck: Int { 8 << 20 }

  private static func check(_ database: Database) throws {
    let words = try database.first("PRAGMA quick_check(1)") { $0.text(0) ?? "" } ?? ""
    if words != "ok" { throw DatabaseError(code: SQLITE_CORRUPT, message: words) }
  }

  /// Looks through the whole file, beside everything else.
  func checkInBackground() {
    guard (file.size ?? 0) > Self.mostBytesToCheck else { return }
    DispatchQueue.global(qos: .utility).async { [self] in
      do {
        try Self.check(Database(path: file.path, access: .readOnly, busySeconds: settings.busySeconds))
      } catch {
        mendLater(error)
      }
    }
  }

  // MARK: Reading

  /// On the reading queue.
  func readingConnection() throws -> Database {
    if let open = reader.value { return open }
    let database = try readingConnectionOfItsOwn()
    // One that is taken for unchanging does not see what others write once they can.
    if state.withLock({ $0 }) != .readingOnly { reader.value = database }
    return database
  }

  private static let restSeconds = 20.0

  /// When nobody has looked for a while, pages that are held to be faster are given back: megabytes, behind a look at
  /// a large history. On the reading queue.
  func restLater() {
    let isPlanned = lastRead.value != nil
    lastRead.value = WallClock.now
    if !isPlanned { planRest() }
  }

  private func planRest() {
    reading.asyncAfter(deadline: .now() + Self.restSeconds) { [weak self] in
      guard let self, let last = lastRead.value else { return }
      // A clock that was set back must not put it off for ever.
      guard abs(WallClock.now - last) >= Self.restSeconds else { return planRest() }
      lastRead.value = nil
      reader.value?.releaseMemory()
      sq_return_memory()
    }
  }

  /// Any thread, once the file was opened.
  func readingConnectionOfItsOwn() throws -> Database {
    let database: Database
    switch state.withLock({ $0 }) {
    case .keeping, .opening:
      database = try Database(path: file.path, access: .readWrite, busySeconds: settings.busySeconds)
    case .readingOnly: database = try unchangingConnection()
    case .off: throw problem ?? HistoryProblem(.other, "There is no history.")
    case .closed: throw HistoryProblem(.other, "The history is closed.")
    }
    try SearchVocabulary.prepare(database)
    try database.execute("PRAGMA query_only = 1")
    try database.execute("PRAGMA cache_size = -16000")
    return database
  }

  private func unchangingConnection() throws -> Database {
    let database = try file.openImmutable()
    guard case .missing([]) = try SchemaState.read(database, known: settings.migrations) else {
      throw HistoryProblem(
        .readOnly, "The history at \(file.path) has other tables than this bayside, and cannot be changed.")
    }
    return database
  }
}

extension HistoryFile {
  /// Why it cannot be written, though it is there.
  var writingProblem: HistoryProblem? {
    for place in [directory, path] where access(place, W_OK) != 0 {
      return HistoryProblem(
        .readOnly,
        "The history cannot be written to \(place): \(String(cString: strerror(errno))). Nothing is kept.")
    }
    return nil
  }

  /// Without the files that SQLite keeps beside it, which cannot be made where nothing can be written.
  func openImmutable() throws -> Database {
    if HistoryFile(path + "-wal").size ?? 0 > 0, let database = try? Database(path: path, access: .readOnly),
      (try? database.first("SELECT count(*) FROM sqlite_schema", read: { $0.int(0) })) != nil
    {
      return database
    }
    return try openWithoutLog()
  }

  /// What was written last and stands in the log is left out.
  func openWithoutLog() throws(DatabaseError) -> Database {
    try Database(path: "file:" + Self.escaped(path) + "?immutable=1", access: .readOnly)
  }

  private static func escaped(_ path: String) -> String {
    var result = ""
    for scalar in path.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "?": result += "%3f"
      case "#": result += "%23"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A name beside the file that nothing has.
  func freePath(_ ending: String) -> String {
    var candidate = path + ending
    var number = 2
    while HistoryFile(candidate).size != nil {
      candidate = path + ending + "-\(number)"
      number += 1
    }
    return candidate
  }
}
