import Glibc
import RelayKit
import Workbench

/// Pinned models and those used lately, in `bayside/models.json` of the user's data directory.
struct ShelfStore: Sendable {
  private let path: String?
  private static let maximumBytes = 1 << 20

  init(_ environment: ProcessEnvironment) {
    path = environment.directory("XDG_DATA_HOME", orHome: ".local/share").map { $0 + "/bayside/models.json" }
  }

  /// What was kept; nothing when there is no file, or one that cannot be read.
  func load() -> ModelShelf {
    guard let path, case let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), file >= 0 else {
      return ModelShelf()
    }
    defer { close(file) }
    let bytes = Output.readInput(file, limit: Self.maximumBytes)
    return (try? JSONValue(parsing: bytes)).map { ModelShelf(json: $0) } ?? ModelShelf()
  }

  /// - Returns: why it could not be kept.
  func keep(_ text: String) -> String? {
    guard let path else { return "there is no home directory" }
    return PrivateFile.replace(path, with: Array(text.utf8))
  }
}
