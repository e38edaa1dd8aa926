import Workbench

/// Where files go and what they are called: a directory of the settings, or what the user asked for.
struct MediaPlace: Sendable {
  /// Absolute.
  let directory: String
  /// Of `-o`.
  let pattern: FileNamePattern?

  init(directory: String, pattern: FileNamePattern? = nil) {
    guard let pattern else {
      (self.directory, self.pattern) = (directory, nil)
      return
    }
    let path = MediaPath.absolute(pattern.text)
    // What is a directory, or is written as one, keeps the usual names.
    let isDirectory = pattern.isDirectory || MediaPath.isDirectory(path)
    self.directory = isDirectory ? (path.hasSuffix("/") ? String(path.dropLast()) : path) : directory
    self.pattern = isDirectory ? nil : pattern
  }

  /// The names to try for a file, one after the other.
  /// - Parameters:
  ///   - number: from 1.
  ///   - count: of all that come together.
  func names(
    _ name: MediaFileName, model: String, number: Int, of count: Int, ending: String
  ) -> (Int) -> String {
    guard let pattern else {
      return { copy in
        directory + "/" + name.path(number: count > 1 ? number : nil, ending: ending, copy: copy)
      }
    }
    return { copy in
      MediaPath.absolute(
        pattern.path(
          name, model: model, number: number, isOneOfSeveral: count > 1, ending: ending, copy: copy))
    }
  }
}
