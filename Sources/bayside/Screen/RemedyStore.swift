import Glibc
import RelayKit
import Workbench

/// What was learned from refusals, in `bayside/remedies.json` of the user's data directory.
struct RemedyStore: Sendable {
  private let directory: String?
  private var path: String? { directory.map { $0 + "/remedies.json" } }
  private static let maximumBytes = 1 << 20

  init(_ environment: ProcessEnvironment) {
    directory = environment.directory("XDG_DATA_HOME", orHome: ".local/share").map { $0 + "/bayside" }
  }

  /// What was kept; nothing when there is no file, or one that cannot be read.
  func load() -> LearnedRemedies {
    guard let path, case let file = open(path, O_RDONLY | O_CLOEXEC), file >= 0 else {
      return LearnedRemedies()
    }
    defer { close(file) }
    let bytes = Output.readInput(file, limit: Self.maximumBytes)
    return (try? JSONValue(parsing: bytes)).map { LearnedRemedies(json: $0) } ?? LearnedRemedies()
  }

  /// - Returns: why it could not be kept.
  func keep(_ text: String) -> String? {
    guard let path else { return "there is no home directory" }
    return PrivateFile.replace(path, with: Array(text.utf8))
  }
}
