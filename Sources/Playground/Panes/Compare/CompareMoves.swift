import RelayKit
import TerminalUI
import Workbench

/// Going from lane to lane, and from the lanes to what stands in their place.
extension Playground {
  mutating func pressInLane(_ key: Key, at now: MonotonicTime) -> [Effect] {
    if transcript.search?.isTyping == true { return pressInSearch(key, at: now) }
    if let effects = pressWhileVoting(key, at: now) { return effects }
    guard let command = keyMap.command(for: key, inPane: .lane, letters: true) else { return [] }
    let others =
      compare.scrollsTogether && Self.scrolling.contains(command.id) ? comparison.lanes.map(\.id) : []
    var effects = perform(command.id, at: now)
    for id in others where id != focusedLane { effects += inLane(id) { $0.perform(command.id, at: now) } }
    return effects
  }

  private static let scrolling: Set<CommandID> = [
    "line.down", "line.up", "half.down", "half.up", "page.down", "page.up", "top", "bottom", "follow",
  ]

  /// The wheel scrolls what is under the pointer; the focus stays.
  mutating func scrollInCompare(_ rows: Int, under position: Position, at now: MonotonicTime) -> [Effect] {
    guard let area = layout[compare.mode.pane], area.contains(position) else { return [] }
    guard compare.mode == .lanes else { return scrollMode(rows, at: now) }
    let geometry = laneGeometry(area)
    guard let place = geometry.frames.first(where: { $0.area.contains(position) })?.place,
      comparison.lanes.indices.contains(place)
    else { return [] }
    let targets = compare.scrollsTogether ? comparison.lanes.map(\.id) : [comparison.lanes[place].id]
    for id in targets { inLane(id) { $0.scrollTranscript(rows, at: now) } }
    return []
  }

  /// - Returns: whether there was a lane to go to.
  mutating func stepLane(_ step: Int) -> Bool {
    guard let place = comparison.index(of: focusedLane), comparison.lanes.indices.contains(place + step)
    else { return false }
    compare.focused = comparison.lanes[place + step].id
    settleColumns()
    return true
  }

  /// Puts something in the place of the lanes, or the lanes back.
  mutating func showMode(_ mode: CompareMode) {
    standUp()
    if view != .compare { show(.compare) }
    compare.mode = mode == compare.mode ? .lanes : mode
    isZoomed = false
    focus = compare.mode.pane
  }

  /// Closes what lies over the lanes, one at a time. The lanes themselves are not left so: `q` does that.
  /// - Returns: the effects; `nil` when there was nothing to close.
  mutating func goUpInCompare(at now: MonotonicTime) -> [Effect]? {
    if transcript.search != nil {
      transcript.search = nil
    } else if isZoomed {
      isZoomed = false
    } else if focus == .message {
      focus = compare.mode.pane
    } else if focus == .wire {
      focus = .lane
    } else if compare.mode != .lanes {
      showMode(.lanes)
    } else if compare.voting != nil {
      return perform("lanes.blind", at: now)
    } else if let id = foldableBox(at: now) {
      transcript.foldedBoxes.insert(id)
    } else {
      return nil
    }
    return []
  }
}
