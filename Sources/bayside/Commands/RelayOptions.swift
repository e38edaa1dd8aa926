import CurlTransport
import Glibc
import MockRelay
import RelayKit

/// The relay that the options name, ready to be asked.
struct RelayOptions {
  /// The built-in relay, if it was asked for; it runs until `stop`.
  private let demo: DemoRelay?
  let client: RelayClient

  init(_ options: ParsedOptions) throws(UsageError) {
    demo = options.has("demo") ? try Self.startDemo() : nil
    client = RelayClient(
      configuration: try Self.configuration(options, demo: demo),
      transport: CurlTransport(CurlOptions(noProxy: demo == nil ? nil : "*")))
  }

  /// Ends the demo relay, if there is one.
  func stop() { demo?.stop() }

  static func startDemo() throws(UsageError) -> DemoRelay {
    do {
      return try DemoRelay()
    } catch {
      throw UsageError(sentence: "The demo relay cannot listen on 127.0.0.1: \(error).")
    }
  }

  /// - Parameter needsKey: whether a missing key is wrong usage; the screen asks for it instead.
  static func configuration(_ options: ParsedOptions, demo: DemoRelay?, needsKey: Bool = true)
    throws(UsageError)
    -> RelayConfiguration
  {
    let address = demo?.baseURL ?? options["base-url"] ?? "https://api.tokenbay.com/v1"
    guard let baseURL = try? BaseURL(address) else {
      throw UsageError(sentence: "'\(address)' is no base URL.")
    }
    let variable = options["key-env"] ?? "TOKENBAY_API_KEY"
    let key = demo == nil ? getenv(variable).map { String(cString: $0) } : nil
    if needsKey && demo == nil && (key ?? "").isEmpty {
      throw UsageError(sentence: "No key: set \(variable), or use --demo for the built-in relay.")
    }
    var configuration = RelayConfiguration(baseURL: baseURL, apiKey: key)
    for header in options.all("header") {
      guard let colon = header.firstIndex(of: ":"), colon > header.startIndex else {
        throw UsageError(sentence: "--header takes NAME:VALUE, not '\(header)'.")
      }
      let value = header[header.index(after: colon)...].drop { $0 == " " }
      configuration.extraHeaders.append(HTTPHeader(String(header[..<colon]), String(value)))
    }
    if let seconds = try options.number("timeout", minimum: 0.001) {
      configuration.limits.totalSeconds = seconds
    }
    if let seconds = try options.number("stall", minimum: 0.001) {
      configuration.limits.stallSeconds = seconds
    }
    if let count = try options.number("retries", minimum: 0) { configuration.retries = Int(min(count, 10)) }
    return configuration
  }
}
