import RelayKit

extension SnippetLanguage {
  static let java = SnippetLanguage(
    id: "java", title: "Java", fileExtension: "java", highlighting: "java", check: .executed,
    clients: [
      SnippetClient(
        id: "httpclient", title: "HttpClient",
        install: "mvn dependency:copy -Dartifact=com.google.code.gson:gson:2.11.0 -DoutputDirectory=."
      ) { Java.source($0, $1) }
    ])
}

/// Java 17 with its own client; Gson reads the answers, because Java reads no JSON.
enum Java {
  static func source(_ request: SnippetRequest, _ options: SnippetOptions) -> String {
    var template = SourceTemplate(request, options)
    template.values["url"] = quoted(request.url)
    template.values["base"] = quoted(request.baseURL + "/videos/")
    template.values["body"] = request.kind == .imageEdit ? "" : body(request.body)
    template.values["bearer"] =
      options.key.text.map { quoted("Bearer " + $0) }
      ?? "\"Bearer \" + System.getenv(\"\(SnippetWords.keyVariable)\")"
    template.values["headers"] = request.headers.map { ".header(\(quoted($0.name)), \(quoted($0.value)))" }
      .joined(separator: "\n                ")
    template.values["fields"] = lines(
      request.formFields.map { "addText(form, \(quoted($0.name)), \(text($0.value)));" })
    template.values["files"] = lines(
      request.files.map {
        "addFile(form, \(quoted($0.field)), Path.of(\(quoted($0.path))), \(quoted($0.mediaType)));"
      })
    return template.fill(JavaTemplates.sections)
  }

  private static func lines(_ statements: [String]) -> String { statements.joined(separator: "\n        ") }

  /// A text block, or pieces where it would be longer than a constant may be.
  private static func body(_ object: JSONObject) -> String {
    let json = JSONText.readable(object)
    guard json.utf8.count <= longest else { return text(json) }
    var block = ""
    for line in json.split(separator: "\n", omittingEmptySubsequences: false) {
      block += "\n            " + line
    }
    return "\"\"\"" + doubled(block) + "\"\"\""
  }

  private static func doubled(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  /// Bytes of UTF-8 that a constant holds; emoji take half as many again as ours.
  private static let longest = 40_000

  private static func text(_ text: String) -> String {
    guard text.utf8.count > longest else { return quoted(text) }
    var pieces: [String] = []
    var rest = text.unicodeScalars[...]
    while !rest.isEmpty {
      pieces.append(quoted(String(rest.prefix(longest / 4))))
      rest = rest.dropFirst(longest / 4)
    }
    return "String.join(\"\",\n            " + pieces.joined(separator: ",\n            ") + ")"
  }

  static func quoted(_ text: String) -> String { QuotedText.familiar(text, code: QuotedText.utf16Codes) }
}
