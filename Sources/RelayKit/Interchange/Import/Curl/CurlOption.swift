/// The options of curl, as its manual lists them, by what they mean for a request.
enum CurlOption {
  enum Meaning: Sendable, Hashable {
    case data, rawData, binaryData, jsonData, encodedData, header, method, url, user, cookie, form
    case asQuery, headOnly, insecure, bearer, next
    /// About the connection, the output or curl itself: it changes nothing of the request.
    case silent
    /// Has an effect that is not taken over.
    case other
  }

  struct Row: Sendable, Hashable {
    var meaning: Meaning
    var takesValue: Bool
  }

  /// Signs of short options, and the long name that means the same.
  static let short: [UInt8: String] = {
    let pairs: [(Character, String)] = [
      ("d", "data"), ("H", "header"), ("X", "request"), ("u", "user"), ("b", "cookie"), ("F", "form"),
      ("G", "get"), ("I", "head"), ("k", "insecure"), ("s", "silent"), ("S", "show-error"),
      ("N", "no-buffer"), ("L", "location"), ("i", "include"), ("v", "verbose"), ("f", "fail"),
      ("g", "globoff"), ("#", "progress-bar"), ("4", "ipv4"), ("6", "ipv6"), ("0", "http1.0"),
      ("A", "user-agent"), ("e", "referer"), ("x", "proxy"), ("U", "proxy-user"), ("m", "max-time"),
      ("o", "output"), ("O", "remote-name"), ("J", "remote-header-name"), ("T", "upload-file"),
      ("c", "cookie-jar"), ("E", "cert"), ("K", "config"), ("w", "write-out"), ("y", "speed-time"),
      ("Y", "speed-limit"), ("z", "time-cond"), ("r", "range"), ("C", "continue-at"), ("D", "dump-header"),
      ("P", "ftp-port"), ("Q", "quote"), ("t", "telnet-option"), ("n", "netrc"),
      ("j", "junk-session-cookies"),
      ("q", "disable"), ("a", "append"), ("l", "list-only"), ("p", "proxytunnel"), ("R", "remote-time"),
      ("B", "use-ascii"), ("Z", "parallel"), ("1", "tlsv1"), ("2", "sslv2"), ("3", "sslv3"), (":", "next"),
      ("V", "version"), ("M", "manual"), ("h", "help"),
    ]
    return Dictionary(pairs.map { ($0.0.asciiValue ?? 0, $0.1) }) { first, _ in first }
  }()

  private static let rows: [String: Row] = {
    var rows: [String: Row] = [:]
    func add(_ meaning: Meaning, takesValue: Bool, _ names: String) {
      for name in names.split(separator: " ") {
        rows[String(name)] = Row(meaning: meaning, takesValue: takesValue)
      }
    }
    add(.data, takesValue: true, "data data-ascii")
    add(.rawData, takesValue: true, "data-raw")
    add(.binaryData, takesValue: true, "data-binary")
    add(.encodedData, takesValue: true, "data-urlencode")
    add(.jsonData, takesValue: true, "json")
    add(.header, takesValue: true, "header")
    add(.method, takesValue: true, "request")
    add(.url, takesValue: true, "url")
    add(.user, takesValue: true, "user")
    add(.bearer, takesValue: true, "oauth2-bearer aws-sigv4")
    add(.cookie, takesValue: true, "cookie")
    add(.form, takesValue: true, "form form-string")
    add(.asQuery, takesValue: false, "get")
    add(.headOnly, takesValue: false, "head")
    add(.insecure, takesValue: false, "insecure")
    add(.next, takesValue: false, "next")
    add(
      .silent, takesValue: false,
      "silent show-error no-buffer buffer location include verbose fail fail-with-body globoff progress-bar "
        + "no-progress-meter compressed compressed-ssh ipv4 ipv6 http1.0 http1.1 http2 http2-prior-knowledge "
        + "http3 tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tcp-nodelay tcp-fastopen no-keepalive keepalive "
        + "fail-early styled-output no-styled-output path-as-is disable show-headers no-alpn no-npn "
        + "post301 post302 post303 location-trusted trace-time use-ascii")
    add(
      .silent, takesValue: true,
      "user-agent referer output write-out dump-header trace trace-ascii stderr cookie-jar keepalive-time "
        + "max-redirs output-dir limit-rate")
    add(
      .other, takesValue: false,
      "remote-name remote-name-all remote-header-name junk-session-cookies netrc netrc-optional append "
        + "list-only proxytunnel remote-time parallel sslv2 sslv3 version manual help anyauth basic digest "
        + "negotiate ntlm create-dirs retry-connrefused retry-all-errors raw tr-encoding ssl-reqd")
    add(
      .other, takesValue: true,
      "proxy proxy-user proxy-header noproxy preproxy socks5 socks5-hostname max-time connect-timeout upload-file "
        + "cert key cacert capath cert-type key-type pass config speed-time speed-limit time-cond range "
        + "continue-at ftp-port quote telnet-option retry retry-delay retry-max-time resolve connect-to "
        + "interface unix-socket abstract-unix-socket netrc-file request-target ciphers tls13-ciphers tls-max "
        + "dns-servers doh-url pinnedpubkey max-filesize variable expand-data expand-json expand-header "
        + "expand-url local-port proto proto-default proto-redir rate happy-eyeballs-timeout-ms expect100-timeout"
    )
    return rows
  }()

  /// A long option by its name or the beginning of one, as curl takes it.
  static func row(long name: String) -> Row? {
    if let row = rows[name] { return row }
    if name.hasPrefix("no-"), let row = rows[String(name.dropFirst(3))], !row.takesValue {
      return Row(meaning: .silent, takesValue: false)
    }
    guard name.count >= 3 else { return nil }
    let meant = rows.keys.filter { $0.hasPrefix(name) }
    return meant.count == 1 ? meant.first.flatMap { rows[$0] } : nil
  }
}
