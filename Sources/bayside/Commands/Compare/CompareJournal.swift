import Glibc
import RelayKit
import Workbench

/// The file of a comparison while it runs: every result is in it before the next is waited for, so that nothing is
/// lost whatever happens to the process. Readable by its owner only, and never with a key in it.
final class CompareJournal {
  let path: String
  private let file: Int32
  private let secrets: KnownSecrets
  /// Why it stopped growing: a sentence.
  private(set) var failure: String?

  private static let mostBytes = 1 << 30

  /// - Parameter isNew: whether it must not exist; else it is gone on with.
  private init(_ path: String, isNew: Bool, option: String, secrets: KnownSecrets) throws(UsageError) {
    self.path = path
    self.secrets = secrets
    let flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let file = open(path, isNew ? flags | O_CREAT | O_EXCL : flags, 0o600)
    guard file >= 0 else {
      let reason =
        errno == EEXIST
        ? "it exists already and was not touched; --resume goes on with a comparison"
        : errno == ELOOP ? "it is a symbolic link; name the file itself" : Output.systemError(errno)
      throw UsageError(
        sentence: "\(option): \(path) cannot be \(isNew ? "written" : "opened"): \(reason).")
    }
    self.file = file
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw UsageError(sentence: "\(option): \(path) is no regular file.")
    }
    // Two that go on with one comparison would ask everything twice.
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      throw UsageError(sentence: "\(option): another bayside is at work on \(path).")
    }
    guard isNew || fchmod(file, 0o600) == 0 else {
      throw UsageError(sentence: "\(option): \(path) cannot be written: \(Output.systemError(errno)).")
    }
  }

  deinit { close(file) }

  /// A new file that begins with what is asked.
  static func begin(
    _ record: ComparisonRecord, at path: String, option: String, secrets: KnownSecrets
  ) throws(UsageError) -> CompareJournal {
    let journal = try CompareJournal(path, isNew: true, option: option, secrets: secrets)
    journal.append(ComparisonFile.header(record))
    if let failure = journal.failure { throw UsageError(sentence: failure) }
    return journal
  }

  /// A file that is gone on with, and the comparison in it.
  static func resume(
    _ path: String, secrets: KnownSecrets
  ) throws(UsageError) -> (CompareJournal, ComparisonRecord, notes: [String]) {
    let journal = try CompareJournal(path, isNew: false, option: "--resume", secrets: secrets)
    let bytes = Output.readInput(journal.file, limit: mostBytes)
    do {
      let (record, notes) = try ComparisonFile.read(bytes)
      // What comes next must not become part of a torn line.
      if bytes.last != 0x0A { journal.append([0x0A]) }
      return (journal, record, notes.map(\.sentence))
    } catch {
      throw UsageError(sentence: "--resume: \(path): \(error.sentence)")
    }
  }

  /// Appends whole lines and has them on the disk when it returns.
  func append(_ bytes: [UInt8]) {
    guard failure == nil else { return }
    guard Output.writeWhole(secrets.hidden(bytes), to: file) else {
      failure = "The journal \(path) is not complete: \(Output.systemError(errno))."
      return
    }
    fsync(file)
  }
}

/// The key and what else must not be in a file or an output, wherever it came from.
struct KnownSecrets: Sendable {
  private let values: [[UInt8]]
  private static let shown = Array("(key)".utf8)

  init(_ relay: RelayConfiguration) {
    var texts = relay.apiKey.map { [$0] } ?? []
    for header in relay.extraHeaders where Secrets.isSecret(header.name) {
      texts.append(header.value.split(separator: " ").last.map(String.init) ?? "")
    }
    // As JSON writes it too. Short values are placeholders; hiding them would damage ordinary text.
    let spellings = texts.filter { $0.utf8.count >= 8 }.flatMap { text in
      [text, String(JSONValue.string(text).text().dropFirst().dropLast())]
    }
    values = Set(spellings).map { Array($0.utf8) }.sorted { $0.count > $1.count }
  }

  func hidden(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for value in values {
      while let place = bytes.firstRange(of: value) { bytes.replaceSubrange(place, with: Self.shown) }
    }
    return bytes
  }
}
