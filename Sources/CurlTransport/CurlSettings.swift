import Glibc

/// What the transfers of one transport share: its options, and what the environment says where they are
/// silent. Read once, so that a later change of the environment cannot send a key another way.
struct CurlSettings: Sendable {
  var caFile: String?
  var userAgent: String
  private var httpProxy: String
  private var httpsProxy: String
  /// Hosts that are reached without a proxy, as curl matches them.
  var noProxy: String

  init(_ options: CurlOptions, environment: (String) -> String?) {
    func first(_ names: String...) -> String? {
      names.lazy.compactMap(environment).first { !$0.isEmpty }
    }
    userAgent = options.userAgent
    caFile = options.caFile ?? first("SSL_CERT_FILE", "CURL_CA_BUNDLE")
    let all = first("all_proxy", "ALL_PROXY")
    // Not `HTTP_PROXY`: a web server sets that from a request's header.
    httpProxy = options.proxy ?? first("http_proxy") ?? all ?? ""
    httpsProxy = options.proxy ?? first("https_proxy", "HTTPS_PROXY") ?? all ?? ""
    noProxy = options.noProxy ?? first("no_proxy", "NO_PROXY") ?? ""
  }

  /// The proxy for a URL, before `noProxy`; empty for none.
  func proxy(for url: String) -> String {
    url.lowercased().hasPrefix("https:") ? httpsProxy : httpProxy
  }

  /// The proxy of a URL for people: without the password that it may hold. `nil` when it is reached directly
  /// as far as is known.
  func shownProxy(for url: String) -> String? {
    let proxy = proxy(for: url)
    guard !proxy.isEmpty, noProxy != "*" else { return nil }
    let start = proxy.firstRange(of: "://")?.upperBound ?? proxy.startIndex
    let authority = proxy[start...].prefix { $0 != "/" }
    guard let mark = authority.lastIndex(of: "@") else { return proxy }
    return String(proxy[..<start]) + proxy[proxy.index(after: mark)...]
  }

  static func processEnvironment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
