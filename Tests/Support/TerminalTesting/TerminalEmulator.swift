internal import CVTerm

/// libvterm as a terminal: bytes in, cells out. Used under a lock by one program at a time.
final class TerminalEmulator {
  private let terminal: OpaquePointer
  private let screen: OpaquePointer
  private let state: OpaquePointer
  private(set) var columns: Int
  private(set) var rows: Int
  private let properties: PropertyBox

  /// What libvterm tells by callback.
  private final class PropertyBox {
    var isCursorVisible = true
    var isAlternateScreen = false
  }

  init?(columns: Int, rows: Int) {
    guard let terminal = vterm_new(Int32(rows), Int32(columns)), let screen = vterm_obtain_screen(terminal),
      let state = vterm_obtain_state(terminal)
    else { return nil }
    (self.terminal, self.screen, self.state) = (terminal, screen, state)
    (self.columns, self.rows) = (columns, rows)
    properties = PropertyBox()
    vterm_set_utf8(terminal, 1)
    vterm_screen_enable_altscreen(screen, 1)
    vterm_screen_set_callbacks(screen, Self.callbacks, Unmanaged.passUnretained(properties).toOpaque())
    vterm_screen_reset(screen, 1)
  }

  deinit { vterm_free(terminal) }

  nonisolated(unsafe) private static let callbacks: UnsafeMutablePointer<VTermScreenCallbacks> = {
    let pointer = UnsafeMutablePointer<VTermScreenCallbacks>.allocate(capacity: 1)
    pointer.initialize(to: VTermScreenCallbacks())
    pointer.pointee.settermprop = { property, value, user in
      guard let user, let value else { return 0 }
      let box = Unmanaged<PropertyBox>.fromOpaque(user).takeUnretainedValue()
      switch property {
      case VTERM_PROP_CURSORVISIBLE: box.isCursorVisible = value.pointee.boolean != 0
      case VTERM_PROP_ALTSCREEN: box.isAlternateScreen = value.pointee.boolean != 0
      default: break
      }
      return 1
    }
    return pointer
  }()

  /// - Returns: what the terminal answers, to be written to the program.
  func feed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
      _ = vterm_input_write(terminal, start, buffer.count)
    }
    var answer = [CChar](repeating: 0, count: 4096)
    let count = vterm_output_read(terminal, &answer, answer.count)
    return answer[..<count].map { UInt8(bitPattern: $0) }
  }

  func resize(columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
    vterm_set_size(terminal, Int32(rows), Int32(columns))
  }

  var snapshot: TerminalSnapshot {
    var cells: [TerminalSnapshot.Cell] = []
    cells.reserveCapacity(columns * rows)
    for row in 0..<rows {
      var skips = 0
      for column in 0..<columns {
        var cell = self.cell(column, row)
        if skips > 0 {
          cell = TerminalSnapshot.Cell(text: "", width: 0)
          skips -= 1
        } else {
          skips = cell.width - 1
        }
        cells.append(cell)
      }
    }
    var position = VTermPos()
    vterm_state_get_cursorpos(state, &position)
    return TerminalSnapshot(
      columns: columns, rows: rows, cells: cells,
      cursor: properties.isCursorVisible ? (Int(position.col), Int(position.row)) : nil,
      isAlternateScreen: properties.isAlternateScreen)
  }

  private func cell(_ column: Int, _ row: Int) -> TerminalSnapshot.Cell {
    var raw = VTermScreenCell()
    guard vterm_screen_get_cell(screen, VTermPos(row: Int32(row), col: Int32(column)), &raw) != 0 else {
      return TerminalSnapshot.Cell()
    }
    var cell = TerminalSnapshot.Cell()
    withUnsafeBytes(of: raw.chars) { buffer in
      for value in buffer.bindMemory(to: UInt32.self) {
        guard value != 0, let scalar = Unicode.Scalar(value) else { break }
        cell.text.unicodeScalars.append(scalar)
      }
    }
    cell.width = max(1, Int(raw.width))
    cell.foreground = color(&raw.fg, isForeground: true)
    cell.background = color(&raw.bg, isForeground: false)
    cell.isBold = vt_is_bold(&raw)
    cell.isItalic = vt_is_italic(&raw)
    cell.isUnderlined = vt_is_underlined(&raw)
    cell.isReversed = vt_is_reversed(&raw)
    return cell
  }

  private func color(_ color: inout VTermColor, isForeground: Bool) -> TerminalSnapshot.Color {
    if isForeground ? vt_is_default_foreground(&color) : vt_is_default_background(&color) { return .standard }
    if vt_is_indexed(&color) { return .palette(Int(color.indexed.idx)) }
    return .rgb(Int(color.rgb.red), Int(color.rgb.green), Int(color.rgb.blue))
  }
}
