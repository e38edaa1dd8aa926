package import RelayKit
import TerminalUI
import Workbench

/// From input events to commands: overlay, then focused pane, then everywhere.
extension Playground {
  /// Seconds after which the leader's list appears, and after which the leader is forgotten.
  static let leaderListAfter = 0.4
  static let leaderLasts = 5.0

  mutating func handle(_ event: InputEvent, at now: MonotonicTime) -> [Effect] {
    let (view, face, said) = (view, face, footer.until)
    defer {
      // What was said before would hide the keys of the view that it was gone to.
      if (view, face) != (self.view, self.face), footer.until == said { footer.stop() }
    }
    switch event {
    case .key(let key): return press(key, at: now)
    case .paste(let text): return paste(text, at: now)
    case .mouse(let mouse): return point(mouse, at: now)
    case .resize(let size): self.size = size
    case .focus, .answer: break
    }
    return []
  }

  private mutating func press(_ key: Key, at now: MonotonicTime) -> [Effect] {
    if armed?.what == .quit, keyMap.command(for: key, in: .anywhere)?.id != "stop.or.clear" { armed = nil }
    if isTooSmall { return pressWhenTooSmall(key, at: now) }
    if let since = leaderSince {
      leaderSince = nil
      if now < since.advanced(seconds: Self.leaderLasts) { return pressAfterLeader(key, at: now) }
    }
    if let split = splitAlt(key) { return press(split[0], at: now) + press(split[1], at: now) }
    if overlay != nil { return pressInOverlay(key, at: now) }
    switch focus {
    case .message: return pressInMessage(key, at: now)
    case .transcript: return pressInTranscript(key, at: now)
    case .lane: return pressInLane(key, at: now)
    case .wire: return pressInWire(key, at: now)
    case .params: return pressInParams(key, at: now)
    case .code: return pressInCode(key, at: now)
    case .historyList where history.isFinding: return pressInFind(key, at: now)
    case .draft, .codeOptions, .difference, .lens, .results, .scores, .usageTrend, .usageSplit,
      .usageRequests,
      .keyList, .keyDetail, .historyList, .historyPreview, .picture, .pictureDetails, .videoList, .videoTask,
      .videoAnswer:
      guard let command = keyMap.command(for: key, inPane: focus, letters: true) else { return [] }
      return perform(command.id, at: now)
    }
  }

  /// An Escape may melt with the next key on its way: an unbound Alt-x is Esc, then x.
  private func splitAlt(_ key: Key) -> [Key]? {
    guard key.modifiers.contains(.alt) else { return nil }
    let isBound: Bool
    if overlay != nil {
      isBound = false
    } else {
      isBound = keyMap.command(for: key, inPane: focus, letters: !isTyping) != nil
    }
    return isBound ? nil : [Key(.escape), Key(key.code, key.modifiers.subtracting(.alt))]
  }

  private mutating func pressWhenTooSmall(_ key: Key, at now: MonotonicTime) -> [Effect] {
    if key.code == .character("q") { return perform("quit", at: now) }
    if let command = keyMap.command(for: key, in: .anywhere), command.id == "stop.or.clear" {
      return perform(command.id, at: now)
    }
    return []
  }

  private mutating func pressAfterLeader(_ key: Key, at now: MonotonicTime) -> [Effect] {
    if key.code == .escape { return [] }
    guard let command = keyMap.command(for: key, in: .leader) else {
      say("Ctrl-X \(KeyNames.text(key)) is no command. Ctrl-X h lists the keys.", at: now)
      return []
    }
    // Where Enter sends to all, this sends to one.
    if command.id == "send", view == .compare, preferences.enterSends {
      return perform("lanes.send.one", at: now)
    }
    return perform(command.id, at: now)
  }

  /// Runs a command, or says why it cannot run now.
  package mutating func perform(_ id: CommandID, argument: String? = nil, at now: MonotonicTime) -> [Effect] {
    guard let command = keyMap[id] else { return [] }
    if let reason = command.reason(self) ?? blindReason(id) {
      say("Not now: \(reason).", at: now)
      return []
    }
    return command.run(&self, Invocation(now: now, argument: argument))
  }

