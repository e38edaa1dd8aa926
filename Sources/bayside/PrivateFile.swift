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

  /// The file that a link leads to, so that what replaces it leaves the link alone; the path itself for what is none,
  /// and where nothing is at its end.
  static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// Replaces a file as a whole, or not at all: directories are made, the new content is on the disk before it
  /// takes the name. - Returns: why it could not be done.
  static func replace(_ path: String, with bytes: [UInt8]) -> String? {
    makeDirectory(of: path)
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

  /// Adds a line, with its end, to a file, which is made when it is not there. - Returns: why it could not be done.
  static func append(_ path: String, _ line: [UInt8]) -> String? {
    makeDirectory(of: path)
    let file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return String(cString: strerror(errno)) }
    defer { close(file) }
    // A line that was torn off by a crash must not take this one with it.
    var last: UInt8 = 0x0A
    let size = lseek(file, 0, SEEK_END)
    if size > 0 { pread(file, &last, 1, size - 1) }
    let whole = (last == 0x0A ? [] : [0x0A]) + line
    return Output.writeWhole(whole, to: file) ? nil : String(cString: strerror(errno))
  }

  /// Waits until no other process holds the lock. - Returns: what to close to give it back, or -1 when it cannot
  /// be had, as where nothing can be written.
  static func lock(_ path: String) -> Int32 {
    makeDirectory(of: path)
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return -1 }
    while flock(file, LOCK_EX) != 0 {
      if errno == EINTR { continue }
      close(file)
      return -1
    }
    return file
  }

  /// Those that are missing above a file. Whether they could be made shows when the file is.
  static func makeDirectory(of path: String) {
    var directory = ""
    for part in path.split(separator: "/").dropLast() {
      directory += "/" + part
      mkdir(directory, 0o700)
    }
  }
}
