/// One of the `tools` that a model may call.
public enum ChatTool: Sendable, Hashable {
  /// `parameters` is a JSON Schema.
  case function(name: String, description: String? = nil, parameters: JSONValue? = nil, strict: Bool? = nil)
  /// Any other value, as it is: custom tools, keys that are not known here.
  case other(JSONValue)

  public init(json: JSONValue) {
    guard json["type"]?.stringValue == "function", let function = json["function"],
      let name = function["name"]?.stringValue
    else {
      self = .other(json)
      return
    }
    let read = ChatTool.function(
      name: name, description: function["description"]?.stringValue, parameters: function["parameters"],
      strict: function["strict"]?.boolValue)
    self = read.keys == Self.keys(of: json) ? read : .other(json)
  }

  private var keys: [Set<String>] { Self.keys(of: json) }
  private static func keys(of json: JSONValue) -> [Set<String>] {
    [json, json["function"]].map { Set($0?.objectValue?.members.map(\.key) ?? []) }
  }

  public var json: JSONValue {
    switch self {
    case .function(let name, let description, let parameters, let strict):
      var function = JSONObject([.init(key: "name", value: .string(name))])
      function["description"] = description.map(JSONValue.string)
      function["parameters"] = parameters
      function["strict"] = strict.map(JSONValue.bool)
      var object = JSONObject([.init(key: "type", value: .string("function"))])
      object["function"] = .object(function)
      return .object(object)
    case .other(let value): return value
    }
  }
}

/// `tool_choice`: whether and which tool is called.
public enum ToolChoice: Sendable, Hashable {
  case none, auto, required
  case function(String)
  /// Any other value, as it is.
  case other(JSONValue)

  public init(json: JSONValue) {
    switch json.stringValue {
    case "none": self = .none
    case "auto": self = .auto
    case "required": self = .required
    default:
      let named = json["function"]?["name"]?.stringValue.map(ToolChoice.function)
      self = named.flatMap { $0.json == json ? $0 : nil } ?? .other(json)
    }
  }

  public var json: JSONValue {
    switch self {
    case .none: return .string("none")
    case .auto: return .string("auto")
    case .required: return .string("required")
    case .function(let name):
      var object = JSONObject([.init(key: "type", value: .string("function"))])
      object["function"] = .object(JSONObject([.init(key: "name", value: .string(name))]))
      return .object(object)
    case .other(let value): return value
    }
  }
}
