package import RelayKit

/// Figures as they are kept: units in the names of the keys, and no key for what is not known.
extension RunFigures {
  package var json: JSONValue {
    var object = JSONObject()
    func number(_ key: String, _ value: Double?) {
      object[key] = value.flatMap { $0.isFinite ? .double($0) : nil }
    }
    func count(_ key: String, _ value: Int?) { object[key] = value.map(JSONValue.integer) }
    func word(_ key: String, _ value: String?) { object[key] = value.map(JSONValue.string) }
    word("outcome", outcome)
    number("first_token_ms", firstTokenMilliseconds)
    number("first_visible_ms", firstVisibleMilliseconds)
    number("total_ms", totalMilliseconds)
    number("tokens_per_second", tokensPerSecond)
    count("input_tokens", inputTokens)
    if inputTokens != nil { object["input_is_estimate"] = .bool(inputIsEstimate) }
    count("output_tokens", outputTokens)
    if outputTokens != nil { object["output_is_estimate"] = .bool(outputIsEstimate) }
    count("reasoning_tokens", reasoningTokens)
    count("cached_tokens", cachedTokens)
    number("cost", cost)
    if cost != nil {
      word("currency", currency)
      object["cost_is_estimate"] = .bool(costIsEstimate)
    }
    word("finish_reason", finishReason)
    word("served_model", servedModel)
    count("characters", length?.characters)
    count("words", length?.words)
    count("attempts", attempts)
    return .object(object)
  }

  /// Values of another kind, and numbers below 0, count as not known. `nil` if it is no object.
  package init?(json: JSONValue) {
    guard let object = json.objectValue else { return nil }
    func number(_ key: String) -> Double? {
      object[key]?.doubleValue.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }
    func count(_ key: String) -> Int? { object[key]?.intValue.flatMap { $0 >= 0 ? $0 : nil } }
    // Without the flag nobody knows that the value is exact.
    func flag(_ key: String) -> Bool { object[key]?.boolValue ?? true }
    self.init()
    outcome = object["outcome"]?.stringValue
    firstTokenMilliseconds = number("first_token_ms")
    firstVisibleMilliseconds = number("first_visible_ms")
    totalMilliseconds = number("total_ms")
    tokensPerSecond = number("tokens_per_second")
    inputTokens = count("input_tokens")
    inputIsEstimate = inputTokens != nil && flag("input_is_estimate")
    outputTokens = count("output_tokens")
    outputIsEstimate = outputTokens != nil && flag("output_is_estimate")
    reasoningTokens = count("reasoning_tokens")
    cachedTokens = count("cached_tokens")
    cost = number("cost")
    if cost != nil {
      currency = object["currency"]?.stringValue ?? ""
      costIsEstimate = flag("cost_is_estimate")
    }
    finishReason = object["finish_reason"]?.stringValue
    servedModel = object["served_model"]?.stringValue
    if let characters = count("characters"), let words = count("words") {
      length = TextLength(characters: characters, words: words)
    }
    attempts = count("attempts")
  }
}
