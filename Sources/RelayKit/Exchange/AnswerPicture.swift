/// A picture of an answer: of an images endpoint, or of a chat that draws.
public struct AnswerPicture: Sendable, Hashable {
  /// What there is of it.
  public enum Content: Sendable, Hashable {
    /// Decoded, whatever they are: a relay may send anything, and a broken answer ends in the middle.
    case bytes([UInt8])
    /// An address, `http` or `https`. It expires.
    case link(String)
    /// Opened from a digest: only its size in bytes is known.
    case left(byteCount: Int)
    /// One sentence for people: why there is neither.
    case unreadable(String)
  }

  public var content: Content
  /// MIME type as announced, by a data URL or by `output_format`. It may be wrong: the bytes decide.
  public var type: String?
  /// The prompt as the relay or its supplier rewrote it.
  public var revisedPrompt: String?
  /// A sketch before the final picture at the same position.
  public var isPartial: Bool

  public init(
    content: Content, type: String? = nil, revisedPrompt: String? = nil, isPartial: Bool = false
  ) {
    self.content = content
    self.type = type
    self.revisedPrompt = revisedPrompt
    self.isPartial = isPartial
  }

  /// Whether it is a picture that was asked for: no sketch, and bytes or a link (or once was).
  public var isFinal: Bool {
    if case .unreadable = content { return false }
    return !isPartial
  }
}
