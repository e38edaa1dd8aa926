import RelayKit
import TerminalUI
import Workbench

extension Playground {
  mutating func handle(_ event: InputEvent, at now: MonotonicTime) -> [Effect] {
    switch event {
    case .key(let key): return press(key, at: now)
    case .paste(let text): paste(text, at: now)
    case .mouse(let mouse): return point(mouse, at: now)
    case .resize(let size): self.size = size
    case .focus: break
    }
    return []
  }

  private mutating func paste(_ text: String, at now: MonotonicTime) {
    switch overlay {
    case .list(var list):
      list.filter += text.filter { !$0.isNewline }
      overlay = .list(list)
    case .setUp(var setUp):
      let line = text.filter { !$0.isWhitespace }
      if setUp.isOnKey { setUp.key.insert(line) } else { setUp.baseURL.insert(line) }
      overlay = .setUp(setUp)
    case .help, .confirmQuit: break
    case nil:
      if search?.isTyping == true {
        search?.text += text.filter { !$0.isNewline }
        findNext(from: nil, at: now)
      } else {
        focus = .message
        composer.insert(text)
      }
    }
  }

  private mutating func press(_ key: Key, at now: MonotonicTime) -> [Effect] {
    if key.modifiers == .control, key.code == .character("c") { return run(.stopOrClear, at: now) }
    if isTooSmall { return key.code == .character("q") ? run(.askQuit, at: now) : [] }
    if leaderSince != nil {
      leaderSince = nil
      if key.code == .escape { return [] }
      guard let command = keyMap.afterLeader(key) else {
        say("Ctrl-X \(KeyLabel.text(key)) is no command.", at: now)
        return []
      }
      return run(command, at: now)
    }
    // An Escape may melt with the next key: an unbound Alt-x is Esc, then x.
    if key.modifiers.contains(.alt), overlay != nil || search != nil || !isBoundWithAlt(key) {
      var effects = press(Key(.escape), at: now)
      effects += press(Key(key.code, key.modifiers.subtracting(.alt)), at: now)
      return effects
    }
    switch overlay {
    case .list(let list): return press(key, in: list, at: now)
    case .help(let scroll): return press(key, inHelpAt: scroll)
    case .setUp(let setUp): return press(key, in: setUp, at: now)
    case .confirmQuit:
      overlay = nil
      return key.code == .character("y") ? [.quit] : []
    case nil: break
    }
    if search?.isTyping == true { return pressInSearch(key, at: now) }
    if key.code == .escape { return run(.up, at: now) }
    if focus == .message { return pressInMessage(key, at: now) }
    if key.code == .enter { return run(.fold, at: now) }
    guard let command = keyMap.inPane(key) else { return [] }
    return run(command, at: now)
  }

  private func isBoundWithAlt(_ key: Key) -> Bool {
    guard focus == .message else { return keyMap.inPane(key) != nil }
    return keyMap.anywhere(key) != nil
      || [KeyCode.enter, .backspace, .left, .right, .character("b"), .character("f")].contains(key.code)
  }

  private mutating func pressInMessage(_ key: Key, at now: MonotonicTime) -> [Effect] {
    if let command = keyMap.anywhere(key) {
      if command == .newLine { composer.insert("\n") } else { return run(command, at: now) }
      return []
    }
    let control = key.modifiers.contains(.control)
    let alt = key.modifiers.contains(.alt)
    switch key.code {
    case .enter:
      return composer.takesBackslash() ? [] : send(at: now)
    case .backspace: if alt || control { composer.cutWord() } else { composer.deleteBack() }
    case .delete: composer.deleteForward()
    case .left: if control || alt { composer.wordLeft() } else { composer.left() }
    case .right: if control || alt { composer.wordRight() } else { composer.right() }
    case .home: composer.home()
    case .end: composer.end()
    case .up: composer.up()
    case .down: composer.down()
    case .character("b") where alt: composer.wordLeft()
    case .character("f") where alt: composer.wordRight()
    case .character("a") where control: composer.home()
    case .character("e") where control: composer.end()
    case .character("u") where control: composer.cutToLineStart()
    case .character("k") where control: composer.cutToLineEnd()
    case .character("w") where control: composer.cutWord()
    case .character("y") where control: composer.putBack()
    case .character("d") where control: composer.deleteForward()
    case .character("_") where control: composer.undo()
    case .character("/") where composer.isEmpty && key.modifiers.isEmpty: return run(.palette, at: now)
    case .character(let character) where !control && !alt: composer.insert(String(character))
    default: break
    }
    return []
  }

