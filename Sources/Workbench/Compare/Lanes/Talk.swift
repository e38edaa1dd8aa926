package import RelayKit

/// What a chat has to itself, and every lane of a comparison too: whom it asks, how, and what was said.
package struct Talk: Sendable {
  package var model: String
  /// Keys of the request beside model, messages and stream.
  package var parameters: JSONObject
  package var stream: Bool?
  package var variables: Variables
  /// What its requests ask for: answers of a chat, pictures or a clip.
  package var kind = ParameterKind.text
  /// Requests for pictures and clips that are being made.
  package var mediaDrafts = MediaDraft.none
  package var conversation: Conversation
  var lastSent: JSONObject?
  var earlier: [Workspace.Earlier] = []

  package init(
    model: String, parameters: JSONObject = JSONObject(), stream: Bool? = true,
    variables: Variables = Variables(),
    conversation: Conversation = Conversation()
  ) {
    self.model = model
    self.parameters = parameters
    self.stream = stream
    self.variables = variables
    self.conversation = conversation
  }

  /// Asks another model from now on, through its endpoint.
  package mutating func ask(_ model: String, as kind: ParameterKind) {
    (self.model, self.kind) = (model, kind)
    if kind != .text { mediaDrafts[kind]?.model = model }
  }

  /// There is nothing to be taken back.
  package mutating func forgetPast() { (lastSent, earlier) = (nil, []) }

  /// The text of the system message that it begins with.
  package var system: String? {
    conversation.messages.first { [.system, .developer].contains($0.role) && !$0.isOff }?.written
  }
}

extension Workspace {
  /// Asks another model from now on, through its endpoint.
  package mutating func ask(_ model: String, as kind: ParameterKind) {
    (self.model, self.kind) = (model, kind)
    setModel(model, kind)
  }

  /// The chat with its settings. What was undone stays behind.
  package var talk: Talk {
    var talk = Talk(
      model: model, parameters: parameters, stream: stream, variables: variables, conversation: conversation)
    (talk.kind, talk.mediaDrafts) = (kind, mediaDrafts)
    return talk
  }

  /// Changes places with the chat, so that whatever is done to the chat is done to that talk. Done twice, everything
  /// is where it was.
  package mutating func swapTalk(_ talk: inout Talk) {
    swap(&model, &talk.model)
    swap(&parameters, &talk.parameters)
    swap(&stream, &talk.stream)
    swap(&variables, &talk.variables)
    swap(&kind, &talk.kind)
    swap(&mediaDrafts, &talk.mediaDrafts)
    swap(&conversation, &talk.conversation)
    swapPast(&talk)
  }
}
