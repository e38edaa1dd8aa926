import CursesTerminal

/// Finds the subcommand and turns wrong usage into exit status 2.
enum CommandLineEntry {
  static let version = "0.1.0"
  /// Whether the arguments name no subcommand: the screen is the program itself.
  static func opensScreen(_ arguments: [String]) -> Bool {
    !["chat", "models", "help"].contains(arguments.first)
  }

  /// Runs the screen on the calling thread, which must be the main thread. - Returns: the exit status.
  static func runScreen(_ arguments: [String]) -> Int32 {
    do {
      let options = try ParsedOptions(arguments, table: .screen)
      if options.has("help") {
        Output.write(OptionTable.screen.page())
      } else if options.has("version") {
        Output.write("bayside \(version)\n")
      } else {
        let start = try ScreenStart(options)
        return try ScreenRunner(start).run(prompt: options.operands.first)
      }
      return 0
    } catch let error as UsageError {
      Output.notice(error.sentence)
    } catch {
      Output.notice((error as? TerminalStartError)?.sentence ?? "\(error)")
    }
    return 2
  }

  /// - Returns: the exit status.
  static func run(_ arguments: [String]) async -> Int32 {
    switch arguments.first {
    case "chat":
      return await run(arguments, .chat) { options throws(UsageError) in
        try await ChatCommand(options: options).run()
      }
    case "models":
      return await run(arguments, .models) { options throws(UsageError) in
        try await ModelsCommand(options: options).run()
      }
    default:
      Output.write(OptionTable.screen.page())
      return 0
    }
  }

  private static func run(
    _ arguments: [String], _ table: OptionTable, command: (ParsedOptions) async throws(UsageError) -> Int32
  ) async -> Int32 {
    do {
      let options = try ParsedOptions(Array(arguments.dropFirst()), table: table)
      if options.has("help") {
        Output.write(table.page())
      } else if options.has("version") {
        Output.write("bayside \(version)\n")
      } else {
        return try await command(options)
      }
      return 0
    } catch {
      Output.notice(error.sentence)
      return 2
    }
  }
}
