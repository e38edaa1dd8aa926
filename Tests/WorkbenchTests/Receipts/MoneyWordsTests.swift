import RelayKit
import Testing
import Workbench

@Suite struct MoneyWordsTests {
  private func balance(_ change: (inout RelayBalance) -> Void) -> RelayBalance {
    var balance = RelayBalance(source: .keyUsage, readAt: 1_790_000_000)
    change(&balance)
    return balance
  }

  @Test func quotaBecomesMoney() throws {
    let json = try JSONValue(
      parsing: #"{"data":{"total_granted":5000000,"total_used":2560000,"total_available":2440000}}"#)
    let usage = try #require(KeyUsage(json: json))
    let told = RelayBalance(usage, quotaPerUnit: 500_000, at: 0)
    #expect(told.left == 4.88 && told.granted == 10 && told.used == 5.12 && !told.unitIsAssumed)
    #expect(told.words(at: 0) == "$4.88 left of $10.00, no expiry")
    let assumed = RelayBalance(usage, quotaPerUnit: nil, at: 0)
    #expect(assumed.left == 4.88 && assumed.words(at: 0).contains("which the relay does not tell"))
  }

  @Test(arguments: [
    (nil, "USD"), ("USD", "USD"), ("CNY", "CNY"), ("TOKENS", "quota"), ("CUSTOM", "of the relay's unit"),
  ])
  func theDashboardSpeaksInTheUnitOfItsConsole(type: String?, currency: String) throws {
    let json = try JSONValue(parsing: #"{"hard_limit_usd":20}"#)
    let balance = RelayBalance(
      try #require(BillingSubscription(json: json)), used: 7.5, displayType: type, at: 0)
    #expect(balance.currency == currency && balance.left == 12.5)
  }

  @Test func whatIsOwedAndWhatHasNoLimitAreSaid() {
    #expect(balance { $0.left = -0.12 }.words(at: 0) == "-$0.12 left, no expiry")
    #expect(
      balance {
        $0.isUnlimited = true
        $0.used = 3
      }.words(at: 0) == "no limit of its own, $3.00 used, no expiry")
    #expect(balance { $0.expiresAt = 1_790_000_000 }.expiryWords(at: 1_790_000_001) == "expired 2026-09-21")
  }

  @Test func aLowBalanceIsOneBelowTheLimitInDollars() {
    let low = balance { $0.left = 0.5 }
    #expect(low.isLow(below: 1) && !low.isLow(below: 0.5) && !low.isLow(below: 0))
    #expect(!balance { $0.isUnlimited = true }.isLow(below: 1))
    #expect(
      !balance {
        $0.left = 0.5
        $0.currency = "CNY"
      }.isLow(below: 1))
    var news = BalanceNews(keyName: "", relay: "https://api.tokenbay.com/v1")
    news.balance = low
    #expect(
      news.lowNotice(below: 1, at: 1_790_000_000) == "Low balance: $0.50. Top up at https://tokenbay.com.")
    news.isKept = true
    #expect(news.lowNotice(below: 1, at: 1_790_000_300)?.contains("(told 5 min ago)") == true)
    // Simulated money is never low.
    news.balance?.isDemo = true
    #expect(news.lowNotice(below: 1, at: 0) == nil)
  }

  @Test(arguments: [
    ("https://api.tokenbay.com/v1", "https://tokenbay.com"),
    ("https://openrouter.ai/api/v1", "https://openrouter.ai/credits"),
    ("https://relay.example/v1", "https://relay.example"),
    ("https://nottokenbay.com/v1", "https://nottokenbay.com"),
    ("", "https://tokenbay.com"),
  ])
  func creditIsBoughtWhereTheRelayIs(relay: String, page: String) {
    #expect(TopUpPage.address(relay) == page)
  }

  @Test func everyRefusalSaysWhatToDo() {
    func words(_ kind: AskRefusal.Kind, _ reason: String = "", message: String = "") -> String {
      AskRefusal(kind, .balance, reason: reason, message: message, topUpPage: "https://tokenbay.com")
        .sentence(at: 1000)
    }
    #expect(
      words(.notOffered(since: nil), "it has no such page (404)")
        == "This relay does not tell a key its balance (it has no such page (404)). https://tokenbay.com shows it and takes top-ups."
    )
    #expect(
      words(.notOffered(since: 0))
        == "This relay does not tell a key its balance (known since 1970-01-01, not asked again). https://tokenbay.com shows it and takes top-ups."
    )
    #expect(
      words(.notForThisKey, "it refuses this key there (401)", message: "Invalid token")
        == "The relay does not tell this key its balance: it refuses this key there (401). It said: “Invalid token”. https://tokenbay.com shows it and takes top-ups."
    )
    #expect(
      words(.notNow(until: 1037), "it was asked too often (429)").hasSuffix("It can be asked again in 37 s."))
    #expect(
      words(.tooManyCalls(until: 1400)).hasSuffix(
        "at most 20 times in 20 minutes; the next time is in 7 min."))
    #expect(words(.unreadable, "its answer is no whole JSON (200)").contains("cannot be read"))
    let problem = BillingProblem(.notNow, "x", retryAfter: 5)
    #expect(AskRefusal(problem, .receipts, topUpPage: "", at: 10).kind == .notNow(until: 15))
  }

  @Test func aBalanceIsReadBackAsItWasWritten() throws {
    let balance = balance {
      $0.left = 1.5
      $0.granted = 2
      $0.models = ["a", "b"]
      $0.expiresAt = 1_790_000_001
      $0.nameAtRelay = "work"
      $0.unitIsAssumed = true
    }
    #expect(RelayBalance(json: try JSONValue(parsing: balance.json.text())) == balance)
    #expect(RelayBalance(json: .null) == nil)
  }
}
