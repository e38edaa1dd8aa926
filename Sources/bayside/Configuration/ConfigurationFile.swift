import Glibc
import JSON5
import RelayKit

/// Finds and loads `config.json5`.
enum ConfigurationFile {
  /// Nobody writes more by hand.
  private static let maximumBytes = 1 << 20

  /// Why there is no configuration to start with; the program ends with status 2.
  enum Failure: Error {
    /// The file cannot be read.
    case unreadable(String)
    case broken(SourceProblems)
  }

  /// - Parameter path: the file that was asked for; it must exist. `nil` looks in the usual place, where it
  ///   may be missing.
  static func load(_ path: String?, _ environment: ProcessEnvironment) throws(Failure) -> Configuration {
    guard let found = path ?? environment.configurationFile else { return Configuration() }
    return try load(found, shown: environment.shown(found), mayBeMissing: path == nil)
  }

  private static func load(_ path: String, shown: String, mayBeMissing: Bool) throws(Failure) -> Configuration
  {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if mayBeMissing, errno == ENOENT || errno == ENOTDIR { return Configuration(file: shown) }
      throw .unreadable("\(shown) cannot be read: \(String(cString: strerror(errno))).")
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      throw .unreadable("\(shown) is no file.")
    }
    let bytes = Output.readInput(file, limit: maximumBytes + 1)
    guard bytes.count <= maximumBytes else { throw .unreadable("\(shown) is larger than 1 MiB.") }
    let directory = path.contains("/") ? String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) : "."
    do {
      return try ConfigurationReader.read(
        bytes, name: shown, directory: directory.isEmpty ? "/" : directory,
        keyRefusal: keyRefusal(status, path: path))
    } catch {
      throw .broken(error)
    }
  }

  /// A key may stand only in a file that is ours and that nobody else can read.
  private static func keyRefusal(_ status: stat, path: String) -> String? {
    if status.st_uid != geteuid() {
      return "A key may not stand here: the file belongs to another user."
    }
    guard status.st_mode & 0o077 != 0 else { return nil }
    let mode = String(status.st_mode & 0o777, radix: 8)
    return "A key may not stand here while others can read the file (mode 0\(mode)). "
      + "Run: chmod 600 \(ShellWord.quoted(path))"
  }
}

enum ShellWord {
  /// As it can be pasted into a shell.
  static func quoted(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "/._-+=:,@%".utf8.contains(byte)
    }
    return plain && !text.isEmpty ? text : ShellQuoting.word(text)
  }
}
