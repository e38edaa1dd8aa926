import RelayKit
import TerminalUI
import Workbench

/// Bringing requests in and taking exchanges out.
enum InterchangeCommands {
  static let table: [Command] = [
    Command(
      "import", "import: a request",
      "Read a curl command, HAR, exchange, conversation or body: import PATH, or paste it here.", .act, [],
      verb: "import", reason: \.busy,
      run: { app, call in
        if let path = call.argument { return [.readImport(path)] }
        let text = app.message.box.expandedText
        guard !text.isEmpty else {
          app.say(
            "Paste a curl command, a body or a conversation into the message box first, or name a file: import PATH",
            seconds: 8, at: call.now)
          return []
        }
        if app.takeImport(Array(text.utf8), name: "the message", at: call.now) { _ = app.message.takeAll() }
        return []
      }),
    Command(
      "export", "export: to a file",
      "Write the exchange in view to a file: har, curl, raw, exchange, markdown or json.", .act,
      [.navigation("w"), .leader("w")], verb: "export",
      reason: { $0.workspace.conversation.lastAnswer == nil ? "nothing was sent yet" : nil },
      run: { app, call in
        if let word = call.argument { return app.export(word, at: call.now) }
        app.openExports()
        return []
      }),
  ]
}

extension ExchangeExport {
  var words: String {
    switch self {
    case .har: "har: for browsers and network tools"
    case .curl: "curl: the request as a command, the key as $TOKENBAY_API_KEY"
    case .raw: "raw: the bytes of the response"
    case .markdown: "markdown: the conversation"
    case .json: "json: the conversation as messages"
    }
  }

  var fileName: String {
    switch self {
    case .har: "exchange.har"
    case .curl: "request.sh"
    case .raw: "response.txt"
    case .markdown: "conversation.md"
    case .json: "conversation.json"
    }
  }
}

extension Playground {
  /// Our own form, which can be replayed and imported.
  private static let ownForm = "exchange"

  mutating func openExports() {
    let own = PickList.Row(id: Self.ownForm, title: "exchange: everything, to be replayed or imported")
    let others = ExchangeExport.allCases.map { PickList.Row(id: $0.rawValue, title: $0.words) }
    overlay = .list(PickList(.argument(of: "export"), title: "Export", rows: [own] + others))
  }

  mutating func export(_ word: String, at now: MonotonicTime) -> [Effect] {
    guard let exchange = wireSubject(at: now)?.reply?.exchange else { return [] }
    if word == Self.ownForm { return [.save(exchange.file, fileName: "exchange.bayside")] }
    guard let form = ExchangeExport(rawValue: word) else {
      let words = [Self.ownForm] + ExchangeExport.allCases.map(\.rawValue)
      say("It can be: \(words.joined(separator: ", ")).", at: now)
      return []
    }
    let bytes = form.bytes(
      of: exchange,
      messages: workspace.conversation.outgoing(before: nil, reasoning: workspace.reasoningBack),
      version: surroundings.version)
    return [.save(bytes, fileName: form.fileName)]
  }

  /// What was read becomes the request that is being made. - Returns: whether it could be read.
  @discardableResult
  mutating func takeImport(_ bytes: [UInt8], name: String, at now: MonotonicTime) -> Bool {
    do {
      let found = try RequestImport(parsing: bytes)
      if let busy {
        say("Not now: \(busy).", at: now)
        return false
      }
      workspace.take(found.request, at: wallClock(at: now))
      transcript = TranscriptPane()
      var words = ["Imported from \(name): \(found.source.rawValue)."]
      if let url = found.baseURL, url.description != workspace.relay?.baseURL {
        words.append("It was for \(url); it goes to the relay that is set up here.")
      }
      words += found.notes
      if workspace.conversation.awaitsAnswer { words.append("r in the transcript sends it.") }
      for word in words { say(word, seconds: 10, at: now) }
      if words.count > 1 { overlay = .list(importNotes(words)) }
      focus = view == .compare ? .lane : .transcript
      return true
    } catch {
      let words = ["\(name) was not understood; nothing was changed."] + error.sentences
      for word in words.reversed() { say(word, seconds: 10, at: now) }
      overlay = .list(importNotes(words))
      return false
    }
  }

  private func importNotes(_ words: [String]) -> PickList {
    PickList(
      .notices, title: "Import",
      rows: words.enumerated().map { PickList.Row(id: "\($0.offset)", title: $0.element) })
  }
}
