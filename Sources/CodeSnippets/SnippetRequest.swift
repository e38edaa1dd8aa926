package import RelayKit

/// What a snippet must send. The key is never a part of it.
package struct SnippetRequest: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case chat, image, imageEdit, video
  }

  package var kind: Kind
  /// Without a slash at its end: `https://api.tokenbay.com/v1`.
  package var baseURL: String
  /// Behind the base URL, with a leading slash. A video is looked up below the same path.
  package var path: String
  /// Keys in their order, numbers as they were written. For `imageEdit` the text fields of the form. No object in
  /// it has a key twice: the last one counts, as for every reader, and many languages refuse two.
  package var body: JSONObject
  /// The exact bytes, where they are known.
  package var rawBody: [UInt8]?
  /// Beside those that belong to the request itself; none that may hold a key.
  package var headers: [HTTPHeader]
  /// For `imageEdit`.
  package var files: [SnippetFile]

  package init(
    kind: Kind, baseURL: String, path: String? = nil, body: JSONObject, rawBody: [UInt8]? = nil,
    headers: [HTTPHeader] = [], files: [SnippetFile] = []
  ) {
    self.kind = kind
    self.baseURL = baseURL
    self.path = path ?? kind.path
    self.body = body.withoutRepeatedKeys
    self.rawBody = rawBody
    self.headers = headers.filter(Self.isExtra)
    self.files = files
  }

  /// Headers that every client sets by itself, or that may hold a key.
  private static func isExtra(_ header: HTTPHeader) -> Bool {
    let name = header.name.lowercased()
    let own: Set<String> = [
      "accept", "accept-encoding", "connection", "content-length", "content-type", "expect", "host",
      "user-agent",
    ]
    return !own.contains(name) && !Secrets.isSecret(name) && !name.isEmpty
      && !header.value.unicodeScalars.contains { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }
  }
}

extension SnippetRequest.Kind {
  /// The usual path of the kind.
  package var path: String {
    switch self {
    case .chat: "/chat/completions"
    case .image: "/images/generations"
    case .imageEdit: "/images/edits"
    case .video: "/videos"
    }
  }
}

/// A file of a form.
package struct SnippetFile: Sendable, Hashable {
  /// Name of the form's field: `image`, `image[]`, `mask`.
  package var field: String
  package var path: String
  package var mediaType: String

  package init(field: String, path: String, mediaType: String) {
    self.field = field
    self.path = path
    self.mediaType = mediaType
  }

  /// What the form calls it: the last part of the path.
  package var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

// What the writers of all languages ask.
extension SnippetRequest {
  package var url: String { baseURL + path }
  package var streams: Bool { body["stream"]?.boolValue == true }
  /// Whether more than one answer is asked for.
  package var hasChoices: Bool { (body["n"]?.intValue ?? 1) > 1 }
  /// Whether the answer may call tools.
  package var hasTools: Bool { body["tools"] != nil || body["functions"] != nil }
  /// The bytes to send where a client sends text: those that are known, else the body in one line.
  package var bodyBytes: [UInt8] { rawBody ?? JSONValue.object(body).encoded() }
  /// The fields of a form: text as it is, other values as JSON.
  package var formFields: [(name: String, value: String)] {
    body.members.map { ($0.key, $0.value.stringValue ?? $0.value.text()) }
  }
  /// File extension of the images that are asked for.
  package var imageExtension: String {
    switch body["output_format"]?.stringValue {
    case "jpeg", "jpg": "jpg"
    case "webp": "webp"
    default: "png"
    }
  }
}

extension JSONObject {
  /// The last of several values counts, at the place of the first.
  package var withoutRepeatedKeys: JSONObject {
    var places: [String: Int] = [:]
    var kept: [Member] = []
    for member in members {
      let value = member.value.withoutRepeatedKeys
      if let place = places[member.key] {
        kept[place].value = value
      } else {
        places[member.key] = kept.count
        kept.append(Member(key: member.key, value: value))
      }
    }
    return JSONObject(kept)
  }
}

extension JSONValue {
  fileprivate var withoutRepeatedKeys: JSONValue {
    switch self {
    case .object(let object): .object(object.withoutRepeatedKeys)
    case .array(let elements): .array(elements.map(\.withoutRepeatedKeys))
    default: self
    }
  }
}
