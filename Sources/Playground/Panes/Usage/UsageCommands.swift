import RelayKit
import TerminalUI
import Workbench

/// The view of usage.
enum UsageCommands {
  private static let panes: [PaneID] = [.usageRequests, .usageTrend, .usageSplit]

  private static func command(
    _ id: CommandID, _ title: String, _ help: String, _ keys: [Key], in panes: [PaneID] = panes,
    _ group: Command.Group = .look, hint: Command.Hint? = nil, verb: String? = nil,
    reason: @escaping @Sendable (Playground) -> String? = { _ in nil },
    _ run: @escaping @Sendable (inout Playground, Invocation) -> [Effect]
  ) -> Command {
    Command(
      id, "usage: \(title)", help, group, panes.flatMap { pane in keys.map { .pane(pane, $0) } }, hint: hint,
      verb: verb,
      reason: { $0.view == .usage ? reason($0) : "this is for usage; Ctrl-X 6 opens it" }, run: run)
  }

  private static func move(
    _ id: CommandID, _ title: String, _ keys: [Key], _ rows: @escaping @Sendable (Playground) -> Int
  ) -> Command {
    command(id, title, "Go through the rows of the pane.", keys, .move) { app, call in
      app.moveInUsage(rows(app), at: call.now)
    }
  }

  static let table: [Command] = [
    command(
      "usage.split.prev", "shorter periods", "Days, weeks or months: the one before.", [.letter("[")],
      hint: .init("Range", 10, when: { $0.usage.details == nil })
    ) { app, call in app.splitUsage(by: -1, at: call.now) },
    command(
      "usage.split.next", "longer periods", "Days, weeks or months: the next.", [.letter("]")]
    ) { app, call in app.splitUsage(by: 1, at: call.now) },
    command(
      "usage.period.prev", "earlier", "Go back in time.", [.letter("h")], .move,
      hint: .init("Period", 11, when: { $0.usage.details == nil })
    ) { app, call in app.shiftUsage(1, at: call.now) },
    command("usage.period.next", "later", "Go on in time.", [.letter("l")], .move) { app, call in
      app.shiftUsage(-1, at: call.now)
    },
    command(
      "usage.left", "to the left", "The bar before; in the other panes the time before.", [Key(.left)], .move
    ) { app, call in
      app.focus == .usageTrend ? app.moveInUsage(-1, at: call.now) : app.shiftUsage(1, at: call.now)
    },
    command(
      "usage.right", "to the right", "The next bar; in the other panes the time after.", [Key(.right)], .move
    ) { app, call in
      app.focus == .usageTrend ? app.moveInUsage(1, at: call.now) : app.shiftUsage(-1, at: call.now)
    },
    command(
      "usage.unit", "unit", "Bars of cost, tokens, requests or errors.", [.letter("t")],
      hint: .init("Unit", 12, when: { $0.size.columns >= 100 })
    ) { app, _ in
      app.usage.unit = app.usage.unit.next
      return []
    },
    command(
      "usage.sort", "sort", "Sort the requests: newest, dearest, most tokens, slowest, longest TTFT.",
      [.letter("s")],
      hint: .init("Sort", 13, when: { $0.size.columns >= 100 })
    ) { app, call in app.sortUsage(at: call.now) },
    command(
      "usage.filter", "filter", "Show only some: by model, key, tag, result or kind, or the demo relay's.",
      [.letter("F")], hint: .init("Filter", 14)
    ) { app, call in app.filterUsage(call) },
    command(
      "usage.speed", "parts or times", "Beside each model its part, or its errors and times.", [.letter("v")]
    ) { app, call in
      app.usage.showsSpeed.toggle()
      if (app.layout[.usageSplit]?.inside.columns ?? 0) >= 70 {
        app.say("Parts and times stand side by side already.", at: call.now)
      }
      return []
    },
    command(
      "usage.receipts", "ask the relay's log",
      "Ask the relay what it charged for these requests; it is never asked by itself.", [.letter("R")], .act,
      hint: .init("Relay log", 15), reason: { $0.workspace.relay == nil ? "no relay is set up" : nil }
    ) { app, call in app.perform("receipts.ask", at: call.now) },
    command(
      "usage.export", "export CSV", "Write the requests that pass the filter to a CSV file.", [.letter("w")],
      .act, hint: .init("CSV", 16),
      reason: { $0.usage.count == 0 ? "there is nothing to write" : nil }
    ) { app, call in [.exportUsage(app.usageQuestion(at: call.now))] },
    command(
      "usage.enter", "choose", "A bar or a part filters; a request opens its page.", [Key(.enter)], .go,
      hint: .init("Open", 17, when: { $0.focus == .usageRequests && $0.usage.details == nil })
    ) { app, call in app.enterInUsage(at: call.now) },
    command(
      "usage.copy", "copy the request id", "Copy the request id by which the relay finds it.", [.letter("y")],
      in: [.usageRequests], .act,
      hint: .init("Copy request id", 18, when: { $0.focus == .usageRequests && $0.usage.details != nil }),
      reason: { $0.usageSubject?.requestID == nil ? "the relay sent no request id" : nil }
    ) { app, _ in
      guard let id = app.usageSubject?.requestID else { return [] }
      return [.copy(CopyItem(name: "request id", text: id, fileName: "request-id.txt"))]
    },
    move("usage.down", "down", [.letter("j"), Key(.down)]) { _ in 1 },
    move("usage.up", "up", [.letter("k"), Key(.up)]) { _ in -1 },
    move("usage.page.down", "page down", [Key(.pageDown), .control("d")]) { $0.usageRows },
    move("usage.page.up", "page up", [Key(.pageUp), .control("u")]) { -$0.usageRows },
    move("usage.top", "top", [.letter("g"), Key(.home)]) { _ in -1_000_000_000 },
    move("usage.bottom", "bottom", [.letter("G"), Key(.end)]) { _ in 1_000_000_000 },
  ]
}

