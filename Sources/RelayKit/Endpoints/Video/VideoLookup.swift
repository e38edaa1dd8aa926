/// One look at a video task.
public struct VideoLookupAnswer: Sendable, Hashable {
  public var status: Int
  /// From the question to the last byte of the answer.
  public var milliseconds: Double
  /// The body as received, without secrets.
  public var bytes: [UInt8]
  public var report: VideoTaskReport
  public init(status: Int, milliseconds: Double, bytes: [UInt8], report: VideoTaskReport) {
    self.status = status
    self.milliseconds = milliseconds
    self.bytes = bytes
    self.report = report
  }
}

extension RelayClient {
  /// Asks how a task stands. - Throws: `RelayError`.
  public func lookUpVideo(_ id: String, path: String) async throws -> VideoLookupAnswer {
    throw RelayError(kind: .notImplemented)
  }

  /// Where the result of a task is fetched through the relay, with the key.
  public func videoContentURL(_ id: String) -> String {
    configuration.baseURL.url(for: "/videos/\(id)/content")
  }
}

extension Exchange {
  /// What the relay said to a submission; `nil` when it accepted no task.
  public var videoTask: VideoTaskReport? { (try? JSONValue(parsing: bytes)).flatMap(VideoTaskReport.init) }
}
