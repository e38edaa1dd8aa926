import Glibc
import Workbench

/// Comparisons that are kept under a name: a file each, in `bayside/comparisons` of the user's data directory.
struct ComparisonStore: Sendable {
  private static let ending = ".jsonl"
  private let directory: String?

  init(_ environment: ProcessEnvironment) {
    directory = environment.directory("XDG_DATA_HOME", orHome: ".local/share").map {
      $0 + "/bayside/comparisons"
    }
  }

  /// Sorted.
  var names: [String] {
    (directory.flatMap(FileListing.names) ?? []).compactMap { name in
      name.hasSuffix(Self.ending) ? String(name.dropLast(Self.ending.count)) : nil
    }
  }

  /// `nil` when none of that name is kept.
  func path(kept name: String) -> String? {
    guard PresetName.problem(name) == nil, let directory else { return nil }
    let path = "\(directory)/\(name)\(Self.ending)"
    var status = stat()
    return lstat(path, &status) == 0 ? path : nil
  }

  /// - Returns: what to tell the user.
  func save(_ name: String, _ bytes: [UInt8]) -> String {
    guard let directory else { return "It is not kept: there is no home directory." }
    let path = "\(directory)/\(name)\(Self.ending)"
    if let reason = PrivateFile.replace(path, with: bytes) { return "The comparison is not kept: \(reason)." }
    return "Kept as \(path)."
  }
}
