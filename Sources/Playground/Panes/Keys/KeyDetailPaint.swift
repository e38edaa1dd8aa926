import RelayKit
import TerminalUI
import Workbench

/// What is known of the marked key, and what only the console can change.
extension Playground {
  func paintKeyDetail(_ canvas: inout Canvas, _ area: Rect, at now: MonotonicTime) {
    let isWide = area.columns >= 110
    let left = isWide ? area.columns / 2 : area.columns
    let detail = Rect(column: area.column, row: area.row, columns: left, rows: area.rows)
    let key = markedKey
    var frame = Frame(
      key.map { $0.name.isEmpty ? "(no name)" : $0.name } ?? "Key",
      isFocused: focus == .keyDetail && overlay == nil)
    if let key {
      let state = state(of: key, at: now)
      let sign = isInUse(key) && key.isOn ? "● " : state.isTrouble ? "✗ " : "○ "
      frame.state = [
        Span(canvas.signs.sign(sign + state.word), Style(state.isTrouble ? .error : .live))
      ]
    }
    if !isWide { frame.footLeft = "limits, models, expiry, IPs at the relay: its console, o" }
    frame.draw(on: &canvas.grid, in: detail, signs: canvas.signs)
    let lines =
      key.map { detailLines($0, columns: detail.columns - 4, at: now) }
      ?? emptyLines(columns: detail.columns - 4)
    write(lines, &canvas, detail.inside)
    if isWide {
      let right = Rect(
        column: area.column + left, row: area.row, columns: area.columns - left, rows: area.rows)
      paintConsole(&canvas, right)
    }
    if size.rows >= 32, !isZoomed {
      canvas.say(
        "A key is sent only to its own base URL. bayside writes no key to logs, history, exports or snippets.",
        column: 1, row: size.rows - 2, style: Style(.muted))
    }
  }

  private func write(_ lines: [StyledLine], _ canvas: inout Canvas, _ area: Rect) {
    let top = max(0, min(keys.detailTop, lines.count - area.rows))
    for row in 0..<min(area.rows, lines.count - top) {
      canvas.grid.write(lines[top + row], column: area.column + 1, row: area.row + row, in: area)
    }
  }

  private func emptyLines(columns: Int) -> [StyledLine] {
    var lines: [StyledLine] = [[Span("a adds a key.", Style())]]
    if let reason = keys.list.keyring {
      lines += TextWrapper.wrap([Span("No keyring here: \(reason).", Style(.muted))], columns: columns)
    }
    return lines
  }

  private func detailLines(_ key: NamedKey, columns: Int, at now: MonotonicTime) -> [StyledLine] {
    var lines: [StyledLine] = []
    func add(_ label: String, _ text: String, _ role: Role = .text) {
      for (row, line) in TextWrapper.wrap([Span(signs.sign(text), Style(role))], columns: columns - 13)
        .enumerated()
      {
        lines.append([Span(Glyphs.padded(row == 0 ? label : "", columns: 13), Style(.muted))] + line)
      }
    }
    if let trouble = key.trouble { add("Trouble", trouble, .error) }
    if !key.isOn { add("Off", "Nothing is sent with it from this machine. Space switches it on.", .warn) }
    if key.isExpired(on: today(at: now)) { add("Expired", "e gives it another last day.", .warn) }
    add(
      "Ends in",
      (key.label.isEmpty ? "not read yet" : key.label) + (key.length.map { "  (\($0) characters)" } ?? ""))
    add("Stored in", storedWords(key))
    add("Base URL", key.baseURL)
    if !key.project.isEmpty { add("Project", key.project) }
    if let added = key.addedAt { add("Added", LocalDay(time: added, utcOffset: surroundings.utcOffset).text) }
    addTest(key, at: now, add)
    addBalance(key, add)
    let spent = guarding.book.spent(by: key.name, on: today(at: now))
    func words(_ period: KeyLimits.Period) -> String {
      guarding.book.words(of: key.name, in: period, on: today(at: now))
    }
    add(
      "Spent here", "today \(words(.day))   this month \(words(.month))   in all \(words(.all))")
    let unpriced = guarding.book.unpriced(by: key.name, in: .all, on: today(at: now))
    if unpriced > 0 {
      add("", "\(Figures.counted(unpriced, "request")) without a known price, in no sum", .muted)
    }
    if !guarding.book.knowsHistory { add("", "in this run of bayside: no history is read", .muted) }
    addLimits(key, spent, add)
    if !key.models.isEmpty { add("Models", key.models.words) }
    if let last = key.expires { add("Last day", last.text) }
    lines.append([])
    for line in TextWrapper.wrap(
      [
        Span(
          "If a key leaks: switch it off or reset it in the console first, then press e here to put in the new one.",
          Style(.muted))
      ], columns: columns)
    {
      lines.append(line)
    }
    return lines
  }

