/// What a relay says about a failure, from any of the shapes that relays and their suppliers use.
struct RelayErrorBody: Sendable, Hashable {
  var message = ""
  var code: String?
  var type: String?
  var parameter: String?
  /// The title of a web page that came instead of an answer.
  var pageTitle: String?
  var isWebPage = false
  var isEmpty = false

  /// Reads a body, whatever its content type says.
  init(bytes: [UInt8]) {
    guard let first = bytes.first(where: { $0 > 0x20 }) else {
      isEmpty = true
      return
    }
    if first == UInt8(ascii: "<") {
      isWebPage = true
      pageTitle = Self.title(of: String(decoding: bytes.prefix(65536), as: UTF8.self))
    } else if let value = try? JSONValue(parsing: bytes) {
      read(value)
    } else {
      message = KeyMask.masked(String(decoding: bytes.prefix(4096), as: UTF8.self))
    }
  }

  init(json: JSONValue) { read(json) }

  private mutating func read(_ value: JSONValue) {
    // Some suppliers wrap the object in an array.
    guard let object = (value.arrayValue?.first ?? value).objectValue else { return }
    let inner = object["error"]?.objectValue ?? object["response"]?["error"]?.objectValue
    let source = inner ?? object
    let candidates = [
      source["message"], source["msg"], source["err"], source["error_msg"], source["detail"], object["error"],
      object["message"], object["header"]?["message"],
    ]
    message = KeyMask.masked(candidates.lazy.compactMap { Self.words($0) }.first ?? "")
    code = Self.scalar(source["code"]) ?? Self.scalar(object["code"])
    type = Self.scalar(source["type"]) ?? Self.scalar(source["status"])
    // Some relays spell "no parameter" as a word.
    parameter = Self.scalar(source["param"]).flatMap { ["None", "null", ""].contains($0) ? nil : $0 }
  }

  /// Text as it is; the messages of a list of validation errors joined; nothing for objects and blanks.
  private static func words(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text): text.isEmpty ? nil : text
    case .array(let items): items.compactMap { $0["msg"]?.stringValue }.joined(separator: "; ")
    default: nil
    }
  }

  private static func scalar(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let literal): literal
    default: nil
    }
  }

  private static func title(of page: String) -> String? {
    let lower = page.lowercased()
    guard lower.utf8.count == page.utf8.count, let open = lower.firstRange(of: "<title"),
      let start = lower[open.upperBound...].firstIndex(of: ">"),
      let end = lower[start...].firstRange(of: "</title")
    else { return nil }
    let text = lower[lower.index(after: start)..<end.lowerBound]
    let offset = lower.utf8.distance(from: lower.startIndex, to: text.startIndex)
    let from = page.utf8.index(page.startIndex, offsetBy: offset)
    let title = page[from..<page.utf8.index(from, offsetBy: text.utf8.count)]
    return title.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

/// Hides whatever looks like a key in text that came from outside.
public enum KeyMask {
  /// `sk-` and at least eight more signs of a key become `sk-....` and the last four.
  public static func masked(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let found = rest.firstRange(of: "sk-") {
      result += rest[..<found.lowerBound]
      let key = rest[found.upperBound...].prefix {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-_*.".contains($0))
      }
      result += key.count >= 8 ? "sk-....\(key.suffix(4))" : "sk-\(key)"
      rest = rest[key.endIndex...]
    }
    return result + rest
  }
}
