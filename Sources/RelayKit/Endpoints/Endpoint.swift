/// A call of the relay whose answer is read as a whole: one file per endpoint says where it is, what is sent
/// and how the answer is read. Chat completions are not among them, since their answer comes in parts.
public protocol Endpoint: Sendable {
  associatedtype Answer: Sendable
  var method: String { get }
  /// Behind the root, with a leading slash.
  var path: String { get }
  /// What `path` hangs off.
  var root: EndpointRoot { get }
  /// Whether the key and the headers of the user go along. A public page is asked without: the key is no
  /// credential there, and a header of the user's may be one too.
  var carriesKey: Bool { get }
  /// Empty for none.
  var body: [UInt8] { get }
  /// A larger answer is refused while it comes.
  var maximumBytes: Int { get }
  /// Reads a complete answer of any status.
  /// - Throws: `RelayError` when it is no answer of this endpoint.
  func read(_ head: HTTPResponseHead, _ body: [UInt8]) throws -> Answer
}

extension Endpoint {
  public var method: String { "GET" }
  public var body: [UInt8] { [] }
  public var root: EndpointRoot { .base }
  public var carriesKey: Bool { true }
  /// Nobody vouches for a page that is not part of the API.
  public var maximumBytes: Int { carriesKey ? .max : 32 << 20 }
}

/// Where the path of an endpoint begins.
public enum EndpointRoot: Sendable, Hashable {
  /// The base URL with its path, mostly `/v1`.
  case base
  /// Scheme, host and port of the base URL.
  case origin
}
