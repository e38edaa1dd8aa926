import CurlTransport
import MockRelay
import RelayKit
import Testing

/// A relay that is asked as a proxy sees the whole address, or CONNECT.
@Suite(.timeLimit(.minutes(10)))
struct ProxyTests {
  private func get(
    _ url: String, _ options: CurlOptions = CurlOptions(), environment: [String: String] = [:]
  ) async -> Outcome {
    let transport = CurlTransport(options) { environment[$0] }
    return await transport.run(
      HTTPRequest(method: "GET", url: url, headers: [HTTPHeader("Authorization", "Bearer secret")]))
  }

  @Test func optionAndEnvironmentNameTheProxy() async throws {
    let proxy = try MockRelay(.answer("through"))
    for (options, environment) in [
      (CurlOptions(proxy: proxy.origin), [:]), (CurlOptions(), ["http_proxy": proxy.origin]),
      (CurlOptions(), ["all_proxy": proxy.origin]), (CurlOptions(), ["ALL_PROXY": proxy.origin]),
      (CurlOptions(proxy: proxy.origin), ["http_proxy": "http://host.invalid:1"]),
      (CurlOptions(), ["http_proxy": proxy.origin, "no_proxy": "other.example,10.0.0.0/8"]),
    ] {
      #expect(
        await get("http://relay.invalid/v1/models", options, environment: environment).text == "through")
      #expect(await proxy.nextRequest()?.path == "http://relay.invalid/v1/models")
    }
  }

  @Test func exceptionsAreReachedDirectly() async throws {
    let relay = try MockRelay(.answer("direct"))
    let nowhere = "http://host.invalid:1"
    for (options, environment) in [
      (CurlOptions(proxy: nowhere, noProxy: "127.0.0.1"), [:]),
      (CurlOptions(), ["http_proxy": nowhere, "no_proxy": "*"]),
      (CurlOptions(), ["http_proxy": nowhere, "NO_PROXY": "127.0.0.0/8"]),
      (CurlOptions(noProxy: "127.0.0.1"), ["http_proxy": nowhere, "no_proxy": "other.example"]),
      (CurlOptions(proxy: ""), ["http_proxy": nowhere, "all_proxy": nowhere]),
      // A web server sets this one from a request's header; https_proxy is for https.
      (CurlOptions(), ["HTTP_PROXY": nowhere, "https_proxy": nowhere]),
    ] {
      let outcome = await get(relay.origin, options, environment: environment)
      #expect(outcome.text == "direct", "\(environment)")
    }
  }

  @Test func aProxyThatRefusesATunnelIsAProxyFailureAndNeverSeesTheKey() async throws {
    let proxy = try MockRelay { request in
      request.method == "CONNECT" ? .answer("no", status: 403) : .answer("{}")
    }
    for environment in [["https_proxy": proxy.origin], ["HTTPS_PROXY": proxy.origin]] {
      let outcome = await get("https://relay.invalid/v1", environment: environment)
      guard case .proxy(let detail) = outcome.failure else {
        Issue.record("\(String(describing: outcome.failure))")
        continue
      }
      #expect(detail.contains("403"))
      let seen = try #require(await proxy.nextRequest())
      #expect(seen.method == "CONNECT" && seen.path == "relay.invalid:443")
      #expect(seen.headers.first("Authorization") == nil)
      #expect(outcome.heads.isEmpty)
    }
  }

  @Test func aProxyThatIsNotThereIsAProxyFailure() async throws {
    for proxy in ["http://127.0.0.1:1", "http://host.invalid:3128", "socks5h://127.0.0.1:1"] {
      let outcome = await get("http://relay.example/v1", CurlOptions(proxy: proxy))
      guard case .proxy = outcome.failure else {
        Issue.record("\(proxy): \(String(describing: outcome.failure))")
        continue
      }
    }
    // The relay itself refuses, although a proxy is set for others.
    let direct = await get(
      "http://127.0.0.1:1", CurlOptions(proxy: "http://h.invalid:1", noProxy: "127.0.0.1"))
    guard case .cannotConnect = direct.failure else {
      Issue.record("\(String(describing: direct.failure))")
      return
    }
  }

  @Test func theProxyIsNamedWithoutItsPassword() {
    let transport = CurlTransport { ["https_proxy": "http://u:p@proxy.example:3128/"][$0] }
    #expect(transport.proxy(for: "https://relay.example") == "http://proxy.example:3128/")
    #expect(transport.proxy(for: "http://relay.example") == nil)
    #expect(CurlTransport(CurlOptions(proxy: "p:1", noProxy: "*")).proxy(for: "https://h") == nil)
    #expect(CurlTransport(CurlOptions(proxy: "p:1")) { _ in nil }.proxy(for: "https://h") == "p:1")
  }
}
