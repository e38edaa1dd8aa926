import RelayKit
import TerminalUI
import Workbench

/// What is done with the files of pictures.
extension Playground {
  /// An answer that brought pictures has ended: they are saved at once, because links expire.
  func savingEffects(of id: MessageID, at now: MonotonicTime) -> [Effect] {
    guard let message = workspace.conversation[id], let reply = message.reply, !reply.isReplay,
      reply.exchange != nil, !isPrivateAnswer(message)
    else { return [] }
    let isNew = reply.allPictures.indices.contains { position in
      guard message.files[position]?.isSaved != true else { return false }
      switch reply.allPictures[position].content {
      case .bytes, .link: return true
      case .left, .unreadable: return false
      }
    }
    guard isNew else { return [] }
    let question = workspace.conversation.parent(of: id).flatMap { workspace.conversation[$0] }
    return [.savePictures(id, prompt: question?.written ?? "")]
  }

  mutating func takeSaved(_ files: [PictureFile], of id: MessageID, at now: MonotonicTime) {
    if let lane = comparison.owner(of: id) {
      inLane(lane) { $0.workspace.conversation.take(files, of: id) }
    } else {
      workspace.conversation.take(files, of: id)
    }
    let saved = files.filter(\.isSaved)
    if let bad = files.first(where: { !$0.note.isEmpty }) {
      say(bad.note, seconds: 12, at: now)
    } else if let first = saved.first {
      let rest = saved.count > 1 ? " and \(saved.count - 1) more" : ""
      say("Saved: \(shortPath(first.path))\(rest).", seconds: 8, at: now)
    }
  }

  private var shownFile: PictureFile? {
    pictures.shown.flatMap { facts(of: $0)?.file }.flatMap { $0.isSaved ? $0 : nil }
  }

  private mutating func shownFileOrWords(at now: MonotonicTime) -> PictureFile? {
    if let file = shownFile { return file }
    say("There is no file of it: w writes one.", at: now)
    return nil
  }

  /// The picture that an edit began with, while it stands in the place of the edited one.
  var shownOriginal: Attachment? {
    guard face == .pictures, !pictures.isGallery, pictures.before == .instead, let shown = pictures.shown
    else { return nil }
    return original(of: shown)
  }

  /// Whether it was said that what is looked at is no file of an answer.
  private mutating func isToldOfOriginal(at now: MonotonicTime) -> Bool {
    guard let original = shownOriginal else { return false }
    say("This picture was sent as \(original.name): w writes it, b goes on to the edited one.", at: now)
    return true
  }

  /// Through ssh the line that fetches it.
  func pathItem(_ path: String) -> CopyItem {
    surroundings.isRemote
      ? CopyItem(name: "the line that fetches it", text: copyLine(path), fileName: "path.txt")
      : CopyItem(name: "path", text: path, fileName: "path.txt")
  }

  /// The key that copies the path of what is looked at; `nil` where none does.
  package var pathCopyingKey: String? { footerKey(of: face == .videos ? "video.copy.path" : "picture.copy") }

  mutating func copyPicturePath(at now: MonotonicTime) -> [Effect] {
    if isToldOfOriginal(at: now) { return [] }
    return shownFileOrWords(at: now).map { [.copy(pathItem($0.path))] } ?? []
  }

  mutating func openPictureCopyMenu(_ call: Invocation) -> [Effect] {
    if isToldOfOriginal(at: call.now) { return [] }
    guard let shown = pictures.shown, let facts = facts(of: shown) else { return [] }
    var items: [CopyItem] = []
    if let file = facts.file, file.isSaved {
      items.append(CopyItem(name: "path", text: file.path, fileName: "path.txt"))
      items.append(CopyItem(name: "scp line", text: copyLine(file.path), fileName: "path.txt"))
    }
    if case .link(let link) = facts.picture.content {
      items.append(CopyItem(name: "link", text: link, fileName: "link.txt"))
    }
    if let prompt = question(anywhere: shown.message)?.written, !prompt.isEmpty {
      items.append(CopyItem(name: "prompt", text: prompt, fileName: "prompt.txt"))
    }
    if let revised = facts.picture.revisedPrompt, !revised.isEmpty {
      items.append(CopyItem(name: "prompt as rewritten", text: revised, fileName: "prompt.txt"))
    }
    if let index = call.argument.flatMap(Int.init), items.indices.contains(index) {
      return [.copy(items[index])]
    }
    overlay = .list(
      PickList(
        .argument(of: "picture.copy.menu"), title: "Copy",
        rows: items.enumerated().map { index, item in
          PickList.Row(id: "\(index)", title: item.name, fields: [Glyphs.fitted(item.text, columns: 50)])
        }))
    return []
  }

