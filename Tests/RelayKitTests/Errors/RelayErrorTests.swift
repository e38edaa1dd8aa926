import Testing

@testable import RelayKit

@Suite struct RelayErrorTests {
  static func read(
    _ status: Int, _ body: String, _ headers: [HTTPHeader] = []
  ) -> RelayError {
    RelayError(
      head: HTTPResponseHead(status: status, version: "HTTP/1.1", reason: "", headers: headers),
      body: Array(body.utf8))
  }

  @Test(
    arguments: [
      (401, #"{"error":{"message":"Invalid token","type":"new_api_error","code":""}}"#, .unauthorized, false),
      (402, "", .insufficientCredit, false), (403, "", .forbidden, false), (407, "", .proxy, false),
      (403, #"{"error":{"message":"x","code":"insufficient_user_quota"}}"#, .insufficientCredit, false),
      (429, #"{"error":{"message":"x","code":"insufficient_quota"}}"#, .insufficientCredit, false),
      (
        429, #"{"error":{"message":"x","type":"insufficient_quota","code":null}}"#, .insufficientCredit, false
      ),
      (403, #"{"error":{"message":"x","code":"pre_consume_token_quota_failed"}}"#, .keyLimit, false),
      (403, #"{"error":{"message":"您的 IP","code":"access_denied"}}"#, .addressForbidden, false),
      (403, #"{"error":{"message":"x","type":"key_model_access_denied"}}"#, .modelForbidden, false),
      (400, #"{"error":{"code":"prompt_blocked"}}"#, .contentBlocked, false),
      (500, #"{"error":{"code":"sensitive_words_detected"}}"#, .contentBlocked, false),
      (500, #"{"error":{"code":"violation_fee.grok.csam"}}"#, .refusedAndCharged, false),
      (
        400, #"{"error":{"code":"unsupported_parameter","param":"max_tokens"}}"#, .unsupportedParameter, false
      ),
      (400, #"{"error":{"code":"unsupported_value","param":"temperature"}}"#, .unsupportedParameter, false),
      (400, #"{"error":{"code":400,"type":"exceed_context_size_error"}}"#, .contextTooLong, false),
      (400, #"{"error":{"code":"context_length_exceeded"}}"#, .contextTooLong, false),
      (400, #"{"code":"task_not_exist","message":"task_not_exist","data":null}"#, .taskNotFound, false),
      (400, #"{"error":{"code":"model_price_error"}}"#, .modelUnavailable, false),
      (400, "", .badRequest, false),
      (404, "", .notFound, false), (404, "404 page not found", .notFound, false),
      (404, #"{"error":{"message":"no such model","code":"model_not_found"}}"#, .modelUnavailable, false),
      (404, "<!doctype html>", .notARelay, false), (405, "<html>", .notARelay, false),
      (413, "<html>", .tooLarge, false),
      (413, #"{"error":{"code":"read_request_body_failed"}}"#, .tooLarge, false),
      (429, "", .rateLimited, true), (429, "<html><title>Slow down", .rateLimited, true),
      (500, "", .relayFailure, true), (500, #"{"error":{"code":"invalid_request"}}"#, .badRequest, false),
      (500, #"{"error":{"code":"convert_request_failed"}}"#, .badRequest, false),
      (500, #"{"error":{"code":"do_request_failed"}}"#, .relayFailure, true),
      (
        500, #"{"error":{"code":"get_channel_failed","message":"获取分组 x 可用渠道失败（retry）"}}"#, .relayFailure, true
      ),
      (500, #"{"error":{"code":"channel:invalid_key"}}"#, .relayMisconfigured, false),
      (500, #"{"error":{"code":"channel:model_mapped_error"}}"#, .relayMisconfigured, false),
      (500, #"{"error":{"code":"channel:no_available_key"}}"#, .supplierWithoutKey, false),
      (503, #"{"error":{"code":"channel:no_available_key"}}"#, .supplierWithoutKey, false),
      (501, "", .notImplemented, false),
      (500, #"{"error":{"code":"not_implemented:kling"}}"#, .notImplemented, false),
      (502, "<html><title>502</title>", .badGateway, true), (520, "", .badGateway, true),
      (503, #"{"error":{"code":"model_not_found"}}"#, .modelUnavailable, false),
      (503, #"{"error":{"code":"system_cpu_overloaded"}}"#, .overloaded, true), (503, "", .overloaded, true),
      (529, #"{"type":"error","error":{"type":"overloaded_error","message":"x"}}"#, .overloaded, true),
      (504, "", .gatewayTimeout, true), (524, "<html>", .gatewayTimeout, true),
      (408, "", .gatewayTimeout, true),
      (500, #"{"error":{"code":"channel:response_time_exceeded"}}"#, .gatewayTimeout, true),
      (200, "<!doctype html><title>Dash</title>", .notARelay, false), (200, " \n", .emptyAnswer, false),
      (200, #"{"error":{"code":"model_not_found"}}"#, .modelUnavailable, false),
      (200, #"{"error":{"code":402,"message":"x"}}"#, .insufficientCredit, false),
      (200, #"{"error":{"code":"429","message":"x"}}"#, .rateLimited, false),
      (200, #"{"success":false,"message":"no"}"#, .errorInStream, false),
      (200, "words", .malformedAnswer, false),
      (302, "", .redirected, false), (418, "", .badRequest, false), (700, "", .unexpectedStatus, false),
    ] as [(Int, String, RelayError.Kind, Bool)])
  func codeDecidesBeforeStatus(status: Int, body: String, kind: RelayError.Kind, retryable: Bool) {
    let error = Self.read(status, body)
    #expect(error.kind == kind)
    #expect(error.isRetryable == retryable)
  }

  @Test(arguments: [
    #"{"error":{"message":"words"}}"#, #"{"error":"words"}"#, #"{"message":"words","code":"x"}"#,
    #"[{"error":{"message":"words","status":"RESOURCE_EXHAUSTED"}}]"#, #"{"detail":"words"}"#,
    #"{"detail":[{"loc":["a"],"msg":"words"}]}"#, #"{"success":false,"message":"words"}"#, "words",
    #"{"header":{"message":"words"}}"#, #"{"response":{"error":{"message":"words"}}}"#,
    #"{"error":{"message":"","error":{"message":"words"}}}"#, #"{"detail":{"error":"words"}}"#,
    #"{"description":"words","type":"new_api_error","code":4}"#, #"{"errors":[{"message":"words"}]}"#,
    #"{"object":"error","message":"words","type":"BadRequestError","code":400}"#,
    #"{"type":"error","error":{"type":"x","message":"words"}}"#, #"{"msg":"words"}"#, #"{"err":"words"}"#,
    #"{"error_msg":"words"}"#, "\u{FEFF}{\"error\":\"words\"}", #""words""#,
    "event: error\ndata: {\"error\":{\"message\":\"words\"}}\n\n", "data: {\"message\":\"words\"}",
    "\n\n {\"error\":{\"message\":\"words\"}}\n",
  ])
  func theRelaysOwnWordsAreFound(body: String) {
    #expect(Self.read(400, body).message == "words")
  }

  @Test func theSuppliersWordsStandBehindTheRelays() {
    let error = Self.read(
      400,
      #"{"error":{"code":400,"message":"Provider returned error","metadata":{"raw":"bad schema","provider_name":"P"}}}"#
    )
    #expect(error.message == "Provider returned error\nbad schema")
  }

  @Test func aValidationErrorNamesItsField() {
    let error = Self.read(422, #"{"detail":[{"loc":["body","messages",0,"role"],"msg":"Field required"}]}"#)
    #expect(error.parameter == "messages.0.role")
    #expect(Self.read(400, #"{"error":{"message":"x","param":"None"}}"#).parameter == nil)
  }

  @Test(
    arguments: [
      ("7", nil, 7.0), ("0", nil, 0.0), ("1.5", nil, 1.5), ("3", "1500", 1.5), ("-1", nil, nil),
      ("soon", nil, nil),
      ("1e99", nil, nil), ("Sun, 06 Nov 1994 08:49:47 GMT", nil, 10),
      ("Sunday, 06-Nov-94 08:50:37 GMT", nil, 60),
      ("Sun Nov  6 08:49:38 1994", nil, 1), ("Sun, 06 Nov 1994 08:00:00 GMT", nil, 0),
      ("Sun, 32 Nov 1994 08:00:00 GMT", nil, nil), ("", nil, nil), ("Nov", nil, nil),
    ] as [(String, String?, Double?)])
  func theWaitIsReadInEveryForm(text: String, milliseconds: String?, seconds: Double?) {
    var headers = [HTTPHeader("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), HTTPHeader("retry-after", text)]
    if let milliseconds { headers.append(HTTPHeader("Retry-After-Ms", milliseconds)) }
    #expect(Self.read(429, "", headers).retryAfter == seconds)
  }

  @Test func aDateWithoutTheRelaysClockCountsFromOurs() {
    let headers = [HTTPHeader("Retry-After", "Thu, 01 Jan 1970 00:02:00 GMT")]
    #expect(RetryAfter.seconds(in: headers) { 100 } == 20)
    #expect(HTTPDate.seconds("Thu, 29 Feb 2024 12:00:00 GMT") == 1_709_208_000)
  }

  @Test(arguments: [
    (500, "", "false", false), (500, #"{"error":{"code":"invalid_request"}}"#, "true", true),
    (401, "", "true", false), (429, #"{"error":{"code":"insufficient_quota"}}"#, "true", false),
    (400, "", "maybe", false),
  ])
  func theRelaysWordOnSendingAgainIsObeyed(status: Int, body: String, word: String, retryable: Bool) {
    #expect(Self.read(status, body, [HTTPHeader("X-Should-Retry", word)]).isRetryable == retryable)
  }

  @Test func keepsCodeParameterIDAndWait() {
    let error = Self.read(
      429, #"{"error":{"message":"m","type":"t","param":"p","code":7}}"#,
      [HTTPHeader("X-Oneapi-Request-Id", "r1"), HTTPHeader("Retry-After", "7")])
    #expect(error.code == "7")
    #expect(error.type == "t")
    #expect(error.parameter == "p")
    #expect(error.requestID == "r1")
    #expect(error.retryAfter == 7)
  }

  @Test func keysInTheRelaysWordsAreMasked() {
    let error = Self.read(401, #"{"error":{"message":"Incorrect key sk-fake-abcdefgh1234 (sk-x) given"}}"#)
    #expect(error.message == "Incorrect key sk-....1234 (sk-x) given")
  }

  @Test func aWebPageIsItsTitle() {
    #expect(Self.read(502, "<html><TITLE>502\n Bad Gateway</title>").details["title"] == "502 Bad Gateway")
  }
}
