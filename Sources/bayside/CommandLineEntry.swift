/// Finds the subcommand and turns wrong usage into exit status 2.
enum CommandLineEntry {
  static let version = "0.1.0"
  static let usage = """
    Usage: bayside COMMAND [OPTIONS]

      chat       ask a model once
      models     list the models that the key may use
                 `bayside COMMAND --help` lists the options of each
      --version  print the version
      --help     print this page

    """

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
    case "--version":
      Output.write("bayside \(version)\n")
      return 0
    case "--help", "-h", "help":
      Output.write(usage)
      return 0
    default:
      Output.write(usage, to: 2)
      return 2
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
