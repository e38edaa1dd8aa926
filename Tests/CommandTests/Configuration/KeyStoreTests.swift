import Foundation
import RelayKit
import Testing

@testable import bayside

struct KeyStoreTests {
  private static let key = "sk-fake-0123456789abcdef"

  private func environment(_ directory: ScratchDirectory, _ more: [String: String] = [:])
    -> ProcessEnvironment
  {
    ProcessEnvironment(variables: more.merging(["HOME": directory.path]) { own, _ in own })
  }

  @Test func aKeptKeyIsReadBackForItsHostOnlyAndTheFileIsPrivate() throws {
    let home = ScratchDirectory()
    let environment = environment(home)
    var store = try KeyStore(environment)
    #expect(store.entries.isEmpty)
    #expect(store.keep(Self.key, for: try BaseURL("https://relay.example")) == nil)
    #expect(store.keep("sk-fake-other-9876", for: try BaseURL("https://api.tokenbay.com")) == nil)
    let again = try KeyStore(environment)
    #expect(again.key(for: try BaseURL("https://relay.example/v1/models")) == Self.key)
    #expect(again.key(for: try BaseURL("http://relay.example")) == nil)
    #expect(again.key(for: try BaseURL("https://other.example")) == nil)
    let mode = try FileManager.default.attributesOfItem(atPath: again.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func aFileThatOthersCanReadIsRefused() throws {
    let home = ScratchDirectory()
    var store = try KeyStore(environment(home))
    _ = store.keep(Self.key, for: try BaseURL("https://relay.example"))
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: store.path)
    let error = #expect(throws: UsageError.self) { try KeyStore(environment(home)) }
    #expect(error?.sentence.contains("chmod 600") == true)
  }

  @Test func aBrokenFileIsToldWithoutItsKeysAndLeftAlone() throws {
    let home = ScratchDirectory()
    var store = try KeyStore(environment(home))
    _ = store.keep(Self.key, for: try BaseURL("https://relay.example"))
    let broken = "{ \"https://relay.example\": \"\(Self.key)\" oops }"
    try broken.write(toFile: store.path, atomically: false, encoding: .utf8)
    let error = #expect(throws: UsageError.self) { try KeyStore(environment(home)) }
    #expect(error?.report.contains(Self.key) == false)
    #expect(try String(contentsOfFile: store.path, encoding: .utf8) == broken)
  }

  @Test func aKeptRelayIsUsedWhereNothingElseNamesOne() throws {
    let home = ScratchDirectory()
    var store = try KeyStore(environment(home))
    _ = store.keep(Self.key, for: try BaseURL("https://relay.example"))
    let plain = try KeyChoice(
      address: nil, variable: nil, configuration: Configuration(), environment: environment(home), kept: store
    )
    #expect(plain.baseURL.description == "https://relay.example/v1")
    #expect(plain.source == .kept(Self.key, in: store.shown))
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
