package import RelayKit

extension Reply {
  /// Every picture of all choices, sketches among them: their places are those of the files.
  package var allPictures: [AnswerPicture] { exchange?.answer.choices.flatMap(\.pictures) ?? [] }

  /// Without sketches.
  package var pictures: [AnswerPicture] { allPictures.filter { !$0.isPartial } }

  /// Nothing but pictures came, or is to come.
  package var isOfPictures: Bool { !allPictures.isEmpty && text.isEmpty }
}

/// A picture of a conversation.
package struct PictureID: Sendable, Hashable {
  package var message: MessageID
  /// Among the pictures of the answer, from 0.
  package var position: Int
  package init(message: MessageID, position: Int) {
    self.message = message
    self.position = position
  }
}

extension Conversation {
  /// The pictures along the path, in their order.
  package var pictures: [PictureID] {
    guard hasPictures else { return [] }
    return messages.flatMap { message in
      (message.reply?.allPictures.indices ?? 0..<0).map { PictureID(message: message.id, position: $0) }
    }
  }

  /// Takes over what became of pictures that were saved.
  package mutating func take(_ files: [PictureFile], of id: MessageID) {
    change(id) { message in
      for file in files { message.files[file.position] = file }
    }
  }
}

extension PictureFile {
  var keptValue: JSONValue {
    var object = JSONObject()
    object["position"] = .integer(position)
    object["path"] = .string(path)
    object["format"] = .string(format.rawValue)
    object["width"] = width.map(JSONValue.integer)
    object["height"] = height.map(JSONValue.integer)
    object["bytes"] = .integer(byteCount)
    if !isComplete { object["incomplete"] = .bool(true) }
    if !note.isEmpty { object["note"] = .string(note) }
    object["saved_at"] = .double(savedAt)
    return .object(object)
  }

  init?(kept value: JSONValue, exchange: String) {
    guard let position = value["position"]?.intValue, position >= 0 else { return nil }
    self.init(
      exchange: exchange, position: position, path: value["path"]?.stringValue ?? "",
      format: value["format"]?.stringValue.flatMap(PictureFormat.init(rawValue:)) ?? .other,
      width: value["width"]?.intValue, height: value["height"]?.intValue,
      byteCount: value["bytes"]?.intValue ?? 0, isComplete: value["incomplete"]?.boolValue != true,
      note: value["note"]?.stringValue ?? "", savedAt: value["saved_at"]?.doubleValue ?? 0)
  }
}
