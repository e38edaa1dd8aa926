import RelayKit
import TerminalUI
import Workbench

/// The request that would leave now, with the message that is being written.
extension Playground {
  func draftJSON(_ kind: ParameterKind) -> JSONValue {
    guard kind == .text else { return .object(draftMedia(kind).fields) }
    return (try? JSONValue(parsing: draftBytes(.text))) ?? .null
  }

  /// Byte for byte.
  func draftBytes(_ kind: ParameterKind) -> [UInt8] {
    guard kind == .text else { return JSONValue.object(draftMedia(kind).fields).encoded() }
    return workspace.mended(draftRequest).0.encodedBody()
  }

  /// What Enter would send.
  func draft(_ kind: ParameterKind) -> RelayRequest {
    kind == .text ? .chat(draftRequest) : .media(draftMedia(kind))
  }

  /// With the text in the message box as the prompt, and its files to start from.
  func draftMedia(_ kind: ParameterKind) -> MediaRequest {
    let isWritten = message.purpose == .send
    return workspace.mediaRequest(
      kind, prompt: isWritten ? message.box.expandedText : "", files: isWritten ? message.attachments : [])
  }

  var draftRequest: ChatRequest {
    var messages = workspace.conversation.outgoing(before: nil, reasoning: workspace.reasoningBack)
    let text = message.box.expandedText
    if message.purpose == .send, !text.allSatisfy(\.isWhitespace) || !message.attachments.isEmpty {
      var written = Message(
        id: MessageID(-1), role: .user, written: text, createdAt: 0)
      written.attachments = message.attachments
      if let outgoing = written.outgoing { messages.append(outgoing) }
    }
    return workspace.chatRequest(messages: messages)
  }

  /// What the draft is made of, so that it is made anew only when one of these changed. While an answer comes,
  /// four times a second is enough.
  func draftKey(at now: MonotonicTime) -> DraftKey {
    let model = workspace.model(workspace.kind)
    let messages = DraftKey.Messages(
      revision: running.isEmpty ? workspace.conversation.revision : -Int(now.nanoseconds / 250_000_000),
      written: message.purpose == .send ? message.box.expandedText : "", files: message.attachments,
      variables: workspace.variables, reasoning: workspace.reasoningBack)
    return DraftKey(
      kind: workspace.kind, body: workspace.formBody(workspace.kind), model: model, messages: messages,
      relay: workspace.relay?.baseURL, remedies: workspace.remedies, prices: prices(of: model),
      outputLimit: outputLimit(of: model))
  }
}

struct DraftKey: Equatable {
  /// What belongs to the messages alone: it stays while only parameters change, however long the messages are.
  struct Messages: Equatable {
    var revision: Int
    var written: String
    var files: [Attachment]
    var variables: Variables
    var reasoning: ReasoningBack
  }

  var kind: ParameterKind
  var body: JSONObject
  var model: String
  var messages: Messages
  var relay: String?
  var remedies: LearnedRemedies
  var prices: TokenPrices?
  var outputLimit: Int?
}
