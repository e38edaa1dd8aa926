import RelayKit
import Testing

@Suite struct RelayErrorTests {
  static func read(
    _ status: Int, _ body: String, _ headers: [HTTPHeader] = []
  ) -> RelayError {
    RelayError(
      head: HTTPResponseHead(status: status, version: "HTTP/1.1", reason: "", headers: headers),
      body: Array(body.utf8))
  }

  @Test(arguments: [
    (
      401, #"{"error":{"message":"Invalid token","type":"new_api_error","code":""}}"#,
      RelayError.Kind.unauthorized, false
    ),
    (403, #"{"error":{"message":"x","code":"insufficient_user_quota"}}"#, .insufficientCredit, false),
    (429, #"{"error":{"message":"x","code":"insufficient_quota"}}"#, .insufficientCredit, false),
    (403, #"{"error":{"message":"x","code":"pre_consume_token_quota_failed"}}"#, .keyLimit, false),
    (404, "", .notFound, false), (413, "<html>", .notARelay, false), (429, "", .rateLimited, true),
    (500, #"{"error":{"code":"invalid_request"}}"#, .badRequest, false),
    (500, #"{"error":{"code":"do_request_failed"}}"#, .relayFailure, true),
    (501, "", .notImplemented, false), (502, "<html><title>502</title>", .badGateway, true),
    (503, #"{"error":{"code":"model_not_found"}}"#, .modelUnavailable, false),
    (503, #"{"error":{"code":"system_cpu_overloaded"}}"#, .overloaded, true),
    (504, "", .gatewayTimeout, true),
    (200, "<!doctype html><title>Dash</title>", .notARelay, false), (200, " \n", .emptyAnswer, true),
    (400, #"{"error":{"code":"unsupported_parameter","param":"max_tokens"}}"#, .unsupportedParameter, false),
    (418, "", .badRequest, false), (700, "", .unexpectedStatus, false),
  ])
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
  ])
  func theRelaysOwnWordsAreFound(body: String) {
    #expect(Self.read(400, body).message == "words")
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
