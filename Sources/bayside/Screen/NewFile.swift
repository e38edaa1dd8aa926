import Glibc

/// Writes a file of a name that is not taken yet, in the working directory.
enum NewFile {
  /// With its directory, the home directory as `~`.
  private static func shown(_ path: String) -> String {
    guard !path.hasPrefix("/"), let directory = getcwd(nil, 0) else { return path }
    defer { free(directory) }
    return ProcessEnvironment.process.shown(String(cString: directory) + "/" + path)
  }

  /// - Returns: a sentence on what was written, or why not.
  static func write(_ bytes: [UInt8], name: String) -> String {
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    for number in 1..<1000 {
      let path = number == 1 ? name : "\(name[..<dot])-\(number)\(name[dot...])"
      let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if file < 0, errno == EEXIST { continue }
      guard file >= 0 else { return "\(path) cannot be written: \(Output.systemError(errno))." }
      let isWhole = Output.writeWhole(bytes, to: file)
      let reason = Output.systemError(errno)
      let isClosed = close(file) == 0
      return isWhole && isClosed ? "Written: \(shown(path))." : "\(path) is not whole: \(reason)."
    }
    return "\(name) could not be written: too many files of that name."
  }
}
