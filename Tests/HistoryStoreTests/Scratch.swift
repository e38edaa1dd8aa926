import Glibc

/// A directory that goes with the test.
final class Scratch: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/bayside-history-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure(description: String(cString: strerror(errno))) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  struct Failure: Error, CustomStringConvertible { var description: String }

  deinit { Self.remove(path) }

  var file: String { path + "/data/bayside/history.sqlite3" }

  /// Names in a directory, without their paths.
  static func names(in directory: String) -> [String] {
    guard let stream = opendir(directory) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func remove(_ path: String) {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { return }
    if facts.st_mode & S_IFMT == S_IFDIR {
      for name in names(in: path) { remove(path + "/" + name) }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}

func mode(of path: String) -> mode_t {
  var facts = stat()
  return lstat(path, &facts) == 0 ? facts.st_mode & 0o7777 : 0
}