  private mutating func paste(_ text: String, at now: MonotonicTime) -> [Effect] {
    if isTooSmall { return [] }
    leaderSince = nil
    if overlay != nil { return pasteInOverlay(text, at: now) }
    if focus == .wire, wire.isTyping {
      wire.text += text.filter { !$0.isNewline }
    } else if transcript.search?.isTyping == true {
      typeInSearch(text.filter { !$0.isNewline }, at: now)
    } else if focus == .historyList, history.isFinding {
      return typeInFind(text.filter { !$0.isNewline }, at: now)
    } else if view != .chat, view != .compare {
      if params.typing != nil {
        pasteInValue(text)
      } else {
        say("Nothing here takes a paste; Ctrl-X 1 goes to the chat.", at: now)
      }
    } else if let path = PastedPath.picture(in: text) {
      return [.readPastedPath(path, pasted: text)]
    } else {
      focus = .message
      message.paste(text)
    }
    return []
  }

  // MARK: Mouse

  private mutating func point(_ mouse: MouseEvent, at now: MonotonicTime) -> [Effect] {
    guard !isTooSmall else { return [] }
    switch mouse.kind {
    case .press:
      guard let hit = layouts.hits.last(where: { $0.area.contains(mouse.position) }) else { return [] }
      return hitEffects(hit, mouse.position, at: now)
    case .wheelUp, .wheelDown:
      let rows = mouse.kind == .wheelUp ? -3 : 3
      if overlay != nil { return scrollOverlay(rows) }
      return scroll(rows, under: mouse.position, at: now)
    case .drag:
      if !footer.log.contains(Self.dragHint) { say(Self.dragHint, at: now) }
    case .release: break
    }
    return []
  }

  private mutating func scroll(_ rows: Int, under position: Position, at now: MonotonicTime) -> [Effect] {
    if layout[.wire]?.contains(position) == true { return moveInWire(rows, at: now) }
    if layout[.params]?.contains(position) == true { return moveParameter(rows) }
    if layout[.draft]?.contains(position) == true { return scrollDraft(rows) }
    if layout[.code]?.contains(position) == true { return moveInCode(rows, at: now) }
    if view == .compare { return scrollInCompare(rows, under: position, at: now) }
    if let pane = shownPanes.first(where: { layout[$0]?.contains(position) == true }) {
      switch view {
      case .usage: return scrollInUsage(rows, pane, at: now)
      case .keys: return scrollInKeys(rows, pane, at: now)
      case .history: return scrollInHistory(rows, pane, at: now)
      case .chat where face == .pictures: return scrollPictureDetails(rows)
      case .chat where face == .videos: return moveInVideos(rows.signum(), pane)
      default: break
      }
    }
    guard view == .chat else { return [] }
    scrollTranscript(rows, at: now)
    return []
  }

  private static let dragHint = "Shift-drag selects text; Ctrl-X M gives the mouse to the terminal."

  private mutating func hitEffects(_ hit: Hit, _ position: Position, at now: MonotonicTime) -> [Effect] {
    switch hit.target {
    case .command(let id):
      overlay = nil
      return perform(id, at: now)
    case .pane(let pane):
      guard overlay == nil else { return [] }
      focus = pane
      if pane == .message { pointInMessage(position, hit.area) }
    case .row(let index): return chooseInOverlay(row: index, at: now)
    case .overlay: break
    case .view(let view):
      if view != self.view { return perform(CommandID("view.\(view.title.lowercased())"), at: now) }
    case .lane(let id):
      guard overlay == nil else { return [] }
      focus = .lane
      compare.focused = id
    case .resultsRow(let row):
      focus = .results
      // A click on the marked row goes there.
      if compare.results.mark == row { return perform("results.open", at: now) }
      compare.results.mark = row
    case .resultsColumn(let column): sortResults(by: column, at: now)
    case .paramsKind(let kind):
      focus = .params
      workspace.kind = kind
    case .paramsRow(let mark):
      focus = .params
      // A click on the marked row opens it.
      if params.mark[workspace.kind] == mark { return openParameter(at: now) }
      params.mark[workspace.kind] = mark
    case .codeLanguage(let id):
      code.language = id
    case .paneRow(let pane, let row):
      guard overlay == nil else { return [] }
      focus = pane
      switch view {
      case .usage: return pointInUsage(pane, row: row, at: now)
      case .keys: return pointInKeys(pane, row: row, at: now)
      case .history: return pointInHistory(pane, row: row, at: now)
      case .chat where face == .pictures: return pointInPictures(pane, row: row)
      case .chat where face == .videos: return pointInVideos(row: row)
      default: break
      }
    case .wireTab(let tab):
      focus = .wire
      showWireTab(tab)
    case .wireRow(let row):
      focus = .wire
      wire.mark = row
    }
    return []
  }
}
