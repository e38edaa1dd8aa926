import RelayKit
import TerminalUI
import Workbench

/// Which pictures there are, and what is known of each.
extension Playground {
  /// A message of the chat or of any lane.
  func message(anywhere id: MessageID) -> Message? {
    if let message = workspace.conversation[id] { return message }
    for lane in lanes { if let message = lane.talk.conversation[id] { return message } }
    return nil
  }

  /// The message that an answer is below, wherever both stand.
  func question(anywhere id: MessageID) -> Message? {
    for conversation in [workspace.conversation] + lanes.map(\.talk.conversation) {
      if conversation[id] != nil { return conversation.parent(of: id).flatMap { conversation[$0] } }
    }
    return nil
  }

  func facts(of id: PictureID) -> PictureFacts? {
    message(anywhere: id.message).flatMap { PictureFacts($0, id.position) }
  }

  /// What is wrong with a picture: with its file, or as it was found when it was drawn.
  func trouble(of facts: PictureFacts) -> String? {
    facts.trouble ?? facts.source.flatMap { pictures.damage(of: $0) }
  }

  /// The picture that an edit began with, as it was sent.
  func originalSource(of id: PictureID) -> PictureSource? {
    guard let question = question(anywhere: id.message),
      let index = question.attachments.firstIndex(where: { !$0.isMask && $0.isPicture })
    else { return nil }
    return .attached(question.id, index: index)
  }

  func original(of id: PictureID) -> Attachment? {
    question(anywhere: id.message)?.attachments.first { !$0.isMask && $0.isPicture }
  }

  func bytes(of source: PictureSource) -> PictureBytes? {
    switch source {
    case .file(let path): return .file(path)
    case .answer(let id, _):
      guard let pictures = message(anywhere: id.message)?.reply?.allPictures,
        pictures.indices.contains(id.position), case .bytes(let bytes) = pictures[id.position].content
      else { return nil }
      return .bytes(bytes)
    case .attached(let id, let index):
      guard let files = message(anywhere: id)?.attachments, files.indices.contains(index),
        let picture = files[index].picture
      else { return nil }
      return .bytes(picture.bytes)
    }
  }
}

/// A picture of an answer: what came, and what became of it.
struct PictureFacts {
  let id: PictureID
  let picture: AnswerPicture
  let file: PictureFile?
  let model: String

  init?(_ message: Message, _ position: Int) {
    guard let reply = message.reply, reply.allPictures.indices.contains(position) else { return nil }
    id = PictureID(message: message.id, position: position)
    picture = reply.allPictures[position]
    file = message.files[position]
    model = reply.model
  }

  /// `nil` while there is nothing to be seen.
  var source: PictureSource? {
    if case .bytes(let bytes) = picture.content { return .answer(id, byteCount: bytes.count) }
    if let file, file.isSaved { return .file(file.path) }
    return nil
  }

  /// Pixels, from the file or its first bytes.
  var pixels: (width: Int, height: Int)? {
    if let file, let width = file.width, let height = file.height { return (width, height) }
    guard case .bytes(let bytes) = picture.content else { return nil }
    return PictureFormat.pixelSize(bytes)
  }

  /// One sentence where there is no picture, or something is wrong with it.
  var trouble: String? {
    if let file, !file.note.isEmpty { return file.note }
    switch picture.content {
    case .unreadable(let sentence): return sentence
    case .link where file == nil: return nil
    case .left where file == nil: return "It was not saved, and its bytes are not kept any more."
    default: return nil
    }
  }

  /// `PNG 1536 x 1024, 1.9 MB`.
  var summary: String {
    if let file, file.byteCount > 0 { return file.summary }
    guard case .bytes(let bytes) = picture.content else { return "" }
    return PictureFile.summary(.sniff(bytes), PictureFormat.pixelSize(bytes), byteCount: bytes.count)
  }

  /// Of a picture that was sent.
  static func summary(of file: Attachment) -> String {
    guard case .imageURL(let url, _) = file.part, let comma = url.utf8.firstIndex(of: UInt8(ascii: ",")),
      let head = Base64.decoded(String(url[url.index(after: comma)...].prefix(beginning)))
    else { return Figures.bytes(file.byteCount) }
    return PictureFile.summary(.sniff(head), PictureFormat.pixelSize(head), byteCount: file.byteCount)
  }

  /// Letters that hold the size of nearly every picture: all of a large one is not decoded for each frame.
  private static let beginning = 256 << 10

  /// The cells that it fills of those that there are; all of them while its shape is not known.
  func size(columns: Int, rows: Int) -> Size {
    guard let pixels, columns > 0, rows > 0 else { return Size(columns: columns, rows: rows) }
    return .fitting(width: pixels.width, height: pixels.height, in: Size(columns: columns, rows: rows))
  }
}
