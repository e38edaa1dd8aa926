import Glibc

/// Files that are read as a whole.
enum InputFile {
  static func shown(_ path: String) -> String { path == "-" ? "Standard input" : path }

  /// A file that an operand names; `-` is standard input.
  /// - Throws: when it cannot be opened.
  static func bytes(_ path: String) throws(UsageError) -> [UInt8] {
    if path == "-" { return Output.readInput() }
    let file = try open(path, flags: 0)
    defer { close(file) }
    return Output.readInput(file)
  }

  /// A regular file: nothing that never ends or waits for somebody.
  /// - Parameter limit: bytes; a larger file is refused, not cut.
  static func contents(_ path: String, limit: Int) throws(UsageError) -> [UInt8] {
    let file = try open(path, flags: O_NONBLOCK)
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw UsageError(sentence: "\(path) is no regular file.")
    }
    guard status.st_size <= limit else {
      throw UsageError(sentence: "\(path) has \(status.st_size) bytes; at most \(limit) are read.")
    }
    return Output.readInput(file, limit: limit)
  }

  private static func open(_ path: String, flags: Int32) throws(UsageError) -> Int32 {
    let file = Glibc.open(path, O_RDONLY | O_CLOEXEC | flags)
    guard file >= 0 else {
      throw UsageError(sentence: "\(path) cannot be read: \(Output.systemError(errno)).")
    }
    return file
  }
}
