import RelayKit
import TerminalUI
import Workbench

/// The request that would leave now, with the message that is being written.
extension Playground {
  func draftJSON(_ kind: ParameterKind) -> JSONValue {
    guard kind == .text else { return .object(workspace.mediaDrafts[kind]?.request ?? JSONObject()) }
    return (try? JSONValue(parsing: draftBytes(.text))) ?? .null
  }

  /// Byte for byte.
  func draftBytes(_ kind: ParameterKind) -> [UInt8] {
    guard kind == .text else { return draftJSON(kind).encoded() }
    return workspace.mended(draftRequest).0.encodedBody()
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

  /// What the draft is made of, so that it is made anew only when one of these changed.
  var draftKey: DraftKey {
    let conversation = workspace.conversation
    return DraftKey(
      kind: params.kind, body: workspace.formBody(params.kind), model: workspace.model(params.kind),
      path: conversation.path,
      lengths: conversation.path.map { conversation.textLength(of: $0) ?? 0 },
      off: conversation.path.filter { conversation[$0]?.isOff == true },
      written: params.kind == .text ? message.box.expandedText : "", files: message.attachments.map(\.name),
      variables: workspace.variables, reasoning: workspace.reasoningBack,
      revision: conversation.revision)
  }
}

struct DraftKey: Hashable {
  var kind: ParameterKind
  var body: JSONObject
  var model: String
  var path: [MessageID]
  var lengths: [Int]
  var off: [MessageID]
  var written: String
  var files: [String]
  var variables: Variables
  var reasoning: ReasoningBack
  var revision: Int
}
