import Glibc
import HistoryStore
import JSON5
import Workbench

/// `bayside history`: what was said before, for scripts and the shell.
struct HistoryCommand {
  let options: ParsedOptions

  /// Finds what is to be done. - Returns: the exit status: 0 done, 1 it could not be, 2 wrong usage.
  static func run(_ arguments: [String]) async throws(UsageError) -> Int32 {
    guard let word = arguments.first, !word.hasPrefix("-") else {
      let options = try ParsedOptions(arguments, table: .history, checksCount: false)
      if options.has("version") {
        Output.write("bayside \(CommandLineEntry.version)\n")
        return 0
      }
      guard options.has("help") else {
        let words = OptionTable.historyTables.map(\.word).joined(separator: ", ")
        throw UsageError(sentence: "bayside history needs one of \(words). See bayside history --help.")
      }
      Output.write(OptionTable.history.page())
      return 0
    }
    guard let table = OptionTable.historyTables.first(where: { $0.word == word })?.table else {
      let words = OptionTable.historyTables.map(\.word)
      let meant = Spelling.nearest(to: word, among: words).map { " Did you mean “\($0)”?" } ?? ""
      throw UsageError(
        sentence: "bayside history has no “\(word)”.\(meant) It has \(words.joined(separator: ", ")).")
    }
    let options = try ParsedOptions(Array(arguments.dropFirst()), table: table)
    if options.has("help") {
      Output.write(table.page())
      return 0
    }
    if options.has("version") {
      Output.write("bayside \(CommandLineEntry.version)\n")
      return 0
    }
    return try await HistoryCommand(options: options).perform(word)
  }

  private func perform(_ word: String) async throws(UsageError) -> Int32 {
    switch word {
    case "list", "search": return try await HistoryListing(options: options).run()
    case "show": return try await HistoryShowing(options: options).run()
    case "export": return try await HistoryExporting(options: options).run()
    case "import": return try await HistoryImporting(options: options).run()
    case "delete": return try await HistoryDeleting(options: options).run()
    default: return await vacuum()
    }
  }

  private func vacuum() async -> Int32 {
    do throws(HistoryProblem) {
      let sizes = try await KeptHistory.openMended().vacuum()
      Output.write(
        "The file had \(NumberWords.bytes(sizes.before)) and has \(NumberWords.bytes(sizes.after)) now.\n")
      return 0
    } catch {
      Output.notice(error.sentence)
      return 1
    }
  }
}
