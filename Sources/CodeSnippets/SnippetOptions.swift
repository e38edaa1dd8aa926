/// What a snippet contains beside the request.
package struct SnippetOptions: Sendable, Hashable {
  /// One more try after a pause (429, 5xx, no connection), and only while nothing of the answer has come. Videos
  /// are never submitted twice.
  package var retriesOnce: Bool
  /// Seconds; `nil` leaves the client's own limit, or none.
  package var timeLimit: Int?
  /// Prints the tokens of the answer to standard error.
  package var printsUsage: Bool
  package var comments: Bool
  package var key: SnippetKey
  /// For clients that are run by a shell.
  package var shell: SnippetShell

  package init(
    retriesOnce: Bool = false, timeLimit: Int? = nil, printsUsage: Bool = false, comments: Bool = true,
    key: SnippetKey = .environment, shell: SnippetShell = .posix
  ) {
    self.retriesOnce = retriesOnce
    self.timeLimit = timeLimit
    self.printsUsage = printsUsage
    self.comments = comments
    self.key = key
    self.shell = shell
  }
}

/// Where a snippet takes the key from.
package enum SnippetKey: Sendable, Hashable {
  /// From the environment variable `SnippetWords.keyVariable`.
  case environment
  /// A text in its place that everybody sees is none.
  case placeholder
  case inline(String)

  /// What stands in the source; `nil` when it is read from the environment.
  package var text: String? {
    switch self {
    case .environment: nil
    case .placeholder: "sk-..."
    case .inline(let key): key
    }
  }
}

package enum SnippetShell: String, Sendable, Hashable, CaseIterable {
  case posix, powershell, cmd
}
