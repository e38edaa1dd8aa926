import RelayKit
import TerminalUI
import Testing
import Workbench

@testable import Playground

/// The keys of this machine: listed, entered, tested, used, switched off, removed.
struct KeysScenarios {
  private static let url = "https://relay.example/v1"
  /// 14:01 of 2026-11-23 in UTC.
  static let wallClock = LocalDay("2026-11-23")!.start(utcOffset: 0) + 50_460

  static func key(
    _ name: String, _ label: String = "..9f3c", place: NamedKey.Place = .file,
    _ change: (inout NamedKey) -> Void = { _ in }
  ) -> NamedKey {
    var key = NamedKey(name: name, baseURL: url, place: place)
    (key.label, key.length) = (label, 51)
    change(&key)
    return key
  }

  static var keys: [NamedKey] {
    [
      key("work") { key in
        key.addedAt = wallClock - 20 * 86_400
        key.project = "blue"
        key.limits = KeyLimits(day: 2)
        key.models = [ModelRule("m-*")!]
        key.test = KeyTest(at: wallClock - 60, status: 200, milliseconds: 212, models: 54)
        var balance = KeyBalance(readAt: wallClock - 60)
        (balance.left, balance.granted) = (4.88, 10)
        key.balance = balance
      },
      key("demo", "..77b0", place: .environment("DEMO_KEY")) { key in
        key.limits = KeyLimits(day: 0.5)
        key.test = KeyTest(at: wallClock - 180, status: 429, milliseconds: 90, trouble: "Too many requests.")
      },
      key("old", "..1a2e") { key in
        key.test = KeyTest(at: wallClock - 90_000, status: 401, milliseconds: 80, trouble: "Key refused.")
      },
      key("off", "..0001") { $0.isOn = false },
      key("last-year", "..0002") { $0.expires = LocalDay("2025-12-31") },
      key("ring", "", place: .keyring) {
        $0.trouble = "there is no session bus here, as over SSH or on a server"
      },
      key("spent", "..0003") { $0.limits = KeyLimits(day: 1, month: 5) },
    ]
  }

  static func stage(
    columns: Int = 120, rows: Int = 36, keys: [NamedKey] = keys, inUse: String = "work", isOpen: Bool = true
  ) -> Stage {
    var surroundings = Surroundings()
    surroundings.wallClockAtZero = wallClock
    surroundings.profiles = [
      ProfileRow(name: "work", baseURL: url, key: "key work", model: "m-1"),
      ProfileRow(name: "local", baseURL: "http://127.0.0.1:8080/v1", key: "", model: ""),
    ]
    var stage = Stage(columns: columns, rows: rows, surroundings: surroundings)
    stage.update(
      .connected(RelayIdentity(baseURL: url, keyLabel: "..9f3c", keyName: inUse)))
    stage.update(
      .keysListed(
        KeyList(
          keys: keys, file: "~/.config/bayside/keys.json5",
          keyring: "there is no session bus here, as over SSH or on a server")))
    func sums(_ day: Double, _ month: Double) -> SpendingSums {
      SpendingSums(day: day, month: month, all: month)
    }
    stage.update(
      .spendingCame(
        SpendingReport(
          day: LocalDay("2026-11-23")!,
          keys: ["work": sums(0.36, 14.1), "demo": sums(0.06, 0.2), "spent": sums(1.02, 3)],
          total: sums(1.44, 17.3))))
    if isOpen { stage.leader("7") }
    _ = stage.takeEffects()
    stage.pass(seconds: 10)
    return stage
  }

  @Test(arguments: [(80, 24), (120, 36), (200, 50)])
  func theViewAtEverySize(columns: Int, rows: Int) {
    let stage = Self.stage(columns: columns, rows: rows)
    stage.golden("keys-\(columns)x\(rows)")
  }

  @Test(arguments: [(80, 24), (120, 36)])
  func theStatesOfKeys(columns: Int, rows: Int) {
    var stage = Self.stage(columns: columns, rows: rows)
    for name in ["demo", "old", "off", "last-year", "ring", "spent"] {
      stage.type("j")
      #expect(stage.playground.markedKey?.name == name)
      stage.golden("keys-\(name)-\(columns)x\(rows)")
    }
    stage.type("gT")
    stage.golden("keys-testing-\(columns)x\(rows)")
    stage.type("a")
    stage.golden("keys-form-\(columns)x\(rows)")
    let empty = Self.stage(columns: columns, rows: rows, keys: [], inUse: "")
    empty.golden("keys-none-\(columns)x\(rows)")
  }

