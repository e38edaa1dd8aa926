/// One model of a price page, as the relay counts: in ratios, not in money.
public struct PriceRow: Sendable, Hashable {
  /// How the relay charges for the model.
  public enum Terms: Sendable, Hashable {
    /// By token. `input` is the model's ratio, the others are multiples of it; `nil` where they are not told.
    case perToken(input: Double, output: Double?, cachedInput: Double?, cacheWrite: Double?)
    /// USD for one call before the group's ratio; images and seconds multiply it in ways that the page does
    /// not tell.
    case perCall(Double)
    /// An expression of the relay, as received: the price depends on the request.
    case expression(String)
  }

  public var model: String
  public var vendor: String?
  public var about: String?
  public var tags: [String]
  /// `openai`, `image-generation` and the like, the preferred one first.
  public var endpointTypes: [String]
  /// Groups of keys that may use it; empty when it is not told.
  public var groups: [String]
  public var terms: Terms

  /// - Parameter vendors: names by the page's `vendors[].id`.
  /// - Returns: `nil` when it has no name or no price that can be understood.
  public init?(json: JSONValue, vendors: [Int: String] = [:]) {
    guard let name = json["model_name"]?.stringValue ?? json["model"]?.stringValue ?? json["id"]?.stringValue,
      !name.isEmpty, name.utf8.count <= Self.longestName
    else { return nil }
    guard let terms = Self.terms(json) else { return nil }
    model = name
    vendor = json["vendor_id"]?.intValue.flatMap { vendors[$0] } ?? json["vendor"]?.stringValue
    about = json["description"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    tags = Self.words(json["tags"])
    endpointTypes = Self.words(json["supported_endpoint_types"])
    groups = Self.words(json["enable_groups"] ?? json["enable_group"])
    self.terms = terms
  }

  /// No model has a longer name; a page with one is broken or hostile.
  static let longestName = 512

  private static func terms(_ json: JSONValue) -> Terms? {
    if let expression = json["billing_expr"]?.stringValue, !expression.isEmpty,
      json["billing_mode"]?.stringValue == "tiered_expr"
    {
      return .expression(expression)
    }
    /// A factor that is there must be usable: a price made with a broken one would be a lie.
    func factor(_ key: String) -> Factor { Factor(json[key]) }
    switch json["quota_type"]?.intValue ?? (json["model_ratio"] == nil && json["model_price"] != nil ? 1 : 0)
    {
    case 0:
      guard case .is(let input) = factor("model_ratio") else { return nil }
      let others = ["completion_ratio", "cache_ratio", "create_cache_ratio"].map(factor)
      guard !others.contains(.broken) else { return nil }
      return .perToken(
        input: input, output: others[0].value, cachedInput: others[1].value, cacheWrite: others[2].value)
    case 1:
      guard case .is(let price) = factor("model_price") else { return nil }
      return .perCall(price)
    default: return nil
    }
  }

  private enum Factor: Equatable {
    case missing, broken
    case `is`(Double)

    init(_ json: JSONValue?) {
      switch json {
      case nil, .null: self = .missing
      case .some(let json):
        let number = json.doubleValue ?? json.stringValue.flatMap(Double.init)
        guard let number, number.isFinite, number >= 0 else {
          self = .broken
          return
        }
        self = .is(number)
      }
    }

    var value: Double? { if case .is(let value) = self { value } else { nil } }
  }

  /// A list of words, or one text with commas.
  private static func words(_ json: JSONValue?) -> [String] {
    let words =
      json?.arrayValue.map { $0.compactMap(\.stringValue) }
      ?? json?.stringValue?.split(separator: ",").map { String($0.drop { $0 == " " }) } ?? []
    return words.filter { !$0.isEmpty && $0.utf8.count <= longestName }
  }
}
