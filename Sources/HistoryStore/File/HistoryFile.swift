import Glibc

/// The file and its directory, as the system sees them.
struct HistoryFile: Sendable {
  let path: String
  /// Of the directory.
  let directory: String

  /// What stands beside the file while it is open.
  static let companions = ["-wal", "-shm"]

  init(_ path: String) {
    self.path = path
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let joined = parts.joined(separator: "/")
    directory = joined.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : joined
  }

  /// Sees to it that there is a file that only the user can read, in a directory that is there.
  /// - Returns: whether it was made now.
  func prepare() throws(HistoryProblem) -> Bool {
    guard !path.isEmpty, path != "/" else {
      throw HistoryProblem(
        .noDirectory,
        "There is no home directory to keep the history in. Nothing is kept; set XDG_DATA_HOME.")
    }
    makeDirectory()
    for name in [path] + Self.companions.map({ path + $0 }) { try refuseLink(name) }
    let made = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if made >= 0 {
      close(made)
      return true
    }
    let reason = errno
    guard reason == EEXIST else { throw cannotOpen(reason) }
    try restrict()
    return false
  }

  /// The file that a link in its place leads to, as to a history on another disk: what SQLite keeps beside it, and
  /// what mending moves about, is there.
  /// - Throws: when that is not the user's own file. One that is not there, as while its disk is not mounted, is not
  ///   begun anew.
  func resolved() throws(HistoryProblem) -> HistoryFile {
    var facts = stat()
    guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFLNK else { return self }
    guard let real = realpath(path, nil) else {
      let words = String(cString: strerror(errno))
      throw HistoryProblem(
        .noDirectory, "\(path) is a link, and what it leads to cannot be opened: \(words). Nothing is kept.")
    }
    defer { free(real) }
    let file = HistoryFile(String(cString: real))
    guard lstat(file.path, &facts) == 0, facts.st_uid == geteuid() else {
      throw HistoryProblem(
        .other, "\(path) leads to \(file.path), which belongs to another user. Nothing is kept there.")
    }
    return file
  }

  private func refuseLink(_ name: String) throws(HistoryProblem) {
    var facts = stat()
    guard lstat(name, &facts) == 0 else { return }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw HistoryProblem(
        .other, "\(name) is not a plain file, so the history is not kept there. Move it away.")
    }
  }

  /// A file that others can read is closed to them.
  private func restrict() throws(HistoryProblem) {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw cannotOpen(errno) }
    defer { close(file) }
    var facts = stat()
    if fstat(file, &facts) == 0, facts.st_mode & 0o077 != 0, facts.st_uid == geteuid() { fchmod(file, 0o600) }
  }

  private func cannotOpen(_ reason: Int32) -> HistoryProblem {
    let words = String(cString: strerror(reason))
    switch reason {
    case EROFS, EACCES, EPERM:
      return HistoryProblem(.readOnly, "The history cannot be written to \(path): \(words). Nothing is kept.")
    case ENOENT, ENOTDIR, ENAMETOOLONG:
      return HistoryProblem(
        .noDirectory, "The history has no place at \(path): \(words). Nothing is kept.")
    case ENOSPC, EDQUOT:
      return HistoryProblem(.diskFull, "The history cannot be begun at \(path): \(words). Nothing is kept.")
    default:
      return HistoryProblem(.other, "The history cannot be opened at \(path): \(words). Nothing is kept.")
    }
  }

  private func makeDirectory() {
    var made = path.hasPrefix("/") ? "" : "."
    for part in directory.split(separator: "/") where part != "." {
      made += "/" + part
      mkdir(made, 0o700)
    }
  }

  /// Tells a file from another one that took its name.
  struct Identity: Hashable, Sendable {
    let device: UInt
    let number: UInt
  }

  var identity: Identity? {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return nil }
    return Identity(device: UInt(facts.st_dev), number: UInt(facts.st_ino))
  }

  /// Since it was written last.
  var secondsSinceChange: Double {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return 0 }
    return Double(time(nil) - facts.st_mtim.tv_sec)
  }

  /// Bytes; `nil` when it is not there.
  var size: Int? {
    var facts = stat()
    return lstat(path, &facts) == 0 ? Int(facts.st_size) : nil
  }
}
