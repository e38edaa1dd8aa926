package import RelayKit

/// What a chat has to itself, and every lane of a comparison too: whom it asks, how, and what was said.
package struct Talk: Sendable {
  package var model: String
  /// Keys of the request beside model, messages and stream.
  package var parameters: JSONObject
  package var stream: Bool?
  package var variables: Variables
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

  /// There is nothing to be taken back.
  package mutating func forgetPast() { (lastSent, earlier) = (nil, []) }

  /// The text of the system message that it begins with.
  package var system: String? {
    conversation.messages.first { [.system, .developer].contains($0.role) && !$0.isOff }?.written
  }
}

extension Workspace {
  /// Changes places with the chat, so that whatever is done to the chat is done to that talk. Done twice, everything
  /// is where it was.
  package mutating func swapTalk(_ talk: inout Talk) {
    swap(&model, &talk.model)
    swap(&parameters, &talk.parameters)
    swap(&stream, &talk.stream)
    swap(&variables, &talk.variables)
    swap(&conversation, &talk.conversation)
    swapPast(&talk)
  }
}
