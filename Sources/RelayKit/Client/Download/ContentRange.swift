/// `Content-Range` (RFC 9110, 14.4): `bytes 100-199/1000`, `bytes 100-199/*`, `bytes */1000`.
struct ContentRange: Sendable, Hashable {
  var start: Int?
  var total: Int?

  init?(_ text: String) {
    let words = text.lowercased().split(separator: " ")
    guard words.count == 2, words[0] == "bytes" else { return nil }
    let parts = words[1].split(separator: "/")
    guard parts.count == 2 else { return nil }
    total = Int(parts[1]).flatMap { $0 >= 0 ? $0 : nil }
    start = parts[0].split(separator: "-").first.flatMap { Int($0) }
    guard start != nil || parts[0] == "*" else { return nil }
  }
}
