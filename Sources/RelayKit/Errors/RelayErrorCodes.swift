/// What a relay's machine-readable words mean, whatever the status. `retryable`: the same request may be
/// taken later, and certainly did no work. Sources: the codes of new-api, one-api, OpenAI, Anthropic, Azure,
/// LiteLLM and llama.cpp.
struct RelayErrorCodes {
  typealias Meaning = (kind: RelayError.Kind, retryable: Bool)

  /// By `error.code`.
  static func meaning(ofCode code: String) -> Meaning? {
    if let kind = kinds[code] { return (kind, retryable.contains(code)) }
    if code.hasPrefix("violation_fee.") { return (.refusedAndCharged, false) }
    if code.hasPrefix("channel:") { return (.relayMisconfigured, false) }
    if code.hasPrefix("not_implemented") { return (.notImplemented, false) }
    if code.hasPrefix("AUTH_") { return (.unauthorized, false) }
    return nil
  }

  /// By `error.type`, for relays that put their code there.
  static func meaning(ofType type: String) -> Meaning? {
    guard types.contains(type) else { return nil }
    return meaning(ofCode: type)
  }

  private static let retryable: Set<String> = [
    "system_cpu_overloaded", "system_memory_overloaded", "system_disk_overloaded", "overloaded_error",
    "channel:response_time_exceeded", "do_request_failed", "bad_response", "bad_response_body",
    "empty_response", "read_response_body_failed", "query_data_error", "update_data_error",
    "get_channel_failed", "rate_limit_exceeded", "rate_limit_error", "timeout_error",
  ]

  private static let types: Set<String> = [
    "insufficient_quota", "budget_exceeded", "billing_error", "exceed_context_size_error",
    "overloaded_error", "rate_limit_error", "timeout_error", "key_model_access_denied",
    "team_model_access_denied", "request_too_large", "no_db_connection",
  ]

  private static let kinds: [String: RelayError.Kind] = [
    // Money.
    "insufficient_user_quota": .insufficientCredit,
    "insufficient_quota": .insufficientCredit,
    "insufficient_balance": .insufficientCredit,
    "billing_error": .insufficientCredit,
    "billing_hard_limit_reached": .insufficientCredit,
    "billing_not_active": .insufficientCredit,
    "pre_consume_token_quota_failed": .keyLimit,
    "budget_exceeded": .keyLimit,
    // The key and what it may do.
    "invalid_api_key": .unauthorized,
    // LiteLLM without a database knows no key but its own.
    "no_db_connection": .unauthorized,
    "access_denied": .addressForbidden,
    "key_model_access_denied": .modelForbidden,
    "team_model_access_denied": .modelForbidden,
    // The text.
    "prompt_blocked": .contentBlocked,
    "sensitive_words_detected": .contentBlocked,
    "content_policy_violation": .contentBlocked,
    "content_filter": .contentBlocked,
    "moderation_blocked": .contentBlocked,
    "context_length_exceeded": .contextTooLong,
    "exceed_context_size_error": .contextTooLong,
    "request_too_large": .tooLarge,
    // The request.
    "unsupported_parameter": .unsupportedParameter,
    "unsupported_value": .unsupportedParameter,
    "invalid_request": .badRequest,
    "convert_request_failed": .badRequest,
    "count_token_failed": .badRequest,
    "json_marshal_failed": .badRequest,
    "invalid_api_type": .badRequest,
    "gen_relay_info_failed": .badRequest,
    "task_not_exist": .taskNotFound,
    "missing_model": .badRequest,
    "invalid_json": .badRequest,
    "invalid_multipart_form": .badRequest,
    "invalid_size": .badRequest,
    "invalid_seconds": .badRequest,
    "build_request_failed": .relayFailure,
    "get_task_failed": .relayFailure,
    "invalid_response": .relayFailure,
    "api_not_implemented": .notImplemented,
    // The model and its suppliers.
    "model_not_found": .modelUnavailable,
    "model_price_error": .modelUnavailable,
    "channel:no_available_key": .supplierWithoutKey,
    "channel:response_time_exceeded": .gatewayTimeout,
    "timeout_error": .gatewayTimeout,
    "rate_limit_exceeded": .rateLimited,
    "rate_limit_error": .rateLimited,
    "system_cpu_overloaded": .overloaded,
    "system_memory_overloaded": .overloaded,
    "system_disk_overloaded": .overloaded,
    "overloaded_error": .overloaded,
    "do_request_failed": .relayFailure,
    "bad_response": .relayFailure,
    "bad_response_body": .relayFailure,
    "empty_response": .relayFailure,
    "read_response_body_failed": .relayFailure,
    "query_data_error": .relayFailure,
    "update_data_error": .relayFailure,
    "get_channel_failed": .relayFailure,
  ]
}
