import RelayKit

extension SnippetLanguage {
  static let go = SnippetLanguage(
    id: "go", title: "Go", aliases: ["golang"], fileExtension: "go", highlighting: "go", check: .executed,
    clients: [SnippetClient(id: "nethttp", title: "net/http") { Go.source($0, $1) }])
}

/// Go with its standard library alone. The body is a raw string, which cannot hold a backquote.
enum Go {
  static func source(_ request: SnippetRequest, _ options: SnippetOptions) -> String {
    var template = SourceTemplate(request, options)
    template.values["url"] = quoted(request.url)
    template.values["base"] = quoted(request.baseURL + "/videos/")
    template.values["body"] = raw(JSONText.readable(request.body))
    template.values["bearer"] =
      options.key.text.map { quoted("Bearer " + $0) }
      ?? "\"Bearer \"+os.Getenv(\"\(SnippetWords.keyVariable)\")"
    template.values["client"] = options.timeLimit == nil ? "http.DefaultClient" : "client"
    template.values["headers"] = lines(
      request.headers.map { "request.Header.Set(\(quoted($0.name)), \(quoted($0.value)))" })
    template.values["fields"] = lines(
      request.formFields.map { "form.WriteField(\(quoted($0.name)), \(quoted($0.value)))" })
    template.values["files"] = lines(
      request.files.map { "addFile(form, \(quoted($0.field)), \(quoted($0.path)), \(quoted($0.mediaType)))" })
    let text = { (template: SourceTemplate) in template.fill(GoTemplates.sections, indent: "\t") }
    // What the person wrote may look like the name of a package.
    var code = template
    for name in ["url", "base", "body", "headers", "fields", "files"] { code.values[name] = "" }
    if options.key.text != nil { code.values["bearer"] = "" }
    return "package main\n\nimport (\n" + imports(of: text(code)) + ")\n\n" + text(template)
  }

  /// A backquote in a string of JSON may be a code as well.
  private static func raw(_ json: String) -> String {
    "`" + json.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "\\u0060") + "`"
  }

  private static func lines(_ statements: [String]) -> String { statements.joined(separator: "\n\t") }

  /// Those that the source uses: an import too many is an error.
  private static func imports(of source: String) -> String {
    let known: [(path: String, use: String)] = [
      ("bufio", "bufio."), ("bytes", "bytes."), ("encoding/base64", "base64."), ("encoding/json", "json."),
      ("fmt", "fmt."), ("io", "io."), ("log", "log."), ("mime/multipart", "multipart."),
      ("net/http", "http."),
      ("net/textproto", "textproto."), ("os", "os."), ("path/filepath", "filepath."), ("sort", "sort."),
      ("strings", "strings."), ("time", "time."),
    ]
    let words = Set(
      source.split { !$0.isLetter && !$0.isNumber && $0 != "." }.compactMap { word in
        word.firstIndex(of: ".").map { String(word[...$0]) }
      })
    return known.filter { words.contains($0.use) }.map { "\t\"\($0.path)\"\n" }.joined()
  }

  static func quoted(_ text: String) -> String {
    QuotedText.familiar(text) { code in
      code < 0x10000
        ? "\\u" + QuotedText.hexadecimal(code, digits: 4) : "\\U" + QuotedText.hexadecimal(code, digits: 8)
    }
  }
}
