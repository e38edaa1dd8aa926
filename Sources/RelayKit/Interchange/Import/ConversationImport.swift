/// Requests and conversations from objects that hold messages.
enum ConversationImport {
  /// A request from the bytes of a body.
  static func request(
    body: [UInt8], notes: inout [String]
  ) throws(RequestImport.Problem) -> ChatRequest {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: body)
    } catch {
      throw RequestImport.Problem(notes + [JSONImport.sentence(about: error, in: body, what: "The body")])
    }
    guard let object = value.objectValue else {
      throw RequestImport.Problem(notes + ["The body is no object."])
    }
    guard object["messages"] != nil else {
      throw RequestImport.Problem(notes + [JSONImport.refusal(of: object)])
    }
    return try request(object, raw: body, notes: &notes)
  }

  /// - Parameter raw: the bytes of the object; they are sent as they are for as long as nothing is changed.
  static func request(
    _ object: JSONObject, raw: [UInt8], notes: inout [String]
  ) throws(RequestImport.Problem) -> ChatRequest {
    guard let list = object["messages"]?.arrayValue else {
      throw RequestImport.Problem(notes + ["Its “messages” is no array."])
    }
    if let request = try? ChatRequest(body: raw) { return request }
    var whole = object
    whole["messages"] = .array(readable(list, notes: &notes).map(\.json))
    guard let request = try? ChatRequest(body: JSONValue.object(whole).encoded()) else {
      throw RequestImport.Problem(notes + ["It was not understood."])
    }
    return request
  }

  /// The elements that are messages; the others are named.
  private static func readable(_ list: [JSONValue], notes: inout [String]) -> [ChatMessage] {
    var lost: [String] = []
    var messages: [ChatMessage] = []
    for (position, value) in list.enumerated() {
      if let message = ChatMessage(json: value) {
        messages.append(message)
      } else {
        lost.append("\(position + 1)")
      }
    }
    if lost.count == 1 { notes.append("Message \(lost[0]) was left out: it has no role.") }
    if lost.count > 1 {
      notes.append("Messages \(ImportedRequest.list(lost)) were left out: they have no role.")
    }
    return messages
  }

  /// Messages, or objects that hold some.
  static func array(_ elements: [JSONValue]) throws(RequestImport.Problem) -> RequestImport {
    if let first = elements.first(where: { $0["messages"] != nil || $0["body"]?["messages"] != nil }) {
      return try collection(first, count: elements.count, what: "array")
    }
    var notes: [String] = []
    let messages = readable(elements, notes: &notes)
    guard !messages.isEmpty else { throw RequestImport.Problem("There are no messages in the array.") }
    return RequestImport(
      source: .conversation, request: ChatRequest(model: "", messages: messages, stream: nil), notes: notes)
  }

  /// JSON lines: a message each, or a whole conversation each.
  static func lines(
    _ lines: [ArraySlice<UInt8>], first: JSONValue
  ) throws(RequestImport.Problem) -> RequestImport {
    if first["messages"] != nil || first["body"]?["messages"] != nil {
      return try collection(first, count: lines.count, what: "file")
    }
    var notes: [String] = []
    var messages: [ChatMessage] = []
    var lost: [String] = []
    for (index, line) in lines.enumerated() {
      if let value = try? JSONValue(parsing: line), let message = ChatMessage(json: value) {
        messages.append(message)
      } else {
        lost.append("\(index + 1)")
      }
    }
    guard !messages.isEmpty else {
      throw RequestImport.Problem(first.objectValue.map(JSONImport.refusal) ?? "There are no messages in it.")
    }
    if !lost.isEmpty {
      notes.append("Of the lines with text these are no messages: \(ImportedRequest.list(lost)).")
    }
    return RequestImport(
      source: .conversation, request: ChatRequest(model: "", messages: messages, stream: nil), notes: notes)
  }

  private static func collection(
    _ first: JSONValue, count: Int, what: String
  ) throws(RequestImport.Problem) -> RequestImport {
    var read: RequestImport
    if let inner = first["body"], first["messages"] == nil {
      read = try batchLine(inner)
    } else {
      var notes: [String] = []
      let request = try request(first.objectValue ?? JSONObject(), raw: first.encoded(), notes: &notes)
      read = RequestImport(source: .collection, request: request, notes: notes)
    }
    if count > 1 { read.notes.append("The \(what) holds \(count) conversations; the first was taken.") }
    return read
  }

  /// The body inside a line of a batch.
  static func batchLine(_ body: JSONValue) throws(RequestImport.Problem) -> RequestImport {
    var notes: [String] = []
    let request = try request(body.objectValue ?? JSONObject(), raw: body.encoded(), notes: &notes)
    return RequestImport(source: .collection, request: request, notes: notes)
  }
}
