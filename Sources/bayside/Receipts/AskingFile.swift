import Glibc
import RelayKit
import Synchronization
import Workbench

/// The book of what relays were asked about money, in the user's state directory: one file for all bayside
/// processes, changed by one at a time. Where there can be no such file, this process counts for itself.
struct AskingFile: Sendable {
  private let path: String?
  private static let memory = Mutex(AskingBook())
  private static let maximumBytes = 1 << 20

  init(_ environment: ProcessEnvironment) {
    path = environment.directory("XDG_STATE_HOME", orHome: ".local/state").map { $0 + "/bayside/asking.json" }
  }

  /// Changes the book while nobody else can. - Returns: what `body` says.
  @discardableResult
  func change<Result: Sendable>(at now: Double, _ body: (inout AskingBook) -> Result) -> Result {
    guard let path, case let lock = PrivateFile.lock(path + ".lock"), lock >= 0 else {
      return Self.memory.withLock { body(&$0) }
    }
    // Closing ends the lock.
    defer { close(lock) }
    var book = Self.read(path)
    let before = book
    let result = body(&book)
    book.tidy(at: now)
    guard book != before, PrivateFile.replace(path, with: Array(book.json.text().utf8)) != nil else {
      return result
    }
    return Self.memory.withLock { body(&$0) }
  }

  func read() -> AskingBook {
    let kept = path.map(Self.read) ?? AskingBook()
    return kept == AskingBook() ? Self.memory.withLock { $0 } : kept
  }

  /// A file that is missing or damaged is an empty book: what a relay does not allow, it refuses itself.
  private static func read(_ path: String) -> AskingBook {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return AskingBook() }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid() else {
      return AskingBook()
    }
    let bytes = Output.readInput(file, limit: maximumBytes)
    return (try? JSONValue(parsing: bytes)).map(AskingBook.init) ?? AskingBook()
  }
}
