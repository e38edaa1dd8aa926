import Glibc

/// Files that appear under their name whole or not at all, and never in place of another one.
enum NewMediaFile {
  /// Tries with a number behind the name, before it is given up.
  private static let mostCopies = 1000

  /// Writes a file and gives it the first name that is free.
  /// - Parameter names: the path for a try: 1 is the name itself, 2 and on have a number behind it.
  /// - Returns: its path.
  /// - Throws: why nothing was written; nothing is left then.
  static func write(_ bytes: [UInt8], names: (Int) -> String) throws(MediaFileProblem) -> String {
    let directory = MediaPath.directory(of: names(1))
    try MediaPath.makeDirectory(MediaPath.absolute(directory))
    // A name of its own on the same disk, so that nobody sees a part of it under its name.
    let part = "\(directory)/.bayside-\(KeptHistory.session)-\(UInt32.random(in: 0...UInt32.max)).part"
    let file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard file >= 0 else { throw MediaFileProblem("\(names(1)) cannot be written", errno) }
    let isWhole = Output.writeWhole(bytes, to: file) && fsync(file) == 0
    let reason = errno
    close(file)
    defer { unlink(part) }
    guard isWhole else { throw MediaFileProblem("\(names(1)) is not saved", reason) }
    return try name(part, names: names)
  }

  /// Gives a whole file the first name that is free; the name that it had stays, or goes with it.
  static func name(_ part: String, names: (Int) -> String) throws(MediaFileProblem) -> String {
    for copy in 1...mostCopies {
      let path = names(copy)
      if try claim(part, as: path) { return path }
    }
    throw MediaFileProblem("\(names(1)) is not saved: too many files have that name", EEXIST)
  }

  /// - Returns: false when something else has the name.
  static func claim(_ part: String, as path: String) throws(MediaFileProblem) -> Bool {
    if link(part, path) == 0 { return true }
    switch errno {
    case EEXIST: return isSame(part, path)
    // File systems without links: the name is taken with an empty file, which the whole one replaces at once.
    case EPERM, ENOSYS, EOPNOTSUPP, EMLINK, EACCES, EXDEV:
      let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
      if file < 0, errno == EEXIST { return false }
      guard file >= 0 else { throw MediaFileProblem("\(path) cannot be written", errno) }
      close(file)
      guard rename(part, path) == 0 else {
        let reason = errno
        unlink(path)
        throw MediaFileProblem("\(path) cannot be written", reason)
      }
      return true
    default: throw MediaFileProblem("\(path) cannot be written", errno)
    }
  }

  /// Both names are of one file: it had been given its name before the program ended.
  private static func isSame(_ first: String, _ second: String) -> Bool {
    var (one, two) = (stat(), stat())
    return lstat(first, &one) == 0 && lstat(second, &two) == 0 && one.st_dev == two.st_dev
      && one.st_ino == two.st_ino
  }
}
