import RelayKit

extension SnippetLanguage {
  static let json = SnippetLanguage(
    id: "json", title: "JSON", fileExtension: "json", highlighting: "json", check: .executed,
    clients: [SnippetClient(id: "body", title: "body", write: { request, _ in bodyText(request) })])

  /// The known bytes as they are; else indented, which changes no value.
  private static func bodyText(_ request: SnippetRequest) -> String {
    if let bytes = request.rawBody { return String(decoding: bytes, as: UTF8.self) }
    return JSONValue.object(request.body).text(pretty: true) + "\n"
  }
}
