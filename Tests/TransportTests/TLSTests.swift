import CurlTransport
import RelayKit
import Testing

@Suite(
  .timeLimit(.minutes(10)),
  .enabled(if: Certificates.isPossible, "skipped: openssl is not installed"))
struct TLSTests {
  private func get(_ port: Int, _ options: CurlOptions, environment: [String: String] = [:]) async -> Outcome
  {
    var options = options
    options.noProxy = "*"
    let transport = CurlTransport(options) { environment[$0] }
    return await transport.run(HTTPRequest(method: "GET", url: "https://127.0.0.1:\(port)/"))
  }

  @Test func anAuthorityOfOnesOwnIsTrustedByOptionAndEnvironment() async throws {
    let certificates = try await Certificates()
    let (server, port) = try await certificates.serve(certificates.good)
    for (options, environment) in [
      (CurlOptions(caFile: certificates.good), [:]), (CurlOptions(), ["SSL_CERT_FILE": certificates.good]),
      (CurlOptions(), ["CURL_CA_BUNDLE": certificates.good]),
      (CurlOptions(caFile: certificates.good), ["SSL_CERT_FILE": "/nowhere"]),
    ] {
      let outcome = await get(port, options, environment: environment)
      #expect(outcome.failure == nil)
      #expect(outcome.heads.map(\.status) == [200])
      #expect(
        outcome.marks == [.queued, .nameResolved, .connected, .tlsDone, .requestSent, .firstByte, .lastByte])
    }
    withExtendedLifetime(server) {}
  }

  @Test func aCertificateThatDoesNotHoldEndsBeforeTheKeyIsSent() async throws {
    let certificates = try await Certificates()
    for (certificate, authority, reason) in [
      (certificates.good, nil, "self-signed certificate"),
      (certificates.expired, certificates.expired, "expired"),
      (certificates.other, certificates.other, "127.0.0.1"),
    ] {
      let (server, port) = try await certificates.serve(certificate)
      let outcome = await get(port, CurlOptions(caFile: authority))
      guard case .tls(let host, let detail, let why) = outcome.failure else {
        Issue.record("\(reason): \(String(describing: outcome.failure))")
        continue
      }
      #expect(host == "127.0.0.1" && why == .certificate)
      #expect(detail.contains(reason), "\(detail)")
      #expect(!outcome.marks.contains(.requestSent))
      let error = RelayError(transport: .tls(host: host, detail: detail, reason: why))
      #expect(error.explanation.contains(reason) && error.explanation.contains("The key was not sent."))
      withExtendedLifetime(server) {}
    }
  }

  @Test func aFileOfAuthoritiesThatCannotBeReadIsNamed() async throws {
    let certificates = try await Certificates()
    let (server, port) = try await certificates.serve(certificates.good)
    guard
      case .tls(_, let detail, .authorities) = await get(port, CurlOptions(caFile: "/nowhere.pem")).failure
    else {
      Issue.record("it was trusted")
      return
    }
    #expect(detail.contains("/nowhere.pem"))
    withExtendedLifetime(server) {}
  }

  @Test func aServerThatOnlySpeaksAnOldVersionIsRefused() async throws {
    let certificates = try await Certificates()
    let (server, port) = try await certificates.serve(certificates.good, options: ["-tls1_1"])
    guard case .tls(_, _, let reason) = await get(port, CurlOptions(caFile: certificates.good)).failure else {
      Issue.record("it was taken")
      return
    }
    #expect(reason == .handshake)
    withExtendedLifetime(server) {}
  }
}

@Suite(
  .timeLimit(.minutes(10)),
  .enabled(
    if: Certificates.isPossible && LocalServer.isInstalled("nghttpd"),
    "skipped: nghttpd (Debian's nghttp2-server) or openssl is not installed"))
struct HTTP2Tests {
  /// A server that offers HTTP/2, sends files and echoes what is posted.
  private func serve(_ certificates: Certificates) async throws -> (LocalServer, origin: String) {
    let port = try LocalServer.freePort()
    let (server, _) = try await LocalServer.start(
      [
        "nghttpd", "-v", "-a", "127.0.0.1", "--echo-upload", "-d", certificates.directory, String(port),
        certificates.key, certificates.good,
      ], until: "listen")
    return (server, "https://127.0.0.1:\(port)")
  }

  @Test func itIsSpokenWhereItIsOffered() async throws {
    let certificates = try await Certificates()
    let (server, origin) = try await serve(certificates)
    let transport = CurlTransport(CurlOptions(caFile: certificates.good, noProxy: "*"))
    let body = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let outcome = await transport.run(
      HTTPRequest(
        method: "POST", url: origin + "/echo", headers: [HTTPHeader("Authorization", "Bearer k")], body: body)
    )
    #expect(outcome.failure == nil)
    #expect(outcome.heads.first?.version == "HTTP/2" && outcome.heads.first?.status == 200)
    #expect(Array(outcome.reads.joined()) == body)
    #expect(outcome.heads.first?.headers.first("Content-Length") == "200000")
    let second = await transport.run(HTTPRequest(method: "GET", url: origin + "/good.pem"))
    #expect(second.failure == nil && second.text.hasPrefix("-----BEGIN CERTIFICATE"))
    #expect(second.summary.reusedConnection)
    withExtendedLifetime(server) {}
  }

  @Test func manyStreamsAllEnd() async throws {
    let certificates = try await Certificates()
    let (server, origin) = try await serve(certificates)
    let transport = CurlTransport(CurlOptions(caFile: certificates.good, noProxy: "*"))
    let body = [UInt8](repeating: 0x61, count: 1_000_000)
    let recorders = (0..<12).map { _ in Recorder() }
    for recorder in recorders {
      _ = transport.start(
        HTTPRequest(method: "POST", url: origin + "/echo", body: body), handler: recorder.handle)
    }
    for recorder in recorders {
      let outcome = await recorder.outcome()
      #expect(outcome.failure == nil)
      #expect(outcome.reads.reduce(0) { $0 + $1.count } == body.count)
    }
    withExtendedLifetime(server) {}
  }
}
