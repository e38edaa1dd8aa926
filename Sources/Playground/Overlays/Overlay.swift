import RelayKit
import TerminalUI
import Workbench

/// What lies over the panes: one at a time.
package enum Overlay: Sendable {
  case list(PickList)
  case help(HelpPage)
  case question(Question)
  case setUp(SetUpForm)
  case keyForm(KeyForm)

  var modeWord: String {
    switch self {
    case .list: "PICK"
    case .help: "HELP"
    case .question: "ASK"
    case .setUp, .keyForm: "TYPE"
    }
  }

  func hints(_ playground: Playground) -> [FooterHint] {
    switch self {
    case .list(let list): list.hints
    case .help: HelpPage.hints
    case .question: Question.hints
    case .setUp(let form): form.hints(isConnected: playground.workspace.relay != nil)
    case .keyForm: KeyForm.hints
    }
  }
}

extension Playground {
  mutating func pressInOverlay(_ key: Key, at now: MonotonicTime) -> [Effect] {
    // Stopping, quitting, redrawing and suspending work over everything.
    if let command = keyMap.command(for: key, in: .anywhere),
      ["redraw", "suspend"].contains(command.id)
    {
      return perform(command.id, at: now)
    }
    switch overlay {
    case .list(let list): return press(key, in: list, at: now)
    case .help(let page): return press(key, in: page, at: now)
    case .question(let question): return press(key, in: question, at: now)
    case .setUp(let form): return press(key, in: form, at: now)
    case .keyForm(let form): return press(key, in: form, at: now)
    case nil: return []
    }
  }

  mutating func pasteInOverlay(_ text: String, at now: MonotonicTime) -> [Effect] {
    switch overlay {
    case .list(var list):
      list.type(text.filter { !$0.isNewline })
      overlay = .list(list)
    case .setUp(var form):
      form.paste(text)
      overlay = .setUp(form)
    case .keyForm(var form):
      form.paste(text)
      overlay = .keyForm(form)
    case .help, .question, nil: break
    }
    return []
  }

  mutating func scrollOverlay(_ rows: Int) -> [Effect] {
    switch overlay {
    case .list(var list):
      list.move(rows)
      overlay = .list(list)
    case .help(var page):
      page.scroll(rows)
      overlay = .help(page)
    case .question, .setUp, .keyForm, nil: break
    }
    return []
  }

  /// A click on a row: marks it, and chooses it when it was marked already.
  mutating func chooseInOverlay(row: Int, at now: MonotonicTime) -> [Effect] {
    switch overlay {
    case .list(var list):
      let wasMarked = list.markedIndex == row
      list.mark(row)
      overlay = .list(list)
      return wasMarked ? press(Key(.enter), in: list, at: now) : []
    case .question(var question):
      question.marked = row
      return press(Key(.enter), in: question, at: now)
    case .setUp(var form):
      form.focus(row)
      overlay = .setUp(form)
    case .keyForm(var form):
      form.focus(row)
      overlay = .keyForm(form)
    case .help, nil: break
    }
    return []
  }

  func paint(_ overlay: Overlay, _ canvas: inout Canvas, at now: MonotonicTime) {
    switch overlay {
    case .list(let list): paint(list, &canvas)
    case .help(let page): paint(page, &canvas)
    case .question(let question): paint(question, &canvas)
    case .setUp(let form): paint(form, &canvas)
    case .keyForm(let form): paint(form, &canvas)
    }
  }
}

/// A box in the middle of the screen, on the panel surface.
struct OverlayBox {
  var area: Rect
  var inside: Rect { area.inside }

  /// - Parameters: what fits inside is made smaller where the screen is.
  init(
    _ canvas: inout Canvas, title: String, columns: Int, rows: Int, foot: String, footRight: String = "",
    state: String = ""
  ) {
    let size = canvas.size
    let columns = min(columns + 2, size.columns - 2)
    let rows = min(rows + 2, size.rows - 2)
    area = Rect(
      column: (size.columns - columns) / 2, row: max(1, (size.rows - rows) / 2), columns: columns, rows: rows)
    canvas.grid.fill(area, style: Style(.text, on: .panel))
    var frame = Frame(canvas.signs.sign(title), isFocused: true, surface: .panel)
    frame.footLeft = canvas.signs.sign(foot)
    frame.footRight = canvas.signs.sign(footRight)
    if !state.isEmpty { frame.state = [Span(canvas.signs.sign(state), Style(.muted, on: .panel))] }
    frame.draw(on: &canvas.grid, in: area, signs: canvas.signs)
    canvas.mark(area, .overlay)
  }
}
