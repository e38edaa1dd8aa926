import CodeSnippets
import RelayKit

/// `bayside code`: a request as source code.
struct CodeCommand {
  let options: ParsedOptions

  /// - Returns: the exit status: 0 written, 1 the file could not be written.
  func run() throws(UsageError) -> Int32 {
    if options.has("list") {
      Output.write(options.has("json") ? Self.listAsJSON.text(pretty: true) + "\n" : Self.list)
      return 0
    }
    guard !options.has("json") else { throw UsageError(sentence: "--json belongs to --list.") }
    let (language, client) = try client()
    let snippetOptions = try Self.snippetOptions(options)
    let found = try CodeRequest(options: options).request()
    for note in found.notes { Output.notice(note) }
    let key = try key(found.settings)
    var all = snippetOptions
    all.key = key
    let source = Array(client.write(found.request, all).utf8)
    if language.id != "curl", options.has("shell") {
      Output.notice("--shell concerns curl only; it was not used.")
    }
    guard let path = options["output"] else {
      Output.writeFile(source)
      return 0
    }
    return try ExportCommand.write(source, to: path)
  }

  private func client() throws(UsageError) -> (SnippetLanguage, SnippetClient) {
    let names = SnippetLanguages.all.map(\.id).joined(separator: ", ")
    guard let name = options["lang"] else { throw UsageError(sentence: "--lang is missing: \(names).") }
    guard let language = SnippetLanguages.find(name)?.language else {
      throw UsageError(sentence: "There is no language “\(name)”: \(names).")
    }
    guard let found = SnippetLanguages.find(name, client: options["client"]) else {
      let clients = language.clients.map(\.id).joined(separator: ", ")
      throw UsageError(
        sentence: "\(language.title) has no client “\(options["client"] ?? "")”: \(clients).")
    }
    return found
  }

  private static func snippetOptions(_ options: ParsedOptions) throws(UsageError) -> SnippetOptions {
    var result = SnippetOptions(
      retriesOnce: options.has("retry"), timeLimit: try options.integer("time-limit", in: 1...86_400),
      printsUsage: options.has("usage"), comments: !options.has("no-comments"))
    if let name = options["shell"] {
      guard let shell = SnippetShell(rawValue: name) else {
        throw UsageError(sentence: "--shell needs one of posix, powershell, cmd, not “\(name)”.")
      }
      result.shell = shell
    }
    return result
  }

  /// The key stands in the source only when that was said twice, and never in a file.
  private func key(_ settings: Settings) throws(UsageError) -> SnippetKey {
    let words = options.all("key")
    guard let word = words.first else { return .environment }
    guard words.allSatisfy({ $0 == word }) else {
      throw UsageError(sentence: "--key says both “\(word)” and “\(words.first { $0 != word } ?? "")”.")
    }
    switch word {
    case "env": return .environment
    case "placeholder": return .placeholder
    case "inline": break
    default: throw UsageError(sentence: "--key needs one of env, placeholder, inline, not “\(word)”.")
    }
    guard options["output"] == nil else {
      throw UsageError(sentence: "The key is never written to a file: leave out --key inline or --output.")
    }
    guard words.count > 1 || options.has("yes") else {
      throw UsageError(
        sentence: "The key itself would stand in the code, for everybody who sees it to use. If that is what "
          + "you want, say --key inline twice, or add --yes.")
    }
    guard let key = settings.relay.apiKey else {
      throw UsageError(sentence: settings.missingKey ?? "There is no key that could stand in the code.")
    }
    return .inline(key)
  }

  // MARK: The list

  private static var list: String {
    let rows = SnippetLanguages.all.flatMap { language in
      language.clients.map { client in [language.id, client.id, client.install ?? ""] }
    }
    let widths = (0..<2).map { column in (rows.map { $0[column].count }.max() ?? 0) + 2 }
    return rows.map { row in
      var line = ""
      for column in 0..<2 {
        line += row[column] + String(repeating: " ", count: widths[column] - row[column].count)
      }
      line += row[2]
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  private static var listAsJSON: JSONValue {
    .array(
      SnippetLanguages.all.map { language in
        var object = JSONObject()
        object["lang"] = .string(language.id)
        object["title"] = .string(language.title)
        object["aliases"] = .array(language.aliases.map(JSONValue.string))
        object["extension"] = .string(language.fileExtension)
        object["check"] = .string(language.check.rawValue)
        object["clients"] = .array(
          language.clients.map { client in
            var object = JSONObject()
            object["client"] = .string(client.id)
            object["title"] = .string(client.title)
            object["install"] = client.install.map(JSONValue.string) ?? .null
            return .object(object)
          })
        return .object(object)
      })
  }
}
