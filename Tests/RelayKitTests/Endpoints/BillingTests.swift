import Testing

@testable import RelayKit

/// Shapes as relays send them.
@Suite struct BillingTests {
  private func head(_ status: Int, _ headers: [HTTPHeader] = []) -> HTTPResponseHead {
    HTTPResponseHead(status: status, version: "", reason: "", headers: headers)
  }

  private func usage(_ body: String, status: Int = 200) throws -> KeyUsage {
    try KeyUsageEndpoint().read(head(status), Array(body.utf8))
  }

  private func log(_ body: String) throws -> KeyLog { try KeyLogEndpoint().read(head(200), Array(body.utf8)) }

  // MARK: /api/usage/token/

  @Test func aKeyWithALimitIsRead() throws {
    let usage = try usage(
      #"""
      {"code":true,"message":"ok","data":{"object":"token_usage","name":"my key","total_granted":5000000,"total_used":120000,
       "total_available":4880000,"unlimited_quota":false,"model_limits":{"gpt-5.4":true},"model_limits_enabled":false,"expires_at":0}}
      """#)
    #expect(usage.granted == 5_000_000 && usage.used == 120_000 && usage.available == 4_880_000)
    #expect(usage.name == "my key" && !usage.isUnlimited && usage.models == nil && usage.expiresAt == nil)
  }

  @Test func limitsOfModelsAndDaysAreRead() throws {
    let usage = try usage(
      #"{"data":{"total_granted":100,"total_used":40,"model_limits":{"b":true,"c":false,"a":true},"model_limits_enabled":true,"expires_at":1790000000}}"#
    )
    #expect(usage.models == ["b", "a"] && usage.expiresAt == 1_790_000_000 && usage.available == 60)
    #expect(try self.usage(#"{"data":{"total_used":1,"expires_at":-1}}"#).expiresAt == nil)
  }

  @Test func aKeyWithoutALimitHasNothingLeftToTell() throws {
    let usage = try usage(
      #"{"data":{"unlimited_quota":true,"total_available":-5,"total_granted":0,"total_used":12}}"#)
    #expect(usage.isUnlimited && usage.available == nil && usage.granted == nil && usage.used == 12)
  }

  @Test func aNameThatIsAKeyIsMasked() throws {
    let usage = try usage(#"{"data":{"total_used":1,"name":"sk-abcdefghijklmnop1234"}}"#)
    #expect(usage.name == "sk-....1234")
  }

  // MARK: /api/log/token

  private static let row = #"""
    {"id":1,"user_id":7,"created_at":1790000000,"type":2,"content":"…","username":"u",
     "token_name":"my key","model_name":"gpt-5.4","quota":1534,"prompt_tokens":120,"completion_tokens":340,"use_time":4,
     "is_stream":true,"channel":12,"channel_name":"","token_id":3,"group":"default","ip":"",
     "request_id":"2026A","upstream_request_id":"req_9","other":"{\"model_ratio\":1.25,\"group_ratio\":1,\"user_group_ratio\":-1,\"completion_ratio\":6,\"cache_tokens\":64,\"cache_ratio\":0.1,\"frt\":812,\"is_model_mapped\":true,\"upstream_model_name\":\"gpt-5.4-2026-03-05\",\"stream_status\":{\"status\":\"ok\",\"end_reason\":\"client_gone\",\"error_count\":0}}"}
    """#

  @Test func aRowIsReadWithWhatIsInsideOfItsText() throws {
    let log = try log(#"{"success":true,"message":"","data":[\#(Self.row)]}"#)
    let row = try #require(log.rows.first)
    #expect(
      row.kind == .use && row.requestID == "2026A" && row.upstreamRequestID == "req_9" && row.quota == 1534)
    #expect(row.inputTokens == 120 && row.outputTokens == 340 && row.seconds == 4 && row.isStream == true)
    #expect(row.group == "default" && row.model == "gpt-5.4" && row.createdAt == 1_790_000_000)
    let details = try #require(row.details)
    #expect(details.modelRatio == 1.25 && details.completionRatio == 6 && details.cacheRatio == 0.1)
    #expect(details.effectiveGroupRatio == 1 && details.cachedTokens == 64)
    #expect(details.firstResponseMilliseconds == 812 && details.endReason == "client_gone")
    #expect(details.upstreamModel == "gpt-5.4-2026-03-05")
  }

  @Test func theUsersOwnFactorCountsMoreThanTheGroups() throws {
    let details = try #require(
      KeyLogDetails(.string(#"{"group_ratio":1,"user_group_ratio":0.5,"frt":-1000}"#)))
    #expect(details.effectiveGroupRatio == 0.5 && details.firstResponseMilliseconds == nil)
  }

  @Test(arguments: [
    #""""#, #""no json""#, "7", "null", #""[1]""#, #""{\"model_ratio\":\"x\"""#,
  ])
  func aRowKeepsItsChargeWhateverItsDetailsAre(other: String) throws {
    let log = try log(
      #"{"data":[{"created_at":1790000000,"type":2,"quota":9,"request_id":"a","other":\#(other)}]}"#)
    #expect(log.rows.first?.quota == 9 && log.rows.first?.details == nil && log.skipped == 0)
  }

  @Test(arguments: [
    "null", "3", #"{"type":2}"#, #"{"created_at":"soon"}"#, #"{"created_at":1e999}"#, #"{"created_at":-4}"#,
  ])
  func whatIsNoRowIsSkippedAndCounted(row: String) throws {
    let log = try log(#"{"success":true,"data":[\#(row),\#(Self.row)]}"#)
    #expect(log.rows.count == 1 && log.skipped == 1)
  }

  @Test func figuresThatCannotBeAreUnknown() throws {
    let log = try log(
      #"{"data":[{"created_at":1790000000,"type":99,"quota":-5,"prompt_tokens":-1,"completion_tokens":1e30,"request_id":""}]}"#
    )
    let row = try #require(log.rows.first)
    #expect(row.kind == .unknown && row.quota == nil && row.inputTokens == nil && row.outputTokens == nil)
    #expect(row.requestID == nil)
  }

  @Test func anEmptyLogIsAnAnswer() throws {
    #expect(try log(#"{"success":true,"data":null}"#).rows.isEmpty)
    #expect(try log(#"{"success":true,"data":[]}"#).rows.isEmpty)
    #expect(try log(#"{"success":true,"data":{"items":[\#(Self.row)]}}"#).rows.count == 1)
  }

  // MARK: Dashboard and key page

  @Test func theDashboardTellsLimitAndSpending() throws {
    func subscription(_ body: String) throws -> BillingSubscription {
      try SubscriptionEndpoint().read(head(200), Array(body.utf8))
    }
    let limited = try subscription(
      #"{"object":"billing_subscription","has_payment_method":true,"soft_limit_usd":20,"hard_limit_usd":20,"system_hard_limit_usd":20,"access_until":0}"#
    )
    #expect(limited.limit == 20 && !limited.isUnlimited && limited.accessUntil == nil)
    let unlimited = try subscription(#"{"hard_limit_usd":100000000,"access_until":1790000000}"#)
    #expect(unlimited.limit == nil && unlimited.isUnlimited && unlimited.accessUntil == 1_790_000_000)
    let cents = try BillingUsageEndpoint().read(
      head(200), Array(#"{"object":"list","total_usage":734.5}"#.utf8))
    #expect(cents == 7.345)
  }

  @Test func theKeyPageTellsDollars() throws {
    func page(_ body: String) throws -> KeyPage { try KeyPageEndpoint().read(head(200), Array(body.utf8)) }
    let limited = try page(
      #"{"data":{"label":"sk-or-v1-abc...xyz","limit":10,"usage":2.5,"limit_remaining":7.5,"is_free_tier":false}}"#
    )
    #expect(limited.limit == 10 && limited.left == 7.5 && limited.used == 2.5 && limited.isFreeTier == false)
    let unlimited = try page(#"{"data":{"label":"x","limit":null,"usage":2.5,"limit_remaining":null}}"#)
    #expect(unlimited.limit == nil && unlimited.left == nil && unlimited.used == 2.5)
  }

  // MARK: Ways of saying no

  @Test(arguments: [
    (200, "<!doctype html><title>Console</title>", BillingProblem.Kind.notOffered),
    (404, #"{"error":{"message":"Invalid URL (GET /api/usage/token/)"}}"#, .notOffered),
    (404, "<html>", .notOffered), (405, "", .notOffered), (302, "", .notOffered), (200, "", .notOffered),
    (400, "{}", .notOffered), (501, "", .notOffered),
    (401, #"{"success":false,"message":"No access"}"#, .notForThisKey), (403, "{}", .notForThisKey),
    (402, "{}", .notForThisKey), (200, #"{"success":false,"message":"Invalid token"}"#, .notForThisKey),
    (200, #"{"error":{"message":"Invalid token","type":"upstream_error"}}"#, .notForThisKey),
    (200, #"{"code":false,"message":"Invalid token"}"#, .notForThisKey),
    (429, "", .notNow), (500, "oops", .notNow), (502, "<html>", .notNow), (503, "{}", .notNow),
    (408, "", .notNow),
    (200, #"{"code":true,"data":{"total_gran"#, .unreadable), (200, "hello", .unreadable),
    (200, "{}", .unreadable), (200, "[]", .unreadable),
    (200, #"{"data":{"object":"token_usage"}}"#, .unreadable),
    (200, #"{"object":"list","data":[{"id":"m"}]}"#, .unreadable),
  ])
  func eachWayOfSayingNoIsToldApart(status: Int, body: String, kind: BillingProblem.Kind) {
    do {
      let usage = try usage(body, status: status)
      Issue.record("read \(usage)")
    } catch {
      let problem = error as? BillingProblem
      #expect(problem?.kind == kind && problem?.reason.isEmpty == false && problem?.status == status)
    }
  }

  @Test func theRelaysWordsAndItsWaitAreKept() {
    let headers = [HTTPHeader("Retry-After", "37")]
    let body = #"{"message":"slow down, sk-abcdefghijklmnop1234"}"#
    #expect {
      try KeyLogEndpoint().read(head(429, headers), Array(body.utf8))
    } throws: {
      let problem = $0 as? BillingProblem
      return problem?.retryAfter == 37 && problem?.message == "slow down, sk-....1234"
    }
  }

  @Test func failuresOfTheNetworkArePassingOnesButForALargeAnswer() {
    func kind(_ failure: TransportFailure) -> BillingProblem.Kind {
      BillingProblem(RelayError(transport: failure)).kind
    }
    #expect(kind(.tooLarge(limit: 5)) == .unreadable && kind(.unreadable(detail: "")) == .unreadable)
    #expect(kind(.redirected(to: "https://other.example")) == .notOffered)
    let passing: [TransportFailure] = [
      .connectionLost(detail: ""), .totalTimeout(seconds: 1, receivedBytes: 0), .nameNotResolved(host: "h"),
      .cannotConnect(host: "h", port: 1, detail: ""), .tls(host: "h", detail: ""),
    ]
    for failure in passing { #expect(kind(failure) == .notNow) }
  }
}