  private func storedWords(_ key: NamedKey) -> String {
    switch key.place {
    case .file: "\(keys.list.file)   mode 600"
    case .environment(let name): "the environment variable \(name)"
    case .command(let words): "printed by: \(words)"
    case .keyring: "the system keyring"
    case .session: "this run only: it has no name here. a adds one that has."
    }
  }

  private func addTest(_ key: NamedKey, at now: MonotonicTime, _ add: (String, String, Role) -> Void) {
    if keys.testing.contains(key.name) { return add("Last test", "● asking the relay for its models", .live) }
    guard let test = key.test else { return add("Last test", "never; T tests it with a free call", .muted) }
    let models = test.models.map { ", \(Figures.counted($0, "model"))" } ?? ""
    let status = test.status.map { "\($0)  " } ?? ""
    add(
      "Last test",
      "\(testTime(test, at: now))  GET /models  \(status)\(Figures.milliseconds(test.milliseconds))\(models)",
      test.isGood ? .text : .error)
    if !test.trouble.isEmpty { add("", test.trouble, .error) }
  }

  private func addBalance(_ key: NamedKey, _ add: (String, String, Role) -> Void) {
    if keys.asking.contains(key.name) { return add("Relay says", "● asking", .live) }
    if let words = keys.answers[key.name] { add("Relay says", words, .warn) }
    guard let balance = key.balance else {
      if keys.answers[key.name] == nil { add("Relay says", "not asked; R asks (free)", .muted) }
      return
    }
    let offset = surroundings.utcOffset
    let day = LocalDay(time: balance.readAt, utcOffset: offset).text
    add(
      "Relay says",
      "\(balance.words(utcOffset: offset))   (\(day) \(Figures.clock(balance.readAt, utcOffset: offset).prefix(5)); R asks)",
      .text)
  }

  private func addLimits(_ key: NamedKey, _ spent: SpendingSums, _ add: (String, String, Role) -> Void) {
    guard !key.limits.isEmpty else { return add("Your limit", "none; e sets one", .muted) }
    var label = "Your limit"
    for period in KeyLimits.Period.allCases {
      guard let cap = key.limits[period] else { continue }
      let share = cap > 0 ? spent[period] / cap : 1
      let amount = Glyphs.padded(GuardMoney.exact(cap) + period.suffix, columns: 13)
      let percent = NumberWords.whole(min(share, 9.99) * 100)
      add(
        label, "\(amount) \(ErrorBox.bar(share: share, columns: 19)) \(percent) %",
        share >= 1 ? .error : share >= 0.8 ? .warn : .text)
      label = ""
    }
    add("", "bayside stops sending at the limit. It lives here; it is not the relay's.", .muted)
  }

  // MARK: The console

  private func paintConsole(_ canvas: inout Canvas, _ area: Rect) {
    Frame("Set in the relay's console, not here", isFocused: false).draw(
      on: &canvas.grid, in: area, signs: canvas.signs)
    let words = [
      "These belong to the key on the server:", "", "  - create, switch off, reset (a reset makes a new key)",
      "  - credit limit of the key", "  - which models the key may use", "  - expiry date",
      "  - allowed IP addresses", "  - keys and credit of members of your organisation", "",
      "Open  \(markedKey.map(KeysPane.console) ?? KeysPane.console)   (o copies it)", "",
      "What is set on the left is held by bayside on this", "machine, on top of those.",
    ]
    let inside = area.inside
    for (row, text) in words.prefix(inside.rows).enumerated() {
      canvas.say(text, column: inside.column + 1, row: inside.row + row, style: Style(), in: inside)
    }
  }
}
