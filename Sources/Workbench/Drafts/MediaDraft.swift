package import RelayKit

/// A request for images or videos that is being made.
package struct MediaDraft: Sendable, Hashable {
  package var model = ""
  /// Every key of the body but the model.
  package var body = JSONObject()
  package init() {}

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

  package mutating func setModel(_ model: String, _ kind: ParameterKind) {
    if kind == .text { self.model = model } else { mediaDrafts[kind]?.model = model }
  }
}
