import Testing

@testable import RelayKit

@Suite struct PricingTests {
  private func read(_ body: String, status: Int = 200) throws -> Offered<PriceList> {
    try PricingEndpoint().read(
      HTTPResponseHead(status: status, version: "", reason: "", headers: []), Array(body.utf8))
  }

  private func list(_ body: String) throws -> PriceList { try #require(try read(body).value) }

  private static let page = #"""
    {"success":true,"data":[
     {"model_name":"gpt-5.4","description":"D","tags":"vision,tools","vendor_id":1,"quota_type":0,"model_ratio":1.25,
      "model_price":0,"completion_ratio":6,"cache_ratio":0.1,"create_cache_ratio":1.25,"enable_groups":["default","vip"],
      "supported_endpoint_types":["openai"]},
     {"model_name":"veo","quota_type":1,"model_ratio":0,"model_price":0.4,"completion_ratio":0,"enable_groups":["vip"],
      "supported_endpoint_types":["openai-video"]},
     {"model_name":"qwen","quota_type":0,"model_ratio":1,"billing_mode":"tiered_expr","billing_expr":"p*1 + c*2"},
     {"model_name":"bare","model_ratio":0.5}],
     "vendors":[{"id":1,"name":"OpenAI"}],"group_ratio":{"default":1,"vip":0.8},
     "usable_group":{"default":"Default group"},"pricing_version":"h"}
    """#

  @Test func ratiosBecomePricesPerMillionTokens() throws {
    let list = try list(Self.page)
    let price = list.price(of: list.rows[0], quotaPerUnit: 500_000)
    #expect(
      price.input == 2.5 && price.output == 15 && price.cachedInput == 0.25 && price.cacheWrite == 3.125)
    #expect(price.group == "default" && price.groupRatio == 1 && price.currency == "USD")
    #expect(list.rows[0].vendor == "OpenAI" && list.rows[0].tags == ["vision", "tools"])
    #expect(list.price(of: list.rows[0], group: "vip", quotaPerUnit: nil).output == 12)
    #expect(list.price(of: list.rows[0], quotaPerUnit: 1_000_000).input == 1.25)
  }

  @Test func aPriceOfACallIsNoPriceOfTokens() throws {
    let list = try list(Self.page)
    let price = list.price(of: list.rows[1], quotaPerUnit: nil)
    #expect(price.input == nil && price.output == nil && price.perCall == 0.4)
    // No visitor may use its only group, so that no factor is guessed.
    #expect(price.group == nil && price.groupRatio == nil)
    #expect(list.price(of: list.rows[1], group: "vip", quotaPerUnit: nil).perCall == 0.32)
  }

  @Test func aFormulaIsNoFigure() throws {
    let list = try list(Self.page)
    let price = list.price(of: list.rows[2], quotaPerUnit: nil)
    #expect(price.input == nil && price.expression == "p*1 + c*2" && !price.isEmpty)
  }

  @Test func whatIsNotToldIsUnknown() throws {
    let list = try list(Self.page)
    let price = list.price(of: list.rows[3], quotaPerUnit: nil)
    #expect(price.input == 1 && price.output == nil && price.cachedInput == nil)
  }

  @Test(arguments: [
    #"{"data":{"a":{"model_ratio":1},"b":{"model_price":2}}}"#,
    #"[{"model":"a","model_ratio":"1"},{"id":"b","model_price":2}]"#,
    #"{"data":{"models":[{"model_name":"a","model_ratio":1},{"model_name":"b","quota_type":1,"model_price":2}]}}"#,
  ])
  func otherFormsAreRead(body: String) throws {
    let list = try list(body)
    #expect(list.rows.map(\.model) == ["a", "b"] && list.skipped == 0)
    #expect(list.price(of: list.rows[0], quotaPerUnit: nil).input == 2)
    #expect(list.price(of: list.rows[1], quotaPerUnit: nil).perCall == 2)
  }

  @Test(arguments: [
    #"{"model_name":"x","model_ratio":-1}"#, #"{"model_name":"x","model_ratio":"NaN"}"#,
    #"{"model_name":"x","model_ratio":1e999}"#, #"{"model_name":"x","model_ratio":[1]}"#,
    #"{"model_name":"x","model_ratio":1,"completion_ratio":-2}"#, #"{"model_name":7,"model_ratio":1}"#,
    #"{"model_name":"x","quota_type":1,"model_price":-0.1}"#, #"{"model_name":"x"}"#, "null", "3", #""x""#,
    #"{"model_name":"x","quota_type":9,"model_ratio":1}"#, #"{"model_name":"ok","model_ratio":2}"#,
  ])
  func aRowThatCannotBeReadIsSkippedAndCounted(row: String) throws {
    let list = try list(#"{"data":[{"model_name":"ok","model_ratio":1},\#(row)]}"#)
    #expect(list.rows.map(\.model) == ["ok"] && list.skipped == 1)
  }

  @Test func aNameOfAMegabyteIsSkipped() throws {
    let name = String(repeating: "n", count: 1 << 20)
    let list = try list(#"{"data":[{"model_name":"\#(name)","model_ratio":1}]}"#)
    #expect(list.rows.isEmpty && list.skipped == 1)
  }

  @Test func aPriceTooLargeForANumberIsUnknown() throws {
    let list = try list(#"{"data":[{"model_name":"x","model_ratio":1e308,"completion_ratio":1e308}]}"#)
    let price = list.price(of: list.rows[0], quotaPerUnit: nil)
    #expect(price.input == nil && price.output == nil)
  }

  @Test(arguments: [
    (200, "<!doctype html><title>Console</title>"), (200, "  \n<html>"), (200, ""), (200, "hello"),
    (200, #"{"success":false,"message":"pricing is disabled"}"#), (200, #"{"data":"no"}"#), (200, "{}"),
    (401, "{}"), (403, #"{"success":false}"#), (404, ""), (302, ""),
  ])
  func whatIsNoPricePageIsNotOffered(status: Int, body: String) throws {
    guard case .notOffered(let reason) = try read(body, status: status) else {
      Issue.record("offered")
      return
    }
    #expect(!reason.isEmpty)
  }

  @Test(arguments: [429, 500, 503]) func aFailureThatMayPassIsAnError(status: Int) {
    #expect(throws: RelayError.self) { try read("{}", status: status) }
  }

  @Test func theStatusTellsTheUnit() throws {
    let head = HTTPResponseHead(status: 200, version: "", reason: "", headers: [])
    func status(_ body: String) throws -> RelayStatus? {
      try RelayStatusEndpoint().read(head, Array(body.utf8)).value
    }
    let read = try status(#"{"success":true,"data":{"system_name":"T","quota_per_unit":500000}}"#)
    #expect(read?.quotaPerUnit == 500_000 && read?.systemName == "T")
    #expect(try status(#"{"data":{"system_name":"T","quota_per_unit":0}}"#)?.quotaPerUnit == nil)
    #expect(try status(#"{"data":{}}"#) == nil)
  }

  @Test(arguments: [
    (
      #"{"id":"m","pricing":{"prompt":"0.0000025","completion":"0.000015","request":"0","input_cache_read":"0.00000025"}}"#,
      2.5, 15.0, 0.25
    ),
    (
      #"{"id":"m","input_cost_per_token":2.5e-6,"output_cost_per_token":1.5e-5,"cache_read_input_token_cost":2.5e-7}"#,
      2.5, 15.0, 0.25
    ),
    (#"{"id":"m","pricing":{"prompt":"-1","completion":"NaN"}}"#, nil, nil, nil),
    (#"{"id":"m","pricing":{"prompt":"0","completion":"0","input_cache_read":"0"}}"#, 0, 0, nil),
    (#"{"id":"m","pricing":[1]}"#, nil, nil, nil),
  ])
  func rowsOfTheListHavePrices(row: String, input: Double?, output: Double?, cached: Double?) throws {
    let price = try #require(ModelEntry(json: try JSONValue(parsing: Array(row.utf8)))).price
    #expect(price?.input == input && price?.output == output && price?.cachedInput == cached)
  }
}
