/// A call of the relay whose answer is read as a whole: one file per endpoint says where it is, what is sent
/// and how the answer is read. Chat completions are not among them, since their answer comes in parts.
public protocol Endpoint: Sendable {
  associatedtype Answer: Sendable
  var method: String { get }
  /// Behind the base URL, with a leading slash.
  var path: String { get }
  /// Empty for none.
  var body: [UInt8] { get }
  /// Reads a complete answer of any status.
  /// - Throws: `RelayError` when it is no answer of this endpoint.
  func read(_ head: HTTPResponseHead, _ body: [UInt8]) throws -> Answer
}

extension Endpoint {
  public var method: String { "GET" }
  public var body: [UInt8] { [] }
}
