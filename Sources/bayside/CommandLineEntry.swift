/// Finds the subcommand and turns wrong usage into exit status 2.
enum CommandLineEntry {
  static let version = "0.1.0"
  static let usage = """
    Usage: bayside chat [OPTIONS] [PROMPT|-]

      chat       ask a model once; `bayside chat --help` lists its options
      --version  print the version
      --help     print this page

    """

  /// - Returns: the exit status.
  static func run(_ arguments: [String]) async -> Int32 {
    switch arguments.first {
    case "chat":
      do {
        let options = try ParsedOptions(Array(arguments.dropFirst()), table: .chat)
        if options.has("help") {
          Output.write(OptionTable.chat.page())
          return 0
        }
        if options.has("version") {
          Output.write("bayside \(version)\n")
          return 0
        }
        return try await ChatCommand(options: options).run()
      } catch {
        Output.notice(error.sentence)
        return 2
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
}
