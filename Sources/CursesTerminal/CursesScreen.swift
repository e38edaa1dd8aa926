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
  /// Its description has no way to move the cursor.
  case cannotMoveCursor(String)

  package var sentence: String {
    switch self {
    case .notATerminal: "The screen needs a terminal; in a pipe use `bayside chat`."
    case .cannotStart: "The terminal could not be started."
    case .cannotMoveCursor(let name):
      "A terminal of type “\(name)” cannot show the screen; `bayside chat` works everywhere."
    }
  }
}

/// The terminal through ncurses. Main thread only. It paints; keys are read from the descriptor by the loop.
package final class CursesScreen: Screen {
  /// How a style looks; changing it takes effect at the next frame.
  package var colors: (Style) -> CellColors = { CellColors(attributes: $0.attributes) } {
    didSet {
      looks = [:]
      painted = nil
    }
  }
  /// 0, 8, 16 or 256, as the terminal's description says.
  package let colorCount: Int
  /// Attributes and colour pair of each style that was seen. ncurses finds a pair that exists already.
  private var looks: [Style: (attr_t, Int32)] = [:]
  /// The last frame, and whether the terminal shows something else by now.
  private var painted: Grid?
  private var mustRepaint = false
  private var isCursorShown = true
  private var run: [wchar_t] = []
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
    if nc_knows_terminal(nil) == 0 {
      setenv("TERM", "xterm-256color", 1)
    } else if nc_capability("cup") == nil {
      throw .cannotMoveCursor(getenv("TERM").map { String(cString: $0) } ?? "")
    }
    nc_forget_terminal()
    guard initscr() != nil else { throw .cannotStart }
    // Frames are never broken off for waiting keys, so ncurses need not look for any.
    typeahead(-1)
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
    mustRepaint = true
    painted = nil
  }

  /// Paints what differs from the last frame; ncurses then sends what differs on the terminal. A frame like the
  /// one before writes nothing.
  package func present(_ grid: Grid) {
    guard let window = nc_stdscr(), !hasEnded else { return }
    let isSameSize = painted?.size == grid.size
    let changed = isSameSize ? (0..<grid.size.rows).filter { differs(grid, $0) } : Array(0..<grid.size.rows)
    if isSameSize, changed.isEmpty, painted?.cursor == grid.cursor, !mustRepaint { return }
    send("\u{1B}[?2026h")
    if !isSameSize { werase(window) }
    let (columns, rows) = (min(grid.size.columns, size.columns), min(grid.size.rows, size.rows))
    for row in changed where row < rows { paint(grid, row, columns, on: window) }
    if let cursor = grid.cursor, cursor.row < rows, cursor.column < columns {
      wmove(window, Int32(cursor.row), Int32(cursor.column))
      showCursor(true)
    } else {
      showCursor(false)
    }
    wnoutrefresh(window)
    doupdate()
    send("\u{1B}[?2026l")
    painted = grid
    mustRepaint = false
  }

  private func differs(_ grid: Grid, _ row: Int) -> Bool {
    guard let painted else { return true }
    // Cells are plain memory: their bytes tell whether they are the same.
    let bytes = grid.size.columns * MemoryLayout<Cell>.stride
    return painted.cells.withUnsafeBytes { old in
      grid.cells.withUnsafeBytes { new in
        guard let old = old.baseAddress, let new = new.baseAddress else { return false }
        return memcmp(old + row * bytes, new + row * bytes, bytes) != 0
      }
    }
  }

  private func showCursor(_ shows: Bool) {
    guard shows != isCursorShown else { return }
    isCursorShown = shows
    curs_set(shows ? 1 : 0)
  }

  /// Runs of one style are written at once; a cluster with marks needs a call of its own, since `waddnwstr`
  /// loses the marks behind double-width glyphs.
  private func paint(_ grid: Grid, _ row: Int, _ columns: Int, on window: UnsafeMutablePointer<WINDOW>) {
    var column = 0
    let base = row * grid.size.columns
    while column < columns {
      let cell = grid.cells[base + column]
      let (attributes, pair) = look(cell.style)
      _ = nc_attr_set(window, attributes, pair)
      wmove(window, Int32(row), Int32(column))
      if let first = cell.glyph.singleScalar {
        run.removeAll(keepingCapacity: true)
        run.append(wchar_t(bitPattern: first))
        column += max(1, Int(cell.width))
        while column < columns, grid.cells[base + column].style == cell.style,
          let next = grid.cells[base + column].glyph.singleScalar
        {
          run.append(wchar_t(bitPattern: next))
          column += max(1, Int(grid.cells[base + column].width))
        }
        waddnwstr(window, run, Int32(run.count))
      } else {
        let cluster = cell.glyph.scalars.map { wchar_t(bitPattern: $0.value) } + [0]
        var character = cchar_t()
        // The window's own attributes are added to the character's.
        if cluster.count > 1, nc_setcchar(&character, cluster, attributes, pair) == OK {
          wadd_wch(window, &character)
        }
        column += max(1, Int(cell.width))
      }
    }
  }

  private func look(_ style: Style) -> (attr_t, Int32) {
    if let known = looks[style] { return known }
    let colors = colors(style)
    var attributes = NC_NORMAL
    if colors.attributes.contains(.bold) { attributes |= NC_BOLD }
    if colors.attributes.contains(.italic) { attributes |= NC_ITALIC }
    if colors.attributes.contains(.underline) { attributes |= NC_UNDERLINE }
    if colors.attributes.contains(.reverse) { attributes |= NC_REVERSE }
    var pair: Int32 = 0
    if colorCount >= 8, colors.foreground != nil || colors.background != nil {
      pair = max(0, alloc_pair(Int32(colors.foreground ?? -1), Int32(colors.background ?? -1)))
    }
    looks[style] = (attributes, pair)
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
    showCursor(true)
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
    showCursor(true)
    send(Self.modesOff)
    endwin()
    cp_terminal_restore()
    cp_crash_restore_disarm()
    if savedStandardError >= 0 { cp_stderr_restore(savedStandardError) }
  }
}
