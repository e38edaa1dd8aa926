/// Why a relay does not tell a key about its money. None of these says anything about the money itself.
public struct BillingProblem: Error, Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// There is no such page: asking again changes nothing (404, a web page, a redirect, another program).
    case notOffered = "not_offered"
    /// The page is there, but refuses this key (401, 403, `success: false`).
    case notForThisKey = "not_for_this_key"
    /// It may answer later (429, 5xx, no connection).
    case notNow = "not_now"
    /// An answer came that cannot be understood, or is too large.
    case unreadable
  }

  public var kind: Kind
  /// A part of a sentence about the relay: `it answers with a web page`.
  public var reason: String
  /// `nil` where no answer came.
  public var status: Int?
  /// The relay's own words, without keys; empty when it said nothing.
  public var message: String
  /// Seconds, from `Retry-After` or `retry-after-ms`.
  public var retryAfter: Double?

  public init(
    _ kind: Kind, _ reason: String, status: Int? = nil, message: String = "", retryAfter: Double? = nil
  ) {
    self.kind = kind
    self.reason = reason
    self.status = status
    self.message = message
    self.retryAfter = retryAfter
  }
}

extension BillingProblem {
  /// Reads what came instead of an answer, or why none came.
  init(_ error: RelayError) {
    switch error.kind {
    case .answerTooLarge:
      self.init(.unreadable, "its answer is larger than such a page can be", status: error.status)
    case .malformedAnswer: self.init(.unreadable, "its answer is no HTTP", status: error.status)
    case .redirected: self.init(.notOffered, "it points elsewhere", status: error.status)
    case .tls: self.init(.notNow, "its certificate does not hold; the key was not sent")
    case .connectionLost: self.init(.notNow, "the connection broke")
    case .totalTimeout, .stalled, .connectTimeout: self.init(.notNow, "it did not answer in time")
    case .nameNotResolved: self.init(.notNow, "its name is not found")
    default: self.init(.notNow, "it cannot be reached", status: error.status)
    }
    message = error.message
    retryAfter = error.retryAfter
  }
}

/// Reads what pages about a key's money answer, before what is in them: JSON, or one of the ways of saying no.
enum BillingPage {
  /// No log of a thousand rows and no balance is larger.
  static let maximumBytes = 16 << 20

  /// - Throws: `BillingProblem`.
  static func read(_ head: HTTPResponseHead, _ body: [UInt8]) throws -> JSONValue {
    let words = RelayErrorBody(bytes: body)
    func problem(_ kind: BillingProblem.Kind, _ reason: String) -> BillingProblem {
      BillingProblem(
        kind, "\(reason) (\(head.status))", status: head.status,
        message: words.isWebPage ? "" : String(words.message.prefix(400)),
        retryAfter: RetryAfter.seconds(in: head.headers))
    }
    switch head.status {
    case 200..<300: break
    case 300..<400: throw problem(.notOffered, "it points elsewhere")
    case 401: throw problem(.notForThisKey, "it refuses this key there")
    case 402: throw problem(.notForThisKey, "it asks for payment first")
    case 403: throw problem(.notForThisKey, "this key may not ask there")
    case 408, 425: throw problem(.notNow, "it did not get to it")
    case 429: throw problem(.notNow, "it was asked too often")
    case 501: throw problem(.notOffered, "it has no such page")
    case 500...: throw problem(.notNow, "something failed inside the relay")
    case 404, 405, 410: throw problem(.notOffered, "it has no such page")
    default: throw problem(.notOffered, "it does not take the question")
    }
    guard !words.isEmpty else { throw problem(.notOffered, "its answer is empty") }
    guard !words.isWebPage else { throw problem(.notOffered, "it answers with a web page") }
    guard let json = try? JSONValue(parsing: body) else {
      throw problem(.unreadable, "its answer is no whole JSON")
    }
    // Some refuse under status 200.
    if json["success"]?.boolValue == false || json["code"]?.boolValue == false
      || ChatChunk.isFailure(json["error"])
    {
      throw problem(.notForThisKey, "it refuses the question")
    }
    return json
  }

  /// What `page` is not.
  static func foreign(_ head: HTTPResponseHead) -> BillingProblem {
    BillingProblem(.unreadable, "its answer is not that of such a relay", status: head.status)
  }

  /// A number, also as a text; nothing infinite.
  static func amount(_ json: JSONValue?) -> Double? {
    (json?.doubleValue ?? json?.stringValue.flatMap(Double.init)).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Seconds since 1970; 0 and -1 mean never.
  static func moment(_ json: JSONValue?) -> Double? {
    amount(json).flatMap { $0 > 0 && $0 < 1e12 ? $0 : nil }
  }

  static func count(_ json: JSONValue?) -> Int? {
    amount(json).flatMap { $0 >= 0 && $0 < 1e15 ? Int($0) : nil }
  }

  static func text(_ json: JSONValue?) -> String? {
    json?.stringValue.flatMap { $0.isEmpty ? nil : KeyMask.masked(String($0.prefix(512))) }
  }
}

extension RelayClient {
  /// Asks a page about the key's money. The key goes to the host of the base URL and to no other: redirects are
  /// not followed.
  func askBilling<Asked: Endpoint>(_ endpoint: Asked) async throws(BillingProblem) -> Asked.Answer {
    do {
      return try await ask(endpoint)
    } catch {
      var problem: BillingProblem
      switch error {
      case let known as BillingProblem: problem = known
      case let known as RelayError: problem = BillingProblem(known)
      default: problem = BillingProblem(.notNow, "it cannot be reached")
      }
      problem.message = configuration.secrets.masked(problem.message)
      throw problem
    }
  }
}
