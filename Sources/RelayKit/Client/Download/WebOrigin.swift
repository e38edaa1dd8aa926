/// Scheme, host and port of an address, for deciding who may see the key. Read strictly: what two readers could take
/// for two hosts is no address here.
struct WebOrigin: Sendable, Hashable {
  let scheme: String
  let host: String
  let port: Int

  /// `nil` for anything but a plain `http` or `https` URL.
  init?(_ url: String) {
    guard let mark = url.firstRange(of: "://") else { return nil }
    scheme = url[..<mark.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    // Backslashes and user names lead some readers elsewhere; blanks and control characters stand in no URL.
    guard !url.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F || $0 == "\\" }) else {
      return nil
    }
    let authority = url[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
    guard !authority.isEmpty, !authority.contains("@"), authority.utf8.allSatisfy({ $0 < 0x80 }) else {
      return nil
    }
    let close = authority.lastIndex(of: "]") ?? authority.startIndex
    let colon = authority[close...].lastIndex(of: ":")
    host = String(authority[..<(colon ?? authority.endIndex)])
    let usual = scheme == "https" ? 443 : 80
    guard !host.isEmpty else { return nil }
    guard let colon else {
      port = usual
      return
    }
    let digits = authority[authority.index(after: colon)...]
    guard digits.isEmpty || digits.allSatisfy({ ("0"..."9").contains($0) }),
      let number = Int(digits.isEmpty ? "\(usual)" : digits)
    else { return nil }
    port = number
  }
}
