import Glibc
import Playground
import Workbench

/// Writes what is on the screen to a path that was typed. Nothing is replaced, and what could not be written whole is
/// taken away again.
enum TypedPath {
  /// Directories that are not there are made, as the commands do.
  /// - Returns: the whole path. Blocks; a pool task.
  static func write(
    _ source: PictureBytes, to typed: String, _ environment: ProcessEnvironment
  ) throws(MediaFileProblem) -> String {
    var target = absolute(typed, environment)
    if target.hasSuffix("/") || MediaPath.isDirectory(target) {
      var name = "image"
      if case .file(let path) = source { name = PathName.last(of: path) }
      target += (target.hasSuffix("/") ? "" : "/") + name
    }
    if MediaPath.isTaken(target) {
      throw MediaFileProblem("\(environment.shown(target)) is not replaced", EEXIST)
    }
    try MediaPath.makeDirectory(MediaPath.directory(of: target))
    let file = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw MediaFileProblem("\(environment.shown(target)) cannot be written", errno) }
    var problem = copy(source, to: file)
    if close(file) != 0, problem == nil {
      problem = MediaFileProblem("\(environment.shown(target)) is not saved", errno)
    }
    if let problem {
      unlink(target)
      throw problem
    }
    return target
  }

  private static func absolute(_ typed: String, _ environment: ProcessEnvironment) -> String {
    var typed = typed[...]
    while typed.hasPrefix("./") {
      typed.removeFirst(2)
      while typed.first == "/" { typed.removeFirst() }
    }
    return MediaPath.absolute(environment.resolved(String(typed), in: MediaPath.absolute(".")))
  }

  private static func copy(_ source: PictureBytes, to file: Int32) -> MediaFileProblem? {
    let path: String
    switch source {
    case .bytes(let bytes):
      return Output.writeWhole(bytes, to: file) ? nil : MediaFileProblem("It is not saved", errno)
    case .file(let file): path = file
    }
    let opened = open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { return MediaFileProblem("\(path) cannot be read", errno) }
    defer { close(opened) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(opened, &buffer, buffer.count)
      if count == 0 { return nil }
      if count < 0 {
        if errno != EINTR { return MediaFileProblem("\(path) cannot be read", errno) }
      } else if !Output.writeWhole(Array(buffer[..<count]), to: file) {
        return MediaFileProblem("It is not saved", errno)
      }
    }
  }
}
