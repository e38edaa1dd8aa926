import Dispatch
import RelayKit
import Synchronization
package import Workbench

/// What was sent and received, in one file of SQLite. All of it may be called on any thread; nothing but `begin`,
/// `flush` and `close` waits for the disk. A file that cannot be used is said so once, and the store goes on
/// without keeping: then reading throws the same problem.
///
/// Bytes of answers (`exchangeFile`) are pruned as `FramePolicy` says; texts, digests and figures stay until they
/// are deleted or purged.
package final class HistoryStore: Sendable {
  /// Everything that is written, in the order in which it was given.
  let writing = DispatchQueue(label: "history.writing")
  let reading = DispatchQueue(label: "history.reading")
  /// Left when the file was opened, or could not be.
  let opening = DispatchGroup()
  let writer: QueueBound<Database?>
  let reader: QueueBound<Database?>
  /// When the last look was, in seconds, while it is planned to give back what it needed.
  let lastRead: QueueBound<Double?>
  let journal: QueueBound<Journal>
  /// Of the file that `writer` has open.
  let identity: QueueBound<HistoryFile.Identity?>
  /// What was deleted is still to be taken out of index and log.
  let isErasing: QueueBound<Bool>
  let inbox = JournalInbox()
  /// Of its name until it was opened, then of what a link in its place leads to.
  let place: Mutex<HistoryFile>
  let notices: Notices
  /// Told when a conversation goes on under another id.
  let moved: @Sendable (ConversationMove) -> Void
  let settings: Settings
  let state = Mutex(State.opening)
  /// The writing queue stands still until `release`.
  private let isHeld = Mutex(false)

  var file: HistoryFile { place.withLock { $0 } }

  enum State: Sendable { case opening, keeping, readingOnly, off, closed }

  struct Settings: Sendable {
    var calendar = LocalDays(utcOffset: 0)
    var frames = FramePolicy()
    var migrations = Schema.migrations
    /// How long a transaction waits for another process.
    var busySeconds = 5.0
    /// From the first line that waits to the transaction; what is left of 250 ms is for the disk.
    var delayMilliseconds = 120
    var retrySeconds = 2.0
    /// From a deletion to the work that it leaves.
    var eraseSeconds = 2.0
  }

  init(
    path: String, settings: Settings, moved: @escaping @Sendable (ConversationMove) -> Void = { _ in },
    say: @escaping @Sendable (String) -> Void
  ) {
    self.moved = moved
    place = Mutex(HistoryFile(path))
    notices = Notices(say)
    writer = QueueBound(nil, on: writing)
    reader = QueueBound(nil, on: reading)
    lastRead = QueueBound(nil, on: reading)
    identity = QueueBound(nil, on: writing)
    isErasing = QueueBound(false, on: writing)
    journal = QueueBound(Journal(calendar: settings.calendar), on: writing)
    self.settings = settings
  }

  /// Opens the file, or makes it, in the background: returns at once.
  /// - Parameters:
  ///   - path: of the file; empty where there is no place for it.
  ///   - utcOffset: seconds that local time is ahead of UTC, for days and months in the books.
  ///   - frames: when bytes of answers are pruned.
  ///   - moved: a conversation is kept under another id from now on; any thread. The reason was said.
  ///   - say: one sentence for the user, on any thread: why nothing is kept, that the disk is full, that there is
  ///     room again, what was mended. Each is said once until it changes.
  ///   - isHeld: nothing is done until `release`, which has to be called: the file must not take the processor
  ///     from the first frame of a screen.
  package static func open(
    path: String, utcOffset: Int, frames: FramePolicy = FramePolicy(), isHeld: Bool = false,
    moved: @escaping @Sendable (ConversationMove) -> Void = { _ in },
    say: @escaping @Sendable (String) -> Void
  ) -> HistoryStore {
    let settings = Settings(calendar: LocalDays(utcOffset: utcOffset), frames: frames)
    let store = HistoryStore(path: path, settings: settings, moved: moved, say: say)
    if isHeld {
      store.isHeld.withLock { $0 = true }
      store.writing.suspend()
    }
    store.start()
    return store
  }

  /// Begins what was held; nothing where nothing is.
  package func release() {
    let wasHeld = isHeld.withLock { held in
      defer { held = false }
      return held
    }
    if wasHeld { writing.resume() }
  }

  static func open(
    path: String, settings: Settings, moved: @escaping @Sendable (ConversationMove) -> Void = { _ in },
    say: @escaping @Sendable (String) -> Void
  ) -> HistoryStore {
    let store = HistoryStore(path: path, settings: settings, moved: moved, say: say)
    store.start()
    return store
  }

  private func start() {
    opening.enter()
    writing.async { [self] in
      defer { opening.leave() }
      openOrReport()
    }
    writing.async { [self] in recover() }
  }

  /// Why nothing is kept at the moment, or what waits for the disk; `nil` while all is well, and until the file
  /// was opened.
  package var problem: HistoryProblem? { notices.problem }

  /// Runs `body` on the reading queue, in one state of the file. What was given a moment ago may still wait to be
  /// written: `flush` first where it matters.
  /// - Parameter body: may query and must not write.
  /// - Throws: why the file cannot be read.
  package func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(HistoryProblem) -> Value {
    let result: Result<Value, HistoryProblem> = await withCheckedContinuation { continuation in
      reading.async { [self] in
        opening.wait()
        defer { restLater() }
        do {
          let database = try readingConnection()
          continuation.resume(returning: .success(try database.snapshot { try body(database) }))
        } catch {
          mendLater(error)
          continuation.resume(returning: .failure(HistoryProblem(error)))
        }
      }
    }
    return try result.get()
  }

  /// Runs `body` on the writing queue, as one transaction, after all that was given before.
  /// - Throws: why nothing of it was written.
  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(HistoryProblem) -> Value {
    try await onWriter { database in try database.transaction { try body(database) } }
  }

  /// The same without a transaction around it.
  func onWriter<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(HistoryProblem) -> Value {
    let result: Result<Value, HistoryProblem> = await withCheckedContinuation { continuation in
      writing.async { [self] in
        drain()
        do {
          guard let database = writer.value else {
            throw problem ?? HistoryProblem(.other, "The history is closed.")
          }
          continuation.resume(returning: .success(try body(database)))
        } catch {
          mendLater(error)
          continuation.resume(returning: .failure(HistoryProblem(error)))
        }
      }
    }
    return try result.get()
  }

  /// Writes what waits, lets the file go, and takes nothing more. Waits for the disk.
  package func close() {
    state.withLock { $0 = .closed }
    writing.sync {
      drain()
      if let database = writer.value, let run = journal.value.run, journal.value.running.isEmpty {
        // What it reserved and did not send is free again.
        try? database.run("DELETE FROM reservation WHERE run = ?", run)
        try? database.run("DELETE FROM run WHERE id = ?", run)
        journal.value.run = nil
      }
      writer.value.map(eraseRest)
      writer.value = nil
    }
    reading.sync { reader.value = nil }
  }
}
