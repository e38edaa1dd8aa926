import RelayKit

extension SnippetLanguage {
  static let http = SnippetLanguage(
    id: "http", title: "HTTP", aliases: ["raw"], fileExtension: "http", highlighting: "http",
    check: .executed,
    clients: [SnippetClient(id: "message", title: "message") { RawHTTP(request: $0, options: $1).text }])
}

/// The bytes of the message as they go over the connection: lines end with CR LF, and the length is that of the
/// body. Instead of the key stands the name of its variable, which nothing replaces by itself.
struct RawHTTP {
  let request: SnippetRequest
  let options: SnippetOptions
  private static let boundary = "----bayside-form-boundary"

  var text: String {
    let isForm = request.kind == .imageEdit
    let type = isForm ? "multipart/form-data; boundary=\(Self.boundary)" : "application/json"
    let body = isForm ? form : String(decoding: JSONText.bytes(request), as: UTF8.self)
    var lines = head("POST", request.path) + ["Content-Type: \(type)"]
    // The length of a form depends on its files.
    if !isForm { lines.append("Content-Length: \(body.utf8.count)") }
    var message = lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    if request.kind == .video {
      for path in [request.path + "/{id}", "/videos/{id}/content"] {
        message += "\r\n\r\n" + head("GET", path).joined(separator: "\r\n") + "\r\n\r\n"
      }
    }
    return message
  }

  private func head(_ method: String, _ path: String) -> [String] {
    let start = request.baseURL.firstRange(of: "://")?.upperBound ?? request.baseURL.startIndex
    let address = request.baseURL[start...]
    let slash = address.firstIndex(of: "/") ?? address.endIndex
    let key = options.key.text ?? "$" + SnippetWords.keyVariable
    return ["\(method) \(address[slash...])\(path) HTTP/1.1", "Host: \(address[..<slash])"]
      + ["Authorization: Bearer \(key)"] + request.headers.map { "\($0.name): \($0.value)" }
      + ["Connection: close"]
  }

  private var form: String {
    var parts = request.formFields.map { field in
      "Content-Disposition: form-data; name=\"\(Self.name(field.name))\"\r\n\r\n\(field.value)"
    }
    parts += request.files.map { file in
      "Content-Disposition: form-data; name=\"\(Self.name(file.field))\"; filename=\"\(Self.name(file.name))\"\r\n"
        + "Content-Type: \(file.mediaType)\r\n\r\n< \(file.path)"
    }
    return parts.map { "--\(Self.boundary)\r\n\($0)\r\n" }.joined() + "--\(Self.boundary)--\r\n"
  }

  /// As browsers write names of forms.
  private static func name(_ text: String) -> String {
    QuotedText.make(text, quote: "") { scalar in
      scalar == "\"" ? "%22" : scalar == "\r" ? "%0D" : scalar == "\n" ? "%0A" : nil
    }
  }
}
