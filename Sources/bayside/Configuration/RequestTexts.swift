import JSON5
import RelayKit

/// Why a text is no base URL, to follow its name in a sentence.
enum BaseURLWords {
  static func sentence(_ error: any Error) -> String {
    switch error as? BaseURL.Problem {
    case .empty, .noHost: "names no host"
    case .scheme(let scheme): "begins with \(scheme):, and only http and https can be used"
    case .port(let port): "has the port \"\(port)\", and ports are numbers from 1 to 65535"
    case .credentials: "has a name or password in it; the key has settings of its own"
    case .invalidCharacter: "has white space or control characters in it"
    case nil: "cannot be read"
    }
  }
}

/// What may be a key: one line that a header can carry.
enum KeyText {
  /// Why it is none, to follow its name in a sentence.
  static func problem(_ key: String) -> String? {
    if key.isEmpty { return "is empty" }
    if key.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) { return "has more than one line" }
    let isPlain = key.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
    return isPlain ? nil : "has white space or other signs in it that no key has"
  }

  /// `..9f3c`: enough to tell keys apart, too little to use.
  static func label(_ key: String) -> String { ".." + (key.count >= 12 ? key.suffix(4) : "") }
}

enum HeaderText {
  /// A header whose name is a token (RFC 9110, section 5.6.2) and whose value is one line.
  static func header(name: String, value: String) -> HTTPHeader? {
    let signs = Set("!#$%&'*+-.^_`|~".utf8)
    let isToken = name.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
        || signs.contains($0)
    }
    let isLine = value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    return !name.isEmpty && isToken && isLine ? HTTPHeader(name, value) : nil
  }
}

extension JSONValue {
  struct ConversionProblem: Error {
    var sentence: String
    var position: SourcePosition
  }

  /// The same value as JSON. - Throws: when it has a number that JSON has not.
  init(_ value: JSON5Value) throws(ConversionProblem) {
    switch value.content {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .string(let text): self = .string(text)
    case .number(let number):
      guard let json = number.json else {
        throw ConversionProblem(
          sentence: "JSON has no \(number.value); it cannot be sent.", position: value.position)
      }
      self = .number(json)
    case .array(let elements):
      var converted: [JSONValue] = []
      for element in elements { converted.append(try JSONValue(element)) }
      self = .array(converted)
    case .object(let members):
      var object = JSONObject()
      for member in members { object[member.key] = try JSONValue(member.value) }
      self = .object(object)
    }
  }
}