extension Playground {
  /// The request that keys are about.
  var usageSubject: UsageRecord? { usage.details ?? usage.request(at: usage.mark) }

  mutating func splitUsage(by step: Int, at now: MonotonicTime) -> [Effect] {
    let all = UsageSplit.allCases
    let place = all.firstIndex(of: usage.split) ?? 0
    usage.split = all[(place + step + all.count) % all.count]
    (usage.shift, usage.chosen, usage.markedBar) = (0, nil, nil)
    return askForUsageAnew(at: now)
  }

  /// - Parameter step: 1 goes back in time.
  mutating func shiftUsage(_ step: Int, at now: MonotonicTime) -> [Effect] {
    let shift = max(0, usage.shift + step * usage.leap)
    guard shift != usage.shift else {
      say("The last bar is the present one.", at: now)
      return []
    }
    (usage.shift, usage.chosen, usage.markedBar) = (shift, nil, nil)
    return askForUsageAnew(at: now)
  }

  mutating func sortUsage(at now: MonotonicTime) -> [Effect] {
    let all = UsageOrder.allCases
    let place = all.firstIndex(of: usage.order) ?? 0
    usage.order = all[(place + 1) % all.count]
    say("Requests: \(usage.order.words).", at: now)
    return askForUsageAnew(at: now)
  }

  mutating func moveInUsage(_ rows: Int, at now: MonotonicTime) -> [Effect] {
    switch focus {
    case .usageTrend:
      let last = (usage.report?.bars.count ?? 1) - 1
      usage.markedBar = max(0, min((usage.markedBar ?? last) + max(-1000, min(rows, 1000)), last))
      return []
    case .usageSplit:
      let last = usageShares.count - 1
      usage.markedShare = max(0, min(usage.markedShare + max(-1000, min(rows, 1000)), last))
      return []
    default: return moveInRequests(rows, at: now)
    }
  }

  mutating func enterInUsage(at now: MonotonicTime) -> [Effect] {
    switch focus {
    case .usageTrend:
      guard let bars = usage.report?.bars, let last = bars.indices.last else { return [] }
      let period = bars[min(usage.markedBar ?? last, last)].period
      usage.chosen = usage.chosen == period ? nil : period
      return askForUsageAnew(at: now)
    case .usageSplit:
      let shares = usageShares
      guard shares.indices.contains(usage.markedShare) else { return [] }
      let (dimension, share) = shares[usage.markedShare]
      usage.filter[dimension] = usage.filter[dimension] == share.value ? nil : share.value
      return askForUsageAnew(at: now)
    default:
      if let details = usage.details {
        guard let chat = details.conversation else {
          say("Its chat was deleted, or never kept.", at: now)
          return []
        }
        return [.openHistory([chat], .open)]
      }
      usage.details = usage.request(at: usage.mark)
      usage.detailsTop = 0
      return []
    }
  }

  /// Esc. - Returns: `nil` when there was nothing in the view to close.
  mutating func goUpInUsage(at now: MonotonicTime) -> [Effect]? {
    if usage.details != nil {
      usage.details = nil
      return []
    }
    if isZoomed { return nil }
    if usage.chosen != nil {
      usage.chosen = nil
      return askForUsageAnew(at: now)
    }
    if !usage.filter.isEmpty {
      usage.filter = UsageFilter(isDemo: usage.filter.isDemo)
      return askForUsageAnew(at: now)
    }
    return nil
  }

  mutating func scrollInUsage(_ rows: Int, _ pane: PaneID, at now: MonotonicTime) -> [Effect] {
    pane == .usageRequests ? moveInRequests(rows, at: now) : []
  }

  /// A click on a row marks it; on the marked one it does what Enter does.
  mutating func pointInUsage(_ pane: PaneID, row: Int, at now: MonotonicTime) -> [Effect] {
    switch pane {
    case .usageTrend:
      let last = (usage.report?.bars.count ?? 1) - 1
      if usage.markedBar ?? last == row { return enterInUsage(at: now) }
      usage.markedBar = row
    case .usageSplit:
      if usage.markedShare == row { return enterInUsage(at: now) }
      usage.markedShare = row
    default:
      if usage.mark == row { return enterInUsage(at: now) }
      usage.mark = row
      settleUsage()
    }
    return []
  }
}
