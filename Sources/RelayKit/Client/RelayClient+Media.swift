extension RelayClient {
  /// Sends a request for pictures, or submits a video: once, never again by itself.
  @discardableResult
  public func make(
    _ request: MediaRequest, id: String, startedAt: Double, waitsForReader: Bool = true,
    observer: @escaping @Sendable (ExchangeUpdate) -> Void
  ) -> any ExchangeHandle {
    chat(ChatRequest(model: request.model), id: id, startedAt: startedAt, observer: observer)
  }

  /// The same, awaited: the whole record. Cancelling the task stops it.
  public func make(_ request: MediaRequest, id: String, startedAt: Double) async -> Exchange {
    await chat(ChatRequest(model: request.model), id: id, startedAt: startedAt)
  }

  /// Fetches a file.
  @discardableResult
  public func download(
    _ url: String, from offset: Int = 0, validator: String? = nil, limit: Int,
    handler: @escaping @Sendable (DownloadEvent) -> Void
  ) -> any HTTPTransfer {
    handler(.ended(RelayError(kind: .notImplemented)))
    return EndedTransfer()
  }
}

private struct EndedTransfer: HTTPTransfer {
  func cancel() {}
  func setPaused(_ paused: Bool) {}
}
