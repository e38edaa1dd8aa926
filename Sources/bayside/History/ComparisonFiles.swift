import Glibc
import HistoryStore
import Workbench

/// The files in which `bayside compare` keeps what comes, in `bayside/comparisons` of the user's state directory. Each
/// is named after its entry in the history, so that what is deleted there does not stay here.
struct ComparisonFiles: Sendable {
  static let ending = ".jsonl"
  /// Of every entry that is a comparison of the command line.
  private static let entryEnding = "-lanes1"
  /// `2026-11-23-134002-`.
  private static let momentLength = 18

  /// `nil` without a home directory.
  let directory: String?

  init(_ environment: ProcessEnvironment) {
    directory = environment.directory("XDG_STATE_HOME", orHome: ".local/state").map {
      $0 + "/bayside/comparisons"
    }
  }

  /// The id of a new entry in the history.
  static var newEntry: String { KeptHistory.session + entryEnding }

  /// A name that is not taken, in a directory that is made where it is not there.
  /// - Parameters:
  ///   - entry: id in the history.
  ///   - time: seconds since 1970.
  func newPath(of entry: String, at time: Double) throws(UsageError) -> String {
    guard let directory else {
      throw UsageError(sentence: "There is no home directory to keep results in; name a file with -o.")
    }
    let seconds = Int(time) % 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock = "\(two(seconds / 3600))\(two(seconds / 60 % 60))\(two(seconds % 60))"
    let path = "\(directory)/\(ModelDay.text(time) ?? "1970-01-01")-\(clock)-\(entry)\(Self.ending)"
    PrivateFile.makeDirectory(of: path)
    return path
  }

  /// The id that a file is named after; `nil` for a file of any other name, such as one that the user chose.
  static func entry(of path: String) -> String? {
    let name = PathName.last(of: path)
    guard name.hasSuffix(entryEnding + ending) else { return nil }
    let moment = name.prefix(momentLength)
    let isMoment = moment.count == momentLength && moment.allSatisfy { $0.isNumber || $0 == "-" }
    guard isMoment, moment.last == "-" else { return nil }
    let entry = name.dropFirst(momentLength).dropLast(ending.count)
    return entry.count > entryEnding.count ? String(entry) : nil
  }

  // MARK: Deleting

  /// - Returns: a sentence for each that could not be removed.
  func remove(of entries: some Sequence<String>) -> [String] {
    let entries = Set(entries)
    return paths.compactMap { path in
      guard Self.entry(of: path).map(entries.contains) == true, unlink(path) != 0, errno != ENOENT else {
        return nil
      }
      return "Its file \(path) could not be removed: \(Output.systemError(errno))."
    }
  }

  /// Deletes the oldest of the history, and the files of what went.
  /// - Returns: conversations that were deleted, and a sentence for each file that could not be removed.
  func purge(
    _ purge: HistoryPurge, _ history: HistoryStore
  ) async throws(HistoryProblem) -> (count: Int, notes: [String]) {
    let before = try await present(in: history)
    let count: Int
    do {
      count = try await history.purge(purge)
    } catch {
      // Some of it may have gone.
      if let after = try? await present(in: history) { _ = remove(of: before.subtracting(after)) }
      throw error
    }
    guard count > 0, !before.isEmpty else { return (count, []) }
    return (count, remove(of: before.subtracting(try await present(in: history))))
  }

  /// Entries of the history that have a file.
  private func present(in history: HistoryStore) async throws(HistoryProblem) -> Set<String> {
    let named = Set(paths.compactMap(Self.entry))
    guard !named.isEmpty else { return [] }
    var filter = HistoryFilter()
    filter.kind = .comparison
    return named.intersection(
      try await history.entries(filter, offset: 0, limit: .max / 2).entries.map(\.id))
  }

  private var paths: [String] {
    guard let directory else { return [] }
    return (FileListing.names(in: directory, most: .max) ?? []).map { "\(directory)/\($0)" }
  }
}
