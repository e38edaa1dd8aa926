import RelayKit

/// The fields and files of a request for pictures or videos, as JSON or as a form.
struct DemoForm {
  struct File {
    var field: String
    var name: String
    var bytes: [UInt8]
  }

  private(set) var fields: JSONObject
  private(set) var files: [File] = []
  let isForm: Bool

  /// `nil` when the body is neither.
  init?(_ request: RecordedRequest) {
    let type = request.headers.first("Content-Type") ?? ""
    guard type.lowercased().hasPrefix("multipart/form-data") else {
      guard let object = (try? JSONValue(parsing: request.body))?.objectValue else { return nil }
      fields = object
      isForm = false
      return
    }
    guard let mark = type.firstRange(of: "boundary=") else { return nil }
    let boundary = type[mark.upperBound...].prefix { $0 != ";" }.filter { $0 != "\"" }
    isForm = true
    fields = JSONObject()
    read(request.body, boundary: boundary)
  }

  /// Text, or a number written as text, as forms have them.
  func text(_ name: String) -> String? {
    switch fields[name] {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let literal): literal
    case .bool(let flag): flag ? "true" : "false"
    default: nil
    }
  }

  func number(_ name: String) -> Int? { text(name).flatMap { Int($0) } }
  func flag(_ name: String) -> Bool { text(name) == "true" }

  private mutating func read(_ body: [UInt8], boundary: String) {
    let search = ByteSearch(Array("--\(boundary)".utf8))
    var start = search.first(in: body)?.upperBound
    while let from = start, let next = search.first(in: body, from: from) {
      // Behind the line end of the boundary, up to the one before the next.
      if from + 2 < next.lowerBound - 2 { take(Array(body[(from + 2)..<(next.lowerBound - 2)])) }
      start = next.upperBound
    }
  }

  private mutating func take(_ part: [UInt8]) {
    guard let end = ByteSearch([13, 10, 13, 10]).first(in: part) else { return }
    let head = String(decoding: part[..<end.lowerBound], as: UTF8.self)
    let value = Array(part[end.upperBound...])
    func quoted(_ key: String) -> String? {
      guard let mark = head.firstRange(of: "\(key)=\"") else { return nil }
      return String(head[mark.upperBound...].prefix { $0 != "\"" })
    }
    guard let name = quoted("; name") else { return }
    if let file = quoted("; filename") {
      files.append(File(field: name, name: file, bytes: value))
    } else {
      fields[name] = .string(String(decoding: value, as: UTF8.self))
    }
  }

  /// Pictures to work on: files, and data URLs in the fields that relays know. Links are not fetched.
  var inputs: [[UInt8]] {
    let names = [
      "image", "images", "input_reference", "reference_images", "image_url", "first_frame_image",
      "last_frame_image",
    ]
    let values = names.flatMap { name in fields[name]?.arrayValue ?? [fields[name]].compactMap { $0 } }
    return files.filter { $0.field != "mask" }.map(\.bytes) + values.compactMap(Self.picture)
  }

  var mask: [UInt8]? { files.first { $0.field == "mask" }?.bytes ?? fields["mask"].flatMap(Self.picture) }

  /// The bytes of a data URL, as text or in an object.
  static func picture(_ value: JSONValue) -> [UInt8]? {
    guard let url = value.stringValue ?? value["url"]?.stringValue ?? value["image_url"]?.stringValue,
      url.hasPrefix("data:"), let mark = url.firstRange(of: ";base64,")
    else { return nil }
    return Base64.decoded(String(url[mark.upperBound...]))
  }
}
