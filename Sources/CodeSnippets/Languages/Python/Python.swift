import RelayKit

extension SnippetLanguage {
  static let python = SnippetLanguage(
    id: "python", title: "Python", aliases: ["py", "python3"], fileExtension: "py", highlighting: "python",
    check: .executed,
    clients: [
      SnippetClient(id: "openai", title: "openai SDK", install: "pip install openai") {
        PythonOpenAI(request: $0, options: $1).text
      },
      SnippetClient(id: "requests", title: "requests", install: "pip install requests") {
        PythonHTTP(request: $0, options: $1, library: .requests).text
      },
      SnippetClient(id: "httpx", title: "httpx", install: "pip install httpx") {
        PythonHTTP(request: $0, options: $1, library: .httpx).text
      },
    ])
}

/// What all clients of Python write alike.
enum Python {
  static let style: LiteralStyle = {
    var style = LiteralStyle(string: quoted)
    style.null = "None"
    style.yes = "True"
    style.no = "False"
    return style
  }()

  static func quoted(_ text: String) -> String {
    QuotedText.familiar(text) { code in
      code < 0x100
        ? "\\x" + QuotedText.hexadecimal(code, digits: 2)
        : code < 0x10000
          ? "\\u" + QuotedText.hexadecimal(code, digits: 4)
          : "\\U" + QuotedText.hexadecimal(code, digits: 8)
    }
  }

  /// Whether a number comes out of a program as it went in: floats are doubles, and the longest integers are
  /// refused.
  static func holds(_ number: NumberLiteral) -> Bool {
    number.isInteger ? number.text.utf8.count < 4000 : number.fitsDouble
  }

  /// The value of a header: text that is not ASCII is sent as UTF-8.
  static func headerValue(_ value: String) -> String {
    quoted(value) + (value.utf8.allSatisfy { $0 < 0x80 } ? "" : ".encode()")
  }

  /// The imports in their usual order, then the rest.
  static func source(
    standard: Set<String>, others: [String], rest: SourceText
  ) -> String {
    var text = ""
    let standard = standard.sorted()
    if !standard.isEmpty { text += standard.map { "import \($0)\n" }.joined() + "\n" }
    text += others.map { $0 + "\n" }.joined() + "\n"
    return text + rest.text
  }

  static var doneStatuses: String { tuple(SnippetWords.doneStatuses) }
  static var failedStatuses: String { tuple(SnippetWords.failedStatuses) }
  private static func tuple(_ texts: [String]) -> String {
    "(" + texts.map(quoted).joined(separator: ", ") + ")"
  }
}
