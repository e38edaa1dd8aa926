/// A body of `multipart/form-data` (RFC 7578).
struct MultipartForm: Sendable {
  let boundary: String
  let body: [UInt8]

  var contentType: String { "multipart/form-data; boundary=\(boundary)" }

  /// - Parameter boundary: made up where none is given, so that it stands in none of the values.
  init(fields: JSONObject, files: [FormFile], boundary: String? = nil) {
    let texts = fields.members.map { (name: $0.key, value: Array(Self.text($0.value).utf8)) }
    let boundary = boundary ?? Self.boundary(unlike: texts.map(\.value) + files.map(\.bytes))
    var body: [UInt8] = []
    body.reserveCapacity(files.reduce(1024) { $0 + $1.bytes.count + 256 })
    func line(_ text: String) { body += Array((text + "\r\n").utf8) }
    for (name, value) in texts {
      line("--\(boundary)")
      line("Content-Disposition: form-data; name=\"\(Self.quoted(name))\"")
      line("")
      body += value
      line("")
    }
    for file in files {
      line("--\(boundary)")
      line(
        "Content-Disposition: form-data; name=\"\(Self.quoted(file.field))\"; "
          + "filename=\"\(Self.quoted(file.name))\"")
      line("Content-Type: \(Self.plain(file.type))")
      line("")
      body += file.bytes
      line("")
    }
    line("--\(boundary)--")
    self.boundary = boundary
    self.body = body
  }

  private static func text(_ value: JSONValue) -> String { value.stringValue ?? value.text() }

  private static func boundary(unlike values: [[UInt8]]) -> String {
    while true {
      let words = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }
      let boundary = "bayside-" + words.joined()
      let search = ByteSearch(Array(boundary.utf8))
      if !values.contains(where: { search.first(in: $0) != nil }) { return boundary }
    }
  }

  /// As browsers write names (HTML standard, 4.10.21.8).
  private static func quoted(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"": result += "%22"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Without what could begin another header.
  private static func plain(_ type: String) -> String {
    let signs = type.unicodeScalars.filter { $0.value > 0x20 && $0.value < 0x7F }
    return signs.isEmpty ? "application/octet-stream" : String(String.UnicodeScalarView(signs))
  }
}
