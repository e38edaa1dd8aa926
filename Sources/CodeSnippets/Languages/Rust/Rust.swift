import RelayKit

extension SnippetLanguage {
  static let rust = SnippetLanguage(
    id: "rust", title: "Rust", aliases: ["rs"], fileExtension: "rs", highlighting: "rust", check: .executed,
    clients: [
      SnippetClient(
        id: "reqwest", title: "reqwest",
        install: "cargo add reqwest --features blocking,multipart && cargo add serde_json"
      ) { Rust.source($0, $1) }
    ])
}

/// Rust with the blocking client of reqwest. The body is a raw string.
enum Rust {
  static func source(_ request: SnippetRequest, _ options: SnippetOptions) -> String {
    var template = SourceTemplate(request, options)
    template.values["url"] = quoted(request.url)
    template.values["base"] = quoted(request.baseURL + "/videos/")
    template.values["body"] = request.kind == .imageEdit ? "" : raw(JSONText.readable(request.body))
    template.values["key"] = options.key.text.map(quoted) ?? "std::env::var(\"\(SnippetWords.keyVariable)\")?"
    template.values["limit"] = options.timeLimit.map { "Duration::from_secs(\($0))" } ?? "None"
    let headers = request.headers.map { ".header(\(quoted($0.name)), \(quoted($0.value)))" }
    template.values["headers"] = headers.joined(separator: "\n        ")
    template.values["headers of lookups"] = headers.joined(separator: "\n            ")
    let parts =
      request.formFields.map { ".text(\(quoted($0.name)), \(quoted($0.value)))" }
      + request.files.map {
        ".part(\(quoted($0.field)), file(\(quoted($0.path)), \(quoted($0.mediaType)))?)"
      }
    template.values["form"] = parts.joined(separator: "\n        ")
    return template.fill(RustTemplates.sections)
  }

  /// With as many signs around it as it needs: a quote in it may be followed by some.
  private static func raw(_ text: String) -> String {
    var (longest, run) = (0, 0)
    var isBehindQuote = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") {
        (isBehindQuote, run) = (true, 1)
      } else if byte == UInt8(ascii: "#"), isBehindQuote {
        run += 1
      } else {
        (isBehindQuote, run) = (false, 0)
      }
      longest = max(longest, run)
    }
    let signs = String(repeating: "#", count: max(1, longest))
    return "r\(signs)\"\(text)\"\(signs)"
  }

  static func quoted(_ text: String) -> String {
    QuotedText.familiar(text) { "\\u{" + QuotedText.hexadecimal($0, digits: 1) + "}" }
  }
}
