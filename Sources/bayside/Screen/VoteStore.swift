import Glibc
import RelayKit
import Workbench

/// Every vote that was cast, in `bayside/votes.jsonl` of the user's data directory: one line each, only ever added to.
struct VoteStore: Sendable {
  private let directory: String?
  private static let maximumBytes = 64 << 20

  init(_ environment: ProcessEnvironment) {
    directory = environment.directory("XDG_DATA_HOME", orHome: ".local/share").map { $0 + "/bayside" }
  }

  private var path: String? { directory.map { $0 + "/votes.jsonl" } }

  /// - Returns: the votes, and what is wrong with their file.
  func load() -> (votes: [Vote], note: String?) {
    guard let path, case let file = open(path, O_RDONLY | O_CLOEXEC), file >= 0 else { return ([], nil) }
    defer { close(file) }
    let read = VoteFile(Output.readInput(file, limit: Self.maximumBytes))
    let damaged = read.damagedLines
    let note =
      damaged == 0
      ? nil : "\(damaged) line\(damaged == 1 ? "" : "s") of \(path) cannot be read and are not counted."
    return (read.votes, note)
  }

  /// - Returns: why it could not be kept.
  func keep(_ vote: Vote) -> String? {
    guard let path else { return "there is no home directory" }
    return PrivateFile.append(path, VoteFile.appendix(vote))
  }
}
