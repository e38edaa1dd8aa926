import CursesTerminal
import Glibc
import ImageCells
import TerminalUI

/// Shows one picture on the terminal until `q`: `picture-child FILE [blocks|ascii] [COLORS] [pictures]`.
/// With `times` it prints what each step takes instead, the best of ten.
/// `z` looks closer, `d` puts a box over it, `n` takes it away and back, `r` redraws, `s` suspends, `x` crashes.
enum PictureChild {
  static func run(_ arguments: [String]) -> Int32 {
    guard let path = arguments.first, let bytes = contents(path) else { return 2 }
    do {
      let bitmap = try decodePicture(bytes)
      if arguments.contains("times") {
        try PictureTimes.print(bytes, bitmap)
        return 0
      }
      let screen = try CursesScreen(mouse: false, errorLog: "/dev/null")
      var show = PictureShow(bitmap: bitmap, screen: screen, arguments: Array(arguments.dropFirst()))
      show.run()
      screen.end()
      return 0
    } catch let problem as PictureProblem {
      print(problem.sentence)
    } catch {
      print("\(error)")
    }
    return 1
  }

  private static func contents(_ path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = read(file, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
    return bytes
  }
}

private struct PictureShow {
  let bitmap: Bitmap
  let screen: CursesScreen
  let symbols: PictureLook.Symbols
  let colors: Int
  let wantsPictures: Bool
  var isClose = false
  var hasBox = false
  var isShown = true
  var key: UInt32 = 1
  /// Of the last picture that the terminal draws, and what it was made for.
  var graphic: (TerminalGraphic?, PictureLook, CellPixels)?

  init(bitmap: Bitmap, screen: CursesScreen, arguments: [String]) {
    self.bitmap = bitmap
    self.screen = screen
    symbols = arguments.contains("ascii") ? .ascii : .blocks
    colors = arguments.compactMap { Int($0) }.first ?? screen.colorCount
    wantsPictures = arguments.contains("pictures")
    let palette = ThemePalette(.mono, colorCount: 0)
    screen.colors = { CellColors(attributes: palette.colors(for: $0).attributes) }
  }

  mutating func run() {
    let loop = EventLoop(wake: Wake())
    var decoder = InputDecoder()
    present()
    if wantsPictures { screen.askForPictures() }
    while true {
      let events = loop.next(deadline: screen.isSendingPictures ? 0 : nil)
      if events.inputEnded { return }
      if screen.isSendingPictures, screen.sendPictures() { present() }
      if !events.signals.isEmpty {
        guard events.signals.allSatisfy({ $0 == SIGWINCH || $0 == SIGCONT }) else { return }
        screen.resize()
        present()
      }
      for event in decoder.feed(events.input) {
        switch event {
        case .answer(let text): if screen.takePictureAnswer(text) { present() }
        case .key(let key): if !press(key) { return }
        default: break
        }
      }
    }
  }

  private mutating func press(_ key: Key) -> Bool {
    switch key.code {
    case .character("q"): return false
    case .character("z"): isClose.toggle()
    case .character("d"): hasBox.toggle()
    case .character("n"): isShown.toggle()
    case .character("r"): screen.redraw()
    case .character("s"): screen.suspend()
    case .character("x"): raise(SIGSEGV)
    default: break
    }
    present()
    return true
  }

  private mutating func present() {
    let size = screen.size
    var grid = Grid(size: size)
    for row in 0..<size.rows { grid.write("|", column: size.columns - 1, row: row) }
    grid.write("picture \(bitmap.width) x \(bitmap.height), \(colors) colours", column: 0, row: 0)
    let cell = screen.cellPixels
    let look = PictureLook(
      columns: size.columns - 2, rows: size.rows - 2, colors: colors, symbols: symbols,
      cellAspect: cell?.aspect ?? 0.5,
      window: isClose ? PictureLook.Window(left: 0.4, top: 0.4, width: 0.3, height: 0.3) : .whole)
    let cells = pictureCells(of: bitmap, look)
    let place = Position(column: (size.columns - 1 - cells.size.columns) / 2, row: 1)
    if isShown { grid.draw(cells, graphic(look), at: place) }
    if hasBox {
      let box = Rect(column: 10, row: 5, columns: 20, rows: 3)
      grid.fill(box, style: Style())
      grid.write("a box", column: 12, row: 6)
    }
    grid.write("q quits", column: 0, row: size.rows - 1)
    screen.present(grid)
  }

  private mutating func graphic(_ look: PictureLook) -> TerminalGraphic? {
    guard let format = screen.pictureFormat else { return nil }
    guard let cell = screen.cellPixels ?? CellPixels(width: 10, height: 20) else { return nil }
    if let graphic, graphic.1 == look, graphic.2 == cell { return graphic.0 }
    let made = terminalGraphic(of: bitmap, look, format: format, cell: cell, key: key)
    graphic = (made, look, cell)
    key += 1
    return made
  }
}
