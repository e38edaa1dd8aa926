import RelayKit

extension SnippetLanguage {
  static let ruby = SnippetLanguage(
    id: "ruby", title: "Ruby", aliases: ["rb"], fileExtension: "rb", highlighting: "ruby", check: .executed,
    clients: [SnippetClient(id: "nethttp", title: "net/http") { Ruby.source($0, $1) }])
}

/// Ruby with its standard library alone. The body is a hash, but for numbers that Ruby would change.
enum Ruby {
  static func source(_ request: SnippetRequest, _ options: SnippetOptions) -> String {
    var template = SourceTemplate(request, options)
    let value = JSONValue.object(request.body)
    let isText = request.kind != .imageEdit && !value.numbers.allSatisfy { $0.isInteger || $0.fitsDouble }
    template.raise("text", if: isText)
    template.values["url"] = quoted(request.url)
    template.values["base"] = quoted(request.baseURL + "/videos/")
    template.values["body"] = isText ? quoted(value.text()) : style.text(value, taken: 7)
    template.values["bearer"] =
      options.key.text.map { quoted("Bearer " + $0) }
      ?? "\"Bearer #{ENV.fetch(\"\(SnippetWords.keyVariable)\")}\""
    template.values["headers"] = lines(request.headers.map { "\(quoted($0.name)) => \(quoted($0.value))," })
    template.values["fields"] = lines(
      request.formFields.map { "[\(quoted($0.name)), \(quoted($0.value))]," }, indent: "    ")
    template.values["files"] = lines(request.files.map(file), indent: "    ")
    // A limit of its own is 60 s, which long answers need.
    template.values["limit"] = options.timeLimit.map(String.init) ?? "nil"
    return template.fill(RubyTemplates.sections, indent: "  ")
  }

  private static func lines(_ elements: [String], indent: String = "  ") -> String {
    elements.joined(separator: "\n" + indent)
  }

  private static func file(_ file: SnippetFile) -> String {
    let about = "filename: \(quoted(file.name)), content_type: \(quoted(file.mediaType))"
    return "[\(quoted(file.field)), File.open(\(quoted(file.path)), \"rb\"), { \(about) }],"
  }

  static let style: LiteralStyle = {
    var style = LiteralStyle(string: quoted)
    style.null = "nil"
    style.colon = " => "
    style.object.padding = " "
    style.trailingComma = false
    style.indent = "  "
    return style
  }()

  static func quoted(_ text: String) -> String {
    QuotedText.familiar(text, more: ["#"]) { "\\u{" + QuotedText.hexadecimal($0, digits: 1) + "}" }
  }
}
