import RelayKit
import TerminalUI
import Workbench

/// Moving about in the transcript. Only these turn follow on and off.
extension Playground {
  /// Moves the view by lines; reaching the end downwards follows.
  mutating func scrollTranscript(_ rows: Int, at now: MonotonicTime) {
    let space = transcriptSpace
    let column = transcriptColumn(at: now)
    guard let top = transcriptTop(column, rows: space.rows), let end = column.end else { return }
    if rows > 0, let last = column.topWhenFollowing(height: space.rows) {
      let target = column.move(top, by: rows)
      if column.distance(from: last, to: target, limit: rows + space.rows) >= 0 { return transcript.follow() }
      transcript.hold(at: target, end: end)
    } else {
      transcript.hold(at: column.move(top, by: rows), end: end)
    }
  }

  mutating func showTranscriptTop(at now: MonotonicTime) {
    let column = transcriptColumn(at: now)
    guard let end = column.end else { return }
    transcript.hold(at: column.place(0, 0, 0), end: end)
  }

  /// Holds the view where it is.
  mutating func holdTranscript(at now: MonotonicTime) {
    let column = transcriptColumn(at: now)
    guard let top = transcriptTop(column, rows: transcriptSpace.rows), let end = column.end else { return }
    transcript.hold(at: top, end: end)
  }

  /// To the head of the next or previous message.
  mutating func jumpMessage(forward: Bool, at now: MonotonicTime) {
    let space = transcriptSpace
    let column = transcriptColumn(at: now)
    guard let top = transcriptTop(column, rows: space.rows), let end = column.end,
      let index = column.index(of: top.message)
    else { return }
    let isAtHead = top.part == 0 && top.line == 0
    let target = forward ? index + 1 : isAtHead ? index - 1 : index
    guard column.path.indices.contains(target) else {
      if forward { transcript.follow() }
      return
    }
    let place = column.place(target, 0, 0)
    if forward, let last = column.topWhenFollowing(height: space.rows),
      column.distance(from: last, to: place, limit: space.rows) >= 0
    {
      return transcript.follow()
    }
    transcript.hold(at: place, end: end)
  }

  /// The message that y, Space and r mean: the newest answer while following, else the first that is seen.
  func messageInView(at now: MonotonicTime) -> Message? {
    let conversation = workspace.conversation
    if transcript.follows { return conversation.lastAnswer.flatMap { conversation[$0] } ?? conversation.last }
    let column = transcriptColumn(at: now)
    return transcriptTop(column, rows: transcriptSpace.rows).flatMap { workspace.conversation[$0.message] }
  }

  mutating func pressInTranscript(_ key: Key, at now: MonotonicTime) -> [Effect] {
    if transcript.search?.isTyping == true { return pressInSearch(key, at: now) }
    if let command = keyMap.command(for: key, inPane: .transcript, letters: true) {
      return perform(command.id, at: now)
    }
    return []
  }
}
