import CurlTransport
import MockRelay
import RelayKit
import Testing

@Suite(.timeLimit(.minutes(10)))
struct CompressionTests {
  let transport = CurlTransport.direct()

  /// The gzip form (RFC 1952) of a text, in blocks that are stored as they are.
  static func gzip(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    func little(_ value: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
    }
    let length = UInt32(bytes.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 1] + little(length, 2) + little(~length, 2) + bytes
      + little(~crc, 4) + little(length, 4)
  }

  static func answer(_ text: String) -> Script {
    let body = gzip(text)
    let headers = [HTTPHeader("Content-Encoding", "gzip"), HTTPHeader("Content-Length", "\(body.count)")]
    return Script([.head(status: 200, headers: headers), .body(body), .end])
  }

  @Test func itIsAskedForOnlyWhereWantedAndUndone() async throws {
    let relay = try MockRelay(Self.answer(#"{"data":[]}"#))
    var request = HTTPRequest(method: "GET", url: relay.origin)
    request.acceptsCompression = true
    #expect(await transport.run(request).text == #"{"data":[]}"#)
    #expect(await relay.nextRequest()?.headers.first("Accept-Encoding")?.contains("gzip") == true)
    request.acceptsCompression = false
    #expect(await transport.run(request).text.hasPrefix("\u{1F}"))
    #expect(await relay.nextRequest()?.headers.first("Accept-Encoding") == nil)
  }

  @Test func theSizeLimitCountsWhatComesOut() async throws {
    let relay = try MockRelay(Self.answer(String(repeating: "x", count: 60_000)))
    var request = HTTPRequest(method: "GET", url: relay.origin)
    request.acceptsCompression = true
    request.limits.maximumBytes = 59_999
    #expect(await transport.run(request).failure == .tooLarge(limit: 59_999))
    request.limits.maximumBytes = 60_000
    #expect(await transport.run(request).failure == nil)
  }

  @Test func brokenCompressionIsAFailure() async throws {
    var body = Self.gzip("text that is long enough")
    body.replaceSubrange(10..<15, with: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
    let headers = [HTTPHeader("Content-Encoding", "gzip"), HTTPHeader("Content-Length", "\(body.count)")]
    let relay = try MockRelay(Script([.head(status: 200, headers: headers), .body(body), .end]))
    var request = HTTPRequest(method: "GET", url: relay.origin)
    request.acceptsCompression = true
    let outcome = await transport.run(request)
    guard case .unreadable(let detail) = outcome.failure else {
      Issue.record("\(String(describing: outcome.failure))")
      return
    }
    #expect(!detail.isEmpty)
  }

  @Test func aModelListComesCompressedAndAStreamDoesNot() async throws {
    let relay = try MockRelay { request in
      request.method == "GET" ? Self.answer(#"{"data":[{"id":"a"}]}"#) : .eventStream(ClientTests.whole)
    }
    let client = RelayClient(
      configuration: RelayConfiguration(baseURL: try BaseURL(relay.origin)), transport: transport)
    #expect(try await client.models().map(\.id) == ["a"])
    #expect(await client.chat(ChatRequest(model: "m"), id: "x", startedAt: 0).outcome == .done)
    #expect(await relay.nextRequest()?.headers.first("Accept-Encoding") != nil)
    #expect(await relay.nextRequest()?.headers.first("Accept-Encoding") == nil)
  }
}
