import Glibc
import HistoryStore

/// The history file of the user, for subcommands.
enum KeptHistory {
  /// `nil` without a home directory.
  static func path(_ environment: ProcessEnvironment) -> String? {
    environment.directory("XDG_DATA_HOME", orHome: ".local/share").map { $0 + "/bayside/history.sqlite3" }
  }

  /// Opens the file. What is to be said about it goes to standard error.
  static func open(_ environment: ProcessEnvironment = .process) -> HistoryStore {
    HistoryStore.open(path: path(environment) ?? "", utcOffset: LocalClock.utcOffset) { Output.notice($0) }
  }
}
