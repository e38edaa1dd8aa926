import RelayKit
import TerminalUI
import Workbench

/// Going through the list, finding in it, and what comes from the history.
extension Playground {
  /// The view was gone to. - Returns: what it needs from outside.
  mutating func enterHistory(at now: MonotonicTime) -> [Effect] {
    askForHistory(isFresh: true)
  }

  /// Asks for what is seen where it is not known.
  /// - Parameter isFresh: also where it is: something changed.
  mutating func askForHistory(isFresh: Bool = false) -> [Effect] {
    let offset = max(0, history.mark - HistoryPane.window / 2)
    let place = HistoryPlace(filter: history.filter, offset: offset, limit: HistoryPane.window)
    if !isFresh, let page = history.page {
      let rows = historyRows
      let isKnown = history.entry(at: history.mark) != nil && history.entry(at: history.top) != nil
      let last = min(page.total - 1, history.top + rows)
      if isKnown, last < 0 || history.entry(at: last) != nil { return askForPreview() }
    }
    if !isFresh, history.asked == place { return [] }
    history.asked = place
    return [.listHistory(place)]
  }

  private mutating func askForPreview() -> [Effect] {
    guard let entry = history.marked, history.preview?.id != entry.id, history.previewAsked != entry.id else {
      return []
    }
    history.previewAsked = entry.id
    return [.previewHistory(entry.id, finding: history.filter.text)]
  }

  mutating func takeHistory(_ place: HistoryPlace, _ page: HistoryPage) -> [Effect] {
    guard place.filter == history.filter else { return [] }
    if history.asked == place { history.asked = nil }
    (history.page, history.failure) = (page, nil)
    settleHistory()
    // What was marked may have changed while it was not seen.
    if history.preview?.id == history.marked?.id { history.preview = nil }
    history.previewAsked = nil
    return askForHistory()
  }

  mutating func takePreview(_ preview: HistoryPreview) {
    guard history.marked?.id == preview.id else { return }
    (history.preview, history.previewTop) = (preview, 0)
  }

  mutating func moveInHistory(_ rows: Int) -> [Effect] {
    history.mark += rows
    settleHistory()
    return askForHistory()
  }

  /// Another filter: from the top.
  mutating func filterHistory(_ change: (inout HistoryFilter) -> Void) -> [Effect] {
    change(&history.filter)
    (history.mark, history.top) = (0, 0)
    return askForHistory(isFresh: true)
  }

  mutating func pressInFind(_ key: Key, at now: MonotonicTime) -> [Effect] {
    switch key.code {
    case .escape:
      history.isFinding = false
      return []
    case .enter, .down:
      history.isFinding = false
      return []
    case .character("u") where key.modifiers == .control: return filterHistory { $0.text = "" }
    case .backspace: return filterHistory { if !$0.text.isEmpty { $0.text.removeLast() } }
    case .character(let letter) where key.modifiers.isDisjoint(with: [.control, .alt]):
      return typeInFind(String(letter), at: now)
    default: break
    }
    guard let command = keyMap.command(for: key, in: .anywhere) else { return [] }
    history.isFinding = false
    return perform(command.id, at: now)
  }

  mutating func typeInFind(_ text: String, at now: MonotonicTime) -> [Effect] {
    filterHistory { $0.text = String(($0.text + text).prefix(200)) }
  }

  /// Esc. - Returns: `nil` when there was nothing in the view to close.
  mutating func goUpInHistory(at now: MonotonicTime) -> [Effect]? {
    if !history.chosen.isEmpty {
      history.chosen = []
      return []
    }
    if history.filter != HistoryFilter() { return filterHistory { $0 = HistoryFilter() } }
    return nil
  }

  mutating func scrollInHistory(_ rows: Int, _ pane: PaneID, at now: MonotonicTime) -> [Effect] {
    if pane == .historyPreview {
      history.previewTop = max(0, history.previewTop + rows)
      return []
    }
    return moveInHistory(rows)
  }

  mutating func pointInHistory(_ pane: PaneID, row: Int, at now: MonotonicTime) -> [Effect] {
    guard pane == .historyList else { return [] }
    // A click on the marked one opens it.
    if history.mark == row { return perform("history.open", at: now) }
    return moveInHistory(row - history.mark)
  }
}
