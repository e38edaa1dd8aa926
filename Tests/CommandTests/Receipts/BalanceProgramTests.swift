import Glibc
import MockRelay
import RelayKit
import Testing
import Workbench

@testable import bayside

/// `bayside balance`, as a user runs it.
@Suite(.timeLimit(.minutes(10)))
struct BalanceProgramTests {
  private static let key = "sk-fake-Zq81kfPq77dWmx0245hG"
  private let program = Program(variables: ["TOKENBAY_API_KEY": key])

  private func relay(available: Int = 4_880_000) throws -> MockRelay {
    try MockRelay { request in
      switch request.path {
      case "/api/usage/token/":
        .answer(
          #"{"code":true,"data":{"name":"my key","total_granted":5000000,"total_used":120000,"total_available":\#(available),"expires_at":0}}"#
        )
      case "/api/status": .answer(#"{"data":{"system_name":"T","quota_per_unit":500000}}"#)
      default: .answer("{}", status: 404)
      }
    }
  }

  private func balance(_ relay: MockRelay, _ more: String...) async -> Program.Result {
    defer { withExtendedLifetime(relay) {} }
    return await program.start(["balance", "--base-url", relay.origin] + more).result()
  }

  @Test func itSaysWhatIsLeftAndKeepsIt() async throws {
    let relay = try relay()
    let first = await balance(relay)
    #expect(
      first.status == 0
        && first.text.hasPrefix("left       $9.76 of $10.00\nused       $0.24\nexpiry     no expiry\n"))
    #expect(first.errors.isEmpty)
    let second = await balance(relay)
    #expect(
      second.status == 0 && second.text.contains("$9.76") && second.errors.contains("--ask-again asks now"))
    _ = await balance(relay, "--ask-again")
    var paths: [String] = []
    for _ in 0..<4 { paths.append(await relay.nextRequest()?.path ?? "") }
    #expect(paths == ["/api/usage/token/", "/api/status", "/api/usage/token/", "/api/status"])
  }

  @Test func jsonHasTheFigures() async throws {
    let json = try JSONValue(parsing: await balance(try relay(), "--json").out)
    #expect(
      json["balance"]?["left"]?.doubleValue == 9.76
        && json["balance"]?["source"]?.stringValue == "/api/usage/token/")
    #expect(
      json["kept"]?.boolValue == false && json["refusal"] == .null && json["key"]?.stringValue == "..45hG")
    let none = try MockRelay { _ in .htmlPage() }
    let refused = await balance(none, "--json")
    let refusal = try JSONValue(parsing: refused.out)["refusal"]
    #expect(refused.status == 1 && refusal?["kind"]?.stringValue == "not_offered")
    #expect(refused.errors.contains("does not tell a key its balance"))
  }

  @Test func aLowBalanceIsSaidWithTheAddressUnlessItIsNotWanted() async throws {
    let low = await balance(try relay(available: 200_000))
    #expect(low.errors.contains("Low balance: $0.40. Top up at http://127.0.0.1"))
    program.home.write(".config/bayside/config.json5", "{ low_balance: 0.2 }")
    #expect(await balance(try relay(available: 200_000)).errors.isEmpty)
  }

  /// What was asked is noted; its receipt comes from the relay's log.
  @Test func usageAsksForReceiptsWhenItIsToldTo() async throws {
    let relay = try MockRelay { request in
      switch request.path {
      case "/v1/chat/completions":
        .answer(
          #"{"id":"c","model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"Hi."},"finish_reason":"stop"}],"usage":{"prompt_tokens":400,"completion_tokens":100}}"#,
          headers: [HTTPHeader("X-Oneapi-Request-Id", "r1")])
      case "/api/log/token":
        .answer(
          #"{"success":true,"data":[{"created_at":\#(time(nil)),"type":2,"quota":2500,"request_id":"r1","model_name":"m-1","group":"vip","other":"{\"group_ratio\":0.8}"}]}"#
        )
      case "/api/status": .answer(#"{"data":{"system_name":"T","quota_per_unit":500000}}"#)
      default: .answer("{}", status: 404)
      }
    }
    var program = program
    program.variables["TOKENBAY_BASE_URL"] = relay.origin
    let chat = await program.run("chat", "-m", "m-1", "--no-stream", "hello")
    #expect(chat.status == 0, "\(chat.errors)")
    let usage = await program.run("usage", "--receipts", "--json")
    #expect(usage.status == 0 && usage.errors.contains("1 receipt: $0.0050 charged"), "\(usage.errors)")
    let row = try JSONValue(parsing: usage.out)["requests"]?.arrayValue?.first
    #expect(row?.text().contains("0.005") == true, "\(usage.text)")
    // Without the option nobody is asked.
    _ = await program.run("usage")
    var paths: [String] = []
    relay.stop()
    while let request = await relay.nextRequest() { paths.append(request.path) }
    #expect(paths.count { $0 == "/api/log/token" } == 1)
    #expect(await program.run("usage", "--receipts", "--demo").status == 2)
  }

  @Test func theDemosMoneyIsSimulated() async throws {
    let result = await program.start(["balance", "--demo"]).result()
    #expect(
      result.status == 0 && result.text.contains("$10.00 of $10.00") && result.text.contains("simulated"))
    #expect(program.home.read(".local/state/bayside/asking.json").isEmpty)
  }

  /// All processes together: 20 runs, two at a time. Each asks for the balance, and then for the unit, unless the other
  /// one has learnt it just then: 30 to 40 calls.
  @Test func processesShareTheTwentyCalls() async throws {
    let relay = try relay()
    let address = relay.origin
    let program = program
    let results = await withTaskGroup(of: [Program.Result].self) { group in
      for _ in 0..<2 {
        group.addTask {
          var results: [Program.Result] = []
          for _ in 0..<10 {
            results.append(await program.start(["balance", "--base-url", address, "--ask-again"]).result())
          }
          return results
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(results.count == 20)
    let refused = results.count { $0.errors.contains("at most 20 times in 20 minutes") }
    let book = AskingFile(ProcessEnvironment(variables: ["HOME": program.home.path])).read()
    #expect(book[relay.origin].calls.count == 20)
    relay.stop()
    var paths: [String] = []
    while let request = await relay.nextRequest() { paths.append(request.path) }
    #expect(paths.count == 20)
    // Who may not ask for the balance says so, and nobody else.
    #expect(refused >= 1 && refused == results.count - paths.count { $0 == "/api/usage/token/" })
    // Refused or not, each told the balance that is known.
    #expect(results.allSatisfy { $0.status == 0 && $0.text.contains("$9.76") })
  }

  @Test func withoutAPlaceForTheBookTheProcessCountsForItself() {
    let file = AskingFile(ProcessEnvironment(variables: ["HOME": "/proc/nowhere"]))
    let host = "https://\(getpid()).example"
    for _ in 0..<20 { #expect(file.change(at: 5) { $0.take(host, at: 5) } == .allowed) }
    #expect(file.change(at: 5) { $0.take(host, at: 5) } == .wait(until: 1205, isRelays: false))
  }

  @Test func aDamagedBookIsAnEmptyOne() {
    program.home.write(".local/state/bayside/asking.json", "{ broken", mode: 0o600)
    let file = AskingFile(ProcessEnvironment(variables: ["HOME": program.home.path]))
    #expect(file.change(at: 5) { $0.take("h", at: 5) } == .allowed)
    #expect(file.read()["h"].calls == [5])
  }
}
