import RelayKit
import TerminalUI
import Workbench

/// Moving about in the inspector.
extension Playground {
  mutating func pressInWire(_ key: Key, at now: MonotonicTime) -> [Effect] {
    if wire.isTyping { return pressInWireFilter(key, at: now) }
    if let command = keyMap.command(for: key, inPane: .wire, letters: true) {
      return perform(command.id, at: now)
    }
    return []
  }

  private var wireInside: Rect { (layout[.wire] ?? Rect(column: 0, row: 1, columns: 80, rows: 10)).inside }

  private var isListOfFrames: Bool { wire.tab == .frames && !wire.showsDetail }

  private func wireExchange(at now: MonotonicTime) -> Exchange? { wireSubject(at: now)?.reply?.exchange }

  /// Down by rows; in a list the mark moves, and reaching its end follows.
  mutating func moveInWire(_ rows: Int, at now: MonotonicTime) -> [Effect] {
    if isListOfFrames {
      guard let exchange = wireExchange(at: now) else { return [] }
      layouts.wire.frames.take(exchange, wire)
      let count = layouts.wire.frames.count
      guard count > 0 else { return [] }
      let target = max(0, (wire.mark ?? count - 1) + rows)
      wire.mark = target >= count - 1 && rows > 0 ? nil : min(target, count - 1)
    } else {
      let count = wireLines(wireInside.columns - 2, at: now).count
      let last = max(0, count - wireInside.rows)
      wire.top[wire.tab] = min(last, max(0, min(last, wire.top[wire.tab] ?? 0) + rows))
    }
    return []
  }

  var wirePage: Int {
    isListOfFrames
      ? max(1, Self.wireRows(wireInside, hasFilterLine: wire.showsFilterLine).list - 1)
      : max(1, wireInside.rows - 1)
  }

  mutating func wireToEnd(_ end: Bool, at now: MonotonicTime) -> [Effect] {
    if isListOfFrames {
      wire.mark = end ? nil : 0
    } else {
      wire.top[wire.tab] = end ? .max / 2 : 0
    }
    return []
  }

  mutating func showWireTab(_ tab: WireTab) {
    wire.tab = tab
    wire.showsDetail = false
  }

  mutating func nextWireTab(_ step: Int) -> [Effect] {
    let count = WireTab.allCases.count
    showWireTab(WireTab.allCases[(wire.tab.rawValue + step + count) % count])
    return []
  }

  enum WirePlace { case gap, trouble, firstToken }

  /// The next or previous frame of a kind, after the marked one; wraps around and says so.
  mutating func seekFrame(_ place: WirePlace, forward: Bool, at now: MonotonicTime) -> [Effect] {
    guard let exchange = wireExchange(at: now) else { return [] }
    let frames = layouts.wire.frames
    frames.take(exchange, wire)
    let (all, none): ([Int], String) =
      switch place {
      case .gap: (frames.gaps, "No gap is slower than usual.")
      case .trouble: (frames.troubles, "No frame is an error or malformed.")
      case .firstToken: (frames.firstToken.map { [$0] } ?? [], "No token came.")
      }
    guard let first = all.first, let last = all.last else {
      say(none, at: now)
      return []
    }
    let marked = wireMarkedFrame(exchange) ?? 0
    let found = forward ? all.first { $0 > marked } : all.last { $0 < marked }
    if found == nil, all.count > 1 { say(forward ? "From the top." : "From the bottom.", at: now) }
    showWireTab(.frames)
    wire.mark = frames.row(ofFrame: found ?? (forward ? first : last))
    return []
  }

  // MARK: Filter

  private mutating func pressInWireFilter(_ key: Key, at now: MonotonicTime) -> [Effect] {
    switch key.code {
    case .escape:
      wire.isTyping = false
      wire.text = ""
    case .enter: wire.isTyping = false
    case .backspace: wire.text = String(wire.text.dropLast())
    case .character("u") where key.modifiers == .control: wire.text = ""
    case .character(let character) where key.modifiers.isEmpty: wire.text.append(character)
    case .up: return moveInWire(-1, at: now)
    case .down: return moveInWire(1, at: now)
    case .function, .character, .tab:
      if let command = keyMap.command(for: key, in: .anywhere) { return perform(command.id, at: now) }
    default: break
    }
    wire.mark = nil
    return []
  }

  mutating func openKindFilter(at now: MonotonicTime) -> [Effect] {
    guard let exchange = wireExchange(at: now) else { return [] }
    // Counted over all frames, whatever is filtered now.
    let all = FrameList()
    all.take(exchange, WirePane())
    var rows = [PickList.Row(id: "", title: "all frames", fields: ["\(exchange.frames.count)"])]
    rows += all.kinds.map { kind, count in
      PickList.Row(id: kind.rawValue, title: FrameText.name(of: kind), fields: ["\(count)"])
    }
    overlay = .list(
      PickList(
        .argument(of: "wire.kinds"), title: "Show frames", rows: rows,
        marked: wire.kinds.first?.rawValue ?? ""))
    return []
  }

  mutating func takeKindFilter(_ id: String) {
    wire.kinds = StreamFrame.Kind(rawValue: id).map { [$0] } ?? []
    wire.mark = nil
  }

  // MARK: Esc

  /// One level up inside the inspector. - Returns: whether there was one.
  mutating func goUpInWire() -> Bool {
    guard focus == .wire else { return false }
    if wire.showsDetail {
      wire.showsDetail = false
    } else if wire.isFiltered {
      wire.text = ""
      wire.kinds = []
      wire.mark = nil
    } else {
      return false
    }
    return true
  }

  // MARK: Copies

  /// What y copies: the frame under the mark, or the text of the tab.
  func wireCopy(at now: MonotonicTime) -> [Effect] {
    guard let reply = wireSubject(at: now)?.reply, let exchange = reply.exchange else { return [] }
    let item: CopyItem
    switch wire.tab {
    case .frames:
      guard let number = wireMarkedFrame(exchange) else { return [] }
      let frame = exchange.frames[number]
      item = CopyItem(
        name: "frame \(number + 1)",
        text: wire.showsRaw
          ? String(decoding: FrameText.bytes(of: frame, in: exchange), as: UTF8.self)
          : FrameText.payload(of: frame, in: exchange), fileName: "frame.json")
    case .request:
      item = CopyItem(
        name: "request body", text: String(decoding: exchange.request.body, as: UTF8.self),
        fileName: "request.json")
    case .response:
      item =
        wire.showsRaw
        ? CopyItem(
          name: "response as it came", text: String(decoding: exchange.bytes, as: UTF8.self),
          fileName: "response.txt")
        : CopyItem(
          name: "assembled response", text: WireText.assembled(exchange.answer).text(pretty: true),
          fileName: "response.json")
    case .headers, .timing, .compare, .odds:
      let lines = layouts.wire.lines(
        wire.tab, detail: nil, of: exchange, reply: reply, base: wireBase(at: now)?.reply, raw: wire.showsRaw,
        columns: 10_000, at: now)
      item = CopyItem(
        name: wire.tab.title.lowercased(),
        text: lines.map { $0.map(\.text).joined() }.joined(separator: "\n"), fileName: "wire.txt")
    }
    return [.copy(item)]
  }
}
