import RelayKit

extension SnippetLanguage {
  static let php = SnippetLanguage(
    id: "php", title: "PHP", fileExtension: "php", highlighting: "php", check: .executed,
    clients: [SnippetClient(id: "curl", title: "curl") { PHP.source($0, $1) }])
}

/// PHP with its curl extension. The body is an array of PHP, but for what an array cannot hold.
enum PHP {
  static func source(_ request: SnippetRequest, _ options: SnippetOptions) -> String {
    var template = SourceTemplate(request, options)
    let value = JSONValue.object(request.body)
    let isText = request.kind != .imageEdit && !holds(value)
    let fields = Set(request.files.map(\.field))
    template.raise("text", if: isText)
    template.raise("repeated", if: fields.count < request.files.count)
    template.values["url"] = quoted(request.url)
    template.values["base"] = quoted(request.baseURL + "/videos/")
    template.values["body"] = isText ? quoted(value.text()) : style.text(value, taken: 9)
    template.values["bearer"] =
      options.key.text.map { quoted("Authorization: Bearer " + $0) }
      ?? "\"Authorization: Bearer \" . getenv(\"\(SnippetWords.keyVariable)\")"
    template.values["headers"] = lines(request.headers.map { quoted($0.name + ": " + $0.value) })
    template.values["fields"] = lines(request.formFields.map { quoted($0.name) + " => " + quoted($0.value) })
    template.values["files"] = lines(request.files.map { quoted($0.field) + " => " + file($0) })
    template.values["parts"] = lines(
      request.formFields.map { "part(\(quoted($0.name)), \(quoted($0.value)))" }
        + request.files.map { "filePart(\(quoted($0.field)), \(quoted($0.path)), \(quoted($0.mediaType)))" })
    return template.fill(PHPTemplates.sections)
  }

  private static func lines(_ elements: [String]) -> String {
    elements.map { $0 + "," }.joined(separator: "\n    ")
  }

  private static func file(_ file: SnippetFile) -> String {
    "new CURLFile(\(quoted(file.path)), \(quoted(file.mediaType)), \(quoted(file.name)))"
  }

  static let style: LiteralStyle = {
    var style = LiteralStyle(string: quoted)
    style.colon = " => "
    style.object = LiteralStyle.Brackets("[", "]", empty: "new stdClass()")
    return style
  }()

  static func quoted(_ text: String) -> String {
    QuotedText.familiar(text, more: ["$"]) { "\\u{" + QuotedText.hexadecimal($0, digits: 1) + "}" }
  }

  /// Whether `json_encode` writes the value again from an array of PHP. Keys that count from 0 would make a list of
  /// an object; integers are those of 64 bits.
  private static func holds(_ value: JSONValue) -> Bool {
    switch value {
    case .number(let literal):
      let number = NumberLiteral(literal)
      return number.isInteger ? number.fitsInt64 : number.fitsDouble
    case .array(let elements): return elements.allSatisfy(holds)
    case .object(let object):
      return object.members.first?.key != "0" && object.members.map(\.value).allSatisfy(holds)
    default: return true
    }
  }
}
