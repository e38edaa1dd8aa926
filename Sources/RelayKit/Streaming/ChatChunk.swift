/// One object of an answer (`chat.completion.chunk`, or a whole `chat.completion`), without what nobody
/// reads. Empty text means that there is none.
package struct ChatChunk: Sendable, Hashable {
  var id = ""
  var model = ""
  var fingerprint = ""
  var choices: [ChoiceDelta] = []
  /// The object as received.
  var usage: JSONValue?
  /// What makes it a failure, even under status 200: the object that holds `error`.
  var error: JSONValue?
}

/// What a chunk adds to one choice.
struct ChoiceDelta: Sendable, Hashable {
  var index = 0
  var hasRole = false
  var reasoning = ""
  var content = ""
  var refusal = ""
  var toolCalls: [ToolCallPiece] = []
  /// That came beside the text.
  var pictures: [AnswerPicture] = []
  /// Elements of `logprobs.content`, as received.
  var logprobs: [JSONValue] = []
  var finishReason = ""

  var hasToken: Bool {
    !content.isEmpty || !reasoning.isEmpty || !toolCalls.isEmpty || !refusal.isEmpty
      || !pictures.isEmpty
  }
}
