/// A JSON value that keeps what was written: object keys stay in order and numbers keep their literal
/// text, so a body that is read and written again is the body the user meant.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// The literal as written, for example `0.70` or `1e3`. Always a valid JSON number.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

/// An object whose keys keep the order in which they were first set.
public struct JSONObject: Sendable, Hashable {
  public struct Member: Sendable, Hashable {
    public var key: String
    public var value: JSONValue
    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  public private(set) var members: [Member]

  public init(_ members: [Member] = []) { self.members = members }

  /// Reading a key that occurs twice gives the last value, as every common parser does.
  /// Setting `nil` removes the key; setting a new key appends it.
  public subscript(key: String) -> JSONValue? {
    get { members.last { $0.key == key }?.value }
    set {
      guard let newValue else {
        members.removeAll { $0.key == key }
        return
      }
      if let index = members.lastIndex(where: { $0.key == key }) {
        members[index].value = newValue
      } else {
        members.append(Member(key: key, value: newValue))
      }
    }
  }
}

extension JSONValue {
  public static func integer(_ value: Int) -> JSONValue { .number(String(value)) }

  /// Shortest literal that reads back as the same number; `null` for what JSON cannot say.
  public static func double(_ value: Double) -> JSONValue {
    guard value.isFinite else { return .null }
    if let whole = Int(exactly: value), whole.magnitude < 1 << 53 { return .integer(whole) }
    return .number("\(value)")
  }

  public var stringValue: String? { if case .string(let text) = self { text } else { nil } }
  public var objectValue: JSONObject? { if case .object(let object) = self { object } else { nil } }
  public var arrayValue: [JSONValue]? { if case .array(let array) = self { array } else { nil } }
  public var boolValue: Bool? { if case .bool(let flag) = self { flag } else { nil } }
  public var doubleValue: Double? { if case .number(let literal) = self { Double(literal) } else { nil } }
  public var intValue: Int? {
    guard case .number(let literal) = self else { return nil }
    if let exact = Int(literal) { return exact }
    guard let value = Double(literal) else { return nil }
    return Int(exactly: value.rounded())
  }

  /// Member access for objects; `nil` for everything else.
  public subscript(key: String) -> JSONValue? { objectValue?[key] }
}