  mutating func openPictureFile(at now: MonotonicTime) -> [Effect] {
    if isToldOfOriginal(at: now) { return [] }
    return shownFileOrWords(at: now).map { [.openFile($0.path)] } ?? []
  }

  static let savingNote = "Type a path; nothing is replaced."

  /// The text that was typed is not lost, and what is wrong with it stands below.
  mutating func askForPathAgain(
    _ command: CommandID, _ path: String, because sentence: String, at now: MonotonicTime
  ) {
    guard overlay == nil, keyMap[command]?.reason(self) == nil else {
      return say(sentence, seconds: 10, at: now)
    }
    var list = PickList.typed(
      for: command, title: "Save as", note: "\(sentence) \(Self.savingNote)", text: path)
    list.noteRole = .warn
    overlay = .list(list)
  }

  mutating func savePictureAs(_ call: Invocation) -> [Effect] {
    guard let shown = pictures.shown, let facts = facts(of: shown) else { return [] }
    let name = shownOriginal?.name ?? fileName(facts)
    guard let path = call.argument?.trimmedPath, !path.isEmpty else {
      overlay = .list(
        .typed(for: "picture.save", title: "Save as", note: Self.savingNote, text: "./\(name)"))
      return []
    }
    if let original = shownOriginal {
      guard let bytes = original.picture?.bytes else {
        say("Its bytes are not kept any more.", at: call.now)
        return []
      }
      return [.saveAs(.bytes(bytes), path: path, "picture.save")]
    }
    if let file = shownFile { return [.saveAs(.file(file.path), path: path, "picture.save")] }
    guard case .bytes(let bytes) = facts.picture.content else {
      say(facts.trouble ?? "There are no bytes of it.", at: call.now)
      return []
    }
    return [.saveAs(.bytes(bytes), path: path, "picture.save")]
  }

  /// Of its file, or what a file of it would be called.
  private func fileName(_ facts: PictureFacts) -> String {
    if let file = facts.file, file.isSaved { return file.name }
    guard case .bytes(let bytes) = facts.picture.content else { return "image.png" }
    return "image." + PictureFormat.sniff(bytes).fileEnding(announced: facts.picture.type)
  }

  mutating func askForPictureAgain(at now: MonotonicTime) -> [Effect] {
    guard let shown = pictures.shown else { return [] }
    if let lane = comparison.owner(of: shown.message) {
      closeFace()
      compare.focused = lane
      focus = .lane
      let question = self.lane(lane)?.talk.conversation.parent(of: shown.message)
      if let question { inLane(lane) { $0.ask(below: question, in: lane, times: 1, at: now) } }
      return []
    }
    guard running.isEmpty else {
      say("Not now: an answer is still coming.", at: now)
      return []
    }
    let parent = workspace.conversation.parent(of: shown.message)
    closeFace()
    return ask(below: parent, at: now)
  }

  /// The picture goes with the next prompt.
  mutating func editPicture(at now: MonotonicTime) -> [Effect] {
    guard let shown = pictures.shown, let facts = facts(of: shown) else { return [] }
    var effects: [Effect] = []
    if let original = shownOriginal, let bytes = original.picture?.bytes {
      closeFace()
      takeAttachment(bytes, name: original.name, at: now)
    } else if case .bytes(let bytes) = facts.picture.content {
      closeFace()
      takeAttachment(bytes, name: fileName(facts), at: now)
    } else if let file = facts.file, file.isSaved {
      closeFace()
      effects = [.readAttachment(file.path)]
    } else {
      say(facts.trouble ?? "There are no bytes of it.", at: now)
      return []
    }
    focus = .message
    say("The next prompt changes this image; :detach takes it back.", seconds: 8, at: now)
    return effects
  }
}

extension String {
  /// Without blanks around it; those in it belong to the name.
  var trimmedPath: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
