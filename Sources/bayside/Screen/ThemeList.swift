import TerminalUI

/// The themes that can be named.
enum ThemeList {
  static var names: [String] { Theme.shipped.map(\.name) }
}
