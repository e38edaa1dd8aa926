import CurlTransport
import RelayKit

/// Curl without the proxies of the environment: everything here is on this machine.
enum BenchTransport {
  static func make() -> any HTTPTransport { CurlTransport(CurlOptions(noProxy: "*")) }
}
