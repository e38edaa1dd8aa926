import Glibc

/// Files that only the user can read.
enum PrivateFile {
  /// Replaces the file's content; a link in its place is refused. - Returns: whether all was written.
  static func write(_ bytes: [UInt8], to path: String) -> Bool {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return false }
    defer { close(file) }
    return Output.writeWhole(bytes, to: file)
  }

  /// Replaces a file as a whole, or not at all: directories are made, the new content is on the disk before it
  /// takes the name. - Returns: why it could not be done.
  static func replace(_ path: String, with bytes: [UInt8]) -> String? {
    var directory = ""
    for part in path.split(separator: "/").dropLast() {
      directory += "/" + part
      mkdir(directory, 0o700)
    }
    let new = "\(path).\(getpid()).new"
    unlink(new)
    let file = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return String(cString: strerror(errno)) }
    let isWhole = Output.writeWhole(bytes, to: file) && fsync(file) == 0
    let reason = isWhole ? nil : String(cString: strerror(errno))
    close(file)
    if reason == nil, rename(new, path) == 0 { return nil }
    defer { unlink(new) }
    return reason ?? String(cString: strerror(errno))
  }
}
