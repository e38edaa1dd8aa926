import RelayKit

extension SnippetLanguage {
  static let csharp = SnippetLanguage(
    id: "csharp", title: "C#", aliases: ["c#", "cs", "dotnet"], fileExtension: "cs", highlighting: "csharp",
    check: .executed,
    clients: [SnippetClient(id: "httpclient", title: "HttpClient") { CSharp.source($0, $1) }])
}

/// C# 11 with what .NET brings. The body is a raw string.
enum CSharp {
  static func source(_ request: SnippetRequest, _ options: SnippetOptions) -> String {
    var template = SourceTemplate(request, options)
    template.values["url"] = quoted(request.url)
    template.values["base"] = quoted(request.baseURL + "/videos/")
    template.values["body"] = request.kind == .imageEdit ? "" : raw(JSONText.readable(request.body))
    template.values["bearer"] =
      options.key.text.map { quoted("Bearer " + $0) }
      ?? "\"Bearer \" + Environment.GetEnvironmentVariable(\"\(SnippetWords.keyVariable)\")"
    template.values["limit"] =
      options.timeLimit.map { "TimeSpan.FromSeconds(\($0))" } ?? "Timeout.InfiniteTimeSpan"
    template.values["headers"] = lines(
      request.headers.map {
        "request.Headers.TryAddWithoutValidation(\(quoted($0.name)), \(quoted($0.value)));"
      })
    template.values["fields"] = lines(
      request.formFields.map {
        "form.Add(new StringContent(\(quoted($0.value))), \(quoted("\"\($0.name)\"")));"
      })
    template.values["files"] = lines(
      request.files.map { file in
        let name = String(String.UnicodeScalarView(file.name.unicodeScalars.filter { $0 != "\"" }))
        return "AddFile(form, \(quoted("\"\(file.field)\"")), \(quoted(file.path)), \(quoted(name)), "
          + "\(quoted(file.mediaType)));"
      })
    return template.fill(CSharpTemplates.sections)
  }

  private static func lines(_ statements: [String]) -> String { statements.joined(separator: "\n        ") }

  /// Its lines stand as deep as the quotes that end it.
  private static func raw(_ text: String) -> String {
    let indent = String(repeating: " ", count: 8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return "\"\"\"\n" + lines.map { indent + $0 + "\n" }.joined() + indent + "\"\"\""
  }

  static func quoted(_ text: String) -> String { QuotedText.familiar(text, code: QuotedText.utf16Codes) }
}
