import RelayKit
import Testing
import Workbench

/// Names, days, rules and drafts of keys.
struct KeyFactsTests {
  private static let key = "sk-fake-Zq81kfPq77dWmx0245hG"

  @Test(arguments: [
    ("work", true), ("my-project_2.1", true), ("", false), ("two words", false), (key, false),
    ("0123456789abcdef0123456789abcdef", false), ("a-name-with-many-words-of-2026", true),
    (String(repeating: "a", count: 41), false),
  ])
  func aNameIsAWordAndNeverAKey(name: String, isGood: Bool) {
    #expect((KeyName.problem(name) == nil) == isGood)
  }

  @Test func aFreshNameComesFromTheHost() {
    #expect(KeyName.fresh(host: "api.tokenbay.com", taken: []) == "tokenbay")
    #expect(KeyName.fresh(host: "api.tokenbay.com", taken: ["tokenbay", "tokenbay-2"]) == "tokenbay-3")
    #expect(KeyName.fresh(host: "127.0.0.1", taken: []) == "local")
    #expect(KeyName.fresh(host: "localhost", taken: []) == "localhost")
  }

  @Test(arguments: [
    ("gpt-5.4", "gpt-5.4", true), ("gpt-5.4", "gpt-5.4-mini", false), ("gpt-5.4*", "gpt-5.4-mini", true),
    ("gpt-5.4*", "gpt-5", false), ("*", "anything", true),
  ])
  func aRuleIsANameOrABeginning(rule: String, model: String, allows: Bool) throws {
    #expect(try #require(ModelRule(rule)).allows(model) == allows)
  }

  @Test func rulesThatAreNoneAreTold() {
    #expect(ModelRule("a*b") == nil)
    #expect(ModelRule.list("a, b*  c").rules.map(\.text) == ["a", "b*", "c"])
    #expect(ModelRule.list("a, *b").wrong == "*b")
  }

  @Test func daysAreLocal() throws {
    // 23:30 in Greenwich is the next day an hour to the east.
    let late = try #require(LocalDay("2026-11-23")).start(utcOffset: 0) + 84_600
    #expect(LocalDay(time: late, utcOffset: 0).text == "2026-11-23")
    #expect(LocalDay(time: late, utcOffset: 3600).text == "2026-11-24")
    #expect(LocalDay("2026-12-31")?.nextMonth.text == "2027-01-01")
    #expect(LocalDay("2026-02-30") == nil)
  }

  @Test func whatIsWrongWithADraftIsToldAtItsField() {
    var draft = KeyDraft()
    (draft.name, draft.baseURL, draft.value) = ("work", "https://relay.example", Self.key)
    #expect(draft.problem(taken: [], keepsValue: false) == nil)
    #expect(draft.problem(taken: ["work"], keepsValue: false)?.field == .name)
    draft.perDay = "two"
    #expect(draft.problem(taken: [], keepsValue: false)?.field == .perDay)
    draft.perDay = "$2.50"
    #expect(try! draft.limits().day == 2.5)
    draft.keeping = .environment
    #expect(draft.problem(taken: [], keepsValue: false)?.field == .value)
    draft.value = "MY_KEY"
    #expect(draft.problem(taken: [], keepsValue: false) == nil)
    (draft.keeping, draft.value) = (.file, "")
    #expect(draft.problem(taken: [], keepsValue: false)?.sentence == "The key is missing.")
    let moved = draft.problem(taken: [], keepsValue: false, hasMoved: true)
    #expect(moved?.field == .value && moved?.sentence.contains("a key belongs to its host") == true)
    #expect(draft.problem(taken: [], keepsValue: true) == nil)
    draft.baseURL = "ftp://x"
    #expect(draft.problem(taken: [], keepsValue: true)?.field == .baseURL)
  }

  @Test func theDescriptionOfADraftHoldsNoKey() {
    var draft = KeyDraft()
    draft.value = Self.key
    #expect(!"\(draft)".contains("Zq81kf"))
  }

  @Test func theStateIsTheMostPressingThing() throws {
    let day = try #require(LocalDay("2026-11-23"))
    var key = NamedKey(name: "work", baseURL: "u", place: .file)
    func word(_ spent: Double = 0, inUse: Bool = false) -> String {
      KeyState(key, isInUse: inUse, spent: SpendingSums(day: spent, month: spent, all: spent), on: day).word
    }
    #expect(word() == "not tested")
    key.test = KeyTest(at: 0, status: 200, milliseconds: 1)
    #expect(word() == "ready")
    #expect(word(inUse: true) == "in use")
    key.limits.day = 1
    #expect(word(1, inUse: true) == "day used up")
    key.test = KeyTest(at: 0, status: 401, milliseconds: 1, trouble: "no")
    #expect(word(1) == "refused")
    key.expires = LocalDay(day.number - 1)
    #expect(word() == "expired")
    key.isOn = false
    #expect(word() == "off")
  }

  @Test func aBalanceIsSaidAsTheRelayToldIt() {
    var balance = KeyBalance(readAt: 0)
    (balance.left, balance.granted) = (4.88, 10)
    #expect(balance.words(utcOffset: 0) == "$4.88 left of $10.00, no expiry")
    balance.isUnlimited = true
    balance.used = 2
    #expect(balance.words(utcOffset: 0) == "no limit of its own, $2.00 used, no expiry")
  }
}
