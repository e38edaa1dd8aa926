/// What a relay says about a video task, in its flat form (`/videos/{id}`) or wrapped (`/video/generations/{id}`).
public struct VideoTaskReport: Sendable, Hashable {
  public enum Phase: String, Sendable, Hashable {
    /// `unknown` is any word that nobody knows: it is shown and waited on.
    case queued, running, completed, failed, unknown
  }

  public var id: String?
  /// The state as the relay gives it; empty when it gives none.
  public var word: String
  public var phase: Phase
  /// Percent, 0 to 100. It jumps.
  public var progress: Int?
  /// Where the result can be fetched without the relay, the best first. They expire. A relay may give none: then
  /// `RelayClient.videoContentURL` is the place.
  public var links: [String]
  /// Why the task failed.
  public var failure: RelayError?
  public var model: String?
  /// As the relay gives them, such as `8` and `1280x720`.
  public var seconds: String?
  public var size: String?
  /// Seconds since 1970.
  public var createdAt: Double?
  public var startedAt: Double?
  public var finishedAt: Double?
  public var expiresAt: Double?
  /// What the task costs, in the relay's units.
  public var quota: Double?

  public init(word: String, phase: Phase) {
    self.word = word
    self.phase = phase
    links = []
  }
}
