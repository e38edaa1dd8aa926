package import RelayKit
package import TerminalUI
import Workbench

extension Playground {
  /// The frame for this state. The only thing it leaves behind is the memo.
  package func grid(at now: MonotonicTime) -> Grid {
    // What is painted of the chat is that of the lane that keys act on.
    if seated == nil, let lane = laneOfInput { return withLane(lane).grid(at: now) }
    var canvas = Canvas(size: size, signs: signs)
    if isTooSmall {
      paintTooSmall(&canvas)
    } else {
      paintViewBar(&canvas, at: now)
      paintPanes(&canvas, at: now)
      if let overlay { paint(overlay, &canvas, at: now) }
      if let leaderSince, now >= leaderSince.advanced(seconds: Self.leaderListAfter),
        now < leaderSince.advanced(seconds: Self.leaderLasts)
      {
        paintLeaderList(&canvas)
      }
      paintFooter(&canvas, at: now)
    }
    layouts.hits = canvas.hits
    if signs.isASCII { canvas.grid.useASCIISigns() }
    closeLines(&canvas.grid)
    return canvas.grid
  }

  /// Tools that capture a terminal line by line lose what a line takes over from the one before. A change of
  /// weight between the last and the first cell makes every captured line tell its colours anew.
  private func closeLines(_ grid: inout Grid) {
    guard grid.size.columns > 1 else { return }
    for row in 0..<grid.size.rows {
      grid[0, row].style.attributes.remove(.bold)
      grid[grid.size.columns - 1, row].style.attributes.insert(.bold)
    }
  }

  private func paintPanes(_ canvas: inout Canvas, at now: MonotonicTime) {
    if case .setUp = overlay, workspace.relay == nil { return }
    let layout = layout
    for pane in PaneID.allCases {
      guard let area = layout[pane] else { continue }
      if view == .compare, pane == .transcript { continue }
      canvas.mark(area, .pane(pane))
      switch pane {
      case .transcript: paintTranscript(&canvas, area, at: now)
      case .lane, .difference, .lens, .results, .scores: paintCompare(&canvas, area, at: now)
      case .wire: paintWire(&canvas, area, at: now)
      case .message: paintMessage(&canvas, area, at: now)
      case .params: paintParams(&canvas, area, at: now)
      case .draft: paintDraft(&canvas, area, at: now)
      case .code: paintCode(&canvas, area, at: now)
      case .codeOptions: paintCodeOptions(&canvas, area, at: now)
      case .usageTrend, .usageSplit, .usageRequests: paintUsage(&canvas, area, pane, at: now)
      case .keyList, .keyDetail: paintKeys(&canvas, area, pane, at: now)
      case .historyList, .historyPreview: paintHistory(&canvas, area, pane, at: now)
      case .picture, .pictureDetails: paintPictures(&canvas, area, pane, at: now)
      case .videoList, .videoTask, .videoAnswer: paintVideos(&canvas, area, pane, at: now)
      }
    }
  }

  private func paintTooSmall(_ canvas: inout Canvas) {
    let smallest = Self.smallest
    var lines = [
      "bayside needs more room.", "", "  now        \(size.columns) x \(size.rows)",
      "  smallest   \(smallest.columns) x \(smallest.rows)   one pane",
      "  good       80 x 24   all panes, one at a time",
      "  better    120 x 36   two panes side by side", "",
    ]
    let running = allRunning
    if running.count == 1 { lines.append("1 stream is still running and is being kept.") }
    if running.count > 1 { lines.append("\(running.count) streams are still running and are being kept.") }
    lines.append("Make the window larger, or press q to quit.")
    let folded = lines.flatMap { line -> [StyledLine] in
      line.isEmpty ? [[]] : TextWrapper.wrap([Span(signs.sign(line))], columns: max(10, size.columns - 2))
    }
    for (row, line) in folded.enumerated() { canvas.grid.write(line, column: 1, row: row + 1) }
  }

  /// Whom a request would reach and what was spent today, as far as there is room.
  private func relayWords(_ relay: RelayIdentity, room: Int, at now: MonotonicTime) -> String {
    var room = room
    let isPrivate = isPrivateNow
    if isPrivate { room -= 10 }
    let name = relayName(relay, room: room)
    var rest = name
    if let spent = spentToday(at: now), !relay.isDemo {
      let short = relayName(relay, room: 0)
      let choices = ["\(name)  today \(spent)", "\(short)  today \(spent)", "\(short)  \(spent)", spent]
      rest = choices.first { Glyphs.width($0) < room } ?? name
    }
    guard isPrivate else { return rest }
    return rest.isEmpty || Glyphs.width(rest) > room ? "private" : "private  \(rest)"
  }

