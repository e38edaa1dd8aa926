import TerminalUI
package import Workbench

/// The board of video tasks. The tasks themselves belong to the desk that watches them; this is what it told last.
package struct VideosPane: Sendable {
  /// Newest first; `nil` until they were listed.
  package internal(set) var tasks: [VideoTask]?
  /// The marked row goes with its task.
  package internal(set) var marked: String?
  var taskTop = 0
  var answerTop = 0
  package internal(set) var tab = Tab.log
  /// Orders whose task is not known yet.
  var ordered: Set<MessageID> = []

  package enum Tab: Int, Sendable, Hashable, CaseIterable {
    case answer, log, frame

    var title: String {
      switch self {
      case .answer: "Answer"
      case .log: "Log"
      case .frame: "First frame"
      }
    }
  }

  package init() {}

  var list: [VideoTask] { tasks ?? [] }

  var markedIndex: Int { marked.flatMap { id in list.firstIndex { $0.id == id } } ?? 0 }

  package var task: VideoTask? {
    let list = list
    return list.isEmpty ? nil : list[min(markedIndex, list.count - 1)]
  }

  /// Something of it changes with the clock.
  var isMoving: Bool { list.contains(where: \.isUnfinished) }

  /// Where its panes stand.
  static func places(in body: Rect, tasks: Int, focus: PaneID) -> [PaneID: Rect] {
    let rows = min(max(6, tasks + 4), max(6, body.rows * 2 / 5))
    let lower = Rect(column: 0, row: body.row + rows, columns: body.columns, rows: body.rows - rows)
    var places: [PaneID: Rect] = [
      .videoList: Rect(column: 0, row: body.row, columns: body.columns, rows: rows)
    ]
    guard body.columns >= 110 else {
      places[focus == .videoAnswer ? .videoAnswer : .videoTask] = lower
      return places
    }
    let left = body.columns / 2
    places[.videoTask] = Rect(column: 0, row: lower.row, columns: left, rows: lower.rows)
    places[.videoAnswer] = Rect(
      column: left, row: lower.row, columns: body.columns - left, rows: lower.rows)
    return places
  }
}
