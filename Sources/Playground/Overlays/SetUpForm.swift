import RelayKit
package import TerminalUI
import Workbench

/// The first screen: base URL, key, where to keep it. The key is tested with a free call before it is kept.
package struct SetUpForm: Sendable {
  package enum Field: Int, Sendable, Hashable, CaseIterable { case baseURL, key, keeping }
  package enum Progress: Sendable, Hashable {
    case filling
    case testing
    case failed(String)
  }

  package var baseURL: TextField
  package var key = TextField(isMasked: true)
  package var keeping = ConnectionRequest.Keeping.file
  package var field = Field.key
  package var progress = Progress.filling
  let surroundings: Surroundings

  package init(_ surroundings: Surroundings) {
    self.surroundings = surroundings
    baseURL = TextField(surroundings.proposedBaseURL)
    if surroundings.keyInEnvironment != nil { keeping = .environment }
  }

  /// The ways to keep a key that exist here.
  var keepings: [ConnectionRequest.Keeping] {
    surroundings.keyInEnvironment == nil ? [.file, .nowhere] : [.file, .nowhere, .environment]
  }

  mutating func focus(_ row: Int) { field = Field(rawValue: row) ?? field }

  mutating func paste(_ text: String) {
    // Keys and addresses have no white space; a copied line end must not get in.
    let line = text.filter { !$0.isWhitespace }
    edit { $0.insert(line) }
  }

  mutating func edit(_ change: (inout TextField) -> Void) {
    progress = .filling
    switch field {
    case .baseURL: change(&baseURL)
    case .key, .keeping:
      field = .key
      change(&key)
    }
  }

  func hints(isConnected: Bool) -> [FooterHint] {
    [
      FooterHint(key: "Enter", word: "Test and go on"), FooterHint(key: "Tab", word: "Next"),
      FooterHint(key: "Esc", word: isConnected ? "Close" : "Look around with a pretend relay (no network)"),
    ]
  }
}

extension Playground {
  mutating func press(_ key: Key, in form: SetUpForm, at now: MonotonicTime) -> [Effect] {
    var form = form
    let fields = SetUpForm.Field.allCases
    switch key.code {
    case .escape: return leaveSetUp()
    case .character("c") where key.modifiers == .control: return pressQuitInSetUp(at: now)
    case .tab where key.modifiers.contains(.shift):
      form.field = fields[(form.field.rawValue + fields.count - 1) % fields.count]
    case .up where form.field != .keeping:
      form.field = fields[(form.field.rawValue + fields.count - 1) % fields.count]
    case .tab:
      form.field = fields[(form.field.rawValue + 1) % fields.count]
    case .down where form.field != .keeping:
      form.field = fields[(form.field.rawValue + 1) % fields.count]
    case .up, .down, .left, .right, .character(" "):
      guard form.field == .keeping else {
        if key.code != .character(" ") { form.edit { _ = $0.press(key) } }
        break
      }
      let ways = form.keepings
      let place = ways.firstIndex(of: form.keeping) ?? 0
      let step = key.code == .up || key.code == .left ? ways.count - 1 : 1
      form.keeping = ways[(place + step) % ways.count]
    case .enter: return submit(form)
    case .character(let character) where key.modifiers.isEmpty:
      if !character.isWhitespace { form.edit { $0.insert(String(character)) } }
    default: form.edit { _ = $0.press(key) }
    }
    overlay = .setUp(form)
    return []
  }

  private mutating func leaveSetUp() -> [Effect] {
    if workspace.relay != nil {
      overlay = nil
      return []
    }
    return [.connectDemo]
  }

  private mutating func pressQuitInSetUp(at now: MonotonicTime) -> [Effect] {
    if workspace.relay != nil {
      overlay = nil
      return []
    }
    return perform("stop.or.clear", at: now)
  }

