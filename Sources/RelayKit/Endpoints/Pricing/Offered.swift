/// The answer of a page that not every relay has.
public enum Offered<Value: Sendable>: Sendable {
  case offered(Value)
  /// The relay has no such page, or keeps it for its own console. `reason` is a part of a sentence:
  /// `it answers with a web page`.
  case notOffered(reason: String)

  public var value: Value? { if case .offered(let value) = self { value } else { nil } }
}

extension Offered: Equatable where Value: Equatable {}

/// Reads what pages of the origin answer: JSON with `success`, or one of the ways of not being there.
enum PublicPage {
  /// - Returns: the JSON, or why the page is not offered.
  /// - Throws: `RelayError` for a failure that may pass (429, 5xx).
  static func read(_ head: HTTPResponseHead, _ body: [UInt8]) throws -> Offered<JSONValue> {
    switch head.status {
    case 401: return .notOffered(reason: "it asks for a login of the console (401)")
    case 403: return .notOffered(reason: "the relay's operator has switched it off (403)")
    case 404, 405, 410, 501: return .notOffered(reason: "the relay has no such page (\(head.status))")
    // A redirect is not followed; pages of a console send to their login.
    case 300..<400: return .notOffered(reason: "it points elsewhere (\(head.status))")
    default: break
    }
    guard head.isSuccess else { throw RelayError(head: head, body: body) }
    let first = body.first { ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
    guard let first else { return .notOffered(reason: "its answer is empty") }
    if first == UInt8(ascii: "<") { return .notOffered(reason: "it answers with a web page") }
    guard let json = try? JSONValue(parsing: body) else {
      return .notOffered(reason: "its answer is no JSON")
    }
    if json["success"]?.boolValue == false || ChatChunk.isFailure(json["error"]) {
      return .notOffered(reason: "the relay refuses it")
    }
    return .offered(json)
  }
}
