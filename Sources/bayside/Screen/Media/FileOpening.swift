import CursesTerminal
import Glibc
import Workbench

/// Opens files with the user's own program for them.
enum FileOpening {
  /// - Parameters:
  ///   - program: of the settings, with its arguments; the system's own when `nil`.
  ///   - hasDisplay: whether there is a desktop to open it on.
  ///   - copyKey: copies the path; `nil` where no key does.
  /// - Returns: a sentence on what happened. Blocks until the program ends: a thread of its own.
  static func open(_ path: String, program: [String]?, hasDisplay: Bool, copyKey: String?) -> String {
    let hint = copyKey.map { " \($0) copies the path." } ?? ""
    let name = PathName.last(of: path)
    guard let words = program ?? (hasDisplay ? ["xdg-open"] : nil) else {
      return "There is no desktop here to open it on; media: { open: \"PROGRAM\" } names a program.\(hint)"
    }
    // A file name cannot be taken for an option: paths are absolute.
    guard let status = ChildProcess.run(words + [path], input: []) else {
      return "\(words[0]) could not be started: is it installed?\(hint)"
    }
    return status == 0
      ? "Opened \(name) with \(words[0])." : "\(words[0]) ended with status \(status); \(path) is unchanged."
  }
}
