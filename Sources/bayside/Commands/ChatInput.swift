import Glibc
import RelayKit

/// What `bayside chat` sends: the body file changed only where options say so, or a request made of settings.
struct ChatInput {
  let options: ParsedOptions
  let settings: Settings

  func request() throws(UsageError) -> ChatRequest {
    if let file = options["body"] { return try request(from: file) }
    guard let operand = settings.prompt else {
      throw UsageError(sentence: "There is no prompt: give one, or - to read it from standard input.")
    }
    let model = try model(settings.model)
    var request = ChatRequest(
      model: model, stream: settings.streams ? true : nil, parameters: settings.parameters)
    if let system = settings.system { request.messages.append(ChatMessage(role: "system", text: system)) }
    request.messages.append(ChatMessage(role: "user", text: try prompt(operand)))
    return request
  }

  private func model(_ named: String?) throws(UsageError) -> String {
    if let named, !named.isEmpty { return named }
    if settings.isDemo { return "demo-writer" }
    throw UsageError(sentence: "No model is named: use -m MODEL, or “model” in the configuration.")
  }

  private func prompt(_ operand: String) throws(UsageError) -> String {
    if operand == "-" {
      guard options["body"] != "-" else {
        throw UsageError(sentence: "Standard input can be the body or the prompt, not both.")
      }
      let bytes = Output.readInput()
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw UsageError(sentence: "Standard input is not UTF-8 text; nothing was sent.")
      }
      guard !text.isEmpty else { throw UsageError(sentence: "Standard input is empty; nothing was sent.") }
      return text
    }
    guard !operand.isEmpty else { throw UsageError(sentence: "The prompt is empty; nothing was sent.") }
    return operand
  }

  // MARK: A whole body

  private func object(_ bytes: [UInt8], from path: String) throws(UsageError) -> JSONObject {
    let shown = InputFile.shown(path)
    do {
      if let object = try JSONValue(parsing: bytes).objectValue { return object }
    } catch {
      let problem = error as? JSONSyntaxError
      let line = 1 + bytes.prefix(problem?.offset ?? 0).count { $0 == 0x0A }
      throw UsageError(
        sentence: "\(shown) is no request body: \(problem?.reason ?? "it is no JSON") (line \(line)).")
    }
    throw UsageError(sentence: "\(shown) is no request body: it holds no object.")
  }

  /// Whether any option changes what a body file holds. The configuration never does.
  private var changesBody: Bool {
    settings.prompt != nil || ["model", "system", "param", "no-stream"].contains(where: options.has)
  }

  /// Byte for byte, unless options name something; then keys keep their order and values their spelling.
  private func request(from path: String) throws(UsageError) -> ChatRequest {
    let bytes = try InputFile.bytes(path)
    var body = try object(bytes, from: path)
    if !changesBody, let request = try? ChatRequest(body: bytes) { return request }
    if let model = options["model"] { body["model"] = .string(model) }
    var messages = body["messages"]?.arrayValue
    if let system = options["system"] {
      let message = ChatMessage(role: "system", text: system).json
      let place = messages?.firstIndex { $0["role"] == .string("system") }
      if let place { messages?[place] = message } else { messages = [message] + (messages ?? []) }
    }
    if let operand = settings.prompt {
      messages = (messages ?? []) + [ChatMessage(role: "user", text: try prompt(operand)).json]
    }
    if options["system"] != nil || settings.prompt != nil, let messages {
      guard body["messages"] == nil || body["messages"]?.arrayValue != nil else {
        throw UsageError(sentence: "The body's “messages” is no array; nothing can be added to it.")
      }
      body["messages"] = .array(messages)
    }
    if options.has("no-stream"), body["stream"] != nil { body["stream"] = .bool(false) }
    for setting in options.all("param") {
      let parameter = try ParameterText(setting)
      body[parameter.name] = parameter.value
    }
    let order = body.members.map(\.key)
    let stream = body["stream"]?.boolValue
    if stream != nil { body["stream"] = nil }
    var request = ChatRequest(model: body["model"]?.stringValue ?? "", stream: stream, parameters: body)
    request.keyOrder = order
    return request
  }
}
