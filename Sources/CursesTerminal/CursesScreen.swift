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
  /// Attributes and colours of each style that was seen.
  private var looks: [Style: Look] = [:]
  private struct Look {
    var attributes: attr_t
    var pair: Int32
    var colors: CellColors
  }
  /// ncurses' numbers of the pairs of colours.
  private var pairs: ColorPairs
  /// Pictures that the terminal draws itself.
  private var pictures = TerminalPictures()
  /// The last frame as it was painted, and whether the terminal shows something else by now.
  private var painted: Grid?
  private var mustRepaint = false
  private var isCursorShown = true
  private var run: [wchar_t] = []
  private var usesMouse: Bool
  private var savedStandardError: Int32 = -1
  private var hasEnded = false
  private let leaveScreen: String
  private let crashMessage: [UInt8]

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
    pairs = ColorPairs(colorCount: colorCount)
    leaveScreen = nc_capability("rmcup").map { String(cString: $0) } ?? ""
    crashMessage = Array("bayside crashed; what it said is in \(errorLog)\r\n".utf8)
    armCrashRestore()
    savedStandardError = cp_stderr_redirect(errorLog)
    send(modesOn)
  }

  private static let modesOff = "\u{1B}[<u\u{1B}[>4m\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1004l\u{1B}[?2004l"
  private var modesOn: String {
    "\u{1B}[?2004h\u{1B}[?1004h" + (usesMouse ? "\u{1B}[?1002h\u{1B}[?1006h" : "") + "\u{1B}[>4;2m\u{1B}[>1u"
  }

  /// After a crash the terminal is as it was.
  private func armCrashRestore() {
    let leave = Array((pictures.removal + Self.modesOff + "\u{1B}[0m\u{1B}[?25h" + leaveScreen).utf8)
    cp_crash_restore_arm(leave, leave.count, crashMessage, crashMessage.count)
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
    send(pictures.forgetAll())
    mustRepaint = true
    painted = nil
  }

  /// Paints what differs from the last frame; ncurses then sends what differs on the terminal. A frame like the
  /// one before writes nothing.
  package func present(_ grid: Grid) {
    guard let window = nc_stdscr(), !hasEnded else { return }
    let drawn = pictures.drawable(in: grid)
    let grid = drawn.isEmpty ? grid : grid.leavingOut(drawn)
    let isSameSize = painted?.size == grid.size
    let changed = isSameSize ? (0..<grid.size.rows).filter { differs(grid, $0) } : Array(0..<grid.size.rows)
    if isSameSize, changed.isEmpty, painted?.cursor == grid.cursor, drawn == pictures.shown, !mustRepaint {
      return
    }
    send("\u{1B}[?2026h")
    if !isSameSize { werase(window) }
    let (columns, rows) = (min(grid.size.columns, size.columns), min(grid.size.rows, size.rows))
    for row in changed where row < rows { paint(grid, row, columns, on: window) }
    for area in pictures.areasToErase(for: drawn) { wredrawln(window, Int32(area.row), Int32(area.rows)) }
    if let cursor = grid.cursor, cursor.row < rows, cursor.column < columns {
      wmove(window, Int32(cursor.row), Int32(cursor.column))
      showCursor(true)
    } else {
      showCursor(false)
    }
    wnoutrefresh(window)
    doupdate()
    let bytes = pictures.show(drawn, changedRows: changed, cursor: cursorOfTerminal)
    if !bytes.isEmpty { send(bytes) }
    send("\u{1B}[?2026l")
    painted = grid
    mustRepaint = false
  }

  /// Where ncurses left the cursor: it has to be there again after anything else was written.
  private var cursorOfTerminal: Position {
    guard let current = nc_curscr() else { return Position(column: 0, row: 0) }
    return Position(column: Int(getcurx(current)), row: Int(getcury(current)))
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
      if let picture = cell.glyph.picture {
        paint(picture, cell.style, row, column, on: window)
        column += 1
        continue
      }
      let look = look(cell.style)
      _ = nc_attr_set(window, look.attributes, look.pair)
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
        if cluster.count > 1, nc_setcchar(&character, cluster, look.attributes, look.pair) == OK {
          wadd_wch(window, &character)
        }
        column += max(1, Int(cell.width))
      }
    }
  }

  /// One cell of a picture; a colour that it does not have is its style's.
  private func paint(
    _ picture: PictureCell, _ style: Style, _ row: Int, _ column: Int, on window: UnsafeMutablePointer<WINDOW>
  ) {
    let look = look(style)
    let (pair, isReversed) = pairs.pair(
      picture.foreground ?? look.colors.foreground, picture.background ?? look.colors.background)
    _ = nc_attr_set(window, isReversed ? look.attributes ^ NC_REVERSE : look.attributes, pair)
    wmove(window, Int32(row), Int32(column))
    var scalar = wchar_t(bitPattern: picture.glyph.singleScalar ?? 0x20)
    waddnwstr(window, &scalar, 1)
  }

  private func look(_ style: Style) -> Look {
    if let known = looks[style] { return known }
    let colors = colors(style)
    var attributes = NC_NORMAL
    if colors.attributes.contains(.bold) { attributes |= NC_BOLD }
    if colors.attributes.contains(.italic) { attributes |= NC_ITALIC }
    if colors.attributes.contains(.underline) { attributes |= NC_UNDERLINE }
    if colors.attributes.contains(.reverse) { attributes |= NC_REVERSE }
    let (pair, isReversed) = pairs.pair(colors.foreground, colors.background)
    if isReversed { attributes ^= NC_REVERSE }
    let look = Look(attributes: attributes, pair: pair, colors: colors)
    looks[style] = look
    return look
  }

  /// Bytes for the terminal beside the frames, for example OSC 52.
  package func send(_ text: String) { send(Array(text.utf8)) }

  private func send(_ bytes: [UInt8]) {
    var bytes = bytes[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR, errno != EAGAIN { return }
      if count > 0 { bytes = bytes.dropFirst(count) }
    }
  }

  // MARK: Pictures of the terminal's own

  /// Asks whether the terminal draws pictures; what it answers comes as input, if it comes. Once, after the first
  /// frame.
  package func askForPictures() { send(GraphicsTraits.question) }

  /// - Parameter answer: the text of an `InputEvent.answer`.
  /// - Returns: whether it told something about pictures that was not known.
  package func takePictureAnswer(_ answer: String) -> Bool {
    let before = pictures.traits
    if let question = pictures.traits.take(answer) { send(question) }
    if pictures.traits.format != before.format { armCrashRestore() }
    return pictures.traits.format != before.format || pictures.traits.cell != before.cell
  }

  /// The setting. Pictures that are shown become cells at the next frame when it is switched off.
  package var drawsPictures: Bool {
    get { pictures.isOn }
    set { pictures.isOn = newValue }
  }

  /// How the terminal draws pictures; `nil` while it has not said that it can, or when that is switched off.
  package var pictureFormat: GraphicsProtocol? { pictures.format }

  /// The pixels of a cell; `nil` when the terminal tells nobody.
  package var cellPixels: CellPixels? { Self.measuredCell(size) ?? pictures.traits.cell }

  private static func measuredCell(_ size: Size) -> CellPixels? {
    var window = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &window) == 0, size.columns > 0, size.rows > 0 else { return nil }
    return CellPixels(
      width: Int(window.ws_xpixel) / size.columns, height: Int(window.ws_ypixel) / size.rows)
  }

  /// A picture is on its way to the terminal: call `sendPictures` again as soon as there is nothing better to do.
  package var isSendingPictures: Bool { pictures.isSending }

  /// Sends as much of a picture as the terminal takes at once, for a few milliseconds at the most.
  /// - Returns: whether a picture has arrived as a whole: the next frame shows it.
  package func sendPictures() -> Bool {
    let end = EventLoop.now + 4_000_000
    var hasArrived = false
    while pictures.isSending, EventLoop.now < end, isReadyForBytes {
      let (bytes, isLast) = pictures.nextPiece()
      send(bytes)
      hasArrived = hasArrived || isLast
    }
    return hasArrived
  }

  private var isReadyForBytes: Bool {
    var descriptor = pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)
    return poll(&descriptor, 1, 0) > 0
  }

  package func setMouse(_ on: Bool) {
    usesMouse = on
    send(on ? "\u{1B}[?1002h\u{1B}[?1006h" : "\u{1B}[?1006l\u{1B}[?1002l")
  }

  /// Gives the terminal to something else: the shell after Ctrl-Z, an editor.
  package func leave() {
    showCursor(true)
    send(pictures.forgetAll() + Self.modesOff)
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
    send(pictures.forgetAll() + Self.modesOff)
    endwin()
    cp_terminal_restore()
    cp_crash_restore_disarm()
    if savedStandardError >= 0 { cp_stderr_restore(savedStandardError) }
  }
}
