/// What a refusal finds wrong with a place, as a table of phrases. The first row that fits counts.
enum Complaint: Sendable, Hashable, CaseIterable {
  case contextTooLong, unknownModel, onlyOneOfTwo, onlyWithStream, missing, unsupported, outOfRange,
    otherValue

  static func reading(_ words: ErrorWords) -> Complaint? {
    rows.first { words.says(anyOf: $0.phrases) }?.complaint
  }

  private static let rows: [(complaint: Complaint, phrases: [String])] = [
    (
      .contextTooLong,
      [
        "context length", "context window is", "context limit", "context size", "prompt is too long",
        "input is too long", "input length", "too many tokens", "input token count",
        "reduce the length of the",
        "maximum number of tokens allowed", "total message token length",
      ]
    ),
    (
      .onlyOneOfTwo,
      ["cannot both be", "can't both be", "use only one", "only one of", "mutually exclusive", "not both"]
    ),
    (
      .unknownModel,
      [
        "model not found", "model does not exist", "no such model", "no available channel", "invalid model",
        "unknown model", "not a valid model", "model_not_found", "is not found for api version",
        "model not exist", "decommissioned",
      ]
    ),
    (
      .onlyWithStream,
      ["only allowed when 'stream'", "only allowed when stream", "when stream is", "set stream"]
    ),
    (
      .missing,
      [
        "missing required", "field required", "is required", "missing field", "must be provided",
        "is missing",
      ]
    ),
    (
      .unsupported,
      [
        "unsupported parameter", "unknown parameter", "unrecognized request argument", "unknown name",
        "unknown field", "cannot find field", "extra inputs are not permitted", "extra fields not permitted",
        "does not support parameter", "not support the parameter", "is unsupported", "not supported",
        "unexpected keyword", "argument not supported", "is not permitted", "is not allowed", "not available",
        "does not support", "unsupported value", "only the default", "is only allowed", "is deprecated",
        "isn't supported", "not enabled", "may only be", "unrecognized", "unexpected field",
      ]
    ),
    (
      .outOfRange,
      [
        "range", "maximum", "minimum", "at most", "at least", "<=", ">=", "less than", "greater than",
        "between",
        "too large", "too small", "too long", "not exceed", "must be in [", "must be in (", "should be in [",
        "should be in (",
        "non-negative", "no more than", "or less", "up to",
      ]
    ),
    (
      .otherValue,
      [
        "supported values", "valid values", "allowed values", "expected one of", "must be one of",
        "is not one of",
        "invalid value", "unknown variant", "input should be", "unexpected value", "expected tags",
        "invalid type",
        "unexpected role", "possible values",
      ]
    ),
  ]
}
