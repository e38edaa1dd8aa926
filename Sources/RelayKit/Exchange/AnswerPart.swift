/// The smallest thing that an event adds to an answer. An answer is the sum of its parts in order.
public enum AnswerPart: Sendable, Hashable {
  case text(choice: Int, String)
  case reasoning(choice: Int, String)
  case refusal(choice: Int, String)
  /// Adds to the tool call at `position` among the calls of the choice; a new position opens one.
  case toolCall(choice: Int, position: Int, ToolCallPiece)
  /// Takes the place of the picture at `position` among those of the choice: a sketch, then the final one.
  case picture(choice: Int, position: Int, AnswerPicture)
  /// Elements of `logprobs.content`, as received.
  case logprobs(choice: Int, [JSONValue])
  case finish(choice: Int, String)
  /// The object as received.
  case usage(JSONValue)
  case responseID(String)
  case servedModel(String)
  case fingerprint(String)
  /// What came so far is a whole answer of its own; another one begins in the same stream.
  case restarted
  /// The last restart was none: what came after it goes on with what came before.
  case rejoined
}

/// What one event says about a tool call; `nil` leaves what is known.
public struct ToolCallPiece: Sendable, Hashable {
  /// The index that the relay gave.
  public var wireIndex: Int?
  public var id: String?
  public var type: String?
  public var name: String?
  /// Appended to the arguments, or in place of them.
  public var arguments = ""
  public var replacesArguments = false
  public init() {}
}
