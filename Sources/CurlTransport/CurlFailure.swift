import CCurl
import RelayKit

/// The parts of a URL that failures name, as curl itself reads them.
struct URLParts {
  var host = ""
  var port: Int?
  /// Without the brackets of IPv6, as curl's sentences have it.
  var plainHost: Substring { host.hasPrefix("[") ? host.dropFirst().dropLast() : host[...] }

  init(_ url: String) {
    guard let handle = curl_url() else { return }
    defer { curl_url_cleanup(handle) }
    guard curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK else { return }
    host = Self.part(handle, CURLUPART_HOST) ?? ""
    port = Self.part(handle, CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)).flatMap { Int($0) }
  }

  /// `location` as an absolute URL, or as it stands when it cannot be one.
  static func resolve(_ location: String, against base: String) -> String {
    guard let handle = curl_url() else { return location }
    defer { curl_url_cleanup(handle) }
    guard curl_url_set(handle, CURLUPART_URL, base, 0) == CURLUE_OK,
      curl_url_set(handle, CURLUPART_URL, location, 0) == CURLUE_OK
    else { return location }
    return part(handle, CURLUPART_URL) ?? location
  }

  private static func part(_ handle: OpaquePointer, _ which: CURLUPart, _ flags: UInt32 = 0) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, which, &text, flags) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}

/// What a result code of curl means to the caller. `detail` is curl's own sentence.
func curlFailure(_ code: CURLcode, detail: String, transfer: CurlTransfer) -> TransportFailure {
  let parts = URLParts(transfer.request.url)
  switch code {
  case CURLE_COULDNT_RESOLVE_HOST:
    return .nameNotResolved(host: parts.host)
  case CURLE_COULDNT_CONNECT:
    // Curl names whom it could not reach: the relay, or a proxy on the way.
    let isRelay = detail.contains(" \(parts.plainHost) port \(parts.port ?? 0) ")
    if !transfer.proxy.isEmpty, !isRelay { return .proxy(detail: detail) }
    return .cannotConnect(host: parts.host, port: parts.port, detail: detail)
  case CURLE_OPERATION_TIMEDOUT:
    let limits = transfer.request.limits
    if !transfer.isConnected { return .connectTimeout(seconds: limits.connectSeconds ?? 300) }
    return .connectionLost(detail: detail)
  case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
    CURLE_SSL_INVALIDCERTSTATUS:
    return .tls(host: parts.host, detail: detail, reason: .certificate)
  case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE:
    return .tls(host: parts.host, detail: detail, reason: .authorities)
  case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_NOTFOUND,
    CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_SHUTDOWN_FAILED,
    CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
    return .tls(host: parts.host, detail: detail, reason: .handshake)
  case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY:
    return .proxy(detail: detail)
  case CURLE_RECV_ERROR where detail.contains("CONNECT tunnel failed") || detail.contains("after CONNECT"):
    return .proxy(detail: detail)
  case CURLE_SEND_FAIL_REWIND:
    return .connectionLost(detail: "a connection that was kept open ended before an answer came")
  case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2,
    CURLE_HTTP2_STREAM:
    return .connectionLost(detail: detail)
  case CURLE_UNSUPPORTED_PROTOCOL where transfer.isConnected, CURLE_WEIRD_SERVER_REPLY,
    CURLE_BAD_CONTENT_ENCODING:
    return .unreadable(detail: detail)
  case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
    return .invalidURL(transfer.request.url)
  case CURLE_ABORTED_BY_CALLBACK:
    return .cancelled
  default:
    return .other(detail: "\(detail) (curl \(code.rawValue))")
  }
}
