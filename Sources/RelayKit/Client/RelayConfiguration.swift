/// Which relay is asked, with which key, and how patiently.
public struct RelayConfiguration: Sendable {
  public var baseURL: BaseURL
  /// Sent to `baseURL` and to nowhere else; `nil` sends no key.
  public var apiKey: String?
  public var extraHeaders: [HTTPHeader] = []
  public var limits = TransferLimits()
  /// Which of `limits` hold as they are for pictures and videos too, where others are raised to what these take.
  public var exactLimits: ExactLimits = []
  /// Further tries after the first, only before the first byte of an answer.
  public var retries = 1
  /// Longest wait before a further try, in seconds. A relay that asks for more is not asked again.
  public var longestWait = 60.0
  /// Waits that many seconds; tests put their own here.
  public var wait: @Sendable (Double) async -> Void = { seconds in
    try? await Task.sleep(nanoseconds: UInt64(seconds * 1_000_000_000))
  }

  public init(baseURL: BaseURL, apiKey: String? = nil) {
    self.baseURL = baseURL
    self.apiKey = apiKey
  }

  /// Seconds before try `next` (2 is the first repetition): what the relay asks for, else some seconds,
  /// doubled with each try and spread by chance, so that clients do not come back all at once. `nil` when the
  /// relay asks for more than `longestWait`: coming back earlier would only be refused again.
  func waitBefore(attempt next: Int, after error: RelayError) -> Double? {
    if let asked = error.retryAfter { return asked <= longestWait ? asked : nil }
    let isCrowded = error.kind == .rateLimited || error.kind == .overloaded
    var seconds = isCrowded ? Double.random(in: 5...15) : Double.random(in: 2...4)
    for _ in 2..<max(next, 2) { seconds *= 2 }
    return min(seconds, longestWait)
  }

  func headers(accept: String, contentType: String = "application/json") -> [HTTPHeader] {
    var headers = [HTTPHeader("Content-Type", contentType), HTTPHeader("Accept", accept)]
    if let apiKey { headers.append(HTTPHeader("Authorization", "Bearer \(apiKey)")) }
    return headers + extraHeaders
  }

  /// For questions that anybody may ask: nothing that could be a credential, so nothing of the user's at all.
  func keylessHeaders(accept: String) -> [HTTPHeader] { [HTTPHeader("Accept", accept)] }

  /// What must not be recorded.
  var secrets: Secrets { Secrets(key: apiKey, headers: extraHeaders) }
}

/// Limits that somebody named for this very run, so that no patience is added to them.
public struct ExactLimits: OptionSet, Sendable, Hashable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }
  /// `TransferLimits.totalSeconds`.
  public static let total = ExactLimits(rawValue: 1)
  /// `TransferLimits.stallSeconds`.
  public static let stall = ExactLimits(rawValue: 2)
}

/// How a request is tried again after a refusal that may pass, before anything of an answer came.
public struct RetryRule: Sendable, Hashable {
  /// Further tries after the first.
  public var count: Int
  /// The next try waits for `retryNow`, also when its time has come: somebody else decides who is next.
  public var isHeld: Bool
  public init(count: Int, isHeld: Bool = false) {
    self.count = count
    self.isHeld = isHeld
  }
}
