import RelayKit
import TerminalUI
import Workbench

/// Files that go with a message.
enum AttachmentCommands {
  static let table: [Command] = [
    Command(
      "attach", "attach: a file or link",
      "Send a picture or text file with the next message: choose it, or attach PATH, or a link to a picture.",
      .message, [.pane(.transcript, "a")], verb: "attach",
      run: { app, call in
        guard let path = call.argument else { return [.listFiles(directory: "./")] }
        if path.hasSuffix("/") { return [.listFiles(directory: path)] }
        if path.hasPrefix("http://") || path.hasPrefix("https://") {
          app.message.attachments.append(Attachment(link: path))
          app.say("The link goes with the next message.", at: call.now)
          return []
        }
        return [.readAttachment(path)]
      }),
    Command(
      "detach", "attach: take back", "Take the last attached file back.", .message, [], verb: "detach",
      reason: { $0.message.attachments.isEmpty ? "nothing is attached" : nil },
      run: { app, call in
        if let last = app.message.attachments.popLast() { app.say("\(last.name) is not sent.", at: call.now) }
        return []
      }),
  ]
}

extension Playground {
  /// Tab behind a word such as `@pic`: the files that may be meant. `nil` when there is no such word.
  func completePath() -> [Effect]? {
    message.box.pathWord.map { [.listFiles(directory: Self.directory(of: $0))] }
  }

  private static func directory(of word: String) -> String {
    guard let slash = word.lastIndex(of: "/") else { return "./" }
    return String(word[...slash])
  }

  mutating func openFiles(_ directory: String, _ names: [String]?, at now: MonotonicTime) {
    guard let names else {
      return say("\(directory) cannot be listed.", at: now)
    }
    let rows = (["../"] + names).map { PickList.Row(id: directory + $0, title: $0) }
    var list = PickList(.argument(of: "attach"), title: "Attach from \(directory)", rows: rows)
    if let word = message.box.pathWord, Self.directory(of: word) == directory {
      list.setFilter(String(word.dropFirst(directory == "./" && !word.hasPrefix("./") ? 0 : directory.count)))
    }
    list.note = names.isEmpty ? "Nothing is in it." : ""
    overlay = .list(list)
  }

  mutating func takeAttachment(
    _ bytes: [UInt8], name: String, isMask: Bool = false, at now: MonotonicTime
  ) {
    do {
      let short = PathName.last(of: name)
      var attachment = try Attachment(name: short, bytes: bytes)
      if isMask, !attachment.isPicture {
        say("\(name) is no picture: a mask is a PNG with transparent parts.", seconds: 10, at: now)
        return
      }
      if workspace.kind != .text, !attachment.isPicture {
        say("\(name) is no picture, and only pictures go with this prompt.", seconds: 10, at: now)
        return
      }
      attachment.isMask = isMask
      message.attachments.append(attachment)
      focus = .message
      // The word that asked for the file.
      if let word = message.box.pathWord, name.hasPrefix(Self.directory(of: word)) {
        message.box.deletePathWord()
      }
      let what = attachment.isMask ? "mask \(short)" : short
      say("\(what), \(Figures.bytes(attachment.byteCount)), goes with the next message.", at: now)
    } catch {
      say("\(name) is not attached: \(error.sentence)", seconds: 10, at: now)
    }
  }
}
