import TerminalUI
package import Workbench

/// The view of what was done before: a list with a filter, and a look at what is marked.
package struct HistoryPane: Sendable {
  package var filter = HistoryFilter()
  /// Letters go to the line that finds.
  package var isFinding = false
  /// What is known of the list: a window around the mark.
  package internal(set) var page: HistoryPage?
  /// What was asked for and did not come yet.
  var asked: HistoryPlace?
  /// Why the list cannot be read.
  var failure: String?
  /// Why nothing is written down at the moment.
  var notKept: String?
  /// The place of the marked entry in the whole list.
  package internal(set) var mark = 0
  /// The place of the first one that is seen.
  var top = 0
  /// Chosen together, in the order in which they were marked.
  package internal(set) var chosen: [String] = []
  package internal(set) var preview: HistoryPreview?
  var previewAsked: String?
  var previewTop = 0
  /// What is waited for while it is opened: by its name.
  var opening: String?
  /// Read, and opened once the user says that it may be asked elsewhere.
  var waitsForAnswer: OpenedConversation?

  package init() {}

  /// Entries that are asked for at once.
  static let window = 200

  func entry(at place: Int) -> HistoryEntry? {
    guard let page, case let index = place - page.offset, page.entries.indices.contains(index) else {
      return nil
    }
    return page.entries[index]
  }

  var marked: HistoryEntry? { entry(at: mark) }

  /// Where its panes stand; a pane without room is not there.
  static func places(in body: Rect) -> [PaneID: Rect] {
    guard body.columns >= 110 else { return [.historyList: body] }
    let left = body.columns / 2
    return [
      .historyList: Rect(column: 0, row: body.row, columns: left, rows: body.rows),
      .historyPreview: Rect(column: left, row: body.row, columns: body.columns - left, rows: body.rows),
    ]
  }
}

/// A part of the list.
package struct HistoryPlace: Sendable, Hashable {
  package var filter: HistoryFilter
  package var offset: Int
  package var limit: Int
  package init(filter: HistoryFilter, offset: Int, limit: Int) {
    (self.filter, self.offset, self.limit) = (filter, offset, limit)
  }
}

/// What can be done with kept chats beside looking at them.
package enum HistoryUse: Sendable, Hashable {
  /// Goes on with it.
  case open
  /// Goes on with a copy, under a name of its own.
  case fork
  /// Goes on with it and asks the last question again.
  case again
  /// Adds it to the lanes of the comparison.
  case lane
  /// The same; then the difference of the lanes is shown.
  case difference
}
