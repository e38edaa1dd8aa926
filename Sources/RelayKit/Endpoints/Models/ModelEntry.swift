/// One row of `GET /models`. Only the id is certain; the rest is whatever the relay tells.
public struct ModelEntry: Sendable, Hashable {
  public var id: String
  /// A name for people.
  public var name: String?
  public var owner: String?
  /// Tokens, under whichever name the relay gives it.
  public var contextLength: Int?
  public var maximumOutput: Int?
  /// `openai`, `image-generation` and the like (new-api), the preferred one first. Empty when it is not told.
  public var endpointTypes: [String]
  /// `text`, `image` and the like. Empty when it is not told.
  public var inputKinds: [String]
  public var outputKinds: [String]
  /// Where the row has a price.
  public var price: QuotedPrice?
  /// The row as received.
  public var json: JSONValue

  public init?(json: JSONValue) {
    let names = [
      json.stringValue, json["id"]?.stringValue, json["name"]?.stringValue, json["model"]?.stringValue,
    ]
    guard let found = names.lazy.compactMap({ $0 }).first(where: { !$0.isEmpty }) else { return nil }
    // Gemini lists `models/x` and is asked for `x`.
    id = found.hasPrefix("models/") ? String(found.dropFirst("models/".count)) : found
    name = [json["display_name"], json["displayName"], json["name"]].lazy.compactMap { $0?.stringValue }
      .first { $0 != found }
    owner = json["owned_by"]?.stringValue
    func count(_ values: JSONValue?...) -> Int? {
      values.lazy.compactMap { $0?.intValue }.first { $0 > 0 }
    }
    contextLength = count(
      json["context_length"], json["max_model_len"], json["max_input_tokens"], json["context_window"],
      json["inputTokenLimit"], json["meta"]?["n_ctx_train"], json["top_provider"]?["context_length"],
      json["model_info"]?["max_input_tokens"])
    maximumOutput = count(
      json["max_output_tokens"], json["max_completion_tokens"], json["outputTokenLimit"],
      json["top_provider"]?["max_completion_tokens"], json["model_info"]?["max_output_tokens"])
    func words(_ value: JSONValue?) -> [String] { (value?.arrayValue ?? []).compactMap(\.stringValue) }
    endpointTypes = words(json["supported_endpoint_types"])
    inputKinds = words(json["architecture"]?["input_modalities"])
    outputKinds = words(json["architecture"]?["output_modalities"])
    price = ListedPrice.read(json)
    self.json = json
  }
}
