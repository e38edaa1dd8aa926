import Foundation
import MockRelay
import RelayKit
import Testing

/// `bayside keys`, and what named keys and profiles do to commands that send.
@Suite(.timeLimit(.minutes(10)))
struct KeysProgramTests {
  private static let key = "sk-fake-Zq81kfPq77dWmx0245hG"
  private static let other = "sk-fake-Bt44mvRu90cXny6631kL"
  private let program = Program()

  private static func relay() throws -> MockRelay {
    try MockRelay { request in
      guard request.headers.first("Authorization") != nil else { return .answer("{}", status: 401) }
      return request.path.hasSuffix("/models")
        ? .answer(#"{"object":"list","data":[{"id":"m"},{"id":"n"}]}"#) : .eventStream(ChatProgramTests.whole)
    }
  }

  private func expectNoKey(in result: Program.Result, sourceLocation: SourceLocation = #_sourceLocation) {
    for bytes in [result.out, result.err] {
      for part in ["Zq81kf", "77dWmx", "Bt44mv", "90cXny"] {
        #expect(!bytes.contains(part), sourceLocation: sourceLocation)
      }
    }
  }

  /// Every file under the home directory but the key file.
  private func expectNoKeyInFiles(sourceLocation: SourceLocation = #_sourceLocation) {
    let files = FileManager.default.enumerator(atPath: program.home.path)
    while let name = files?.nextObject() as? String {
      guard !name.hasSuffix("keys.json5"),
        let data = FileManager.default.contents(atPath: "\(program.home.path)/\(name)")
      else { continue }
      for part in ["Zq81kf", "77dWmx", "Bt44mv", "90cXny"] {
        #expect(data.range(of: Data(part.utf8)) == nil, "\(name)", sourceLocation: sourceLocation)
      }
    }
  }

  private func add(_ name: String, _ key: String, to relay: MockRelay, _ more: String...) async
    -> Program.Result
  {
    let result = await program.start(
      ["keys", "add", name, "--base-url", relay.origin] + more, input: key + "\n"
    ).result()
    expectNoKey(in: result)
    return result
  }

  @Test func aKeyIsKeptTestedListedAndUsed() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    let added = await add(
      "work", Self.key, to: relay, "--per-day", "2", "--models", "m*", "--project", "blue")
    #expect(added.status == 0, "\(added.errors)")
    #expect(added.errors.contains("The relay takes the key “work”: 2 models,"))
    #expect(try #require(await relay.nextRequest()).headers.first("Authorization") == "Bearer \(Self.key)")
    let list = await program.run("keys")
    let cells = list.text.split(separator: "\n").first?.split(separator: "\t").map(String.init) ?? []
    #expect(
      cells.count == 9 && cells[0] == "work" && cells[1] == "..45hG" && cells[6] == "$2.00/day",
      "\(list.text)")
    let listed = await program.run("keys", "list", "--json")
    let json = try #require(try JSONValue(parsing: listed.out).arrayValue)
    #expect(json.first?["project"]?.stringValue == "blue" && json.first?["state"]?.stringValue == "in use")
    let chat = await program.run("chat", "-m", "m", "hi")
    #expect(chat.status == 0 && chat.text == "Hello\n", "\(chat.errors)")
    #expect(try #require(await relay.nextRequest()).headers.first("Authorization") == "Bearer \(Self.key)")
    for result in [list, chat] { expectNoKey(in: result) }
    expectNoKeyInFiles()
  }

  @Test func aKeyIsNeverTakenFromAnArgumentNorRepeated() async throws {
    for words in [
      ["add", Self.key], ["add", "work", Self.key], ["add", "work", Self.key, "more"], [Self.key],
      ["test", Self.key], ["use", "work", Self.key],
    ] {
      let result = await program.start(["keys"] + words, input: Self.other).result()
      #expect(result.status == 2, "\(words.first ?? "")")
      expectNoKey(in: result)
    }
    #expect(!FileManager.default.fileExists(atPath: program.home.path + "/.config/bayside/keys.json5"))
  }

  @Test func wrongUsageKeepsNothing() async throws {
    for words in [
      ["add"], ["add", "two words"], ["add", "work", "--per-day", "much"],
      ["add", "work", "--expires", "soon"],
      ["add", "work", "--models", "a*b"], ["add", "work", "--env", "A", "--command", "b"],
      ["add", "work", "--base-url", "ftp://x"], ["add", "work", "--keyring"], ["test", "nobody"],
      ["list", "--per-day", "1"], ["wash", "work"],
    ] {
      let result = await program.start(["keys"] + words, input: Self.key).result()
      #expect(result.status == 2, "\(words): \(result.errors)")
      expectNoKey(in: result)
    }
    let empty = await program.start(["keys", "add", "work"], input: "\n").result()
    #expect(empty.status == 2 && empty.errors.contains("There is no key: nothing was kept."))
    #expect(!FileManager.default.fileExists(atPath: program.home.path + "/.config/bayside/keys.json5"))
  }

  @Test func aKeyThatTheRelayRefusesIsKeptAndSaid() async throws {
    let relay = try MockRelay(.answer(#"{"error":{"message":"bad key \#(Self.key)"}}"#, status: 401))
    defer { relay.stop() }
    let result = await add("work", Self.key, to: relay)
    #expect(result.status == 1 && result.errors.contains("The relay refused this key"), "\(result.errors)")
    #expect((await program.run("keys")).text.contains("\trefused\n"))
  }

  @Test func limitsHoldARequestBackBeforeItLeaves() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    _ = await add("work", Self.key, to: relay, "--no-test", "--per-day", "0.50", "--models", "m")
    program.home.write(
      ".config/bayside/models.json5", "{ models: { m: { price: { input: 1, output: 10 } } } }")
    let request = ["chat", "-m", "m", "--param", "max_tokens=100000", "hi"]
    let held = await program.start(request).result()
    #expect(held.status == 5 && held.out.isEmpty)
    for words in [
      "Held back, nothing was sent: the day's limit of key work.", "could cost up to ~$1.00",
      "0 of $0.50 spent here today",
      "It begins anew at midnight", "--param max_tokens=49999 would fit.", "--yes sends it all the same.",
    ] {
      #expect(held.errors.contains(words), "\(words): \(held.errors)")
    }
    let other = await program.run("chat", "-m", "n", "hi", "--yes")
    #expect(other.status == 5 && other.errors.contains("n is none of the models"))
    _ = await program.run("keys", "disable", "work")
    let off = await program.run("chat", "-m", "m", "hi", "--yes")
    #expect(off.status == 5 && off.errors.contains("key work is off"))
    _ = await program.run("keys", "enable", "work")
    _ = await program.run("keys", "limit", "work", "--expires", "2020-01-01")
    #expect((await program.run("chat", "-m", "m", "hi")).status == 5)
    _ = await program.run("keys", "limit", "work", "--expires", "none")
    // Nothing has left until now.
    let sent = await program.start(request + ["--yes"]).result()
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try #require(await relay.nextRequest()).number == 0)
  }

  @Test func whatCouldCostMuchIsHeldBackWhereNobodyCanAnswer() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    _ = await add("work", Self.key, to: relay, "--no-test")
    program.home.write(
      ".config/bayside/models.json5", "{ models: { m: { price: { input: 1, output: 10 } } } }")
    let request = ["chat", "-m", "m", "--param", "max_tokens=100000", "hi"]
    let held = await program.start(request).result()
    #expect(held.status == 5 && held.errors.contains("unusually expensive"), "\(held.errors)")
    let small = await program.start(request + ["--max-cost", "0.20"]).result()
    #expect(small.status == 5 && small.errors.contains("--max-cost is $0.20"))
    #expect((await program.start(request + ["--max-cost", "1.50"]).result()).status == 0)
    #expect((await program.start(["chat", "-m", "m", "--max-cost", "x", "hi"]).result()).status == 2)
    #expect(try #require(await relay.nextRequest()).number == 0)
  }

  @Test func aComparisonStopsAtTheLimitOfTheKey() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    _ = await add("work", Self.key, to: relay, "--no-test", "--per-day", "0.15")
    program.home.write(
      ".config/bayside/models.json5", "{ models: { m: { price: { input: 1, output: 10 } } } }")
    let result = await program.run(
      "compare", "-m", "m", "--repeat", "3", "--param", "max_tokens=20000", "--concurrency", "3", "hi",
      "--max-cost",
      "9")
    #expect(result.status == 5, "\(result.errors)")
    #expect(result.errors.contains("Stopped: the day's limit of key work."), "\(result.errors)")
    let wrong = await program.run("keys", "limit", "work", "--models", "n")
    #expect(wrong.text.contains("models n"))
    let refused = await program.run("compare", "-m", "m", "hi")
    #expect(refused.status == 5 && refused.errors.contains("m is none of the models"), "\(refused.errors)")
  }

  @Test func aProfileJoinsRelayKeyAndDefaults() async throws {
    let (first, second) = (try Self.relay(), try Self.relay())
    defer {
      first.stop()
      second.stop()
    }
    _ = await add("one", Self.key, to: first, "--no-test")
    _ = await add("two", Self.other, to: second, "--no-test")
    program.home.write(
      ".config/bayside/config.json5",
      "{ base_url: '\(first.origin)', profile: 'a', profiles: { a: { key: 'one', model: 'm' }, b: { base_url: '\(second.origin)', key: 'two', model: 'n', parameters: { n: 1 } }, c: { base_url: '\(second.origin)', key: 'one' } } }"
    )
    #expect((await program.run("chat", "hi")).status == 0)
    let result = await program.run("chat", "--profile", "b", "hi")
    #expect(result.status == 0, "\(result.errors)")
    let (a, b) = (try #require(await first.nextRequest()), try #require(await second.nextRequest()))
    #expect(a.headers.first("Authorization") == "Bearer \(Self.key)")
    #expect(b.headers.first("Authorization") == "Bearer \(Self.other)")
    #expect(b.body.contains("\"model\":\"n\"") && b.body.contains("\"n\":1"))
    // A key belongs to its host, whatever a profile says.
    let mixed = await program.run("chat", "--profile", "c", "-m", "m", "hi")
    #expect(mixed.status == 2, "\(mixed.errors)")
    for result in [result, mixed] { expectNoKey(in: result) }
    expectNoKeyInFiles()
  }

  @Test func theKeyringIsAskedThroughItsProgramAndNeverByArgument() async throws {
    let relay = try Self.relay()
    defer { relay.stop() }
    var program = program
    program.home.write(
      "bin/secret-tool",
      """
      #!/bin/sh
      echo "$@" >> "$HOME/arguments"
      case "$1" in
        store) cat > "$HOME/keys.json5" ;;
        lookup) cat "$HOME/keys.json5" ;;
        clear) rm "$HOME/keys.json5" ;;
      esac
      """, mode: 0o755)
    program.variables = [
      "PATH": "\(program.home.path)/bin:/usr/bin:/bin", "DBUS_SESSION_BUS_ADDRESS": "unix:x",
    ]
    let added = await program.start(
      ["keys", "add", "ring", "--keyring", "--base-url", relay.origin], input: Self.key
    ).result()
    #expect(added.status == 0, "\(added.errors)")
    #expect(try #require(await relay.nextRequest()).headers.first("Authorization") == "Bearer \(Self.key)")
    let kept = String(decoding: program.home.read(".config/bayside/keys.json5"), as: UTF8.self)
    #expect(kept.contains("\"keyring\": true") && !kept.contains("Zq81kf"))
    let removed = await program.run("keys", "remove", "ring")
    #expect(removed.status == 0, "\(removed.errors)")
    #expect(!FileManager.default.fileExists(atPath: program.home.path + "/keys.json5"))
    let arguments = String(decoding: program.home.read("arguments"), as: UTF8.self)
    #expect(arguments.contains("lookup application bayside name ring relay \(relay.origin)"))
    #expect(!arguments.contains("Zq81kf"))
  }
}
