/// Finds the request in JSON, whatever program wrote it.
enum JSONImport {
  static func read(_ text: [UInt8]) throws(RequestImport.Problem) -> RequestImport {
    let lines = text.split(separator: 0x0A).map(ImportedText.trimmed).filter { !$0.isEmpty }
    let first = lines.first.flatMap { try? JSONValue(parsing: $0) }
    if first?["format"]?.stringValue == ExchangeFile.format { return try exchange(text) }
    let value: JSONValue
    do {
      value = try JSONValue(parsing: text)
    } catch {
      if lines.count > 1, let first, first.objectValue != nil {
        return try ConversationImport.lines(lines, first: first)
      }
      throw RequestImport.Problem(sentence(about: error, in: text, what: "It"))
    }
    switch value {
    case .array(let elements): return try ConversationImport.array(elements)
    case .object(let object): return try read(object, text)
    default: throw RequestImport.Problem("It is neither an object nor an array.")
    }
  }

  private static func read(
    _ object: JSONObject, _ text: [UInt8]
  ) throws(RequestImport.Problem) -> RequestImport {
    if object["messages"] != nil {
      var notes: [String] = []
      let request = try ConversationImport.request(object, raw: text, notes: &notes)
      let isBody = object["model"] != nil
      return RequestImport(source: isBody ? .body : .conversation, request: request, notes: notes)
    }
    if let entries = object["log"]?["entries"]?.arrayValue { return try HARImport.read(entries) }
    if let inner = object["body"], inner["messages"] != nil { return try ConversationImport.batchLine(inner) }
    throw RequestImport.Problem(refusal(of: object))
  }

  /// What an object is that holds no messages.
  static func refusal(of object: JSONObject) -> String {
    let known = [
      ("choices", "It is an answer, not a request."), ("error", "It is a relay's error, not a request."),
      (
        "input", "It is a request for another endpoint than chat completions: it has “input”, not “messages”."
      ),
      (
        "prompt",
        "It is a request for another endpoint than chat completions: it has “prompt”, not “messages”."
      ),
      ("contents", "It is a request in Gemini's own form: it has “contents”, not “messages”."),
      ("conversations", "It is a conversation in a form that is not known here: it has no “messages”."),
    ]
    return known.first { object[$0.0] != nil }?.1 ?? "The object has no “messages”."
  }

  static func sentence(about error: any Error, in text: [UInt8], what: String) -> String {
    guard let problem = error as? JSONSyntaxError else { return "\(what) is no JSON." }
    let line = 1 + text.prefix(problem.offset).count { $0 == 0x0A }
    return "\(what) is no JSON: \(problem.reason) (line \(line), byte \(problem.offset + 1))."
  }

  private static func exchange(_ text: [UInt8]) throws(RequestImport.Problem) -> RequestImport {
    do {
      guard case .began(let record)? = try ExchangeFileReader.updates(from: text).first else {
        throw RequestImport.Problem(ExchangeFile.Problem.notAnExchange.explanation)
      }
      var notes: [String] = []
      let request = try ConversationImport.request(body: record.request.body, notes: &notes)
      let base = ImportedRequest.baseURL(record.request.url, notes: &notes)
      return RequestImport(source: .exchange, request: request, baseURL: base, notes: notes)
    } catch let problem as RequestImport.Problem {
      throw problem
    } catch {
      throw RequestImport.Problem(
        (error as? ExchangeFile.Problem ?? .notAnExchange).explanation)
    }
  }
}
