internal import CNcurses
internal import CPlatform
internal import Glibc
package import TerminalUI

/// Palette numbers of a cell; `nil` is the terminal's own colour.
package struct CellColors: Sendable, Hashable {
  package var foreground: Int16?
  package var background: Int16?
  package var attributes: TextAttributes
  package init(foreground: Int16? = nil, background: Int16? = nil, attributes: TextAttributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

package enum TerminalStartError: Error {
  case notATerminal
  case cannotStart

  package var sentence: String {
    switch self {
    case .notATerminal: "The screen needs a terminal; in a pipe use `bayside chat`."
    case .cannotStart: "The terminal could not be started."
    }
  }
}

/// The terminal through ncurses. Main thread only. It paints; keys are read from the descriptor by the loop.
package final class CursesScreen: Screen {
  /// How a style looks; changing it takes effect at the next frame.
  package var colors: (Style) -> CellColors = { CellColors(attributes: $0.attributes) }
  /// 0, 8, 16 or 256, as the terminal's description says.
  package let colorCount: Int
  private var pairs: [Int32: Int32] = [:]
  private var usesMouse: Bool
  private var savedStandardError: Int32 = -1
  private var hasEnded = false

  /// - Parameter errorLog: what is written to standard error while the screen is up goes to this file.
  package init(mouse: Bool, errorLog: String) throws(TerminalStartError) {
    guard isatty(0) == 1, isatty(1) == 1 else { throw .notATerminal }
    usesMouse = mouse
    // Before initscr changes them: a crash must give back what the shell had.
    guard cp_terminal_remember(0) == 0 else { throw .cannotStart }
    setlocale(LC_ALL, "")
    if String(cString: nl_langinfo(Int32(CODESET))) != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
    // initscr ends the process when it does not know the terminal.
    if nc_knows_terminal(nil) == 0 { setenv("TERM", "xterm-256color", 1) }
    guard initscr() != nil else { throw .cannotStart }
    raw()
    noecho()
    nonl()
    if has_colors() {
      start_color()
      use_default_colors()
      colorCount = Int(nc_colors())
    } else {
      colorCount = 0
    }
    let rmcup = nc_capability("rmcup").map { String(cString: $0) } ?? ""
    let leave = Array((Self.modesOff + "\u{1B}[0m\u{1B}[?25h" + rmcup).utf8)
    let message = Array("bayside crashed; what it said is in \(errorLog)\r\n".utf8)
    cp_crash_restore_arm(leave, leave.count, message, message.count)
    savedStandardError = cp_stderr_redirect(errorLog)
    send(modesOn)
  }

  private static let modesOff = "\u{1B}[<u\u{1B}[>4m\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1004l\u{1B}[?2004l"
  private var modesOn: String {
    "\u{1B}[?2004h\u{1B}[?1004h" + (usesMouse ? "\u{1B}[?1002h\u{1B}[?1006h" : "") + "\u{1B}[>4;2m\u{1B}[>1u"
  }

  package var size: Size {
    guard let window = nc_stdscr() else { return Size(columns: 80, rows: 24) }
    return Size(columns: Int(getmaxx(window)), rows: Int(getmaxy(window)))
  }

  /// Takes over the size that the terminal has now.
  package func resize() {
    var (rows, columns): (Int32, Int32) = (0, 0)
    guard cp_window_size(1, &rows, &columns) == 0, rows > 0, columns > 0 else { return }
    resizeterm(rows, columns)
    redraw()
  }

  /// The next frame repaints every cell, whatever the terminal shows now.
  package func redraw() {
    if let current = nc_curscr() { clearok(current, true) }
  }

  package func present(_ grid: Grid) {
    guard let window = nc_stdscr(), !hasEnded else { return }
    send("\u{1B}[?2026h")
    werase(window)
    let (columns, rows) = (min(grid.size.columns, size.columns), min(grid.size.rows, size.rows))
    var text: [CChar] = []
    for row in 0..<rows {
      var column = 0
      while column < columns {
        let cell = grid[column, row]
        guard cell.width > 0 else {
          column += 1
          continue
        }
        let (attributes, pair) = look(cell.style)
        wmove(window, Int32(row), Int32(column))
        if cell.glyph.asciiByte != nil {
          text.removeAll(keepingCapacity: true)
          while column < columns, grid[column, row].style == cell.style,
            let byte = grid[column, row].glyph.asciiByte
          {
            text.append(CChar(bitPattern: byte))
            column += 1
          }
          _ = nc_attr_set(window, attributes, pair)
          waddnstr(window, text, Int32(text.count))
        } else {
          // waddnwstr loses marks after double-width glyphs: one call a cluster.
          let wide = cell.glyph.scalars.map { wchar_t(bitPattern: $0.value) } + [0]
          var character = cchar_t()
          // The window's own attributes would be added to the character's.
          _ = nc_attr_set(window, NC_NORMAL, 0)
          if nc_setcchar(&character, wide, attributes, pair) == OK { wadd_wch(window, &character) }
          column += Int(cell.width)
        }
      }
    }
    if let cursor = grid.cursor, cursor.row < rows, cursor.column < columns {
      wmove(window, Int32(cursor.row), Int32(cursor.column))
      curs_set(1)
    } else {
      curs_set(0)
    }
    wnoutrefresh(window)
    doupdate()
    send("\u{1B}[?2026l")
  }

  private func look(_ style: Style) -> (attr_t, Int32) {
    let colors = colors(style)
    var attributes = NC_NORMAL
    if colors.attributes.contains(.bold) { attributes |= NC_BOLD }
    if colors.attributes.contains(.italic) { attributes |= NC_ITALIC }
    if colors.attributes.contains(.underline) { attributes |= NC_UNDERLINE }
    if colors.attributes.contains(.reverse) { attributes |= NC_REVERSE }
    guard colorCount >= 8, colors.foreground != nil || colors.background != nil else {
      return (attributes, 0)
    }
    let foreground = Int32(colors.foreground ?? -1)
    let background = Int32(colors.background ?? -1)
    let key = (foreground + 1) << 10 | (background + 1)
    if let pair = pairs[key] { return (attributes, pair) }
    let pair = max(0, alloc_pair(foreground, background))
    pairs[key] = pair
    return (attributes, pair)
  }

  /// Bytes for the terminal beside the frames, for example OSC 52.
  package func send(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR, errno != EAGAIN { return }
      if count > 0 { bytes = bytes.dropFirst(count) }
    }
  }

  package func setMouse(_ on: Bool) {
    usesMouse = on
    send(on ? "\u{1B}[?1002h\u{1B}[?1006h" : "\u{1B}[?1006l\u{1B}[?1002l")
  }

  /// Gives the terminal to something else: the shell after Ctrl-Z, an editor.
  package func leave() {
    curs_set(1)
    send(Self.modesOff)
    def_prog_mode()
    endwin()
  }

  package func comeBack() {
    reset_prog_mode()
    send(modesOn)
    resize()
  }

  /// Stops the process as Ctrl-Z does; returns when it is continued.
  package func suspend() {
    leave()
    cp_stop_self()
    comeBack()
  }

  /// Gives the terminal back as it was. Safe to call twice.
  package func end() {
    guard !hasEnded else { return }
    hasEnded = true
    curs_set(1)
    send(Self.modesOff)
    endwin()
    cp_terminal_restore()
    cp_crash_restore_disarm()
    if savedStandardError >= 0 { cp_stderr_restore(savedStandardError) }
  }
}