  private mutating func submit(_ form: SetUpForm) -> [Effect] {
    var form = form
    defer { overlay = .setUp(form) }
    if form.progress == .testing { return [] }
    if form.baseURL.text.isEmpty {
      form.field = .baseURL
      form.progress = .failed("The base URL is missing.")
      return []
    }
    if form.key.text.isEmpty, form.keeping != .environment {
      if form.field == .baseURL {
        form.field = .key
        return []
      }
      form.progress = .failed("The key is missing. Esc looks around without one.")
      form.field = .key
      return []
    }
    form.progress = .testing
    return [
      .connect(
        ConnectionRequest(baseURL: form.baseURL.text, key: form.key.text, keeping: form.keeping))
    ]
  }

  mutating func connected(to relay: RelayIdentity, at now: MonotonicTime) -> [Effect] {
    let isOther = workspace.relay?.baseURL != relay.baseURL
    workspace.relay = relay
    if isOther {
      // What waits was meant for the relay before.
      for id in comparison.queue.waiting { drop(id) }
      workspace.models.forget()
      (pricesAskedOf, guarding.priceQuestion) = (nil, nil)
      if let model = relay.standardModel { workspace.model = model }
    }
    let wasSetUp = if case .setUp = overlay { true } else { false }
    if wasSetUp {
      overlay = nil
      focus = .message
    }
    workspace.models.load()
    // A first model is the third thing that is needed; the demo has one already.
    if wasSetUp, !relay.isDemo, workspace.model.isEmpty {
      overlay = .list(modelList(for: "model", title: "Models"))
    }
    let asksPrices = pricesForLimits(of: [workspace.askedModel])
    return asksPrices.isEmpty ? [.loadModels] : asksPrices
  }

  mutating func connectionFailed(_ problem: ConnectionProblem, at now: MonotonicTime) {
    let words: String
    switch problem {
    case .invalid(let sentence): words = sentence
    case .refused(let error):
      let said = error.message.isEmpty ? "" : " It said: “\(error.message)”."
      words = "\(error.title). \(error.explanation)\(said)"
    }
    guard case .setUp(var form) = overlay else { return say(words, at: now) }
    form.progress = .failed(words)
    overlay = .setUp(form)
  }

  func paint(_ form: SetUpForm, _ canvas: inout Canvas) {
    let isNarrow = size.columns < 100
    let isRoomy = size.rows >= 30
    let rows = (isRoomy ? 19 : 15) + form.keepings.count - 2 + min(1, form.surroundings.foreignKeys.count)
    let box = OverlayBox(
      &canvas, title: "Set up", columns: isNarrow ? 76 : 86, rows: rows, foot: "Tab next field · Enter go on",
      footRight: workspace.relay == nil ? "Esc look around without a key" : "Esc close")
    let inside = box.inside
    var pen = SetUpPen(canvas: canvas, area: inside, form: form, isRoomy: isRoomy)
    pen.draw()
    canvas = pen.canvas
  }
}

/// Draws the form line by line.
private struct SetUpPen {
  var canvas: Canvas
  let area: Rect
  let form: SetUpForm
  private var row = 0
  private let isRoomy: Bool
  private let plain = Style(.text, on: .panel)
  private let muted = Style(.muted, on: .panel)

  init(canvas: Canvas, area: Rect, form: SetUpForm, isRoomy: Bool) {
    self.isRoomy = isRoomy
    self.canvas = canvas
    self.area = area
    self.form = form
  }

  private var left: Int { area.column + 2 }
  private var fieldColumn: Int { left + 16 }

  private mutating func line(_ words: String, _ style: Style? = nil, indent: Int = 0) {
    canvas.say(words, column: left + indent, row: area.row + row, style: style ?? plain, in: area)
    row += 1
  }
  private mutating func gap() { row += 1 }
  private mutating func roomyGap() { if isRoomy { row += 1 } }

  mutating func draw() {
    roomyGap()
    line("bayside talks to an OpenAI-compatible relay. Two things are needed.")
    gap()
    field(1, "Base URL", form.baseURL, .baseURL)
    gap()
    field(2, "API key", form.key, .key)
    keyFacts()
    roomyGap()
    keeping()
    gap()
    test()
    gap()
    let rule = String(repeating: canvas.signs.horizontal, count: max(0, area.columns - 4))
    line(rule, Style(.frameIdle, on: .panel))
    line("The key is sent to the base URL above and to nowhere else.", muted)
    line("bayside sends nothing else: no telemetry, no update check.", muted)
  }

