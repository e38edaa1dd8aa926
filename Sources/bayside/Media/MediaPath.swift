import Glibc

/// Paths of files of pictures and videos.
enum MediaPath {
  /// A relative path begins at the working directory.
  static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let here = getcwd(nil, 0) else { return path }
    defer { free(here) }
    let directory = String(cString: here)
    return path == "." ? directory : (directory == "/" ? "/" : directory + "/") + path
  }

  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Something has this name, if only a link that leads nowhere.
  static func isTaken(_ path: String) -> Bool {
    var facts = stat()
    return lstat(path, &facts) == 0
  }

  static func isDirectory(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
  }

  static func size(of path: String) -> Int? {
    var facts = stat()
    guard lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(facts.st_size)
  }

  /// The first bytes of a file; empty when it cannot be read.
  static func beginning(of path: String) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = max(0, read(file, &bytes, bytes.count))
    return Array(bytes[..<count])
  }

  /// Makes the directories of a path that are not there; only the user can look into them. - Throws: why not.
  static func makeDirectory(_ path: String) throws(MediaFileProblem) {
    var directory = ""
    for part in path.split(separator: "/") {
      directory += "/" + part
      if mkdir(directory, 0o700) == 0 || errno == EEXIST { continue }
      let reason = errno
      if isDirectory(directory) { continue }
      throw MediaFileProblem("\(directory) cannot be made", reason)
    }
    guard isDirectory(path) else { throw MediaFileProblem("\(path) is no directory", ENOTDIR) }
  }
}

/// Why a file could not be written.
struct MediaFileProblem: Error, Sendable, Hashable {
  /// The system's number.
  var code: Int32
  /// One sentence.
  var sentence: String

  init(_ what: String, _ code: Int32) {
    self.code = code
    sentence = "\(what): \(Output.systemError(code))."
  }

  var isDiskFull: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }
}
