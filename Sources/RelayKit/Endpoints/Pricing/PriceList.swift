/// `GET {origin}/api/pricing`, without the key: the price page of relays of the new-api family.
public struct PricingEndpoint: Endpoint {
  public init() {}
  public var path: String { "/api/pricing" }
  public var root: EndpointRoot { .origin }
  public var carriesKey: Bool { false }

  public func read(_ head: HTTPResponseHead, _ body: [UInt8]) throws -> Offered<PriceList> {
    switch try PublicPage.read(head, body) {
    case .notOffered(let reason): return .notOffered(reason: reason)
    case .offered(let json):
      guard let list = PriceList(json: json) else {
        return .notOffered(reason: "its answer is not that of such a relay")
      }
      return .offered(list)
    }
  }
}

public struct PriceList: Sendable, Hashable {
  public var rows: [PriceRow]
  /// Rows that could not be read, or name a model a second time; they are left out.
  public var skipped: Int
  /// What a group of keys multiplies prices with.
  public var groupRatios: [String: Double]
  /// Groups that a visitor may use, with their names for people.
  public var usableGroups: [String: String]
  public var version: String?
  /// The answer as received.
  public var json: JSONValue

  /// - Returns: `nil` when there are no rows to be found.
  public init?(json: JSONValue) {
    let data = json["data"]
    guard
      let found = Self.rows(data) ?? Self.rows(data?["models"]) ?? Self.rows(json["models"])
        ?? json.arrayValue
    else { return nil }
    var vendors: [Int: String] = [:]
    for vendor in (json["vendors"] ?? data?["vendors"])?.arrayValue ?? [] {
      if let id = vendor["id"]?.intValue, let name = vendor["name"]?.stringValue { vendors[id] = name }
    }
    rows = []
    skipped = 0
    var seen: Set<String> = []
    for row in found {
      if let row = PriceRow(json: row, vendors: vendors), seen.insert(row.model).inserted {
        rows.append(row)
      } else {
        skipped += 1
      }
    }
    groupRatios = [:]
    for member in (json["group_ratio"] ?? data?["group_ratio"])?.objectValue?.members ?? [] {
      if let ratio = member.value.doubleValue, ratio.isFinite, ratio >= 0 { groupRatios[member.key] = ratio }
    }
    usableGroups = [:]
    for member in (json["usable_group"] ?? data?["usable_group"])?.objectValue?.members ?? [] {
      usableGroups[member.key] = member.value.stringValue ?? ""
    }
    version = json["pricing_version"]?.stringValue
    self.json = json
  }

  /// An array of rows, or an object of rows by name.
  private static func rows(_ json: JSONValue?) -> [JSONValue]? {
    if let rows = json?.arrayValue { return rows }
    guard let members = json?.objectValue?.members, members.contains(where: { Self.isPrice($0.value) }) else {
      return nil
    }
    return members.map { member in
      guard var row = member.value.objectValue else { return member.value }
      if row["model_name"] == nil { row["model_name"] = .string(member.key) }
      return .object(row)
    }
  }

  private static func isPrice(_ json: JSONValue) -> Bool {
    json["model_ratio"] != nil || json["model_price"] != nil || json["billing_expr"] != nil
  }

  /// The group whose prices are shown when the key's own is not known: the one asked for, else `default`, else
  /// the only one. `nil` when it cannot be told.
  public func group(of row: PriceRow, preferring wanted: String? = nil) -> String? {
    func takes(_ group: String) -> Bool {
      groupRatios[group] != nil && (row.groups.isEmpty || row.groups.contains(group) || row.groups == ["all"])
    }
    if let wanted { return takes(wanted) ? wanted : nil }
    if takes("default") { return "default" }
    let usable = groupRatios.keys.filter { takes($0) && (usableGroups.isEmpty || usableGroups[$0] != nil) }
    return usable.count == 1 ? usable.first : nil
  }
}
