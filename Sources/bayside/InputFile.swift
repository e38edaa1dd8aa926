import Glibc

/// A file that an operand names; `-` is standard input.
enum InputFile {
  static func shown(_ path: String) -> String { path == "-" ? "Standard input" : path }

  /// - Throws: when it cannot be opened.
  static func bytes(_ path: String) throws(UsageError) -> [UInt8] {
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw UsageError(sentence: "\(path) cannot be read: \(Output.systemError(errno)).")
    }
    defer { if descriptor > 0 { close(descriptor) } }
    return Output.readInput(descriptor)
  }
}
