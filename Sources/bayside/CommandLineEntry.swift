import CPlatform
import CursesTerminal
import JSON5

/// Finds the subcommand and turns wrong usage into exit status 2.
enum CommandLineEntry {
  static let version = "0.1.0"

  /// Whether the arguments name no subcommand: the screen is the program itself.
  static func opensScreen(_ arguments: [String]) -> Bool {
    !OptionTable.subcommands.contains { $0.name == arguments.first }
  }

  /// Runs the screen on the calling thread, which must be the main thread. - Returns: the exit status.
  static func runScreen(_ arguments: [String]) -> Int32 {
    do {
      if let sentence = misspelling(in: arguments) { throw UsageError(sentence: sentence) }
      let options = try ParsedOptions(arguments, table: .screen)
      if let text = asked(options, .screen) {
        Output.write(text)
        return 0
      }
      // Long answers outgrow their buffers again and again.
      cp_return_large_buffers()
      return try ScreenRunner(try ScreenStart(options)).run()
    } catch let error as UsageError {
      complain(error)
    } catch {
      Output.notice((error as? TerminalStartError)?.sentence ?? "\(error)")
    }
    return 2
  }

  /// - Returns: the exit status.
  static func run(_ arguments: [String]) async -> Int32 {
    do {
      let name = arguments.first ?? ""
      let rest = Array(arguments.dropFirst())
      if name == "history" { return try await HistoryCommand.run(rest) }
      if name == "video" { return try await VideoCommand.run(rest) }
      guard let table = OptionTable.named(name) else { return try help(rest) }
      let options = try ParsedOptions(rest, table: table)
      if let text = asked(options, table) {
        Output.write(text)
        return 0
      }
      switch name {
      case "balance": return try await BalanceCommand(options: options).run()
      case "chat": return try await ChatCommand(options: options).run()
      case "code": return try CodeCommand(options: options).run()
      case "compare": return try await CompareCommand(options: options).run()
      case "export": return try ExportCommand(options: options).run()
      case "image": return try await ImageCommand(options: options).run()
      case "import": return try ImportCommand(options: options).run()
      case "keys": return try await KeysCommand(options: options).run()
      case "replay": return try ReplayCommand(options: options).run()
      case "usage": return try await UsageCommand(options: options).run()
      default: return try await ModelsCommand(options: options).run()
      }
    } catch {
      complain(error)
      return 2
    }
  }

  /// `bayside help`, `bayside help chat`.
  private static func help(_ words: [String]) throws(UsageError) -> Int32 {
    let names = OptionTable.subcommands.map(\.name)
    if let word = words.first, word != "help", !word.hasPrefix("-") {
      guard let table = OptionTable.named(word) else {
        let meant = Spelling.nearest(to: word, among: names).map { " Did you mean “\($0)”?" } ?? ""
        throw UsageError(sentence: "There is no subcommand “\(word)”.\(meant)")
      }
      Output.write(table.page())
    } else {
      Output.write(OptionTable.screen.page())
    }
    return 0
  }

  private static func asked(_ options: ParsedOptions, _ table: OptionTable) -> String? {
    if options.has("help") { return table.page() }
    return options.has("version") ? "bayside \(version)\n" : nil
  }

  /// One operand is a prompt; of several the first was meant as a subcommand when it looks like one.
  static func misspelling(in arguments: [String]) -> String? {
    guard let parsed = try? ParsedOptions(arguments, table: .screen, checksCount: false),
      parsed.operands.count > 1, let word = parsed.operands.first
    else {
      return unparsedMisspelling(arguments)
    }
    return sentence(about: word)
  }

  /// The same where an option follows that only the subcommand has.
  private static func unparsedMisspelling(_ arguments: [String]) -> String? {
    guard let word = arguments.first, !word.hasPrefix("-"), arguments.count > 1,
      (try? ParsedOptions(arguments, table: .screen, checksCount: false)) == nil
    else { return nil }
    return sentence(about: word)
  }

  private static func sentence(about word: String) -> String? {
    let names = OptionTable.subcommands.map(\.name)
    if names.contains(word) { return "“\(word)” must come first: bayside \(word) [OPTIONS] …" }
    // “help” is near to “hello”, which begins many a prompt.
    guard let meant = Spelling.nearest(to: word, among: names.filter { $0 != "help" }) else { return nil }
    return "There is no subcommand “\(word)”. Did you mean bayside \(meant)?"
  }

  private static func complain(_ error: UsageError) {
    Output.notice(error.sentence)
    if !error.report.isEmpty { Output.write(Output.harmless(error.report) + "\n", to: 2) }
  }
}
