import RelayKit
import TerminalUI
import Workbench

/// Files that go with a message.
enum AttachmentCommands {
  static let table: [Command] = [
    Command(
      "attach", "attach: a file or link",
      "Send a picture or text file with the next message: attach PATH, or a link to a picture.",
      .message, [.pane(.transcript, "a")], verb: "attach",
      run: { app, call in
        guard let path = call.argument else {
          app.say("Name a file or a link to a picture, for example: attach ~/harbour.png", at: call.now)
          return []
        }
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
  mutating func takeAttachment(_ bytes: [UInt8], name: String, at now: MonotonicTime) {
    do {
      let short = name.split(separator: "/").last.map(String.init) ?? name
      let attachment = try Attachment(name: short, bytes: bytes)
      message.attachments.append(attachment)
      focus = .message
      say("\(short), \(Figures.bytes(attachment.byteCount)), goes with the next message.", at: now)
    } catch {
      say("\(name) is not attached: \(error.sentence)", seconds: 10, at: now)
    }
  }
}
