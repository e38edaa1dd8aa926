/// The address of a relay, however it was given: the root, with `/v1`, with a trailing slash, or a full
/// endpoint such as `…/v1/chat/completions`.
public struct BaseURL: Sendable, Hashable, CustomStringConvertible {
  /// Why a text is no base URL.
  public enum Problem: Error, Sendable, Hashable {
    case empty
    /// Only `http` and `https` can be used.
    case scheme(String)
    case noHost
    /// Not a number from 1 to 65535.
    case port(String)
    /// A user name or password in the address: it would end up in logs and records.
    case credentials
    /// White space or control characters.
    case invalidCharacter
  }

  /// `https://api.tokenbay.com`, in lower case, with the port if one was given.
  public let origin: String
  /// The path that comes before every endpoint, `/v1` unless another was given.
  public let path: String

  /// Longer ones first where one ends like another.
  private static let endpoints = [
    "/chat/completions", "/completions", "/chat", "/models", "/images/generations", "/images/edits",
    "/videos",
    "/video/generations", "/responses", "/messages", "/embeddings", "/rerank", "/audio/speech",
    "/audio/transcriptions", "/moderations",
  ]

  /// - Throws: `Problem`.
  public init(_ text: String) throws {
    var rest = text.drop { $0.isWhitespace }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    guard !rest.isEmpty else { throw Problem.empty }
    guard !rest.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) else {
      throw Problem.invalidCharacter
    }
    var scheme: String?
    if let mark = rest.firstRange(of: "://") {
      scheme = rest[..<mark.lowerBound].lowercased()
      rest = rest[mark.upperBound...]
    }
    guard scheme == nil || scheme == "https" || scheme == "http" else { throw Problem.scheme(scheme ?? "") }
    if let end = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) { rest = rest[..<end] }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let authority = rest[..<slash].lowercased()
    guard !authority.contains("@") else { throw Problem.credentials }
    let host = try Self.host(of: authority)
    origin = "\(scheme ?? (Self.isLoopback(host) ? "http" : "https"))://\(authority)"
    path = Self.prefix(of: rest[slash...])
  }

  /// The host without its port; that of IPv6 in its brackets.
  private static func host(of authority: String) throws -> String {
    var host = authority[...]
    var port: Substring?
    if authority.hasPrefix("[") {
      guard let close = authority.firstIndex(of: "]") else { throw Problem.noHost }
      host = authority[...close]
      let behind = authority[authority.index(after: close)...]
      guard behind.isEmpty || behind.hasPrefix(":") else { throw Problem.noHost }
      if !behind.isEmpty { port = behind.dropFirst() }
      guard host.count > 2 else { throw Problem.noHost }
    } else if let colon = authority.firstIndex(of: ":") {
      host = authority[..<colon]
      port = authority[authority.index(after: colon)...]
    }
    guard !host.isEmpty else { throw Problem.noHost }
    if let port {
      guard let number = Int(port), port.allSatisfy(\.isASCII), (1...65_535).contains(number) else {
        throw Problem.port(String(port))
      }
    }
    return String(host)
  }

  /// A relay on this machine rarely has a certificate.
  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]"
      || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
  }

  /// The path without endpoint, doubled parts and slashes; the root means `/v1`.
  private static func prefix(of path: Substring) -> String {
    var path = "/" + path.split(separator: "/").joined(separator: "/")
    if let endpoint = endpoints.first(where: { path.hasSuffix($0) }) { path.removeLast(endpoint.count) }
    while path.hasSuffix("/v1/v1") { path.removeLast("/v1".count) }
    return path.isEmpty || path == "/" ? "/v1" : path
  }

  public var description: String { origin + path }

  /// The address of an endpoint, for example `url(for: "/chat/completions")`.
  public func url(for endpoint: String) -> String { description + endpoint }

  /// A base URL that more likely is one, for a request to `url` that met no API there; `nil` if there is none
  /// to be guessed.
  static func alternative(to url: String) -> String? {
    guard let base = try? BaseURL(url) else { return nil }
    if base.path.hasSuffix("/v1") {
      // Behind some front page the API lives one step further.
      return base.path == "/v1" ? nil : base.origin + "/v1"
    }
    return base.path.contains("/v1") ? nil : base.description + "/v1"
  }
}
