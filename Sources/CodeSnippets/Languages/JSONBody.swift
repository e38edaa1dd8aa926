extension SnippetLanguage {
  /// Exactly the bytes that are sent, without a line end behind them.
  static let json = SnippetLanguage(
    id: "json", title: "JSON", fileExtension: "json", highlighting: "json", check: .executed,
    clients: [
      SnippetClient(id: "body", title: "body") { request, _ in
        String(decoding: request.bodyBytes, as: UTF8.self)
      }
    ])
}
