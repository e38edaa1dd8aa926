import CodeSnippets
import RelayKit

/// The request that `bayside code` writes: of options, of a body, or of something that was sent before.
struct CodeRequest {
  struct Found {
    var request: SnippetRequest
    /// What the user should know of it.
    var notes: [String]
    var settings: Settings
  }

  let options: ParsedOptions

  func request() throws(UsageError) -> Found {
    // Nothing is sent, so no command is run for the key, unless it is to be shown.
    let needsKey = options.all("key").contains("inline")
    let settings = try Settings(needsKey ? options : options.setting("key-env", to: ""), .process)
    let kind = try kind()
    var found =
      if let path = options["from"] {
        try imported(path, kind, settings)
      } else {
        Found(request: try drafted(kind ?? .chat, settings), notes: [], settings: settings)
      }
    found.notes += Self.leftOut(settings.relay.extraHeaders)
    return found
  }

  private func kind() throws(UsageError) -> SnippetRequest.Kind? {
    guard let name = options["kind"] else { return nil }
    guard let kind = SnippetRequest.Kind(rawValue: name), kind != .imageEdit else {
      throw UsageError(sentence: "--kind needs one of chat, image, video, not “\(name)”.")
    }
    return kind
  }

  private static func leftOut(_ headers: [HTTPHeader]) -> [String] {
    headers.filter { Secrets.isSecret($0.name) }.map {
      "The header \($0.name) was left out: it may hold a key."
    }
  }

  // MARK: From options

  private func drafted(_ kind: SnippetRequest.Kind, _ settings: Settings) throws(UsageError) -> SnippetRequest
  {
    let base = settings.relay.baseURL.description
    let headers = settings.relay.extraHeaders
    if kind == .chat {
      let request = try ChatInput(options: options, settings: settings).request()
      return SnippetRequest(
        kind: .chat, baseURL: base, body: request.json.objectValue ?? JSONObject(), rawBody: request.rawBody,
        headers: headers)
    }
    for name in ["system", "no-stream"] where options.has(name) {
      throw UsageError(sentence: "--\(name) belongs to requests for chat.")
    }
    var body = JSONObject()
    var raw: [UInt8]?
    if let path = options["body"] {
      let bytes = try InputFile.bytes(path)
      body = try Self.object(bytes, path)
      if settings.prompt == nil, !options.has("model"), !options.has("param") { raw = bytes }
    }
    if let model = options["model"] ?? (options.has("body") ? nil : settings.model) {
      body["model"] = .string(model)
    }
    if let prompt = settings.prompt {
      let text = prompt == "-" ? String(decoding: Output.readInput(), as: UTF8.self) : prompt
      body["prompt"] = .string(text)
    }
    for setting in options.all("param") {
      let parameter = try ParameterText(setting)
      body[parameter.name] = parameter.value
    }
    for (key, sentence) in [
      ("model", "No model is named: use -m MODEL."), ("prompt", "There is no prompt: give one."),
    ] where body[key] == nil {
      throw UsageError(sentence: sentence)
    }
    return SnippetRequest(kind: kind, baseURL: base, body: body, rawBody: raw, headers: headers)
  }

  private static func object(_ bytes: [UInt8], _ path: String) throws(UsageError) -> JSONObject {
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue else {
      throw UsageError(sentence: "\(InputFile.shown(path)) is no request body: it holds no object.")
    }
    return object
  }

  // MARK: From what was made elsewhere

  private func imported(
    _ path: String, _ kind: SnippetRequest.Kind?, _ settings: Settings
  ) throws(UsageError) -> Found {
    for name in ["model", "system", "param", "body", "no-stream"] where options.has(name) {
      throw UsageError(sentence: "--from takes the request as it is; --\(name) would change it.")
    }
    guard settings.prompt == nil else {
      throw UsageError(sentence: "--from takes the request as it is; a prompt would change it.")
    }
    let bytes = try InputFile.bytes(path)
    if let exchange = Self.exchange(bytes) {
      return Found(request: try Self.request(exchange, path), notes: [], settings: settings)
    }
    let base = settings.relay.baseURL.description
    if let kind, kind != .chat {
      let request = SnippetRequest(
        kind: kind, baseURL: base, body: try Self.object(bytes, path), rawBody: bytes,
        headers: settings.relay.extraHeaders)
      return Found(request: request, notes: [], settings: settings)
    }
    let found: RequestImport
    do {
      found = try RequestImport(parsing: bytes)
    } catch {
      throw UsageError(
        sentence: "\(InputFile.shown(path)) was not understood: \(error.sentences.last ?? "no request").",
        report: error.sentences.dropLast().joined(separator: "\n"))
    }
    let request = SnippetRequest(
      kind: .chat, baseURL: options.has("base-url") ? base : found.baseURL?.description ?? base,
      body: found.request.json.objectValue ?? JSONObject(), rawBody: found.request.rawBody,
      headers: settings.relay.extraHeaders)
    return Found(request: request, notes: found.notes, settings: settings)
  }

  /// `nil` when the bytes are no exchange file.
  private static func exchange(_ bytes: [UInt8]) -> Exchange? {
    guard let updates = try? ExchangeFileReader.updates(from: bytes) else { return nil }
    let recorder = ExchangeRecorder()
    var exchange: Exchange?
    for update in updates { exchange = recorder.apply(update) }
    return exchange
  }

  private static func request(_ exchange: Exchange, _ path: String) throws(UsageError) -> SnippetRequest {
    let sent = exchange.request
    let kinds: [(String, SnippetRequest.Kind)] = [
      ("/chat/completions", .chat), ("/images/generations", .image), ("/videos", .video),
      ("/video/generations", .video),
    ]
    let address = String(sent.url.prefix { $0 != "?" })
    guard sent.method == "POST", let (end, kind) = kinds.first(where: { address.hasSuffix($0.0) }) else {
      throw UsageError(
        sentence: "\(InputFile.shown(path)) holds a request to \(address); code is written for chat, images "
          + "and videos.")
    }
    return SnippetRequest(
      kind: kind, baseURL: String(address.dropLast(end.count)), path: end,
      body: try object(sent.body, path), rawBody: sent.body, headers: sent.headers)
  }
}
