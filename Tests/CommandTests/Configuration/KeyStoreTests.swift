import Foundation
import JSON5
import RelayKit
import Testing
import Workbench

@testable import bayside

/// The file of keys: what it holds, and when it is left alone.
struct KeyStoreTests {
  private static let key = "sk-fake-0123456789abcdef"
  private static let other = "sk-fake-other-98765432"

  private func environment(_ directory: ScratchDirectory, _ more: [String: String] = [:])
    -> ProcessEnvironment
  {
    ProcessEnvironment(variables: more.merging(["HOME": directory.path]) { own, _ in own })
  }

  private func enter(
    _ key: String, _ url: String, _ environment: ProcessEnvironment
  ) throws -> KeyStore {
    let baseURL = try BaseURL(url)
    return try KeyStore.change(environment) { store throws(UsageError) in
      store.enter(key, for: baseURL, at: 1_790_000_000)
    }
  }

  private func write(_ text: String, _ home: ScratchDirectory, mode: UInt32 = 0o600) -> String {
    home.write(".config/bayside/keys.json5", text, mode: mode)
  }

  private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test func aKeptKeyIsReadBackForItsHostOnlyAndTheFileIsPrivate() throws {
    let home = ScratchDirectory()
    let environment = environment(home)
    #expect(try KeyStore(environment).entries.isEmpty)
    _ = try enter(Self.key, "https://relay.example", environment)
    _ = try enter(Self.other, "https://api.tokenbay.com", environment)
    let again = try KeyStore(environment)
    #expect(again.entry(for: try BaseURL("https://relay.example/v1/models"))?.source == .plain(Self.key))
    #expect(again.entry(for: try BaseURL("http://relay.example")) == nil)
    #expect(again.entry(for: try BaseURL("https://other.example")) == nil)
    #expect(again.used == "tokenbay")
    #expect(again["relay"]?.facts.label == "..cdef")
    #expect(again["relay"]?.facts.addedAt == 1_790_000_000)
    let mode = try FileManager.default.attributesOfItem(atPath: again.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func theOldFormIsReadAndGetsNamesWhenSomethingChanges() throws {
    let home = ScratchDirectory()
    let path = write(
      "// Made by bayside.\n{\n  \"https://relay.example/v1\": \"\(Self.key)\",\n  \"http://127.0.0.1:8080/v1\": \"\(Self.other)\",\n}\n",
      home)
    let store = try KeyStore(environment(home))
    #expect(store.entries.map(\.facts.name) == ["relay", "local"])
    #expect(store.first?.source == .plain(Self.key))
    try KeyKeeping.change("local", environment(home)) { $0.facts.isOn = false }
    let again = try KeyStore(environment(home))
    #expect(again.entries.map(\.source) == [.plain(Self.key), .plain(Self.other)])
    #expect(again["local"]?.facts.isOn == false)
    #expect(try text(path).contains("\"keys\""))
  }

  @Test func everythingThatBelongsToAKeyComesBack() throws {
    let home = ScratchDirectory()
    let url = try BaseURL("https://relay.example")
    var entry = KeptKey(name: "work", baseURL: url, source: .command(["pass", "show", "a b"]))
    entry.look(at: Self.key)
    entry.facts.length = nil
    entry.facts.project = "blue"
    entry.facts.limits = KeyLimits(day: 2, month: 30.5, all: 100)
    entry.facts.models = [try #require(ModelRule("gpt-5.4*")), try #require(ModelRule("claude"))]
    entry.facts.expires = LocalDay("2026-12-31")
    entry.facts.isOn = false
    entry.facts.addedAt = 1_790_000_000
    entry.facts.test = KeyTest(at: 1_790_000_100, status: 401, milliseconds: 212, trouble: "no")
    var balance = KeyBalance(readAt: 1_790_000_200)
    (balance.left, balance.granted, balance.used) = (4.88, 10, 5.12)
    entry.facts.balance = balance
    let kept = entry
    try KeyStore.change(environment(home)) { store throws(UsageError) in
      store.put(kept)
      store.put(KeptKey(name: "ci", baseURL: url, source: .environment("CI_KEY")))
      store.put(KeptKey(name: "ring", baseURL: url, source: .keyring))
    }
    let store = try KeyStore(environment(home))
    #expect(store["work"] == kept)
    #expect(store["ci"]?.source == .environment("CI_KEY"))
    #expect(store["ring"]?.source == .keyring)
    #expect(store.entries.map(\.facts.name) == ["ring", "ci", "work"])
  }

  @Test func aFileThatOthersCanReadIsRefusedAndLeftAlone() throws {
    let home = ScratchDirectory()
    let store = try enter(Self.key, "https://relay.example", environment(home))
    for mode in [0o644, 0o640, 0o604] {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: store.path)
      let error = #expect(throws: UsageError.self) { try KeyStore(environment(home)) }
      #expect(error?.sentence.contains("chmod 600") == true)
      let before = try text(store.path)
      #expect(throws: UsageError.self) { try enter(Self.other, "https://x.example", environment(home)) }
      #expect(try text(store.path) == before)
    }
  }

  /// - Returns: the path of a link in place of the file, as those have it who keep their dotfiles elsewhere.
  private func link(to aim: String, _ home: ScratchDirectory) throws -> String {
    let path = write("{}", home)
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: aim)
    return path
  }

  @Test func aLinkInPlaceOfTheFileStaysAndWhatItLeadsToIsReplaced() throws {
    let home = ScratchDirectory()
    let aim = home.write("dotfiles/keys.json5", "{}", mode: 0o600)
    let path = try link(to: "../../dotfiles/keys.json5", home)
    _ = try enter(Self.key, "https://relay.example", environment(home))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "../../dotfiles/keys.json5")
    #expect(try text(aim).contains(Self.key))
    #expect(try FileManager.default.attributesOfItem(atPath: aim)[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.path + "/dotfiles") == ["keys.json5"])
    #expect(try KeyStore(environment(home))["relay"]?.source == .plain(Self.key))
  }

