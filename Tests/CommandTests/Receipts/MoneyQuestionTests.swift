import CurlTransport
import Foundation
import MockRelay
import RelayKit
import Testing
import Workbench

@testable import bayside

/// Questions about money, against relays that behave in their own ways.
@Suite(.timeLimit(.minutes(10)))
struct MoneyQuestionTests {
  private static let key = "sk-fake-Zq81kfPq77dWmx0245hG"
  private let home = ScratchDirectory()
  private var environment: ProcessEnvironment { ProcessEnvironment(variables: ["HOME": home.path]) }

  private static let usage = #"""
    {"code":true,"data":{"name":"my key","total_granted":5000000,"total_used":120000,"total_available":4880000,"unlimited_quota":false}}
    """#
  private static let status = #"{"data":{"system_name":"T","quota_per_unit":500000}}"#
  private static let log = #"""
    {"success":true,"data":[{"created_at":1790000000,"type":2,"quota":2500,"request_id":"r1","model_name":"m-1","group":"vip","other":"{\"group_ratio\":0.8}"}]}
    """#

  private func question(
    _ relay: MockRelay, path: String = "/v1", key: String? = key, at now: Double = 1_790_000_100
  ) throws -> MoneyQuestion {
    var configuration = RelayConfiguration(baseURL: try BaseURL(relay.origin + path), apiKey: key)
    configuration.limits.totalSeconds = 10
    let target = MoneyTarget(
      relay: configuration, curl: CurlOptions(noProxy: "*"), keyLabel: key.map(KeyText.label) ?? "no key")
    return MoneyQuestion(target, environment, clock: { now })
  }

  private func relay(_ pages: [String: Script]) throws -> MockRelay {
    try MockRelay { pages[$0.path] ?? .answer(#"{"error":{"message":"Invalid URL"}}"#, status: 404) }
  }

  /// Paths that were asked since the last time, in order.
  private func paths(_ relay: MockRelay, _ count: Int) async -> [String] {
    var paths: [String] = []
    for _ in 0..<count { if let request = await relay.nextRequest() { paths.append(request.path) } }
    return paths
  }

  // MARK: Answers

  @Test func quotaIsTurnedIntoMoneyByTheRelaysOwnUnit() async throws {
    let relay = try relay([
      "/api/usage/token/": .answer(Self.usage),
      "/api/status": .answer(#"{"data":{"system_name":"T","quota_per_unit":1000000}}"#),
    ])
    let news = try await question(relay).balance()
    #expect(news.refusal == nil && news.balance?.left == 4.88 && news.balance?.unitIsAssumed == false)
    #expect(await paths(relay, 2) == ["/api/usage/token/", "/api/status"])
  }

  @Test func aUnitThatIsNotToldIsCalledAssumed() async throws {
    let relay = try relay(["/api/usage/token/": .answer(Self.usage)])
    let news = try await question(relay).balance()
    #expect(news.balance?.left == 9.76 && news.balance?.unitIsAssumed == true)
    #expect(news.sentence(at: 0).contains("which the relay does not tell"))
  }

  @Test func theDashboardAndTheKeyPageAreAskedWhereTheFirstPageIsMissing() async throws {
    let dashboard = try relay([
      "/v1/dashboard/billing/subscription": .answer(#"{"hard_limit_usd":20,"access_until":0}"#),
      "/v1/dashboard/billing/usage": .answer(#"{"total_usage":734.5}"#),
    ])
    let told = try await question(dashboard).balance().balance
    #expect(told?.source == .dashboard && abs((told?.left ?? 0) - 12.655) < 1e-9 && told?.granted == 20)
    let router = try relay([
      "/api/v1/key": .answer(#"{"data":{"limit":10,"usage":2.5,"limit_remaining":7.5}}"#)
    ])
    #expect(try await question(router, path: "/api/v1").balance().balance?.left == 7.5)
    // It is the only page that was asked.
    #expect(await router.nextRequest()?.path == "/api/v1/key")
  }

  // MARK: Not asked twice

  @Test func whatIsNotOfferedIsNotAskedTwiceUntilItIsToBe() async throws {
    let relay = try relay([:])
    let first = try await question(relay).balance()
    #expect(first.refusal?.kind == .notOffered(since: nil) && first.balance == nil)
    let all = ["/api/usage/token/", "/v1/dashboard/billing/subscription", "/v1/key"]
    #expect(await paths(relay, 3) == all)
    let second = try await question(relay, at: 1_790_086_500).balance()
    #expect(second.refusal?.kind == .notOffered(since: 1_790_000_100))
    #expect(second.sentence(at: 0).contains("known since 2026-09-21, not asked again"))
    _ = try await question(relay).log()
    #expect(try await question(relay).log().refusal?.kind == .notOffered(since: 1_790_000_100))
    #expect(await relay.nextRequest()?.path == "/api/log/token")
    _ = try await question(relay).balance(isForced: true)
    #expect(await paths(relay, 3) == all)
    // Nothing was asked in between.
    #expect(await relayIsAskedNext(relay) == 7)
  }

  /// One more request, so that its number tells how many came before.
  private func relayIsAskedNext(_ relay: MockRelay) async -> Int? {
    await CurlTransport(CurlOptions(noProxy: "*")).fetch(relay.origin + "/end")
    return await relay.nextRequest()?.number
  }

  @Test func aRefusalOfTheKeyIsNotRemembered() async throws {
    let relay = try relay([
      "/api/usage/token/": .answer(#"{"success":false,"message":"token disabled"}"#, status: 401)
    ])
    for _ in 0..<2 {
      let news = try await question(relay).balance()
      #expect(news.refusal?.kind == .notForThisKey && news.refusal?.message == "token disabled")
    }
    #expect(await paths(relay, 2) == ["/api/usage/token/", "/api/usage/token/"])
  }

  // MARK: Misbehaving relays

  @Test(arguments: [
    (Script.htmlPage(), AskRefusal.Kind.notOffered(since: nil)),
    (.redirect(to: "http://127.0.0.1:9/x"), .notOffered(since: nil)),
    (.answer("{}", status: 403), .notForThisKey),
    (.answer(#"{"success":false,"message":"no"}"#), .notForThisKey),
    (.emptyTooManyRequests(retryAfter: "37"), .notNow(until: 1_790_000_137)),
    (.answer("x", status: 503), .notNow(until: nil)),
    (.answer(#"{"success":true,"data":[{"created_at":17900"#), .unreadable), (.answer("[]x"), .unreadable),
    (Script([.reset]), .notNow(until: nil)),
    (
      Script([
        .head(status: 200, headers: [HTTPHeader("Content-Type", "application/json")]),
        .cutMidChunk(Array(#"{"success""#.utf8)),
      ]),
      .notNow(until: nil)
    ),
    (
      Script([
        .head(status: 200, headers: []), .body([UInt8](repeating: 0x20, count: 9 << 20)),
        .body([UInt8](repeating: 0x20, count: 9 << 20)), .end,
      ]), .unreadable
    ),
  ])
  func eachIsToldApart(script: Script, kind: AskRefusal.Kind) async throws {
    let relay = try relay(["/api/log/token": script])
    let news = try await question(relay).log()
    #expect(news.refusal?.kind == kind && news.log == nil)
    #expect(news.refusal?.sentence(at: 0).contains(Self.key) == false)
  }

  @Test func whatWasToldBeforeIsToldWithItsAge() async throws {
    let good = try relay(["/api/log/token": .answer(Self.log), "/api/status": .answer(Self.status)])
    let log = try await question(good).log().log
    #expect(log?.charges["r1"]?.amount == 0.005 && log?.group == "vip")
    _ = await paths(good, 2)
    // Asked again within seconds it is told from here; later the relay is asked.
    let again = try await question(good, at: 1_790_000_110).log()
    #expect(again.isKept && again.log == log && again.refusal == nil)
    _ = try await question(good, at: 1_790_000_200).log()
    #expect(await good.nextRequest()?.number == 2)
    #expect(try question(good, at: 1_790_000_300).keptLog()?.log?.readAt == 1_790_000_200)
  }

  @Test func retryAfterHoldsEveryQuestionToTheHost() async throws {
    let relay = try relay([
      "/api/log/token": .emptyTooManyRequests(retryAfter: "60"), "/api/usage/token/": .answer(Self.usage),
    ])
    _ = try await question(relay).log()
    let held = try await question(relay, at: 1_790_000_159).balance()
    #expect(held.refusal?.kind == .notNow(until: 1_790_000_160))
    #expect(try await question(relay, at: 1_790_000_160).balance().balance != nil)
    #expect(await paths(relay, 2) == ["/api/log/token", "/api/usage/token/"])
  }

  @Test func twentyQuestionsAndNotOneMore() async throws {
    let relay = try relay(["/api/log/token": .answer(Self.log), "/api/status": .answer(Self.status)])
    var refused: [AskRefusal.Kind] = []
    for second in 0..<22 {
      if let kind = try await question(relay, at: 1_790_000_100 + Double(second)).log(isForced: second > 0)
        .refusal?.kind
      {
        refused.append(kind)
      }
    }
    // Forgetting asks for the unit anew each time: ten times two.
    #expect(refused.count == 12 && refused.allSatisfy { $0 == .tooManyCalls(until: 1_790_001_300) })
    #expect(await relayIsAskedNext(relay, skipping: 20) == 20)
  }

  private func relayIsAskedNext(_ relay: MockRelay, skipping count: Int) async -> Int? {
    _ = await paths(relay, count)
    return await relayIsAskedNext(relay)
  }

  // MARK: The key

  @Test func theKeyGoesToItsHostAndIntoNoFile() async throws {
    let elsewhere = try self.relay([:])
    let relay = try MockRelay { request in
      switch request.path {
      case "/api/usage/token/":
        // A relay that repeats the key.
        .answer(#"{"data":{"name":"\#(Self.key)","total_available":5,"total_used":1}}"#)
      case "/api/log/token":
        .answer(
          #"{"success":true,"data":[{"created_at":1790000000,"type":2,"quota":1,"request_id":"Zq81kfPq77dWmx0245hG","model_name":"m"}]}"#
        )
      default: .redirect(to: elsewhere.origin + request.path)
      }
    }
    let question = try question(relay)
    let balance = await question.balance()
    #expect(balance.balance?.left != nil && balance.balance?.nameAtRelay?.contains("Zq81") != true)
    _ = await question.log()
    let first = try #require(await relay.nextRequest())
    #expect(first.headers.first("Authorization") == "Bearer \(Self.key)")
    let status = try #require(await relay.nextRequest())
    #expect(status.path == "/api/status" && status.headers.first("Authorization") == nil)
    // The redirect was not followed.
    #expect(await relayIsAskedNext(elsewhere) == 0)
    let files = try FileManager.default.subpathsOfDirectory(atPath: home.path).filter {
      var isDirectory: ObjCBool = false
      return FileManager.default.fileExists(atPath: home.path + "/" + $0, isDirectory: &isDirectory)
        && !isDirectory.boolValue
    }
    #expect(
      files.contains { $0.hasPrefix(".cache/bayside/money/") }
        && files.contains(".local/state/bayside/asking.json"))
    for file in files {
      #expect(!home.read(file).contains(Self.key), "\(file)")
      let mode =
        try FileManager.default.attributesOfItem(atPath: home.path + "/" + file)[.posixPermissions] as? Int
      #expect(mode == 0o600, "\(file)")
    }
  }

  @Test func inPrivateModeTheAnswerIsToldAndNotKept() async throws {
    let relay = try relay(["/api/usage/token/": .answer(Self.usage), "/api/status": .answer(Self.status)])
    let target = MoneyTarget(
      relay: RelayConfiguration(baseURL: try BaseURL(relay.origin), apiKey: Self.key),
      curl: CurlOptions(noProxy: "*"), keyLabel: KeyText.label(Self.key), isPrivate: true)
    #expect(await MoneyQuestion(target, environment).balance().balance?.left == 9.76)
    #expect(MoneyQuestion(target, environment).keptBalance() == nil)
    #expect(AskingFile(environment).read()[relay.origin].calls.count == 2)
  }

  @Test func withoutAKeyNobodyIsAsked() async throws {
    let relay = try relay(["/api/usage/token/": .answer(Self.usage)])
    #expect(try await question(relay, key: nil).balance().refusal?.kind == .noKey)
    #expect(try await question(relay, key: nil).log().refusal?.kind == .noKey)
    #expect(await relayIsAskedNext(relay) == 0)
  }

  @Test func anotherKeyIsNotToldWhatTheFirstWasTold() async throws {
    let relay = try relay(["/api/usage/token/": .answer(Self.usage), "/api/status": .answer(Self.status)])
    _ = try await question(relay).balance()
    #expect(try question(relay).keptBalance() != nil)
    #expect(try question(relay, key: "sk-fake-other-key-000000000001").keptBalance() == nil)
  }
}

extension CurlTransport {
  /// Waits for the end of an answer, whatever it is.
  fileprivate func fetch(_ url: String) async {
    await withCheckedContinuation { continuation in
      _ = start(HTTPRequest(method: "GET", url: url)) { event in
        if case .end = event { continuation.resume() }
      }
    }
  }
}
