package import RelayKit

extension AssembledAnswer.ToolCall {
  /// As it stands in a message.
  package var json: JSONValue {
    var function = JSONObject()
    function["name"] = .string(name)
    function["arguments"] = .string(arguments)
    var object = JSONObject()
    object["id"] = .string(id)
    object["type"] = .string(type)
    object["function"] = .object(function)
    return .object(object)
  }
}
