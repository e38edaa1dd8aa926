import RelayKit
import SeededRandom
import Testing
import Workbench

struct ColumnWordsTests {
  private func money(_ amount: Double, columns: Int = 10, currency: String = "USD", isEstimate: Bool = true)
    -> String
  {
    NumberWords.money(amount, currency: currency, isEstimate: isEstimate, columns: columns)
  }

  @Test func moneyInAColumnIsWhole() {
    #expect(money(0) == "0")
    #expect(money(0.000_02) == "<$0.0001")
    #expect(money(0.000_6) == "~$0.0006")
    #expect(money(0.001_24, isEstimate: false) == "$0.0012")
    #expect(money(0.012_4) == "~$0.012")
    #expect(money(0.124) == "~$0.12")
    #expect(money(10) == "~$10.00")
    #expect(money(9_999.99) == "~$9999.99")
    #expect(money(9_999.999) == "~$10k")
    #expect(money(1_240_000, currency: "CNY", isEstimate: false) == "¥1.2M")
    #expect(money(0.5, columns: 12, currency: "credits") == "~0.50")
    #expect(money(0.5, columns: 13, currency: "credits") == "~0.50 credits")
    #expect(money(.nan) == "-" && money(-1) == "-")
  }

  @Test func withLittleRoomTheSignGoesFirstAndThenDecimals() {
    #expect(money(0.003_4, columns: 7) == "~0.0034")
    #expect(money(0.003_4, columns: 6) == "~0.003")
    #expect(money(0.000_02, columns: 6) == "<0.001")
    #expect(money(1_234.5, columns: 7) == "~1234.5")
    #expect(money(1_234.6, columns: 5) == "~1235")
  }

  @Test func inNineColumnsEveryAmountIsWhole() {
    var random = SplitMix(seed: 11)
    for _ in 0..<5_000 {
      let power = (0..<Int.random(in: 0...20, using: &random)).reduce(1e-10) { value, _ in value * 10 }
      let amount = Double.random(in: 0..<10, using: &random) * power
      let text = money(amount)
      #expect(text.count <= 9 && !text.contains("…"), "\(amount): \(text)")
    }
  }

  @Test func ratesStayShort() {
    #expect(NumberWords.rate(98.04) == "98.0")
    #expect(NumberWords.rate(999.96) == "1000")
    #expect(NumberWords.rate(9_999) == "9999")
    #expect(NumberWords.rate(48_960.3) == "49k")
    #expect(NumberWords.rate(1.24e6) == "1.2M")
    #expect(NumberWords.rate(.infinity) == "-")
  }

  @Test func whatDoesNotFitIsSaidToBeMore() {
    var sums = UsageSums()
    #expect(sums.costText(columns: 9) == "0")
    sums.money.add(10, currency: "USD", isEstimate: true)
    #expect(sums.costText(columns: 9) == "~$10.00")
    sums.unpriced = 2
    #expect(sums.costText(columns: 10) == "~$10.00 +?")
    #expect(sums.costText(columns: 9) == "~$10.00+?")
    sums.money.add(1.2, currency: "CNY", isEstimate: false)
    #expect(sums.costText(columns: 18) == "~$10.00 + ¥1.20 +?")
    #expect(sums.costText(columns: 9) == "~$10.00+?")
    sums.unpriced = 0
    #expect(sums.costText(columns: 9) == "~$10.00+")
  }

  @Test func sizesHaveAUnit() {
    #expect(ByteSize.bytes("500M") == 500_000_000)
    #expect(ByteSize.bytes("500 MB") == 500_000_000)
    #expect(ByteSize.bytes("1.5g") == 1_500_000_000)
    #expect(ByteSize.bytes("100 kB") == 100_000)
    for text in ["1", "0", "500", "12B", "0MB", "-1MB", "big", "MB", "", "1e9M", "infM", "0x1M", "1..5M"] {
      #expect(ByteSize.bytes(text) == nil, "\(text)")
    }
  }

  @Test func aBoundIsAnAgeOrASize() {
    #expect(PurgeBound("90d") == .days(90) && PurgeBound("90") == .days(90))
    #expect(PurgeBound("500 MB") == .bytes(500_000_000))
    for text in ["0", "0d", "-3d", "soon", "", "d"] { #expect(PurgeBound(text) == nil, "\(text)") }
  }

  /// A heading with a status of success would say that all was well.
  @Test func anErrorIsNotNamedAfterASuccess() {
    #expect(ReplyState.failed(200).word == "✗ ERROR")
    #expect(ReplyState.failed(429).word == "✗ ERROR 429")
    #expect(ReplyState.failed(nil).word == "✗ NO ANSWER")
    var error = RelayError(kind: .cut)
    error.status = 206
    #expect(error.troubleStatus == nil)
    error.status = 503
    #expect(error.troubleStatus == 503)
  }
}
