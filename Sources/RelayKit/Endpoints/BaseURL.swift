/// The address of a relay, however it was given: the root, with `/v1`, with a trailing slash, or a full
/// endpoint such as `…/v1/chat/completions`.
public struct BaseURL: Sendable, Hashable, CustomStringConvertible {
  /// Why a text is no base URL.
  public enum Problem: Error, Sendable, Hashable {
    case empty
    /// Only `http` and `https` can be used.
    case scheme(String)
    case noHost
    /// A user name or password in the address: it would end up in logs and records.
    case credentials
    /// White space or control characters.
    case invalidCharacter
  }

  /// `https://api.tokenbay.com`, in lower case, with the port if one was given.
  public let origin: String
  /// The path that comes before every endpoint, `/v1` unless another was given.
  public let path: String

  private static let endpoints = [
    "/chat/completions", "/completions", "/models", "/images/generations", "/images/edits", "/videos",
    "/video/generations", "/responses", "/embeddings",
  ]

  /// - Throws: `Problem`.
  public init(_ text: String) throws {
    let trimmed = text.drop { $0.isWhitespace }
    var rest = trimmed[
      ..<(trimmed.lastIndex { !$0.isWhitespace }.map(trimmed.index(after:)) ?? trimmed.startIndex)]
    guard !rest.isEmpty else { throw Problem.empty }
    guard !rest.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) else {
      throw Problem.invalidCharacter
    }
    var scheme = "https"
    if let mark = rest.firstRange(of: "://") {
      scheme = rest[..<mark.lowerBound].lowercased()
      rest = rest[mark.upperBound...]
    }
    guard scheme == "https" || scheme == "http" else { throw Problem.scheme(scheme) }
    if let end = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) { rest = rest[..<end] }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let host = rest[..<slash].lowercased()
    guard !host.contains("@") else { throw Problem.credentials }
    guard !host.isEmpty, !host.hasPrefix(":") else { throw Problem.noHost }
    origin = "\(scheme)://\(host)"
    path = Self.prefix(of: String(rest[slash...]))
  }

  /// The path without endpoint and trailing slashes; the root means `/v1`.
  private static func prefix(of path: String) -> String {
    var path = path
    while path.hasSuffix("/") { path.removeLast() }
    if let endpoint = endpoints.first(where: { path.hasSuffix($0) }) { path.removeLast(endpoint.count) }
    while path.hasSuffix("/") { path.removeLast() }
    return path.isEmpty ? "/v1" : path
  }

  public var description: String { origin + path }

  /// The address of an endpoint, for example `url(for: "/chat/completions")`.
  public func url(for endpoint: String) -> String { description + endpoint }
}
