import RelayKit

/// What a key or profile may be called.
package enum KeyName {
  package static let longest = 40

  /// Why it is no name, to follow it in a sentence; a key that was pasted by mistake is one reason.
  package static func problem(_ name: String) -> String? {
    if name.isEmpty { return "is empty" }
    if looksLikeKey(name) { return "looks like a key; a name is asked for" }
    if name.count > longest { return "is longer than \(longest) characters" }
    let isPlain = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "._-".utf8.contains(byte)
    }
    if name.hasPrefix("-") { return "begins with a hyphen, as options do" }
    return isPlain ? nil : "has other signs than letters, digits, “.”, “-” and “_”"
  }

  /// What must not be repeated in a sentence.
  package static func looksLikeKey(_ text: String) -> Bool {
    if KeyMask.masked(text) != text || text.hasPrefix("sk-") { return true }
    guard text.count >= 24 else { return false }
    let isMixed =
      text.contains(where: \.isNumber) && text.contains(where: \.isUppercase)
      && text.contains(where: \.isLowercase)
    return isMixed || text.allSatisfy(\.isHexDigit)
  }

  /// A name that is not taken, made from the host of an address: `tokenbay`, `tokenbay-2`.
  package static func fresh(host: String, taken: Set<String>) -> String {
    let labels = host.split(separator: ".").map(String.init)
    let isNumber = labels.allSatisfy { UInt8($0) != nil }
    let label = isNumber || labels.count < 2 ? labels.first ?? "key" : labels[labels.count - 2]
    let cleaned = label.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    let base = cleaned.isEmpty || isNumber ? "local" : String(cleaned.prefix(longest - 4))
    if !taken.contains(base) { return base }
    var number = 2
    while taken.contains("\(base)-\(number)") { number += 1 }
    return "\(base)-\(number)"
  }
}
