import Glibc
import Workbench

/// Comparisons as files: those that are kept under a name, in `bayside/comparisons` of the user's data directory, and
/// those that were written down while they went on, in that of the state directory.
struct ComparisonStore: Sendable {
  private static let ending = ComparisonFiles.ending
  private let directory: String?
  private let journals: String?

  init(_ environment: ProcessEnvironment) {
    directory = environment.directory("XDG_DATA_HOME", orHome: ".local/share").map {
      $0 + "/bayside/comparisons"
    }
    journals = ComparisonFiles(environment).directory
  }

  /// Kept ones by name, then those that were written down, the newest first.
  var names: [String] { Self.names(in: directory) + Self.names(in: journals).reversed() }

  private static func names(in directory: String?) -> [String] {
    (directory.flatMap(FileListing.names) ?? []).compactMap { name in
      name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : nil
    }
  }

  /// `nil` when none of that name is there.
  func path(kept name: String) -> String? {
    guard PresetName.problem(name) == nil else { return nil }
    for directory in [directory, journals].compactMap({ $0 }) {
      let path = "\(directory)/\(name)\(Self.ending)"
      var status = stat()
      if lstat(path, &status) == 0 { return path }
    }
    return nil
  }

  /// - Returns: what to tell the user.
  func save(_ name: String, _ bytes: [UInt8]) -> String {
    guard let directory else { return "It is not kept: there is no home directory." }
    let path = "\(directory)/\(name)\(Self.ending)"
    if let reason = PrivateFile.replace(path, with: bytes) { return "The comparison is not kept: \(reason)." }
    return "Kept as \(path)."
  }
}
