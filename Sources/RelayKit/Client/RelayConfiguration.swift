/// Which relay is asked, with which key, and how patiently.
public struct RelayConfiguration: Sendable {
  public var baseURL: BaseURL
  /// Sent to `baseURL` and to nowhere else; `nil` sends no key.
  public var apiKey: String?
  public var extraHeaders: [HTTPHeader] = []
  public var limits = TransferLimits()
  /// Further tries after the first, only before the first byte of an answer.
  public var retries = 1
  /// Longest wait before a further try, in seconds, whatever the relay asks for.
  public var longestWait = 60.0
  /// Waits that many seconds; tests put their own here.
  public var wait: @Sendable (Double) async -> Void = { seconds in
    try? await Task.sleep(nanoseconds: UInt64(seconds * 1_000_000_000))
  }

  public init(baseURL: BaseURL, apiKey: String? = nil) {
    self.baseURL = baseURL
    self.apiKey = apiKey
  }

  /// Seconds before try `next` (2 is the first repetition): what the relay asks for, else 2 s doubled each
  /// time with a jitter of up to half of it, so that clients do not come back all at once.
  func waitBefore(attempt next: Int, after error: RelayError) -> Double {
    if let asked = error.retryAfter { return min(asked, longestWait) }
    var base = error.kind == .rateLimited || error.kind == .overloaded ? 5.0 : 2.0
    for _ in 2..<max(next, 2) { base *= 2 }
    return min(base * Double.random(in: 1...1.5), longestWait)
  }

  func headers(accept: String) -> [HTTPHeader] {
    var headers = [HTTPHeader("Content-Type", "application/json"), HTTPHeader("Accept", accept)]
    if let apiKey { headers.append(HTTPHeader("Authorization", "Bearer \(apiKey)")) }
    return headers + extraHeaders
  }

  /// The same headers as they may be recorded and shown.
  func redacted(_ headers: [HTTPHeader]) -> [HTTPHeader] {
    let secret = ["authorization", "proxy-authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie"]
    return headers.map { header in
      guard secret.contains(header.name.lowercased()) else {
        return HTTPHeader(header.name, KeyMask.masked(header.value))
      }
      let value = header.value.split(separator: " ", maxSplits: 1).last.map(String.init) ?? ""
      let shown = value.count >= 12 ? "sk-....\(value.suffix(4))" : "....(redacted)"
      return HTTPHeader(header.name, header.value.hasPrefix("Bearer ") ? "Bearer \(shown)" : shown)
    }
  }
}
