/// The first chat request of an HTTP archive.
enum HARImport {
  static func read(_ entries: [JSONValue]) throws(RequestImport.Problem) -> RequestImport {
    let bodies = entries.map { body(of: $0["request"]) }
    guard let place = bodies.firstIndex(where: holdsMessages) ?? bodies.firstIndex(where: { $0 != nil }),
      let body = bodies[place]
    else {
      throw RequestImport.Problem("None of the \(entries.count) requests in the archive has a body.")
    }
    let entry = entries[place]["request"]
    var notes: [String] = []
    if entries.count > 1 {
      notes.append("The archive holds \(entries.count) requests; number \(place + 1) was taken.")
    }
    let headers = (entry?["headers"]?.arrayValue ?? []).compactMap { pair -> HTTPHeader? in
      guard let name = pair["name"]?.stringValue else { return nil }
      return HTTPHeader(name, pair["value"]?.stringValue ?? "")
    }
    ImportedRequest.note(headers, in: &notes)
    if let method = entry?["method"]?.stringValue { ImportedRequest.note(method: method, in: &notes) }
    let base = entry?["url"]?.stringValue.flatMap { ImportedRequest.baseURL($0, notes: &notes) }
    let request = try ConversationImport.request(body: body, notes: &notes)
    return RequestImport(source: .har, request: request, baseURL: base, notes: notes)
  }

  private static func body(of request: JSONValue?) -> [UInt8]? {
    let data = request?["postData"]
    // What our own export adds for bytes that are no text.
    if let bytes = data?["_base64"]?.stringValue.flatMap(Base64.decoded) { return bytes }
    guard let text = data?["text"]?.stringValue, !text.isEmpty else { return nil }
    return Array(text.utf8)
  }

  private static func holdsMessages(_ body: [UInt8]?) -> Bool {
    body.flatMap { try? JSONValue(parsing: $0) }?["messages"] != nil
  }
}