  @Test func aFileThatCannotBeUsedIsSaidInPlaceOfTheList() {
    var stage = Self.stage()
    stage.update(
      .keysListed(KeyList(file: "keys.json5", problem: "keys.json5 holds keys, but others can read it.")))
    stage.expect("✗ keys.json5 holds keys, but others can read it. Nothing is changed in it.")
  }

  @Test func aKeyIsEnteredMaskedAndLeavesOnlyInTheEffect() {
    let secret = "sk-fake-Zq81kfPq77dWmx0245hG"
    var stage = Self.stage()
    stage.type("a")
    stage.type("new")
    stage.press(Key(.tab))
    stage.press(Key(.tab), Key(.tab))
    stage.paste(secret + "\n")
    stage.expect("28 characters, ends in 45hG", "****************************")
    stage.expectNot("Zq81kf")
    stage.press(Key(.tab), Key(.tab))
    stage.type("1.5")
    stage.press(.enter)
    stage.expect("● keeping it")
    var draft = KeyDraft()
    (draft.name, draft.baseURL, draft.value, draft.perDay) = ("new", Self.url, secret, "1.5")
    #expect(stage.takeEffects() == [.keepKey(draft, inPlaceOf: nil)])
    stage.update(.keyNotKept("The file could not be written."))
    stage.expect("✗ The file could not be written.")
    stage.update(.keyKept("new"))
    #expect(stage.takeEffects() == [.testKey("new")])
    stage.expect("The key “new” is kept")
    stage.expectNot("Zq81kf")
  }

