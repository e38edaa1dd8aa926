import Synchronization
import Testing

@testable import RelayKit

@Suite(.timeLimit(.minutes(10))) struct DownloadTests {
  /// What a download told.
  private struct Told {
    var began: [(total: Int?, resumedAt: Int, type: String?, validator: String?)] = []
    var text = ""
    var ends: [RelayError?] = []
    var error: RelayError? { ends.first ?? nil }
  }
  private typealias Script = @Sendable (Int, ScriptedTransport.Transfer) -> Void

  private static func answer(
    _ transfer: ScriptedTransport.Transfer, _ status: Int, _ headers: [(String, String)], _ body: String = "",
    failure: TransportFailure? = nil
  ) {
    transfer.head(status, headers.map { HTTPHeader($0.0, $0.1) })
    if !body.isEmpty { transfer.bytes(body) }
    transfer.end(failure)
  }

  private func run(
    _ url: String, from offset: Int = 0, validator: String? = nil, limit: Int = 1 << 20,
    base: String = "https://relay.example", script: @escaping Script
  ) throws -> (Told, [HTTPRequest]) {
    let transport = ScriptedTransport(script)
    var configuration = RelayConfiguration(baseURL: try BaseURL(base), apiKey: MediaRequestTests.key)
    configuration.extraHeaders = [HTTPHeader("X-Session", "abc")]
    let client = RelayClient(configuration: configuration, transport: transport)
    let told = Mutex(Told())
    client.download(url, from: offset, validator: validator, limit: limit) { event in
      told.withLock { told in
        #expect(told.ends.isEmpty)
        switch event {
        case .began(let total, let resumedAt, let type, let validator):
          told.began.append((total, resumedAt, type, validator))
        case .bytes(let bytes): told.text += String(decoding: bytes, as: UTF8.self)
        case .ended(let error): told.ends.append(error)
        }
      }
    }
    return (told.withLock { $0 }, transport.transfers.map(\.request))
  }

  @Test func aFileComesWithWhatIsKnownOfIt() throws {
    let (told, requests) = try run("https://cdn.example/a.mp4?sig=1") { _, transfer in
      Self.answer(
        transfer, 200, [("Content-Type", "video/mp4"), ("Content-Length", "5"), ("ETag", "\"e\"")], "hello")
    }
    let began = try #require(told.began.first)
    #expect(
      began.total == 5 && began.resumedAt == 0 && began.type == "video/mp4" && began.validator == "\"e\"")
    #expect(told.text == "hello" && told.ends.count == 1 && told.error == nil)
    #expect(requests.first?.headers.first("Range") == nil && requests.first?.limits.totalSeconds == nil)
  }

  @Test func theKeyGoesHomeOnly() throws {
    let file: Script = { _, transfer in Self.answer(transfer, 200, [], "a file of some length") }
    for home in ["https://relay.example/v1/videos/t/content", "/files/1", "https://RELAY.example:443/x"] {
      let (_, requests) = try run(home, script: file)
      #expect(requests.first?.headers.first("Authorization") == "Bearer \(MediaRequestTests.key)", "\(home)")
      #expect(requests.first?.headers.first("X-Session") == "abc")
    }
    for away in [
      "http://relay.example/x", "https://relay.example:8443/x", "https://cdn.relay.example/x",
      "https://relay.example.evil/x", "//cdn.example/x",
    ] {
      let (told, requests) = try run(away, script: file)
      #expect(requests.first?.headers.map(\.name) == ["Accept"], "\(away)")
      #expect(told.error == nil)
    }
  }

  @Test(arguments: [
    "https://relay.example@evil.example/x", "https://relay.example\\@evil.example/x", "file:///etc/passwd",
    "https:///x", "https://relay.example /x", "data:image/png;base64,AA", "", "javascript:alert(1)",
    "https://relay.example:99999999999999999999/x",
  ])
  func whatIsNoPlainAddressIsNotFetched(url: String) throws {
    let (told, requests) = try run(url) { _, transfer in transfer.end() }
    #expect(requests.isEmpty && told.error?.kind == .invalidURL && told.ends.count == 1)
  }

  @Test func redirectsAreFollowedWithoutTheKeyOnceTheyLeadElsewhere() throws {
    let (told, requests) = try run("https://relay.example/v1/videos/t/content", from: 3) { number, transfer in
      switch number {
      case 1: Self.answer(transfer, 307, [], failure: .redirected(to: "https://relay.example/other"))
      case 2: Self.answer(transfer, 302, [], failure: .redirected(to: "https://cdn.example/a"))
      case 3: Self.answer(transfer, 302, [], failure: .redirected(to: "https://relay.example/back"))
      default: Self.answer(transfer, 206, [("Content-Range", "bytes 3-4/5")], "lo")
      }
    }
    #expect(told.text == "lo" && told.error == nil && told.began.first?.resumedAt == 3)
    #expect(requests.map { $0.headers.first("Authorization") != nil } == [true, true, false, false])
    #expect(requests.allSatisfy { $0.headers.first("Range") == "bytes=3-" })
  }

  @Test func redirectsEndSomewhereAndNeverWithoutEncryption() throws {
    let (loop, requests) = try run("https://cdn.example/a") { _, transfer in
      Self.answer(transfer, 302, [], failure: .redirected(to: "https://cdn.example/a"))
    }
    #expect(requests.count == 6 && loop.error?.kind == .redirected && loop.ends.count == 1)
    let (open, asked) = try run("https://cdn.example/a") { _, transfer in
      Self.answer(transfer, 302, [], failure: .redirected(to: "http://cdn.example/a"))
    }
    #expect(asked.count == 1 && open.error?.kind == .redirected)
    #expect(open.error?.details["target"] == "http://cdn.example/a")
  }

  @Test func aBrokenDownloadGoesOnWhereItWas() throws {
    let (told, requests) = try run("https://cdn.example/a", from: 3, validator: "\"e\"") { _, transfer in
      Self.answer(transfer, 206, [("Content-Range", "bytes 3-4/5"), ("ETag", "\"e\"")], "lo")
    }
    #expect(requests.first?.headers.first("If-Range") == "\"e\"")
    #expect(told.began.first?.resumedAt == 3 && told.began.first?.total == 5 && told.text == "lo")
    #expect(told.error == nil)
  }

  @Test func aServerThatDoesNotGoOnBeginsAgain() throws {
    let (told, _) = try run("https://cdn.example/a", from: 3) { _, transfer in
      Self.answer(
        transfer, 200, [("Content-Length", "5"), ("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")], "hello")
    }
    #expect(told.began.first?.resumedAt == 0 && told.text == "hello")
    #expect(told.began.first?.validator == "Thu, 01 Jan 2026 00:00:00 GMT")
  }

  @Test func aFileThatIsThereAlreadyIsWhole() throws {
    let (told, requests) = try run("https://cdn.example/a", from: 5) { _, transfer in
      Self.answer(transfer, 416, [("Content-Range", "bytes */5")], "no such range")
    }
    #expect(requests.count == 1 && told.began.first?.resumedAt == 5 && told.began.first?.total == 5)
    #expect(told.text.isEmpty && told.ends.count == 1 && told.error == nil)
  }

  @Test func aFileThatIsShorterByNowBeginsAgain() throws {
    let (told, requests) = try run("https://cdn.example/a", from: 9) { number, transfer in
      if number == 1 {
        Self.answer(transfer, 416, [("Content-Range", "bytes */5")])
      } else {
        Self.answer(transfer, 200, [], "hello")
      }
    }
    #expect(requests.map { $0.headers.first("Range") } == ["bytes=9-", nil])
    #expect(told.text == "hello" && told.began.first?.resumedAt == 0 && told.error == nil)
  }

  @Test func aFileThatComesShortIsNotWhole() throws {
    let (told, _) = try run("https://cdn.example/a") { _, transfer in
      Self.answer(transfer, 200, [("Content-Length", "50")], "hello, hello, hello")
    }
    #expect(told.error?.kind == .connectionLost && told.error?.isRetryable == true)
    #expect(told.error?.explanation == "The connection ended after 19 B of 50 B. Fetching costs nothing.")
    let (broken, _) = try run("https://cdn.example/a") { _, transfer in
      Self.answer(transfer, 200, [], "hello", failure: .connectionLost(detail: "reset"))
    }
    #expect(
      broken.text == "hello" && broken.error?.kind == .connectionLost && broken.error?.isRetryable == true)
  }

  @Test(arguments: [
    (403, "application/xml", "<Error><Code>AccessDenied</Code></Error>", RelayError.Kind.forbidden, false),
    (404, "text/html", "<html><title>Gone</title></html>", .notARelay, false),
    (400, "application/json", #"{"error":{"message":"Task is not completed yet"}}"#, .badRequest, false),
    (502, "application/json", #"{"error":{"message":"no video"}}"#, .badGateway, true),
    (200, "text/html", "<!DOCTYPE html><title>Sign in</title>", .notARelay, false),
    (200, "video/mp4", "\n <!doctype html><title>Sign in</title>", .notARelay, false),
    (
      200, "application/json", #"{"error":{"message":"boom","code":"prompt_blocked"}}"#, .contentBlocked,
      false
    ),
  ])
  func whatIsNoFileIsAnError(
    status: Int, type: String, body: String, kind: RelayError.Kind, isRetryable: Bool
  ) throws {
    let (told, _) = try run("https://cdn.example/a") { _, transfer in
      Self.answer(transfer, status, [("Content-Type", type)], body)
    }
    #expect(told.began.isEmpty && told.text.isEmpty && told.ends.count == 1)
    let error = try #require(told.error)
    #expect(error.kind == kind && error.isRetryable == isRetryable && error.status == status)
    #expect(error.details["for"] == "download" && error.explanation.hasSuffix("Fetching costs nothing."))
  }

  @Test func aRefusedLinkSaysThatLinksExpire() throws {
    let (told, _) = try run("https://cdn.example/a?token=secret") { _, transfer in
      Self.answer(transfer, 403, [], "<Error><Code>AccessDenied</Code></Error>")
    }
    #expect(told.error?.title == "The file may not be fetched")
    #expect(told.error?.explanation.hasPrefix("cdn.example refused the link.") == true)
    #expect(told.error?.details["url"] == "https://cdn.example/a?token=....")
  }

  @Test func aFileThatIsTooLongEndsEarly() throws {
    let (announced, _) = try run("https://cdn.example/a", limit: 10) { _, transfer in
      transfer.head(200, [HTTPHeader("Content-Length", "11")])
      transfer.bytes("hello, hello, hello")
      if !transfer.isOver { transfer.end() }
    }
    #expect(announced.error?.kind == .answerTooLarge && announced.ends.count == 1)
    let (resumed, _) = try run("https://cdn.example/a", from: 9, limit: 10) { _, transfer in
      transfer.head(206, [HTTPHeader("Content-Range", "bytes 9-18/19")])
      transfer.bytes("a few more bytes than that")
      if !transfer.isOver { transfer.end() }
    }
    #expect(resumed.error?.kind == .answerTooLarge)
  }

  @Test func itCanBeEndedAndPaused() throws {
    let transport = ScriptedTransport()
    let client = RelayClient(
      configuration: RelayConfiguration(baseURL: try BaseURL("https://relay.example")), transport: transport)
    let ends = Mutex<[RelayError?]>([])
    let transfer = client.download("https://cdn.example/a", limit: 100) { event in
      if case .ended(let error) = event { ends.withLock { $0.append(error) } }
    }
    transfer.setPaused(true)
    #expect(transport.transfers.first?.isPaused == true)
    transfer.cancel()
    transfer.cancel()
    #expect(ends.withLock { $0.count } == 1 && ends.withLock { $0.first??.message } == "stopped")
  }

  private static let ranges: [(text: String, start: Int?, total: Int?)] = [
    ("bytes 100-199/1000", 100, 1000), ("bytes 5-9/*", 5, nil), ("bytes */7", nil, 7), ("Bytes 0-0/1", 0, 1),
  ]

  @Test(arguments: ranges)
  func rangesAreRead(text: String, start: Int?, total: Int?) {
    let range = ContentRange(text)
    #expect(range != nil && range?.start == start && range?.total == total)
  }
}
