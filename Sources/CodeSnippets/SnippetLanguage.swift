/// A language with the clients that snippets can be written for.
package struct SnippetLanguage: Sendable, Identifiable {
  /// How much of its snippets the tests prove.
  package enum Check: String, Sendable {
    /// They are run against a relay, where the machine has what runs them; what arrives is compared.
    case executed
    /// Their syntax is checked.
    case parsed
    /// Only their strings are checked, by our own reading of the language's rules.
    case unchecked
  }

  /// As on the command line: `python`.
  package let id: String
  package let title: String
  /// Other words for it: `py`.
  package let aliases: [String]
  /// Without the dot.
  package let fileExtension: String
  /// The word behind a fence of Markdown, by which highlighters know it.
  package let highlighting: String
  package let check: Check
  /// The first one is meant when none is named.
  package let clients: [SnippetClient]

  /// How its snippets are checked, as a sentence.
  package var checkedWords: String {
    switch check {
    case .executed: "Snippets of this language are run by the tests; what arrives is compared."
    case .parsed: "The tests check the syntax of these snippets; they are not run."
    case .unchecked: "Only the strings of these snippets are checked; they are not run."
    }
  }

  package init(
    id: String, title: String, aliases: [String] = [], fileExtension: String, highlighting: String,
    check: Check, clients: [SnippetClient]
  ) {
    self.id = id
    self.title = title
    self.aliases = aliases
    self.fileExtension = fileExtension
    self.highlighting = highlighting
    self.check = check
    self.clients = clients
  }
}

/// A library, or a program, by which a language sends requests.
package struct SnippetClient: Sendable, Identifiable {
  package typealias Writer = @Sendable (SnippetRequest, SnippetOptions) -> String

  /// As on the command line: `openai`.
  package let id: String
  package let title: String
  /// The command that installs it; `nil` when it comes with the language.
  package let install: String?
  /// The whole source. It ends with a line end, but for JSON, which is the body byte for byte.
  ///
  /// What every snippet does, so that they can be compared: the text of the answer goes to standard output, as it
  /// comes when it is streamed; several answers are parted by lines of `---`; calls of tools follow as
  /// `name(arguments)`, one a line. Images and videos become files, and their names are printed. Usage, the id
  /// of a video and the relay's words about a failure go to standard error; a failure ends with status 1.
  package let write: Writer

  package init(id: String, title: String, install: String? = nil, write: @escaping Writer) {
    self.id = id
    self.title = title
    self.install = install
    self.write = write
  }
}
