import Foundation
import Glibc
import MockRelay
import RelayKit
import TerminalTesting
import Testing

/// Two relays with a key each, on a real terminal: the switch from one to the other while an answer comes.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct KeySwitchTests {
  private static let first = "sk-fake-Zq81kfPq77dWmx0245hG"
  private static let second = "sk-fake-Bt44mvRu90cXny6631kL"

  private static func chunk(_ text: String) -> Script.Step {
    .body(Array("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"}}]}\n\n".utf8))
  }
  private static let head = Script.Step.head(
    status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")])
  private static let last = Script.Step.body(
    Array(
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n".utf8))

  private static func relay(_ chat: Script) throws -> MockRelay {
    try MockRelay { request in
      request.path.hasSuffix("/models") ? .answer(#"{"object":"list","data":[{"id":"m"}]}"#) : chat
    }
  }

  @Test func whatRunsGoesOnWithItsRelayAndNoKeyGoesToTheOther() async throws {
    let gate = Gate()
    let one = try Self.relay(
      Script([Self.head, Self.chunk("from one"), .wait(gate), Self.chunk(" to the end"), Self.last, .end]))
    let two = try Self.relay(Script([Self.head, Self.chunk("from two"), Self.last, .end]))
    defer {
      one.stop()
      two.stop()
    }
    let home = BaysideProgram.home()
    let directory = home + "/.config/bayside"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    func write(_ name: String, _ text: String) throws {
      try text.write(toFile: "\(directory)/\(name)", atomically: false, encoding: .utf8)
      chmod("\(directory)/\(name)", 0o600)
    }
    try write(
      "keys.json5",
      "{ keys: { one: { base_url: '\(one.origin)', key: '\(Self.first)' }, two: { base_url: '\(two.origin)', key: '\(Self.second)' } } }"
    )
    try write(
      "config.json5",
      "{ profiles: { a: { key: 'one', model: 'm' }, b: { key: 'two', model: 'm', parameters: { n: 1 } } } }")
    let program = try BaysideProgram.start(
      "--profile", "a", variables: ["HOME": home], columns: 120, rows: 36)
    try await program.until("Type below and press Enter.")
    program.type("hello\r")
    try await program.until("from one")
    program.escape()
    try await program.until("[NAV]")
    program.type(":profile b\r")
    try await program.until("Profile b.")
    gate.open()
    try await program.until("from one to the end")
    program.type("ihello again\r")
    try await program.until("from two")
    program.type("\u{1B}")
    try await program.until("[NAV]")
    program.type("7")
    try await program.until("Keys on this machine")
    try await program.until("..31kL")
    program.type("kT")
    try await program.until("ok ")
    program.signal(SIGTERM)
    _ = try await program.exitStatus()
    one.stop()
    two.stop()
    for (relay, own, foreign) in [(one, Self.first, Self.second), (two, Self.second, Self.first)] {
      var count = 0
      while let request = await relay.nextRequest() {
        count += 1
        #expect(!request.headers.contains { $0.value.contains(foreign) })
        if request.path.hasSuffix("/chat/completions") {
          #expect(request.headers.first("Authorization") == "Bearer \(own)")
          #expect(String(decoding: request.body, as: UTF8.self).contains("\"n\":1") == (own == Self.second))
        }
      }
      #expect(count >= 2)
    }
    for part in ["Zq81kf", "77dWmx", "Bt44mv", "90cXny"] {
      #expect(!program.logContains(part), "a key was on the terminal")
      let files = FileManager.default.enumerator(atPath: home)
      while let name = files?.nextObject() as? String {
        guard !name.hasSuffix("keys.json5"),
          let data = FileManager.default.contents(atPath: "\(home)/\(name)")
        else { continue }
        #expect(data.range(of: Data(part.utf8)) == nil, "\(name)")
      }
    }
  }
}
