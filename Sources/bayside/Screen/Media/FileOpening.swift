import CursesTerminal
import Glibc

/// Opens files with the user's own program for them.
enum FileOpening {
  /// - Parameters:
  ///   - program: of the settings, with its arguments; the system's own when `nil`.
  ///   - hasDisplay: whether there is a desktop to open it on.
  /// - Returns: a sentence on what happened. Blocks until the program ends: a thread of its own.
  static func open(_ path: String, program: [String]?, hasDisplay: Bool) -> String {
    let name = MediaPath.name(of: path)
    guard let words = program ?? (hasDisplay ? ["xdg-open"] : nil) else {
      return
        "There is no desktop here to open it on; media: { open: \"PROGRAM\" } names a program. y copies the path."
    }
    // A file name cannot be taken for an option: paths are absolute.
    guard let status = ChildProcess.run(words + [path], input: []) else {
      return "\(words[0]) could not be started: is it installed? y copies the path."
    }
    return status == 0
      ? "Opened \(name) with \(words[0])." : "\(words[0]) ended with status \(status); \(path) is unchanged."
  }

  /// Copies a file; nothing is replaced. - Returns: a sentence on what happened. Blocks; a pool task.
  static func copy(_ path: String, to target: String) -> String {
    var target = target
    if target.hasSuffix("/") || MediaPath.isDirectory(target) {
      target +=
        (target.hasSuffix("/") ? "" : "/") + MediaPath.name(of: path)
    }
    let source = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { return "\(path) cannot be read: \(Output.systemError(errno))." }
    defer { close(source) }
    let file = Glibc.open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      return errno == EEXIST
        ? "\(target) is there already; nothing was replaced."
        : "\(target) cannot be written: \(Output.systemError(errno))."
    }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var reason: String?
    while reason == nil {
      let count = read(source, &buffer, buffer.count)
      if count == 0 { break }
      if count < 0 {
        if errno != EINTR { reason = Output.systemError(errno) }
      } else if !Output.writeWhole(Array(buffer[..<count]), to: file) {
        reason = Output.systemError(errno)
      }
    }
    if close(file) != 0, reason == nil { reason = Output.systemError(errno) }
    if let reason {
      unlink(target)
      return "\(target) could not be written whole and was taken away again: \(reason)."
    }
    return "Saved: \(target)."
  }
}
