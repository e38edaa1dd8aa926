/// `GET /models`: what the key may use, in the relay's order.
public struct ModelListEndpoint: Endpoint {
  public init() {}
  public var path: String { "/models" }

  /// Takes every form in use: `data` (OpenAI), `models` (Gemini, Ollama), a bare array, rows that are only
  /// names. A row without a name is left out, a name that comes twice is taken once.
  public func read(_ head: HTTPResponseHead, _ body: [UInt8]) throws -> [ModelEntry] {
    guard head.isSuccess, let value = try? JSONValue(parsing: body), !ChatChunk.isFailure(value["error"]),
      value["success"]?.boolValue != false,
      let rows = value["data"]?.arrayValue ?? value["models"]?.arrayValue ?? value.arrayValue
    else { throw RelayError(head: head, body: body) }
    var seen: Set<String> = []
    return rows.compactMap(ModelEntry.init).filter { seen.insert($0.id).inserted }
  }
}

extension RelayClient {
  /// `GET /models`, in the relay's order. - Throws: `RelayError`.
  public func models() async throws -> [ModelEntry] {
    let models = try await ask(ModelListEndpoint())
    remember(models: models.map(\.id))
    return models
  }
}
