import HistoryStore
import RelayKit
import Workbench

/// `bayside history show`: a kept chat or comparison as text, or an exchange as its file.
struct HistoryShowing {
  let options: ParsedOptions

  func run() async throws(UsageError) -> Int32 {
    guard options.operands.isEmpty != (options["exchange"] == nil) else {
      throw UsageError(sentence: "bayside history show needs the ID of a conversation, or --exchange ID.")
    }
    do throws(HistoryProblem) {
      let history = KeptHistory.openMended()
      if let exchange = options["exchange"] { return try await show(exchange: exchange, history) }
      return try await show(options.operands[0], history)
    } catch {
      Output.notice(error.sentence)
      return 1
    }
  }

  private func show(_ id: String, _ history: HistoryStore) async throws(HistoryProblem) -> Int32 {
    guard let kept = try await history.conversation(id) else {
      Output.notice("There is no “\(id)” in the history; bayside history list shows the ids.")
      return 1
    }
    let opened: OpenedConversation
    do throws(ComparisonFile.Problem) {
      opened = try OpenedConversation(kept)
    } catch {
      Output.notice("\(id) cannot be read: \(error.sentence)")
      return 1
    }
    if let note = opened.note { Output.notice(note) }
    if options.has("json") {
      Output.writeFile(Array((Self.json(kept, opened).text(pretty: true) + "\n").utf8))
    } else {
      Output.writeAnswer(Self.text(opened))
    }
    return 0
  }

  private func show(exchange: String, _ history: HistoryStore) async throws(HistoryProblem) -> Int32 {
    if let file = try await history.exchangeFile(exchange) {
      Output.writeFile(file)
      return 0
    }
    let isKnown = try await history.record(exchange) != nil
    Output.notice(
      isKnown
        ? "The bytes of \(exchange) are not kept any more; its text is in its conversation."
        : "There is no exchange “\(exchange)” in the history.")
    return 1
  }

  // MARK: Text

  private static func text(_ opened: OpenedConversation) -> String {
    if opened.record != nil { return opened.markdown }
    return opened.talk.conversation.messages.map { message in
      guard let reply = message.reply else { return "\(message.role.name):\n\(message.written)\n" }
      let note = note(reply)
      let failure = reply.isComingElsewhere ? nil : reply.outcome?.error
      let error = failure.map { "\n\($0.title). \($0.message)\n" } ?? ""
      return "\(reply.model)\(note.isEmpty ? "" : " [\(note)]"):\n\(reply.text)\n\(error)"
    }.joined(separator: "\n")
  }

  private static func note(_ reply: Reply) -> String {
    if reply.isComingElsewhere { return "still coming in another bayside" }
    return switch reply.outcome {
    case .done: ""
    case .stopped, nil: "stopped"
    case .cut: "cut, not finished"
    case .failed: "failed"
    }
  }

  private static func json(_ kept: KeptConversation, _ opened: OpenedConversation) -> JSONValue {
    var object = JSONObject()
    object["id"] = .string(kept.image.id)
    object["kind"] = .string(kept.image.kind.rawValue)
    object["title"] = .string(kept.image.title)
    object["created_at"] = .string(LocalCalendar.timestamp(kept.image.createdAt))
    object["updated_at"] = .string(LocalCalendar.timestamp(kept.image.updatedAt))
    object["demo"] = .bool(kept.image.isDemo)
    if let record = opened.record {
      object["comparison"] = (try? JSONValue(parsing: Array(ComparisonExport.json(record).utf8))) ?? .null
      return .object(object)
    }
    object["model"] = .string(opened.talk.model)
    object["parameters"] = .object(opened.talk.parameters)
    let exchanges = Dictionary(
      opened.answers.map { ($0.id, $0.exchange) }, uniquingKeysWith: { first, _ in first })
    object["messages"] = .array(
      opened.talk.conversation.messages.map { json($0, exchange: exchanges[$0.id]) })
    return .object(object)
  }

  private static func json(_ message: Message, exchange: String?) -> JSONValue {
    var object = JSONObject()
    func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    object["role"] = .string(message.role.name)
    guard let reply = message.reply else {
      object["text"] = .string(message.written)
      return .object(object)
    }
    object["model"] = .string(reply.model)
    object["text"] = .string(reply.text)
    object["reasoning"] = .string(reply.reasoning)
    let outcome = reply.isComingElsewhere ? nil : reply.outcome
    object["outcome"] = text(outcome?.name)
    object["finish_reason"] = text(reply.finishReason)
    object["error"] = text(outcome?.error.map { $0.message.isEmpty ? $0.title : $0.message })
    object["exchange"] = text(exchange)
    return .object(object)
  }
}
