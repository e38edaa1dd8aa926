/// A request from a curl command line: of bash, or of the command prompt of Windows.
enum CurlImport {
  static func read(_ text: [UInt8]) throws(RequestImport.Problem) -> RequestImport {
    var notes: [String] = []
    let command = try command(in: text, notes: &notes)
    let arguments = CurlArguments(command.curlArguments ?? [], input: command.input)
    notes += arguments.notes
    ImportedRequest.note(arguments.headers, in: &notes)
    if let method = arguments.method { ImportedRequest.note(method: method, in: &notes) }
    let base = arguments.address.flatMap { ImportedRequest.baseURL($0.text, notes: &notes) }
    if arguments.address == nil { notes.append("The command names no address.") }
    guard let body = arguments.body else {
      throw RequestImport.Problem(notes + ["The command has no body that can be read."])
    }
    note(body, in: &notes)
    let bytes = Array(ImportedText.trimmed(body.bytes[...]))
    let request = try ConversationImport.request(body: bytes, notes: &notes)
    return RequestImport(source: .curl, request: request, baseURL: base, notes: notes)
  }

  private static func command(
    in text: [UInt8], notes: inout [String]
  ) throws(RequestImport.Problem) -> ShellCommand {
    if WindowsCommand.isLikely(text) {
      let command = WindowsCommand.command(in: text)
      if command.curlArguments != nil { return command }
    }
    let (commands, isUnfinished) = ShellReader.commands(in: text)
    let found = commands.filter { $0.curlArguments != nil }
    guard let first = found.first else { throw RequestImport.Problem(refusal(of: text)) }
    if isUnfinished { notes.append("A quote is not closed; the command may be incomplete.") }
    if found.count > 1 {
      notes.append("There are \(found.count) curl commands; the first was taken.")
    }
    return first
  }

  private static let powerShell =
    "It is a command of PowerShell; those are not understood. Copy it as cURL (bash)."

  private static func refusal(of text: [UInt8]) -> String {
    let start = String(decoding: text.prefix(64 << 10), as: UTF8.self).lowercased()
    let names = ["invoke-webrequest", "invoke-restmethod", "iwr ", "irm ", "$session = new-object"]
    if names.contains(where: start.contains) { return powerShell }
    if start.contains("fetch(") { return "It is JavaScript; copy the request as cURL (bash) instead." }
    return "It is neither JSON nor a curl command line."
  }

  private static func note(_ body: ShellWord, in notes: inout [String]) {
    let names = body.variables.map { "$" + ImportedText.name($0) }
    if names.count == 1 {
      notes.append("\(names[0]) in the body is a variable of the shell; its name stays there.")
    }
    if names.count > 1 {
      notes.append(
        "\(ImportedRequest.list(names)) in the body are variables of the shell; their names stay there.")
    }
    if body.hasSubstitution {
      notes.append("A command inside the body was not run; its text stays there.")
    }
  }
}
