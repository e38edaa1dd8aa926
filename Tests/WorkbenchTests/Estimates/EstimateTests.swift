import RelayKit
import Testing

@testable import Workbench

struct EstimateTests {
  private func message(_ number: Int, _ text: String) -> (id: MessageID, message: ChatMessage) {
    (MessageID(number), ChatMessage(role: "user", text: text))
  }

  @Test func textsCountByTheirScripts() {
    #expect(TextTokens.estimate("") == 0)
    #expect(TextTokens.estimate("12345678") == 2)
    #expect(TextTokens.estimate("中文字") == 3)
    #expect(TextTokens.estimate("привет") == 3)
    #expect(TextTokens.estimate("😀") == 2)
  }

  @Test func requestsSayHowTheyWereCounted() {
    var estimator = TokenEstimator()
    let estimate = estimator.estimate(
      [message(1, "12345678"), message(2, "中文")], parameters: JSONObject(), model: "gpt-4o")
    #expect(estimate.tokens == 2 + 2 + 2 * 4 + 3)
    #expect(estimate.text == "~15 tok")
    #expect(estimate.methods.contains("4 for each message"))
    let estimate1 = estimator.estimate([], parameters: JSONObject(), model: "x")
    #expect(estimate1.tokens == 0)
  }

  @Test func onlyWhatChangedIsCountedAgain() {
    var estimator = TokenEstimator()
    let long = String(repeating: "abcd", count: 2_500_000)
    var messages = [message(1, long), message(2, "x")]
    let first = estimator.estimate(messages, parameters: JSONObject(), model: "gpt-4o")
    #expect(first.tokens == 2_500_000 + 1 + 8 + 3)
    #expect(estimator.walks == 2)
    for _ in 0..<1000 {
      let estimate2 = estimator.estimate(messages, parameters: JSONObject(), model: "gpt-4o")
      #expect(estimate2 == first)
    }
    #expect(estimator.walks == 2)
    messages[1] = message(2, "another text")
    #expect(
      estimator.estimate(messages, parameters: JSONObject(), model: "gpt-4o").tokens == first.tokens + 2)
    #expect(estimator.walks == 3)
    _ = estimator.estimate(messages, parameters: JSONObject(), model: "claude-opus-4.8")
    #expect(estimator.walks == 5)
  }

  private func bigEndian(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(number >> $0 & 255) }
  }

  /// The beginning of a PNG.
  private func picture(_ width: Int, _ height: Int) -> String {
    var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    bytes += Array("IHDR".utf8)
    bytes += bigEndian(width) + bigEndian(height)
    return "data:image/png;base64," + Base64.encoded(bytes)
  }

  @Test(arguments: [
    ("gpt-4o", 1024, 1024, 765), ("gpt-4o", 512, 512, 255), ("gpt-4o", 4096, 8192, 1105),
    ("gpt-5.4", 1024, 1024, 630),
    ("claude-sonnet-4.6", 750, 750, 750), ("claude-sonnet-4.6", 9000, 9000, 1600),
    ("gemini-2.5-pro", 300, 300, 258), ("gemini-2.5-pro", 1536, 768, 516),
  ])
  func picturesCountAsTheirFamilyCounts(_ model: String, _ width: Int, _ height: Int, _ tokens: Int) {
    var estimator = TokenEstimator()
    let content = JSONValue.array([ContentPart.imageURL(picture(width, height)).json])
    let estimate = estimator.estimate(
      [(MessageID(1), ChatMessage(role: "user", content: content))], parameters: JSONObject(), model: model)
    #expect(estimate.tokens == tokens + 4 + 3)
    #expect(estimate.methods.contains { $0.hasPrefix("a picture: ") })
  }

  @Test func sizesOfPicturesAreReadFromTheirFiles() {
    let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC2, 0, 17, 8, 0x01, 0x00, 0x02, 0x00, 3]
    #expect(PictureSize(bytes: jpeg) == PictureSize(width: 512, height: 256))
    #expect(PictureSize(bytes: Array("GIF89a".utf8) + [2, 1, 3, 0]) == PictureSize(width: 258, height: 3))
    let extended: [UInt8] =
      Array("RIFF....WEBPVP8X".utf8) + [10, 0, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0xFF, 1, 0]
    #expect(PictureSize(bytes: extended) == PictureSize(width: 1024, height: 512))
    // Width - 1 and height - 1 in 14 bits each.
    let bits = 99 | 49 << 14
    var lossless: [UInt8] = Array("RIFF....WEBPVP8L".utf8)
    lossless += [0, 0, 0, 0, 0x2F]
    for shift in [0, 8, 16, 24] { lossless.append(UInt8(bits >> shift & 255)) }
    lossless += [0, 0, 0, 0, 0]
    #expect(PictureSize(bytes: lossless) == PictureSize(width: 100, height: 50))
    for length in 0..<jpeg.count { _ = PictureSize(bytes: Array(jpeg.prefix(length))) }
    #expect(PictureSize(bytes: Array(jpeg.prefix(12))) == nil)
    #expect(PictureSize(dataURL: "https://example.com/a.png") == nil)
    #expect(PictureSize(dataURL: "data:image/png;base64,!!!!") == nil)
  }

  @Test func linksAreAssumedAndSoundsAreNotCounted() {
    var estimator = TokenEstimator()
    let content = JSONValue.array([
      ContentPart.imageURL("https://example.com/a.png", detail: "low").json,
      ContentPart.inputAudio(data: "AAAA", format: "wav").json,
    ])
    let estimate = estimator.estimate(
      [(MessageID(1), ChatMessage(role: "user", content: content))], parameters: JSONObject(), model: "gpt-4o"
    )
    #expect(estimate.tokens == 85 + 7)
    #expect(estimate.notCounted == ["a sound"])
    #expect(estimate.text == "~92+ tok")
    let credit = CreditEstimate(
      input: estimate, body: JSONObject(), prices: TokenPrices(input: 1, output: 1), outputLimit: 10)
    #expect(credit.inputCost == nil && credit.total == nil)
  }

  @Test func toolsCountAsText() throws {
    var estimator = TokenEstimator()
    let body = try #require(try JSONValue(parsing: #"{"tools":[{"a":"bcd"}],"seed":123456789}"#).objectValue)
    let estimate = estimator.estimate([message(1, "")], parameters: body, model: "gpt-4o")
    #expect(estimate.tokens == 4 + 4 + 3)
    #expect(estimate.methods.last == "tools and schemas as text")
  }

  private func credit(_ body: String, _ prices: TokenPrices?, limit: Int? = nil) throws -> CreditEstimate {
    let object = try #require(try JSONValue(parsing: body).objectValue)
    return CreditEstimate(
      input: TokenEstimate(tokens: 1000, methods: []), body: object, prices: prices, outputLimit: limit)
  }

  @Test func creditIsTokensTimesPrices() throws {
    let credit = try credit(#"{"max_tokens":2000,"n":2}"#, TokenPrices(input: 0.25, output: 2, currency: "$"))
    #expect(credit.inputCost == 0.00025)
    #expect(credit.outputTokens == 4000)
    #expect(credit.outputCost == 0.008)
    #expect(credit.outputSource == "max_tokens")
    #expect(credit.text(credit.total) == "~$0.0083")
  }

  @Test func whatIsNotKnownIsUnknownAndNeverFree() throws {
    let noLimit = try credit("{}", TokenPrices(input: 1, output: 2))
    #expect(noLimit.outputTokens == nil && noLimit.outputCost == nil && noLimit.total == nil)
    #expect(noLimit.text(noLimit.total) == "unknown")
    #expect(
      try credit("{}", TokenPrices(input: 1, output: 2), limit: 100).outputSource == "the model's limit")
    let noPrice = try credit(#"{"max_tokens":5}"#, nil)
    #expect(noPrice.inputCost == nil && noPrice.outputCost == nil && noPrice.total == nil)
    #expect(try credit(#"{"max_tokens":5}"#, TokenPrices(input: 1)).total == nil)
    #expect(try credit(#"{"max_tokens":5}"#, TokenPrices(input: .nan, output: -1)).total == nil)
    #expect(try credit(#"{"max_tokens":5}"#, TokenPrices(input: 0, output: 0)).total == 0)
    #expect(
      try credit(#"{"max_tokens":9223372036854775807,"n":3}"#, TokenPrices(input: 1, output: 1)).total == nil)
  }

  @Test(arguments: [
    (0, "~$0"), (1.2345, "~$1.23"), (0.126, "~$0.13"), (0.0046, "~$0.0046"), (0.00001, "~$0.000010"),
    (12345.678, "~$12345.68"),
    (1e-30, "~$0.0000000001 at most"),
  ])
  func moneyHasTwoDigitsThatCount(_ amount: Double, _ text: String) {
    #expect(EstimatedMoney.text(amount, currency: "USD") == text)
    #expect(EstimatedMoney.text(nil, currency: "USD") == "unknown")
    #expect(EstimatedMoney.text(2, currency: "points") == "~2.00 points")
  }
}
