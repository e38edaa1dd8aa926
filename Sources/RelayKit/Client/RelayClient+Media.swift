extension RelayClient {
  /// Sends a request for pictures, or submits a video, and tells `observer` as `chat` does: pictures come as parts of
  /// the answer, the id of a video task as its `responseID` (`Exchange.videoTask` has all of it). It is sent once and
  /// never again by itself: what was sent may be made, and charged, although no answer came. The recorded body is, but
  /// for the key, byte for byte what was sent.
  ///
  /// It is done when at least one final picture or link came, or when the task has an id. An error under status 200,
  /// a web page, no picture at all are failures; sketches alone, or a picture that broke off, a cut. Silence is waited
  /// out longer than with a chat: 300 s for pictures, 180 s for a video's submission, or as long as is configured, unless
  /// `exactLimits` says that the configured limits are meant as they are.
  /// - Parameters:
  ///   - startedAt: wall clock, seconds since 1970, kept in the record.
  ///   - waitsForReader: as for `chat`.
  @discardableResult
  public func make(
    _ request: MediaRequest, id: String, startedAt: Double, waitsForReader: Bool = true,
    observer: @escaping @Sendable (ExchangeUpdate) -> Void
  ) -> any ExchangeHandle {
    let kind = AnswerKind(request.kind)
    let streams = request.streams
    let fields = request.sentFields
    let (body, contentType) = request.encodedBody()
    var wire = wireRequest(
      "POST", request.path, accept: streams ? "text/event-stream" : "application/json", body: body,
      acceptsCompression: !streams, contentType: contentType)
    wire.isSentOnce = true
    wire.limits = MediaPatience.limits(
      configuration.limits, exact: configuration.exactLimits, for: kind)
    var facts = facts(of: wire)
    facts.model = fields["model"]?.stringValue ?? ""
    facts.expectedChoices = fields["n"]?.intValue ?? 1
    facts.answer = kind
    return begin(
      wire, facts, streams: streams, id: id, startedAt: startedAt, waitsForReader: waitsForReader,
      retry: RetryRule(count: 0), observer: observer)
  }

  /// The same, awaited: the whole record. Cancelling the task stops it.
  public func make(_ request: MediaRequest, id: String, startedAt: Double) async -> Exchange {
    await whole { observer in
      make(request, id: id, startedAt: startedAt, waitsForReader: false, observer: observer)
    }
  }
}

extension RelayClient {
  /// Fetches a file: a picture or a video. The key, and the headers of the configuration, go to the origin of the base
  /// URL only. Up to five redirects are followed, without the key once they lead elsewhere, and never from `https` to
  /// `http`. What is no file (a web page, JSON, any status that is no success) is an error with its words.
  ///
  /// `handler` is called on the transport's thread, in order, `.ended` last; it must not block. It may pause the
  /// transfer, or end it. The errors' `isRetryable` says whether asking again may help.
  /// - Parameters:
  ///   - url: absolute, or from the root of the base URL's host, such as `/files/1.mp4`.
  ///   - offset: bytes that are there already. Where the server goes on from there, `.began` says so; where it sends
  ///     the whole file, or has another by now, it begins at 0.
  ///   - validator: as `.began` told it when the first part came; without one nothing proves that the file is the same.
  ///   - limit: bytes of the whole file; a longer one fails with `.answerTooLarge`.
  @discardableResult
  public func download(
    _ url: String, from offset: Int = 0, validator: String? = nil, limit: Int,
    handler: @escaping @Sendable (DownloadEvent) -> Void
  ) -> any HTTPTransfer {
    let absolute = absolute(url)
    guard
      let running = RunningDownload(
        client: self, url: absolute, offset: offset, validator: validator, limit: limit, handler: handler)
    else {
      var error = RelayError(transport: .invalidURL(absolute))
      error.details["for"] = "download"
      handler(.ended(configuration.secrets.masked(error)))
      return EndedTransfer()
    }
    running.send()
    return running
  }

  private func absolute(_ url: String) -> String {
    if url.hasPrefix("//") { return "https:" + url }
    return url.hasPrefix("/") ? configuration.baseURL.origin + url : url
  }
}

/// What could not be begun.
private struct EndedTransfer: HTTPTransfer {
  func cancel() {}
  func setPaused(_ paused: Bool) {}
}

extension MediaRequest {
  /// The bytes that are sent, and their type.
  func encodedBody() -> (body: [UInt8], contentType: String) {
    guard files.isEmpty else {
      let form = MultipartForm(fields: fields, files: files)
      return (form.body, form.contentType)
    }
    return (rawBody ?? JSONValue.object(fields).encoded(), "application/json")
  }
}
