// The values of an exchange file as JSON, both ways. Reading takes whatever is there: what does not fit is
// left out.

extension JSONValue {
  /// A number of seconds that can be counted with; `nil` for anything else, such as `1e999`.
  var seconds: Double? { doubleValue.flatMap { (0...1e12).contains($0) ? $0 : nil } }

  /// `{"<name>": text}` for UTF-8, else `{"<name>_base64": …}`, so that no byte is lost.
  static func member(_ name: String, bytes: [UInt8]) -> JSONObject.Member {
    if let text = String(validating: bytes, as: UTF8.self) {
      return JSONObject.Member(key: name, value: .string(text))
    }
    return JSONObject.Member(key: name + "_base64", value: .string(Base64.encoded(bytes)))
  }

  /// What `member(_:bytes:)` wrote.
  func bytes(named name: String) -> [UInt8]? {
    if let text = self[name]?.stringValue { return Array(text.utf8) }
    return self[name + "_base64"]?.stringValue.flatMap(Base64.decoded)
  }

  static func headers(_ headers: [HTTPHeader]) -> JSONValue {
    .array(headers.map { .array([.string($0.name), .string($0.value)]) })
  }

  var headers: [HTTPHeader] {
    (arrayValue ?? []).compactMap { pair in
      guard let parts = pair.arrayValue, parts.count == 2, let name = parts[0].stringValue,
        let value = parts[1].stringValue
      else { return nil }
      return HTTPHeader(name, value)
    }
  }
}

extension RecordedRequest {
  var fileValue: JSONValue {
    var object = JSONObject()
    object["method"] = .string(method)
    object["url"] = .string(url)
    object["headers"] = .headers(headers)
    let body = JSONValue.member("body", bytes: body)
    object[body.key] = body.value
    return .object(object)
  }

  init(fileValue value: JSONValue) {
    self.init(
      method: value["method"]?.stringValue ?? "", url: value["url"]?.stringValue ?? "",
      headers: value["headers"]?.headers ?? [], body: value.bytes(named: "body") ?? [])
  }
}

extension HTTPResponseHead {
  var fileValue: JSONValue {
    var object = JSONObject()
    object["status"] = .integer(status)
    object["version"] = .string(version)
    object["reason"] = .string(reason)
    object["headers"] = .headers(headers)
    return .object(object)
  }

  init(fileValue value: JSONValue) {
    self.init(
      status: value["status"]?.intValue ?? 0, version: value["version"]?.stringValue ?? "",
      reason: value["reason"]?.stringValue ?? "", headers: value["headers"]?.headers ?? [])
  }
}

extension TransportSummary {
  var fileValue: JSONValue {
    var object = JSONObject()
    object["reused_connection"] = .bool(reusedConnection)
    object["remote_address"] = remoteAddress.map(JSONValue.string)
    return .object(object)
  }

  init(fileValue value: JSONValue?) {
    self.init()
    reusedConnection = value?["reused_connection"]?.boolValue ?? false
    remoteAddress = value?["remote_address"]?.stringValue
  }
}

extension RelayError {
  var fileValue: JSONValue {
    var object = JSONObject()
    object["kind"] = .string(kind.rawValue)
    object["status"] = status.map(JSONValue.integer)
    object["code"] = code.map(JSONValue.string)
    object["type"] = type.map(JSONValue.string)
    object["parameter"] = parameter.map(JSONValue.string)
    object["message"] = .string(message)
    object["request_id"] = requestID.map(JSONValue.string)
    object["retry_after"] = retryAfter.map(JSONValue.double)
    object["retryable"] = .bool(isRetryable)
    if !details.isEmpty {
      object["details"] = .object(
        JSONObject(details.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .string($0.value)) }))
    }
    return .object(object)
  }

  init?(fileValue value: JSONValue?) {
    guard let value, let name = value["kind"]?.stringValue else { return nil }
    self.init(
      kind: Kind(rawValue: name) ?? .other, status: value["status"]?.intValue,
      code: value["code"]?.stringValue, type: value["type"]?.stringValue,
      parameter: value["parameter"]?.stringValue, message: value["message"]?.stringValue ?? "",
      requestID: value["request_id"]?.stringValue, retryAfter: value["retry_after"]?.seconds,
      isRetryable: value["retryable"]?.boolValue ?? false)
    for member in value["details"]?.objectValue?.members ?? [] {
      details[member.key] = member.value.stringValue
    }
  }
}

extension Outcome {
  init?(fileName name: String, error: RelayError?) {
    switch name {
    case "done": self = .done
    case "stopped": self = .stopped
    case "cut": self = .cut(error)
    case "failed": self = .failed(error ?? RelayError(kind: .other))
    default: return nil
    }
  }
}
