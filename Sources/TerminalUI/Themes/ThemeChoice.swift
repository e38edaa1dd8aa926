/// What is known of the terminal when a theme is chosen.
package struct TerminalTraits: Sendable, Hashable {
  /// `NO_COLOR` that is not empty, or `--no-color`.
  package var refusesColor: Bool
  /// `TERM`.
  package var kind: String
  package var colorCount: Int
  /// `COLORFGBG`, for example `15;0`.
  package var colorHint: String?
  /// 0xRRGGBB that the terminal answered when it was asked for its background.
  package var background: UInt32?

  package init(
    refusesColor: Bool = false, kind: String = "", colorCount: Int = 256, colorHint: String? = nil,
    background: UInt32? = nil
  ) {
    self.refusesColor = refusesColor
    self.kind = kind
    self.colorCount = colorCount
    self.colorHint = colorHint
    self.background = background
  }

  /// Whether the terminal's background is light: its own answer, else the hint, else dark.
  package var isLight: Bool {
    if let background { return Contrast.isLight(background) }
    // Foreground, perhaps more, then background: 7 and the bright colours but 8 are light.
    guard let last = colorHint?.split(separator: ";").last, let color = Int(last) else { return false }
    return color == 7 || (9...15).contains(color)
  }

  /// The theme for somebody who named none.
  package var automaticTheme: String {
    if refusesColor || kind == "dumb" || colorCount < 8 { return Theme.mono.name }
    return isLight ? "bayside-day" : "bayside-night"
  }

  /// Asks a terminal for its background (OSC 11).
  package static let backgroundQuestion = "\u{1B}]11;?\u{1B}\\"

  /// The colour in an answer to that question; `nil` if it answers another one.
  package static func background(inAnswer text: String) -> UInt32? {
    text.hasPrefix("11;") ? backgroundColor(answer: String(text.dropFirst(3))) : nil
  }

  /// Reads a colour as terminals write it: `rgb:RRRR/GGGG/BBBB`, one to four digits
  /// each, perhaps `rgba:` with a fourth.
  package static func backgroundColor(answer: String) -> UInt32? {
    guard answer.hasPrefix("rgb"), let colon = answer.firstIndex(of: ":") else { return nil }
    let channels = answer[answer.index(after: colon)...].split(
      separator: "/", omittingEmptySubsequences: false)
    guard channels.count == 3 || channels.count == 4 else { return nil }
    var color: UInt32 = 0
    for channel in channels.prefix(3) {
      guard (1...4).contains(channel.utf8.count), let value = UInt32(channel, radix: 16) else { return nil }
      let full = UInt32(1) << (4 * UInt32(channel.utf8.count)) - 1
      color = color << 8 | (value * 255 + full / 2) / full
    }
    return color
  }
}