  @Test func whatALinkLeadsToIsCheckedAsTheFileIs() throws {
    let home = ScratchDirectory()
    let aim = home.write("dotfiles/keys.json5", "{}", mode: 0o644)
    _ = try link(to: aim, home)
    for _ in 0..<2 {
      #expect(throws: UsageError.self) { try KeyStore(environment(home)) }
      #expect(throws: UsageError.self) { try enter(Self.key, "https://x.example", environment(home)) }
      #expect(try text(aim) == "{}")
      // The file of another user, where this one may give it away.
      guard chmod(aim, 0o600) == 0, chown(aim, 65_534, 65_534) == 0 else { break }
    }
    _ = try FileManager.default.removeItem(atPath: aim)
    let error = #expect(throws: UsageError.self) {
      try enter(Self.key, "https://x.example", environment(home))
    }
    #expect(error?.sentence.hasSuffix("it is a symbolic link that leads nowhere.") == true)
    #expect(!FileManager.default.fileExists(atPath: aim))
  }

  /// What a file can be that is none of ours.
  @Test(arguments: [
    "{ \"https://relay.example\": \"\(key)\" oops }", "[]", "{ keys: [] }", "{ keys: { a: 'x' } }",
    "{ keys: { 'two words': { base_url: 'https://a.example', key: '\(key)' } } }",
    "{ keys: { '\(key)': { base_url: 'https://a.example', key: '\(key)' } } }",
    "{ keys: { a: { key: '\(key)' } } }", "{ keys: { a: { base_url: 'https://a.example' } } }",
    "{ keys: { a: { base_url: 'https://a.example', key: '\(key)', key_env: 'X' } } }",
    "{ keys: { a: { base_url: 'https://a.example', key: '\(key)', colour: 1 } } }",
    "{ keys: { a: { base_url: 'https://a.example', key: '\(key)', per_day: -1 } } }",
    "{ keys: { a: { base_url: 'https://a.example', key: '\(key)', models: ['a*b'] } } }",
    "{ keys: { a: { base_url: 'https://a.example', key: '\(key)', expires: 'soon' } } }",
    "{ keys: { a: { base_url: 'nonsense://', key: '\(key)' } } }",
    "{ keys: { a: { base_url: 'https://a.example', key: 'two words \(key)' } } }",
    "{ use: 'b', keys: { a: { base_url: 'https://a.example', key: '\(key)' } } }",
    "{ keys: { a: { base_url: 'https://a.example', key: '\(key)' }, a: { base_url: 'https://b.example', key: '\(key)' } } }",
    "{ 'not an address': '\(key)' }", String(repeating: "[", count: 100_000), "\u{0}\u{1}\u{2}",
  ])
  func aFileThatIsNotUnderstoodIsToldWithoutItsKeysAndLeftAlone(broken: String) throws {
    let home = ScratchDirectory()
    let path = write(broken, home)
    let error = #expect(throws: UsageError.self) { try KeyStore(environment(home)) }
    for words in [error?.sentence ?? "", error?.report ?? ""] {
      #expect(!words.contains("0123456789"), "\(words)")
    }
    #expect(throws: UsageError.self) { try enter(Self.other, "https://x.example", environment(home)) }
    #expect(try text(path) == broken)
  }

  @Test func aFileThatIsTooLargeIsLeftAlone() throws {
    let home = ScratchDirectory()
    let large = "// " + String(repeating: "x", count: 300_000) + "\n{}\n"
    let path = write(large, home)
    #expect(throws: UsageError.self) { try enter(Self.key, "https://x.example", environment(home)) }
    #expect(try text(path) == large)
  }

  @Test func aChangeThatIsRefusedWritesNothing() throws {
    let home = ScratchDirectory()
    let store = try enter(Self.key, "https://relay.example", environment(home))
    let before = try text(store.path)
    #expect(throws: UsageError.self) { try KeyKeeping.change("nobody", environment(home)) { _ in } }
    var draft = KeyDraft()
    (draft.name, draft.baseURL, draft.value) = ("relay", "https://b.example", Self.other)
    #expect(throws: UsageError.self) { try KeyKeeping.keep(draft, inPlaceOf: nil, environment(home)) }
    #expect(try text(store.path) == before)
    let left = try FileManager.default.contentsOfDirectory(
      atPath: (store.path as NSString).deletingLastPathComponent)
    #expect(Set(left) == ["keys.json5", "keys.json5.lock"])
  }

  @Test func aKeyIsNotHandedToAnotherHostByAChangeOfItsAddress() throws {
    let home = ScratchDirectory()
    _ = try enter(Self.key, "https://relay.example", environment(home))
    var draft = KeyDraft(try #require(try KeyStore(environment(home))["relay"]).facts)
    #expect(draft.value.isEmpty)
    draft.baseURL = "https://thief.example"
    let error = #expect(throws: UsageError.self) {
      try KeyKeeping.keep(draft, inPlaceOf: "relay", environment(home))
    }
    #expect(error?.sentence.contains("a key belongs to its host: enter the key for this one") == true)
    draft.baseURL = "https://relay.example/v1"
    (draft.name, draft.perDay) = ("work", "2")
    let store = try KeyKeeping.keep(draft, inPlaceOf: "relay", environment(home))
    #expect(store["work"]?.source == .plain(Self.key))
    #expect(store["work"]?.facts.limits.day == 2)
    #expect(store["relay"] == nil)
    #expect(store.used == "work")
  }

  @Test func writersWaitForEachOtherAndLoseNothing() async throws {
    let home = ScratchDirectory()
    let environment = environment(home)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          _ = try? KeyStore.change(environment) { store throws(UsageError) in
            if let url = try? BaseURL("https://h\(number).example") {
              store.put(KeptKey(name: "k\(number)", baseURL: url, source: .plain(Self.key)))
            }
          }
        }
      }
    }
    #expect(try KeyStore(environment).entries.count == 20)
  }

  @Test func aKeptRelayIsUsedWhereNothingElseNamesOne() throws {
    let home = ScratchDirectory()
    let store = try enter(Self.key, "https://relay.example", environment(home))
    let plain = try KeyChoice(
      address: nil, variable: nil, configuration: Configuration(), environment: environment(home), kept: store
    )
    #expect(plain.baseURL.description == "https://relay.example/v1")
    #expect(plain.source == .kept(try #require(store["relay"])))
    let named = try KeyChoice(
      address: "https://other.example", variable: nil, configuration: Configuration(),
      environment: environment(home), kept: store)
    #expect(named.source == .missing(because: nil))
    let fromEnvironment = try KeyChoice(
      address: nil, variable: nil, configuration: Configuration(),
      environment: environment(home, ["TOKENBAY_API_KEY": "sk-fake-env-000000"]), kept: store)
    #expect(fromEnvironment.baseURL.description == "https://api.tokenbay.com/v1")
  }
}
