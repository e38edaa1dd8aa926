package import TerminalUI
package import Workbench

/// The message box: the text that is being written, and what was sent before.
package struct MessagePane: Sendable {
  package var box = TextBox() {
    didSet { changes &+= 1 }
  }
  /// Of the box, counted: its text may be long.
  private(set) var changes = 0
  package var history = InputHistory()
  /// The text in the box was sent before and came back.
  package private(set) var isReturned = false

  /// Go with the next message.
  package var attachments: [Attachment] = []
  /// What Enter does with the text.
  package private(set) var purpose = Purpose.send
  /// What stood in the box before a message was opened in it.
  private var draft = TextBox()

  package enum Purpose: Sendable, Hashable {
    case send
    /// Changes a message where it stands.
    case edit(MessageID)
    /// Puts another message beside this one and asks from there.
    case fork(MessageID)
    case add(MessageRole, after: MessageID?)
    /// The result of a call of an answer.
    case toolResult(MessageID, callID: String, name: String)

    /// The message that has to be there still.
    var target: MessageID? {
      switch self {
      case .edit(let id), .fork(let id), .toolResult(let id, _, _): id
      case .send, .add: nil
      }
    }
  }

  package init() {}

  /// Goes on as an ordinary message; the draft that waited is in the history.
  mutating func forgetPurpose() {
    history.add(draft.expandedText)
    draft = TextBox()
    purpose = .send
  }

  /// Opens a text for something else than sending; the draft waits.
  mutating func begin(_ purpose: Purpose, with text: String) {
    if self.purpose == .send { draft = box }
    self.purpose = purpose
    box = TextBox()
    box.replaceAll(with: text)
    isReturned = false
  }

  /// Back to the draft.
  mutating func endPurpose() {
    guard purpose != .send else { return }
    purpose = .send
    box = draft
    draft = TextBox()
  }

  /// What is lost unless it is sent: the text in the box, or what waits behind one that was sent and was opened in it.
  var unsent: String {
    if purpose != .send { return draft.expandedText }
    return isReturned ? "" : history.waitingDraft ?? box.expandedText
  }

  package static func textColumns(_ columns: Int) -> Int { max(4, columns - 6) }

  /// Lines that the text takes, counted no further than the box can show.
  func lineCount(columns: Int) -> Int { box.lineCount(columns: columns, limit: 12) }

  /// The text as it is sent; the box is empty then, and Up brings it back.
  mutating func takeAll() -> String {
    let text = box.expandedText
    history.add(text)
    box = TextBox()
    isReturned = false
    return text
  }

  mutating func takeBack(_ text: String) {
    box.replaceAll(with: text)
    isReturned = true
  }

  mutating func replace(with text: String) {
    box.replaceAll(with: text)
    isReturned = false
  }

  mutating func paste(_ text: String) {
    box.paste(text)
    isReturned = false
  }

  mutating func older() {
    if let text = history.older(draft: box.expandedText) { box.replaceAll(with: text) }
  }

  mutating func newer() {
    if let text = history.newer() { box.replaceAll(with: text) }
  }
}
