import RelayKit

extension SnippetLanguage {
  static let swift = SnippetLanguage(
    id: "swift", title: "Swift", fileExtension: "swift", highlighting: "swift", check: .executed,
    clients: [SnippetClient(id: "urlsession", title: "URLSession") { SwiftSource.source($0, $1) }])
}

/// Swift with Foundation, on Apple's systems and on Linux, where a stream is read by a delegate only. The body is a
/// raw string.
enum SwiftSource {
  static func source(_ request: SnippetRequest, _ options: SnippetOptions) -> String {
    var template = SourceTemplate(request, options)
    template.values["url"] = quoted(request.url)
    template.values["base"] = quoted(request.baseURL + "/videos/")
    template.values["body"] = request.kind == .imageEdit ? "" : raw(JSONText.readable(request.body))
    template.values["bearer"] =
      options.key.text.map { quoted("Bearer " + $0) }
      ?? "\"Bearer \" + (ProcessInfo.processInfo.environment[\"\(SnippetWords.keyVariable)\"] ?? \"\")"
    // Its own limit of 60 s without a byte is short for models that think.
    template.values["limit"] = String(options.timeLimit ?? 600)
    template.values["headers"] = request.headers.map {
      "request.setValue(\(quoted($0.value)), forHTTPHeaderField: \(quoted($0.name)))"
    }.joined(separator: "\n    ")
    template.values["fields"] = request.formFields.map { "addText(\(quoted($0.name)), \(quoted($0.value)))" }
      .joined(separator: "\n    ")
    template.values["files"] = request.files.map {
      "try addFile(\(quoted($0.field)), \(quoted($0.path)), \(quoted($0.mediaType)))"
    }.joined(separator: "\n    ")
    return template.fill(SwiftTemplates.sections)
  }

  /// With one sign more than follow any backslash in it, which would begin an escape else.
  private static func raw(_ text: String) -> String {
    var (longest, run) = (0, 0)
    var isBehindBackslash = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\\") {
        (isBehindBackslash, run) = (true, 0)
      } else if byte == UInt8(ascii: "#"), isBehindBackslash {
        run += 1
      } else {
        isBehindBackslash = false
      }
      longest = max(longest, run)
    }
    let signs = String(repeating: "#", count: longest + 1)
    return signs + "\"\"\"\n" + text + "\n\"\"\"" + signs
  }

  static func quoted(_ text: String) -> String {
    QuotedText.familiar(text) { "\\u{" + QuotedText.hexadecimal($0, digits: 1) + "}" }
  }
}
