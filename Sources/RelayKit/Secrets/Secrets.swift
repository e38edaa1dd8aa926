/// What must not get into any record: the key and the values of headers that hold one. They are taken out
/// when something is recorded, not when it is shown.
package struct Secrets: Sendable {
  /// In UTF-8, longest first.
  private(set) var values: [[UInt8]] = []
  private var searches: [ByteSearch] = []

  /// Parts of names of headers and query items that hold secrets.
  private static let names = [
    "auth", "key", "token", "secret", "password", "cookie", "credential", "signature",
  ]

  init(key: String? = nil, headers: [HTTPHeader] = []) {
    if let key { add(key) }
    for header in headers where Self.isSecret(header.name) { add(Self.token(of: header.value)) }
    values.sort { $0.count > $1.count }
    searches = values.map(ByteSearch.init)
  }

  /// Short values are no secrets but placeholders; hiding them would damage ordinary text.
  private mutating func add(_ value: String) {
    let bytes = Array(value.utf8)
    if bytes.count >= (value.hasPrefix("sk-") ? 8 : 12) { values.append(bytes) }
  }

  package static func isSecret(_ name: String) -> Bool {
    let name = name.lowercased()
    return names.contains { name.contains($0) }
  }

  /// The credentials of `Bearer …` and the like.
  private static func token(of value: String) -> String {
    value.split(separator: " ", maxSplits: 1).last.map(String.init) ?? ""
  }

  // MARK: Text

  /// Known secrets and whatever is shaped like a key.
  func masked(_ text: String) -> String {
    var bytes = Array(text.utf8)
    return KeyMask.masked(hideKnown(in: &bytes) ? String(decoding: bytes, as: UTF8.self) : text)
  }

  /// Headers as they may be recorded and shown: of a secret its last four signs remain.
  func masked(_ headers: [HTTPHeader]) -> [HTTPHeader] {
    headers.map { header in
      guard Self.isSecret(header.name) else { return HTTPHeader(header.name, masked(header.value)) }
      let secret = Self.token(of: header.value)
      let shown =
        secret.utf8.count >= 12
        ? "\(secret.hasPrefix("sk-") ? "sk-" : "")....\(secret.suffix(4))" : "....(redacted)"
      let scheme = header.value.dropLast(secret.count)
      return HTTPHeader(header.name, scheme.isEmpty ? shown : scheme + shown)
    }
  }

  /// An address without the values of query items that hold a secret.
  func masked(url: String) -> String {
    guard let mark = url.firstIndex(of: "?") else { return masked(url) }
    let items = url[url.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
    let shown = items.map { item -> String in
      guard let equals = item.firstIndex(of: "="), Self.isSecret(String(item[..<equals])) else {
        return masked(String(item))
      }
      return item[...equals] + "...."
    }
    return masked(String(url[..<mark])) + "?" + shown.joined(separator: "&")
  }

  func masked(_ head: HTTPResponseHead) -> HTTPResponseHead {
    var head = head
    head.headers = head.headers.map { header in
      switch header.name.lowercased() {
      case "location", "content-location", "link":
        return HTTPHeader(header.name, masked(url: header.value))
      // Others that are named like secrets count things: `x-ratelimit-remaining-tokens`.
      case let name where name.contains("cookie"): return HTTPHeader(header.name, "....(redacted)")
      default: return HTTPHeader(header.name, masked(header.value))
      }
    }
    return head
  }

  func masked(_ error: RelayError) -> RelayError {
    var error = error
    error.message = masked(error.message)
    error.code = error.code.map { masked($0) }
    error.type = error.type.map { masked($0) }
    error.parameter = error.parameter.map { masked($0) }
    error.requestID = error.requestID.map { masked($0) }
    error.details = error.details.mapValues { masked($0) }
    return error
  }

  // MARK: Bytes

  /// Hides known secrets without changing any length. - Returns: whether there were any.
  @discardableResult
  func hideKnown(in bytes: inout [UInt8]) -> Bool {
    var found = false
    for search in searches {
      var position = 0
      while let range = search.first(in: bytes, from: position) {
        KeyMask.hide(range, in: &bytes)
        position = range.upperBound
        found = true
      }
    }
    return found
  }

  /// Bytes at the end of `bytes` that may be the beginning of a secret.
  func lengthOfBeginning(atEndOf bytes: [UInt8]) -> Int {
    var longest = 0
    for secret in values {
      for length in stride(from: min(secret.count - 1, bytes.count), to: longest, by: -1)
      where bytes[bytes.count - length] == secret[0]
        && bytes[(bytes.count - length)...].elementsEqual(secret[..<length])
      {
        longest = length
        break
      }
    }
    return longest
  }
}
