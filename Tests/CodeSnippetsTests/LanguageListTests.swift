import CodeSnippets
import Testing

@Suite struct LanguageListTests {
  @Test func everyNameFindsOneLanguage() {
    let names = SnippetLanguages.all.flatMap { [$0.id] + $0.aliases }
    #expect(Set(names).count == names.count)
    for language in SnippetLanguages.all {
      #expect(!language.clients.isEmpty)
      #expect(Set(language.clients.map(\.id)).count == language.clients.count)
      for name in [language.id] + language.aliases {
        #expect(name == name.lowercased())
        #expect(SnippetLanguages.find(name)?.language.id == language.id)
      }
    }
  }

  @Test func aClientThatIsNotThereIsNotFound() {
    #expect(SnippetLanguages.find("json", client: "openai") == nil)
    #expect(SnippetLanguages.find("fortran") == nil)
  }
}
