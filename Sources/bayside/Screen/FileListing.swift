import Glibc

/// What is in a directory, for choosing.
enum FileListing {
  /// More are not listed; nobody reads on.
  private static let most = 5000

  /// Sorted names without hidden ones, directories first and with a slash; `nil` when it cannot be read.
  static func names(in path: String) -> [String]? { names(in: path, most: most) }

  /// - Parameter most: where all are needed, any number.
  static func names(in path: String, most: Int) -> [String]? {
    guard let directory = opendir(path) else { return nil }
    defer { closedir(directory) }
    var (directories, files): ([String], [String]) = ([], [])
    while directories.count + files.count < most, let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard !name.hasPrefix(".") else { continue }
      var status = stat()
      let isDirectory = stat(path + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      if isDirectory { directories.append(name + "/") } else { files.append(name) }
    }
    return directories.sorted() + files.sorted()
  }
}
