/// A file of a form, as a picture to edit or its mask.
public struct FormFile: Sendable, Hashable {
  /// Name of the form's field: `image`, `image[]`, `mask`, `input_reference`.
  public var field: String
  /// File name as the relay sees it.
  public var name: String
  /// MIME type.
  public var type: String
  public var bytes: [UInt8]
  public init(field: String, name: String, type: String, bytes: [UInt8]) {
    self.field = field
    self.name = name
    self.type = type
    self.bytes = bytes
  }
}

/// A request for pictures, or the submission of a video. What is not set is not sent.
public struct MediaRequest: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable { case image, imageEdit, video }

  public var kind: Kind
  /// Behind the base URL: `/images/generations`, `/images/edits`, `/videos`, `/video/generations`.
  public var path: String
  /// Every field of the body, `model` among them; order and number literals are kept.
  public var fields: JSONObject
  /// Where there are any, the request is a form (`multipart/form-data`) and the fields are its text: strings as they
  /// are, other values as JSON.
  public var files: [FormFile]
  /// The exact JSON body where the user edited it; then `fields` are not sent. A form has none.
  public var rawBody: [UInt8]?

  public init(
    kind: Kind, path: String? = nil, fields: JSONObject, files: [FormFile] = [], rawBody: [UInt8]? = nil
  ) {
    self.kind = kind
    self.path = path ?? kind.path
    self.fields = fields
    self.files = files
    self.rawBody = rawBody
  }

  /// Empty when none is named.
  public var model: String { sentFields["model"]?.stringValue ?? "" }

  /// Whether sketches are asked for as a stream.
  public var streams: Bool {
    let flag = sentFields["stream"]
    return flag?.boolValue == true || flag?.stringValue == "true"
  }

  /// What the body says, whoever wrote it.
  var sentFields: JSONObject {
    guard files.isEmpty, let rawBody else { return fields }
    return (try? JSONValue(parsing: rawBody))?.objectValue ?? fields
  }
}

extension MediaRequest.Kind {
  /// Where such requests usually go.
  public var path: String {
    switch self {
    case .image: "/images/generations"
    case .imageEdit: "/images/edits"
    case .video: "/videos"
    }
  }
}