  private mutating func press(_ key: Key, in list: PickList, at now: MonotonicTime) -> [Effect] {
    var list = list
    switch key.code {
    case .escape:
      if list.filter.isEmpty {
        overlay = nil
        return []
      }
      list.filter = ""
    case .up: list.move(-1)
    case .down: list.move(1)
    case .pageUp: list.move(-10)
    case .pageDown: list.move(10)
    case .enter:
      guard let row = list.marked else { return [] }
      if let reason = row.reason {
        say("Not now: \(reason)", at: now)
        return []
      }
      overlay = nil
      return choose(row, of: list.purpose, at: now)
    case .tab: if let row = list.marked { list.filter = row.title }
    case .backspace: if !list.filter.isEmpty { list.filter.removeLast() }
    case .character("u") where key.modifiers == .control: list.filter = ""
    case .character("/") where list.purpose == .commands && list.filter.isEmpty && focus == .message:
      // Two slashes are a real slash.
      overlay = nil
      composer.insert("/")
      return []
    case .character(let character) where key.modifiers.isEmpty:
      list.filter.append(character)
      list.markedID = nil
    default: break
    }
    overlay = .list(list)
    return []
  }

  private mutating func choose(_ row: PickList.Row, of purpose: PickList.Purpose, at now: MonotonicTime)
    -> [Effect]
  {
    switch purpose {
    case .commands: return CommandID(rawValue: row.id).map { run($0, at: now) } ?? []
    case .models:
      model = row.id
      focus = .message
      say("Model \(row.id).", at: now)
      return []
    case .themes:
      say("Theme \(row.id).", at: now)
      return [.useTheme(row.id)]
    case .copy: return copyEffects(row.id)
    }
  }

  private mutating func press(_ key: Key, inHelpAt scroll: Int) -> [Effect] {
    switch key.code {
    case .escape, .character("q"), .function(1), .character("?"): overlay = nil
    case .down, .character("j"): overlay = .help(scroll: scroll + 1)
    case .up, .character("k"): overlay = .help(scroll: max(0, scroll - 1))
    case .pageDown, .character(" "): overlay = .help(scroll: scroll + 10)
    case .pageUp: overlay = .help(scroll: max(0, scroll - 10))
    default: break
    }
    return []
  }

  private mutating func press(_ key: Key, in setUp: SetUp, at now: MonotonicTime) -> [Effect] {
    var setUp = setUp
    func edit(_ change: (inout Composer) -> Void) {
      if setUp.isOnKey { change(&setUp.key) } else { change(&setUp.baseURL) }
    }
    switch key.code {
    case .escape: return isConnected ? closeOverlay() : [.connectDemo]
    case .tab, .up, .down: setUp.isOnKey.toggle()
    case .enter:
      if setUp.baseURL.isEmpty {
        setUp.note = "The base URL is missing."
      } else if setUp.key.isEmpty {
        setUp.note = "The key is missing. Esc looks around with the demo relay."
        setUp.isOnKey = true
      } else {
        return [.connect(baseURL: setUp.baseURL.text, key: setUp.key.text)]
      }
    case .backspace: edit { $0.deleteBack() }
    case .delete: edit { $0.deleteForward() }
    case .left: edit { $0.left() }
    case .right: edit { $0.right() }
    case .home: edit { $0.home() }
    case .end: edit { $0.end() }
    case .character("u") where key.modifiers == .control: edit { $0.cutToLineStart() }
    case .character(let character) where key.modifiers.isEmpty: edit { $0.insert(String(character)) }
    default: break
    }
    overlay = .setUp(setUp)
    return []
  }

  private mutating func closeOverlay() -> [Effect] {
    overlay = nil
    return []
  }

  private mutating func pressInSearch(_ key: Key, at now: MonotonicTime) -> [Effect] {
    switch key.code {
    case .escape: search = nil
    case .enter: search?.isTyping = false
    case .backspace:
      if search?.text.isEmpty == false { search?.text.removeLast() }
    case .character(let character) where key.modifiers.isEmpty:
      search?.text.append(character)
    default: return []
    }
    if search?.text.isEmpty == false, key.code != .enter { findNext(from: nil, at: now) }
    return []
  }

  private mutating func point(_ mouse: MouseEvent, at now: MonotonicTime) -> [Effect] {
    guard overlay == nil, !isTooSmall else { return [] }
    let layout = Layout(size: size, messageLines: messageLines)
    switch mouse.kind {
    case .wheelUp: scroll(-3, at: now)
    case .wheelDown: scroll(3, at: now)
    case .press:
      focus =
        mouse.position.row >= layout.message.row && mouse.position.row < size.rows - 1
        ? .message : .transcript
    default: break
    }
    return []
  }
}