  /// With all keys, requests that have ended; `nil` as long as that is nothing.
  private func spentToday(at now: MonotonicTime) -> String? {
    let amount = guarding.book.spent(by: nil, on: today(at: now)).day
    return amount > 0 ? NumberWords.money(amount, currency: KeyLimits.currency, isEstimate: true) : nil
  }

  /// What is sent now is not kept: a chat that was private stays so when the mode has ended.
  private var isPrivateNow: Bool {
    preferences.isPrivate || workspace.conversation.isPrivate && !workspace.conversation.isEmpty
  }

  private func relayName(_ relay: RelayIdentity, room: Int) -> String {
    if relay.isDemo {
      return ["demo relay, simulated", "demo, simulated", "demo"].first { $0.count < room } ?? ""
    }
    let label = relay.keyLabel.hasPrefix("..") ? "key \(relay.keyLabel)" : relay.keyLabel
    let key = relay.keyName.isEmpty ? label : "key \(relay.keyName)"
    return ["\(relay.baseURL)  \(key)", key].first { Glyphs.width($0) < room } ?? key
  }

  private func paintViewBar(_ canvas: inout Canvas, at now: MonotonicTime) {
    let bar = Style(.text, on: .header)
    canvas.grid.fill(Rect(column: 0, row: 0, columns: size.columns, rows: 1), style: bar)
    let spacing = ViewBarSpacing(columns: size.columns)
    var column = canvas.say(spacing.brand, column: 0, row: 0, style: Style(.heading, on: .header, .bold))
    guard let relay = workspace.relay else {
      canvas.say(
        "no key yet ", column: size.columns - 11, row: 0, style: Style(.muted, on: .header))
      return
    }
    for view in ViewID.allCases {
      let news = view == .compare ? compare.news.map { $0 == .failed ? "!" : "*" } ?? "" : ""
      let name = "\(view.rawValue) \(spacing == .wide ? view.title : view.shortTitle)\(news)"
      let isCurrent = view == self.view
      let (before, behind) = spacing.signs(
        isCurrent: isCurrent, isAfterSign: view == .chat || view.rawValue == self.view.rawValue + 1)
      let start = column
      column = canvas.say(
        before + name + behind, column: start, row: 0,
        style: isCurrent ? Style(.accent, on: .header, .bold) : bar)
      canvas.mark(Rect(column: start, row: 0, columns: column - start, rows: 1), .view(view))
    }
    // Two blanks before it and one behind.
    let room = size.columns - column - 3
    let style = relay.isDemo || isPrivateNow ? Style(.warn, on: .header) : Style(.muted, on: .header)
    if room >= Self.leastRelayColumns {
      let text = Glyphs.fitted(relayWords(relay, room: room + 1, at: now), columns: room) + " "
      canvas.say(text, column: size.columns - Glyphs.width(text), row: 0, style: style)
    } else if isPrivateNow {
      // What must be known stands in place of the name of the program, which is as long.
      canvas.say(
        "private", column: spacing == .tight ? 0 : 1, row: 0, style: Style(.warn, on: .header, .bold))
    }
  }

  /// As many as "private" takes; less of an address says nothing.
  private static let leastRelayColumns = 7
}

/// How the names of views stand beside each other.
private enum ViewBarSpacing {
  /// Whole names, with so much room that none moves when another is gone to.
  case wide
  /// Short names with a blank between.
  case narrow
  /// The brackets stand in the blanks.
  case tight

  init(columns: Int) { self = columns < 72 ? .tight : columns < 110 ? .narrow : .wide }

  var brand: String {
    switch self {
    case .wide: " bayside  "
    case .narrow: " bayside"
    case .tight: "bayside "
    }
  }

  /// What stands before and behind a name.
  /// - Parameter isAfterSign: a blank or a bracket stands before it already.
  func signs(isCurrent: Bool, isAfterSign: Bool) -> (String, String) {
    switch self {
    case .wide: isCurrent ? ("[", "]") : (" ", " ")
    case .narrow: isCurrent ? (" [", "]") : (" ", "")
    case .tight: isCurrent ? ("[", "]") : (isAfterSign ? "" : " ", "")
    }
  }
}
