/// `GET {origin}/api/status`, without the key: what a relay of the new-api family tells everybody of itself.
public struct RelayStatusEndpoint: Endpoint {
  public init() {}
  public var path: String { "/api/status" }
  public var root: EndpointRoot { .origin }
  public var carriesKey: Bool { false }

  public func read(_ head: HTTPResponseHead, _ body: [UInt8]) throws -> Offered<RelayStatus> {
    switch try PublicPage.read(head, body) {
    case .notOffered(let reason): return .notOffered(reason: reason)
    case .offered(let json):
      guard let status = RelayStatus(json: json) else {
        return .notOffered(reason: "its answer is not that of such a relay")
      }
      return .offered(status)
    }
  }
}

public struct RelayStatus: Sendable, Hashable {
  public var systemName: String?
  public var version: String?
  /// How many units of quota are 1 USD; `nil` where it is not told.
  public var quotaPerUnit: Double?
  /// How the console shows quota: `USD`, `CNY`, `TOKENS` or `CUSTOM`. Prices here are USD all the same.
  public var displayType: String?
  /// The answer as received.
  public var json: JSONValue

  /// - Returns: `nil` when it has none of the marks of such a page.
  public init?(json: JSONValue) {
    let data = json["data"] ?? json
    guard data.objectValue != nil else { return nil }
    systemName = data["system_name"]?.stringValue
    version = data["version"]?.stringValue
    quotaPerUnit = data["quota_per_unit"]?.doubleValue.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    displayType = data["quota_display_type"]?.stringValue
    guard systemName != nil || version != nil || quotaPerUnit != nil else { return nil }
    self.json = json
  }
}
