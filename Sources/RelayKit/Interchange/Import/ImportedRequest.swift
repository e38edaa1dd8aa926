/// Where and with what a request was sent, as far as an import takes it over.
enum ImportedRequest {
  /// What is sent anyway, or concerns the connection alone.
  private static let ordinaryHeaders: Set<String> = [
    "content-type", "accept", "content-length", "host", "connection", "accept-encoding", "user-agent",
    "origin",
    "referer", "accept-language", "pragma", "cache-control", "priority", "dnt", "te", "expect",
  ]

  /// The base URL of an address. What in it may be a secret is told without its value.
  static func baseURL(_ address: String, notes: inout [String]) -> BaseURL? {
    var address = address
    if let mark = address.firstIndex(where: { $0 == "?" || $0 == "#" }) {
      if address[mark] == "?" {
        let names = address[address.index(after: mark)...].split(separator: "&").prefix(20).map { item in
          ImportedText.name(String(item.prefix { $0 != "=" }))
        }
        notes.append("The query of the address was left out: \(names.joined(separator: ", ")).")
      }
      address = String(address[..<mark])
    }
    address = withoutCredentials(address, notes: &notes)
    guard !address.contains("$"), let base = try? BaseURL(address) else {
      // Paths hold keys here and there; the host is enough to find it.
      let start = address.firstRange(of: "://")?.upperBound ?? address.startIndex
      let host = address[start...].prefix { $0 != "/" }
      notes.append("The address at “\(ImportedText.name(String(host)))” was not understood.")
      return nil
    }
    let path = address.split(separator: "/").suffix(2).joined(separator: "/").lowercased()
    for other in ["responses", "messages", "completions", "embeddings", "images/generations"]
    where path.hasSuffix(other) && path != "chat/completions" {
      notes.append("It was sent to “/\(other)”; it is read as a request for chat completions.")
    }
    return base
  }

  private static func withoutCredentials(_ address: String, notes: inout [String]) -> String {
    let start = address.firstRange(of: "://")?.upperBound ?? address.startIndex
    let end = address[start...].firstIndex(of: "/") ?? address.endIndex
    guard let at = address[start..<end].lastIndex(of: "@") else { return address }
    notes.append("The user name and password in the address were left out.")
    return String(address[..<start]) + String(address[address.index(after: at)...])
  }

  /// Tells which headers do not come along.
  static func note(_ headers: [HTTPHeader], in notes: inout [String]) {
    var others: [String] = []
    for header in headers {
      let name = header.name.lowercased()
      if ["authorization", "api-key", "x-api-key", "x-goog-api-key"].contains(name) {
        notes.append("The key in the header \(ImportedText.name(header.name)) was left out.")
      } else if name == "cookie" {
        notes.append("Cookies were left out.")
      } else if Secrets.isSecret(name) {
        notes.append("The header \(ImportedText.name(header.name)) was left out: it may hold a key.")
      } else if !ordinaryHeaders.contains(name), !name.hasPrefix("sec-"), !name.hasPrefix(":") {
        others.append(ImportedText.name(header.name))
      }
    }
    if others.count > 1 { notes.append("The headers \(list(others)) were left out.") }
    if others.count == 1 { notes.append("The header \(others[0]) was left out.") }
  }

  static func note(method: String, in notes: inout [String]) {
    if method.uppercased() != "POST" {
      notes.append("The method \(ImportedText.name(method)) was left out: a chat request is a POST.")
    }
  }

  /// At most twenty names.
  static func list(_ names: [String]) -> String {
    names.prefix(20).joined(separator: ", ") + (names.count > 20 ? " and \(names.count - 20) more" : "")
  }
}
