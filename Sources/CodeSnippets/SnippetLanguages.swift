/// Every language that snippets are written in, in the order in which they are offered.
package enum SnippetLanguages {
  // One line a language; the file of the same name in Languages has the rest.
  package static let all: [SnippetLanguage] = [
    .curl, .python, .javascript, .typescript, .go, .swift, .java, .csharp, .rust, .php, .ruby,
    .powershell, .httpie, .http, .json,
  ]

  /// - Parameters:
  ///   - id: of the language, or another word for it; case does not matter.
  ///   - client: `nil` means the first one.
  package static func find(
    _ id: String, client: String? = nil
  ) -> (language: SnippetLanguage, client: SnippetClient)? {
    let id = id.lowercased()
    guard let language = all.first(where: { $0.id == id || $0.aliases.contains(id) }) else { return nil }
    guard let name = client?.lowercased() else { return language.clients.first.map { (language, $0) } }
    return language.clients.first { $0.id == name }.map { (language, $0) }
  }
}
