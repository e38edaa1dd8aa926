/// One row of `GET /models`. Only the id is certain; the rest is whatever the relay tells.
public struct ModelEntry: Sendable, Hashable {
  public var id: String
  public var owner: String?
  /// Tokens, under whichever name the relay gives it.
  public var contextLength: Int?
  /// The row as received.
  public var json: JSONValue

  public init?(json: JSONValue) {
    guard let id = json["id"]?.stringValue ?? json.stringValue, !id.isEmpty else { return nil }
    self.id = id
    owner = json["owned_by"]?.stringValue
    contextLength =
      ["context_length", "max_model_len", "max_input_tokens"].lazy
      .compactMap { json[$0]?.intValue }.first
    self.json = json
  }
}

extension RelayClient {
  /// `GET /models`, in the relay's order. - Throws: `RelayError`.
  public func models() async throws -> [ModelEntry] {
    let (head, bytes) = try await get("/models")
    guard (200..<300).contains(head.status), let value = try? JSONValue(parsing: bytes),
      let rows = value["data"]?.arrayValue ?? value.arrayValue
    else { throw RelayError(head: head, body: bytes) }
    return rows.compactMap(ModelEntry.init)
  }
}
