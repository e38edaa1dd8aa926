package import CodeSnippets
import RelayKit
import TerminalUI
import Workbench

/// The request as source: which language, which client, what it contains. The text itself is worked out anew.
package struct CodePane: Sendable {
  package var language = SnippetLanguages.all.first?.id ?? "" { didSet { toTop() } }
  /// The client chosen for each language; the first one when there is none.
  package var clients: [String: String] = [:] { didSet { toTop() } }
  package var options = SnippetOptions()
  /// From the exchange in view instead of the draft.
  package var isFromSent = false
  /// The marked line, from 0.
  package var mark = 0
  /// Columns that are hidden at the left.
  package var left = 0
  package var wraps = false
  package var showsNumbers = true
  /// Lines as they were copied last, by language and client: what is not among them is marked.
  var copied: [String: Set<String>] = [:]
  package init() {}

  private mutating func toTop() { (mark, left) = (0, 0) }

  package var chosen: (language: SnippetLanguage, client: SnippetClient)? {
    SnippetLanguages.find(language, client: clients[language])
  }
  var name: String { "\(language)/\(chosen?.client.id ?? "")" }
}

/// The snippet that was written last. Main thread.
final class CodeMemo {
  private struct Key: Equatable {
    var draft: DraftKey?
    var exchange: String?
    var name: String
    var options: SnippetOptions
  }
  private var key: Key?
  private(set) var text = ""
  private(set) var lines: [String] = []
  private(set) var styled: [StyledLine] = []

  func take(_ app: Playground, at now: MonotonicTime) {
    let exchange = app.code.isFromSent ? app.wireSubject(at: now)?.reply?.exchange : nil
    let key = Key(
      draft: exchange == nil ? app.draftKey(at: now) : nil, exchange: exchange?.id, name: app.code.name,
      options: app.code.options)
    if self.key == key { return }
    self.key = key
    guard let chosen = app.code.chosen, let request = app.snippetRequest(exchange) else {
      return (text, lines, styled) = ("", [], [])
    }
    text = chosen.client.write(request, app.code.options)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    styled = CodeColours.lines(text, language: chosen.language.highlighting)
  }
}

extension Playground {
  /// What the snippet sends: the exchange, or the draft.
  func snippetRequest(_ exchange: Exchange?) -> SnippetRequest? {
    if let exchange {
      guard let body = (try? JSONValue(parsing: exchange.request.body))?.objectValue else { return nil }
      let url = exchange.request.url
      let kinds: [SnippetRequest.Kind] = [.chat, .image, .video]
      let kind = kinds.first { url.hasSuffix($0.path) } ?? .chat
      let ending = kind.path
      let base = url.hasSuffix(ending) ? String(url.dropLast(ending.count)) : url
      return SnippetRequest(
        kind: kind, baseURL: base, path: url.hasSuffix(ending) ? ending : "", body: body,
        rawBody: exchange.request.body, headers: exchange.request.headers)
    }
    if workspace.kind != .text, case let draft = draftMedia(workspace.kind), !draft.files.isEmpty {
      // The files go by the names under which they were attached.
      return SnippetRequest(
        kind: draft.kind == .imageEdit ? .imageEdit : .video,
        baseURL: workspace.relay?.baseURL ?? surroundings.proposedBaseURL, body: draft.fields,
        files: draft.files.map { SnippetFile(field: $0.field, path: $0.name, mediaType: $0.type) })
    }
    let bytes = draftBytes(workspace.kind)
    guard let body = (try? JSONValue(parsing: bytes))?.objectValue else { return nil }
    let kind: SnippetRequest.Kind = [.text: .chat, .image: .image, .video: .video][workspace.kind] ?? .chat
    return SnippetRequest(
      kind: kind, baseURL: workspace.relay?.baseURL ?? surroundings.proposedBaseURL, body: body,
      rawBody: bytes)
  }
}
