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

  /// Longer texts come from files, and are not written again with each key.
  fileprivate static let mostBytes = 1 << 20
  /// Seconds from the first change to the disk.
  fileprivate static let patience = 0.5
}

extension Playground {
  mutating func keepUnsent(at now: MonotonicTime) -> [Effect] {
    if unsent.seen != message.changes {
      unsent.seen = message.changes
      // What was sent is not written a second time.
      unsent.due = message.box.isEmpty ? now : unsent.due ?? now.advanced(seconds: UnsentText.patience)
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
    guard text != unsent.kept, text.utf8.count <= UnsentText.mostBytes else { return [] }
    unsent.kept = text
    return [.keepDraft(text)]
  }

  private var isUnsentPrivate: Bool {
    preferences.isPrivate || workspace.conversation.isPrivate || compare.isPrivate
  }

  /// The last one goes into the box if it is empty; all others are a key away.
  mutating func takeLeftDrafts(_ texts: [String], at now: MonotonicTime) {
    guard let last = texts.last else { return }
    for text in texts.dropLast() { message.history.add(text) }
    guard message.box.isEmpty, message.purpose == .send else {
      message.history.add(last)
      return say("A message that was not sent is in the history of the message box (Up).", at: now)
    }
    message.replace(with: last)
    say("The message that was not sent is back.", at: now)
  }
}
