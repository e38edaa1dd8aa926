import RelayKit

// A message as it is kept, both ways. Reading takes whatever is there: what does not fit is left out.

extension Message {
  var image: MessageImage {
    var object = JSONObject()
    object["role"] = .string(role.name)
    object["created_at"] = .double(createdAt)
    if isOff { object["off"] = .bool(true) }
    object["tool_call_id"] = toolCallID.map(JSONValue.string)
    if !attachments.isEmpty { object["attachments"] = .array(attachments.map(\.keptValue)) }
    object["original"] = original.map(\.json)
    if let reply { object["reply"] = .object(reply.keptValue) }
    if !files.isEmpty {
      object["files"] = .array(files.sorted { $0.key < $1.key }.map(\.value.keptValue))
    }
    return MessageImage(
      number: id.number, content: JSONValue.object(object).encoded(), text: reply == nil ? written : "",
      exchange: reply?.keptExchange)
  }

  /// - Parameter reply: of the exchange that the image names.
  init(image: MessageImage, id: MessageID, reply kept: Reply?) {
    let value = (try? JSONValue(parsing: image.content)) ?? .null
    let createdAt = value["created_at"]?.doubleValue ?? 0
    if let settings = value["reply"] {
      var reply = kept ?? Reply(lost: settings)
      // The exchange may be kept though nothing of it could be read now.
      if kept == nil { reply.missingExchange = image.exchange }
      reply.shownChoice = settings["shown_choice"]?.intValue ?? 0
      reply.isReplay = settings["replay"]?.boolValue ?? false
      self.init(id: id, reply: reply, createdAt: createdAt)
    } else if let json = value["original"], let original = ChatMessage(json: json) {
      self.init(id: id, read: original, createdAt: createdAt)
      written = image.text
    } else {
      self.init(id: id, role: .user, written: image.text, createdAt: createdAt)
    }
    if let name = value["role"]?.stringValue { role = MessageRole(name: name) }
    isOff = value["off"]?.boolValue ?? false
    toolCallID = value["tool_call_id"]?.stringValue
    for file in value["files"]?.arrayValue ?? [] {
      let file = PictureFile(kept: file, exchange: image.exchange ?? "")
      if let file { files[file.position] = file }
    }
    attachments = (value["attachments"]?.arrayValue ?? []).compactMap(Attachment.init(kept:))
  }
}

extension Reply {
  /// The exchange is in the history by itself; a recording that was played is not.
  fileprivate var keptExchange: String? { isReplay ? nil : missingExchange ?? exchange?.id }

  fileprivate var keptValue: JSONObject {
    var object = JSONObject()
    object["model"] = .string(model)
    if shownChoice != 0 { object["shown_choice"] = .integer(shownChoice) }
    if isReplay { object["replay"] = .bool(true) }
    if keptExchange == nil, !isRunning, let exchange {
      object["digest"] = .string(String(decoding: exchange.digest, as: UTF8.self))
    }
    return object
  }

  /// An answer whose exchange is nowhere: it was never sent, or is not in the history any more.
  fileprivate init(lost settings: JSONValue) {
    if let digest = settings["digest"]?.stringValue,
      let updates = try? ExchangeFileReader.updates(from: Array(digest.utf8))
    {
      self.init(kept: updates, isDigest: true)
      return
    }
    self.init(model: settings["model"]?.stringValue ?? "", askedAt: MonotonicTime(nanoseconds: 0))
    drop()
  }
}

extension Attachment {
  fileprivate var keptValue: JSONValue {
    var object = JSONObject()
    object["name"] = .string(name)
    object["bytes"] = .integer(byteCount)
    object["part"] = part.json
    if isMask { object["mask"] = .bool(true) }
    return .object(object)
  }

  fileprivate init?(kept value: JSONValue) {
    guard let name = value["name"]?.stringValue, let part = value["part"] else { return nil }
    self.init(name: name, byteCount: value["bytes"]?.intValue ?? 0, part: ContentPart(json: part))
    isMask = value["mask"]?.boolValue ?? false
  }
}
