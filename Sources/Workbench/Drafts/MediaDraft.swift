package import RelayKit

/// A request for images or videos that is being made.
package struct MediaDraft: Sendable, Hashable {
  package var model = ""
  /// Every key of the body but the model.
  package var body = JSONObject()
  package init() {}

  /// One of each kind, without anything in it.
  package static let none: [ParameterKind: MediaDraft] = [.image: MediaDraft(), .video: MediaDraft()]

  /// As it is sent.
  package var request: JSONObject {
    var object = JSONObject()
    object["model"] = .string(model)
    for member in body.members { object[member.key] = member.value }
    return object
  }
}

/// The keys of a request as the form edits them: those of chats with `stream` among them.
extension Workspace {
  package func formBody(_ kind: ParameterKind) -> JSONObject {
    guard kind == .text else { return mediaDrafts[kind]?.body ?? JSONObject() }
    var body = JSONObject()
    body["stream"] = stream.map(JSONValue.bool)
    for member in parameters.members { body[member.key] = member.value }
    return body
  }

  package mutating func setFormBody(_ kind: ParameterKind, _ body: JSONObject) {
    guard kind == .text else {
      mediaDrafts[kind]?.body = body
      return
    }
    var rest = body
    stream = body["stream"]?.boolValue
    // Whatever else somebody wrote there is sent as it is.
    if stream != nil || body["stream"] == nil { rest["stream"] = nil }
    parameters = rest
  }

  package func model(_ kind: ParameterKind) -> String {
    kind == .text ? model : mediaDrafts[kind]?.model ?? ""
  }

  /// Who is asked next.
  package var askedModel: String { model(kind) }

  package mutating func setModel(_ model: String, _ kind: ParameterKind) {
    if kind == .text { self.model = model } else { mediaDrafts[kind]?.model = model }
  }
}

// What is kept of them with a conversation.
extension Talk {
  func putMedia(into object: inout JSONObject) {
    guard kind != .text else { return }
    object["kind"] = .string(kind.rawValue)
    if let draft = mediaDrafts[kind] { object["media"] = .object(draft.request) }
  }

  mutating func takeMedia(_ shape: JSONValue) {
    guard let kind = shape["kind"]?.stringValue.flatMap(ParameterKind.init(rawValue:)), kind != .text else {
      return
    }
    self.kind = kind
    guard var body = shape["media"]?.objectValue else { return }
    var draft = MediaDraft()
    draft.model = body["model"]?.stringValue ?? ""
    body["model"] = nil
    draft.body = body
    mediaDrafts[kind] = draft
  }
}
