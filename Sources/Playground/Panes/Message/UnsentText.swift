import RelayKit
import TerminalUI
import Workbench

/// What stands in the message box is written down a moment after it was typed: it outlives a crash, and leaving.
struct UnsentText: Sendable {
  /// `MessagePane.changes` that were seen.
  fileprivate var seen = 0
  /// When it is written down; `nil` when nothing is to be.
  fileprivate(set) var due: MonotonicTime?
  fileprivate var kept = ""

  fileprivate var waits: Double { kept.utf8.count < Self.longBytes ? Self.patience : Self.longPatience }

  /// What is longer comes from a file.
  fileprivate static let mostBytes = 16 << 20
  /// From this length on it is written less often, in bytes.
  fileprivate static let longBytes = 1 << 20
  /// Seconds from the first change to the disk.
  fileprivate static let patience = 0.5
  fileprivate static let longPatience = 10.0
}

extension Playground {
  mutating func keepUnsent(at now: MonotonicTime) -> [Effect] {
    if unsent.seen != message.changes {
      unsent.seen = message.changes
      // What was sent is not written a second time.
      unsent.due = message.box.isEmpty ? now : unsent.due ?? now.advanced(seconds: unsent.waits)
    }
    // What was written down before is taken back.
    if isUnsentPrivate, !unsent.kept.isEmpty { unsent.due = now }
    guard let due = unsent.due, now >= due else { return [] }
    return unsentNow()
  }

  /// What is still to be written down when bayside ends.
  package mutating func unsentNow() -> [Effect] {
    unsent.due = nil
    let text = isUnsentPrivate ? "" : message.unsent
    let isTooLong = text.utf8.count > UnsentText.mostBytes
    guard text != unsent.kept, !(isTooLong && unsent.kept.isEmpty) else { return [] }
    unsent.kept = isTooLong ? "" : text
    return [isUnsentPrivate ? .forgetDraft : .keepDraft(unsent.kept)]
  }

  private var isUnsentPrivate: Bool {
    preferences.isPrivate || workspace.conversation.isPrivate || compare.isPrivate
  }

  /// Whether Enter would send this text in the chat.
  package func isReadyToSend(_ text: String) -> Bool {
    view == .chat && message.purpose == .send && message.box.expandedText == text
  }

  /// It goes into the box if that is empty; else it is a key away.
  mutating func takeLeftDraft(_ text: String, at now: MonotonicTime) {
    unsent.kept = text
    guard message.box.isEmpty, message.purpose == .send else {
      message.history.add(text)
      return say("A message that was not sent is in the history of the message box (Up).", at: now)
    }
    message.replace(with: text)
    say("The message that was not sent is back.", at: now)
  }
}
