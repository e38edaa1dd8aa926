import CodeSnippets
import RelayKit
import Testing

/// Programs that are made of templates, for every combination of what changes them.
@Suite struct TemplateTests {
  private static let languages = ["go", "swift", "java", "csharp", "rust", "php", "ruby"]

  /// Whether each of the seven things is on.
  private static func requests(_ on: [Bool]) -> [(SnippetRequest, SnippetOptions)] {
    let options = SnippetOptions(
      retriesOnce: on[0], timeLimit: on[1] ? 120 : nil, printsUsage: on[2], comments: on[3],
      key: on[4] ? .environment : .placeholder)
    let body =
      "{\(ChatCases.hi),\"stream\":\(on[4])" + (on[5] ? ",\"n\":2" : "") + (on[6] ? ",\"tools\":[]" : "")
      + "}"
    let chat = ChatCases.chat(body, headers: on[3] ? [HTTPHeader("X-Title", "os.Args")] : [])
    let file = SnippetFile(field: "image", path: "a/b.png", mediaType: "image/png")
    return SnippetRequest.Kind.allCases.map { kind in
      let files = kind == .imageEdit ? (on[6] ? [file, file] : [file]) : []
      return (
        SnippetRequest(
          kind: kind, baseURL: "https://api.tokenbay.com/v1", body: chat.body, headers: chat.headers,
          files: files),
        options
      )
    }
  }

  @Test(arguments: languages) func noGapOfATemplateStaysOpenAndNoConditionIsLeft(_ language: String) throws {
    let client = try #require(SnippetLanguages.find(language)).client
    for bits in 0..<128 {
      for (request, options) in Self.requests((0..<7).map { bits >> $0 & 1 == 1 }) {
        let source = client.write(request, options)
        #expect(!source.contains("‹") && !source.contains("›"), "\(request.kind) \(bits)\n\(source)")
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
          !lines.contains { $0.hasPrefix("?") || $0.hasSuffix(" ") }, "\(request.kind) \(bits)\n\(source)")
        #expect(source.hasSuffix("\n") && !source.hasSuffix("\n\n"), "\(request.kind) \(bits)")
        #expect(!source.contains("\n\n\n"), "\(request.kind) \(bits)\n\(source)")
      }
    }
  }

  @Test(arguments: languages) func aSnippetWithoutCommentsHasNone(_ language: String) throws {
    let client = try #require(SnippetLanguages.find(language)).client
    for (request, _) in Self.requests([true, true, true, false, true, true, true]) {
      let source = client.write(request, SnippetOptions(retriesOnce: true, timeLimit: 9, comments: false))
      let lines = source.split(separator: "\n").map { $0.drop { $0 == " " || $0 == "\t" } }
      #expect(!lines.contains { $0.hasPrefix("//") || $0.hasPrefix("# ") }, "\(source)")
      #expect(!source.contains(" // ") && !source.contains(" # "), "\(source)")
    }
  }

  /// A key that was asked for inline stands there once, as it is, and the variable is not read.
  @Test(arguments: languages) func theKeyStandsWhereItIsAskedFor(_ language: String) throws {
    let client = try #require(SnippetLanguages.find(language)).client
    for (request, _) in Self.requests([Bool](repeating: false, count: 7)) {
      let inline = client.write(request, SnippetOptions(key: .inline("sk-0000")))
      #expect(inline.split(separator: "sk-0000", omittingEmptySubsequences: false).count == 2)
      #expect(!inline.contains("TOKENBAY_API_KEY"))
      #expect(client.write(request, SnippetOptions()).contains("TOKENBAY_API_KEY"))
    }
  }
}