  private mutating func field(_ number: Int, _ name: String, _ text: TextField, _ field: SetUpForm.Field) {
    let isFocused = form.field == field
    let place = area.row + row
    canvas.say("\(number)", column: left, row: place, style: Style(.accent, on: .panel, .bold), in: area)
    canvas.say(name, column: left + 3, row: place, style: plain, in: area)
    canvas.say(
      isFocused ? "> " : "  ", column: fieldColumn - 2, row: place, style: Style(.accent, on: .panel))
    let columns = area.column + area.columns - 2 - fieldColumn
    let shown = text.layout(columns: columns)
    let room = Rect(column: fieldColumn, row: place, columns: columns, rows: 1)
    canvas.grid.fill(room, style: Style(.text, on: .input))
    canvas.grid.write(shown.text, column: fieldColumn, row: place, style: Style(.text, on: .input), in: room)
    canvas.mark(Rect(column: left, row: place, columns: area.columns - 4, rows: 1), .row(field.rawValue))
    if isFocused { canvas.grid.cursor = Position(column: fieldColumn + shown.caret, row: place) }
    row += 1
  }

  private mutating func keyFacts() {
    let count = form.key.text.count
    if count == 0 {
      line("Make one in the TokenBay console under API Keys.", muted, indent: 16)
    } else {
      let end = count >= 12 ? ", ends in \(form.key.text.suffix(4))" : ""
      let start = form.key.text.hasPrefix("sk-") ? ", starts with sk-" : ""
      line("\(count) characters\(end)\(start)", muted, indent: 16)
    }
  }

  private mutating func keeping() {
    for (index, way) in form.keepings.enumerated() {
      let isChosen = form.keeping == way
      let isFocused = form.field == .keeping && isChosen
      if index == 0 {
        canvas.say("Keep it in", column: left + 3, row: area.row + row, style: plain, in: area)
      }
      let mark = isChosen ? "(o) " : "( ) "
      canvas.mark(
        Rect(column: left, row: area.row + row, columns: area.columns - 4, rows: 1),
        .row(SetUpForm.Field.keeping.rawValue))
      if isFocused {
        canvas.grid.cursor = Position(column: fieldColumn + 1, row: area.row + row)
        canvas.say("> ", column: fieldColumn - 2, row: area.row + row, style: Style(.accent, on: .panel))
      }
      line(
        mark + words(for: way), Style(isChosen ? .text : .muted, on: .panel, isFocused ? .bold : []),
        indent: 16)
    }
    for name in form.surroundings.foreignKeys.prefix(1) {
      line("\(name) is set too. Not used: it may belong to another service.", muted, indent: 16)
    }
  }

  private func words(for way: ConnectionRequest.Keeping) -> String {
    switch way {
    case .file: "a file only you can read" + (area.columns >= 80 ? "   \(form.surroundings.keyFile)" : "")
    case .nowhere: "nowhere, ask at every start"
    case .environment:
      "\(form.surroundings.keyVariable), found, ends in \(form.surroundings.keyInEnvironment ?? "")"
    }
  }

  private mutating func test() {
    canvas.say("3", column: left, row: area.row + row, style: Style(.accent, on: .panel, .bold), in: area)
    canvas.say("Test", column: left + 3, row: area.row + row, style: plain, in: area)
    switch form.progress {
    case .filling:
      line("Enter: GET /models with this key. Free, no tokens used.", plain, indent: 16)
    case .testing: line("● asking the relay for its models", Style(.live, on: .panel, .bold), indent: 16)
    case .failed(let words):
      let style = Style(.error, on: .panel)
      for part in TextWrapper.wrap([Span("✗ " + words, style)], columns: area.columns - 20).prefix(4) {
        canvas.grid.write(part, column: fieldColumn, row: area.row + row, in: area)
        row += 1
      }
    }
  }
}
