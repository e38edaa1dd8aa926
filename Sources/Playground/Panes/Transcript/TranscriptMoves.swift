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

  /// Marks the next or previous message and brings its head into view.
  mutating func jumpMessage(forward: Bool, at now: MonotonicTime) {
    let space = transcriptSpace
    let column = transcriptColumn(at: now)
    guard let top = transcriptTop(column, rows: space.rows), let end = column.end,
      let first = column.index(of: top.message)
    else { return }
    let isAtHead = top.part == 0 && top.line == 0
    var target = forward ? first + 1 : isAtHead ? first - 1 : first
    if let marked = transcript.marked.flatMap({ column.index(of: $0) }) {
      target = marked + (forward ? 1 : -1)
    } else if transcript.follows {
      target = forward ? column.path.count : column.path.count - 1
    }
    guard column.path.indices.contains(target) else {
      if forward { transcript.follow() }
      return
    }
    let place = column.place(target, 0, 0)
    let rows = column.distance(from: top, to: place, limit: space.rows)
    if !transcript.follows || rows < 0 || rows >= space.rows - 1 { transcript.hold(at: place, end: end) }
    transcript.marked = column.path[target]
  }

  /// The message that y, Space and r mean: the newest answer while following, else the first that is seen.
  func messageInView(at now: MonotonicTime) -> Message? {
    let conversation = workspace.conversation
    if let marked = transcript.marked, conversation.path.contains(marked) { return conversation[marked] }
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
