import Glibc
import TerminalUI
import Workbench

/// A line on standard error that says how long something takes, on a terminal only, drawn over itself.
final class WaitingLine {
  private let isLive: Bool
  private var isShown = false

  init(_ environment: ProcessEnvironment) {
    isLive = isatty(2) == 1 && environment["TERM"] != "dumb"
  }

  func show(_ text: String) {
    guard isLive else { return }
    // One column stays free: a full line would wrap, and could not be drawn over.
    let columns = max(20, Self.columns - 1)
    let line = Glyphs.fitted(
      Output.harmless(text).split(whereSeparator: \.isNewline).joined(separator: " "), columns: columns)
    Output.write("\r\u{1B}[K\(line)", to: 2)
    isShown = true
  }

  func clear() {
    if isShown { Output.write("\r\u{1B}[K", to: 2) }
    isShown = false
  }

  private static var columns: Int {
    var size = winsize()
    return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}