  @Test func whatIsWrongIsToldAtItsFieldAndNothingIsKept() {
    var stage = Self.stage()
    stage.type("a")
    stage.press(.enter)
    stage.expect("✗ The name is missing.")
    stage.type("work")
    stage.press(.enter)
    stage.expect("✗ There is a key “work” already.")
    stage.type("2")
    stage.press(.enter)
    stage.expect("✗ The key is missing.")
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func aKeyThatWasTypedDoesNotTurnUpWhereAVariableIsAskedFor() {
    var stage = Self.stage()
    stage.type("anew")
    stage.press(Key(.tab), Key(.tab), Key(.tab))
    stage.paste("sk-fake-Zq81kfPq77dWmx0245hG")
    stage.press(Key(.up), Key(.right))
    stage.expect("an environment variable", "Variable")
    stage.expectNot("Zq81kf")
    stage.press(Key(.down))
    stage.type("MY_KEY")
    stage.press(.enter)
    guard case .keepKey(let draft, nil) = stage.takeEffects().first else {
      Issue.record("It was not kept:\n\(stage.screen)")
      return
    }
    #expect((draft.keeping, draft.value) == (.environment, "MY_KEY"))
  }

  @Test func changingAKeyLeavesTheKeyItselfWhereItIs() {
    var stage = Self.stage()
    stage.type("e")
    stage.expect("Key work", "empty: the key stays as it is", "2.00", "m-*")
    for _ in 0..<5 { stage.press(Key(.tab)) }
    stage.control("u")
    stage.type("3")
    stage.press(.enter)
    guard case .keepKey(let draft, "work") = stage.takeEffects().first else {
      Issue.record("It was not kept:\n\(stage.screen)")
      return
    }
    #expect((draft.value, draft.perDay, draft.models) == ("", "3", "m-*"))
  }

  @Test func aKeyIsAskedForAgainAndTheReasonSaidWhenItsAddressChanges() {
    var stage = Self.stage()
    stage.type("e")
    stage.press(Key(.tab))
    stage.type("/more")
    // Another place at the same host is the same relay.
    stage.expect("empty: the key stays as it is")
    stage.control("u")
    stage.type("https://other.example/v1")
    stage.expect("the address is another host's now")
    stage.press(.enter)
    stage.expect("✗ The address is another host's now, and a key belongs to its host")
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func keysAreTestedAskedUsedSwitchedAndRemoved() {
    var stage = Self.stage()
    stage.type("jT")
    #expect(stage.takeEffects() == [.testKey("demo")])
    stage.expect("● testing")
    stage.update(.keyTested("demo", KeyTest(at: Self.wallClock, status: 200, milliseconds: 31, models: 3)))
    stage.expect("The relay takes the key “demo”: 3 models, 31 ms.", "ok 14:01, 31 ms")
    stage.type("R")
    #expect(stage.takeEffects() == [.askBalance(keyName: "demo")])
    stage.expect("● asking")
    var news = BalanceNews(keyName: "demo", relay: "https://api.tokenbay.com/v1")
    news.refusal = AskRefusal(.unreadable, .balance, reason: "x", topUpPage: "https://tokenbay.com")
    stage.update(.balanceCame(news))
    stage.expect("Relay says", "cannot be read: x.")
    news.refusal = nil
    var balance = RelayBalance(source: .keyUsage, readAt: Self.wallClock)
    balance.left = 1.5
    news.balance = balance
    stage.update(.balanceCame(news))
    stage.expect("$1.50 left, no expiry")
    stage.press(Key(.character(" ")))
    #expect(stage.takeEffects() == [.setKeyOn("demo", false)])
    stage.press(.enter)
    #expect(stage.takeEffects() == [.useKey("demo")])
    stage.type("o")
    guard case .copy(let item) = stage.takeEffects().first else {
      Issue.record("Nothing was copied.")
      return
    }
    #expect(item.text == "https://relay.example")
    stage.type("d")
    stage.expect(
      "Remove the key?", "DEMO_KEY stays as it is.", "nothing is deleted there",
      "console: https://relay.example")
    stage.press(.enter)
    #expect(stage.takeEffects().isEmpty)
    stage.type("d")
    stage.press(Key(.down), .enter)
    #expect(stage.takeEffects() == [.removeKey("demo")])
  }

  @Test func theKeyPickerAndTheProfilePickerSwitch() {
    var stage = Self.stage(isOpen: false)
    stage.leader("k")
    stage.expect("Keys", "work", "last-year")
    stage.type("demo")
    stage.press(.enter)
    #expect(stage.takeEffects() == [.useKey("demo")])
    stage.press(.escape)
    stage.type(":profile local")
    stage.press(.enter)
    #expect(stage.takeEffects() == [.useProfile("local")])
    stage.type(":key sk-fake-Zq81kfPq77dWmx0245hG")
    stage.press(.enter)
    stage.expect("There is no key of that name.")
    #expect(stage.takeEffects().isEmpty)
  }

  @Test func anotherKeyLeavesTheViewAndTheTextWhereTheyAre() {
    var stage = Self.stage(isOpen: false)
    stage.type("half a question")
    stage.leader("7")
    stage.update(.connected(RelayIdentity(baseURL: Self.url, keyLabel: "..77b0", keyName: "demo")))
    stage.expect("[7 Keys]", "key demo")
    stage.press(.escape)
    stage.expect("half a question")
  }

  @Test func aProfileBringsItsDefaultsAndLeavesWhatTheUserSet() {
    var stage = Self.stage(isOpen: false)
    stage.playground.workspace.parameters["top_p"] = .number("0.5")
    stage.playground.workspace.parameters["temperature"] = .number("0.1")
    stage.playground.keys.defaults["top_p"] = .number("0.5")
    stage.type("half a question")
    var profile = ProfileDefaults(name: "local")
    profile.model = "m-9"
    profile.system = "Be brief."
    profile.preset = "mine"
    profile.parameters["temperature"] = .number("0.9")
    profile.parameters["max_tokens"] = .integer(64)
    _ = stage.takeEffects()
    stage.update(.profileChosen(profile))
    let workspace = stage.playground.workspace
    // The default of the profile before goes, the user's own value stays, a new default comes.
    #expect(workspace.parameters.members.map(\.key) == ["temperature", "max_tokens"])
    #expect(workspace.parameters["temperature"] == .number("0.1"))
    #expect(workspace.model == "m-9")
    #expect(workspace.conversation.messages.map(\.text) == ["Be brief."])
    #expect(stage.takeEffects() == [.loadPreset("mine")])
    stage.expect("half a question")
  }

  @Test func theListFollowsTheMouse() {
    var stage = Self.stage()
    stage.click(column: 10, row: 5)
    #expect(stage.playground.markedKey?.name == "old")
  }
}
