import RelayKit

/// The history as JSON lines, to be taken to another machine. The first line names the format; each further one is
/// an object with one member: a `conversation`, a `message`, a piece of a `comparison`, an `exchange` with its
/// figures and digest, `bytes` of an exchange. What belongs to something comes behind it. It never holds a key:
/// none is kept.
enum HistoryFileFormat {
  static let name = "bayside-history"
  /// Readers refuse files of a higher version; lines and keys that they do not know they skip.
  static let version = 1

  static var header: [UInt8] {
    var object = JSONObject()
    object["format"] = .string(name)
    object["version"] = .integer(version)
    return JSONValue.object(object).encoded() + [0x0A]
  }

  static func line(_ name: String, _ object: JSONObject) -> [UInt8] {
    JSONValue.object(JSONObject([.init(key: name, value: .object(object))])).encoded() + [0x0A]
  }
}

extension JSONObject {
  /// Text as `<name>`, other bytes as `<name>_base64`, so that none is lost.
  mutating func set(_ name: String, bytes: [UInt8]) {
    if let text = String(validating: bytes, as: UTF8.self) {
      self[name] = .string(text)
    } else {
      self[name + "_base64"] = .string(Base64.encoded(bytes))
    }
  }

  func bytes(_ name: String) -> [UInt8]? {
    if let text = self[name]?.stringValue { return Array(text.utf8) }
    return self[name + "_base64"]?.stringValue.flatMap(Base64.decoded)
  }
}
