/// What a cell looks like on this terminal; palette numbers, `nil` is the terminal's own colour.
package struct ResolvedColors: Sendable, Hashable {
  package var foreground: Int16?
  package var background: Int16?
  package var attributes: TextAttributes
}

/// A theme in the colours that the terminal has. Main thread; answers are cached by style.
package final class ThemePalette {
  package let theme: Theme
  private let colorCount: Int
  private var cache: [Style: ResolvedColors] = [:]
  private static let fixed: [(index: Int16, color: UInt32)] = (16..<256).map {
    (Int16($0), ThemePalette.color(of: $0))
  }

  /// - Parameter colorCount: 256, 16, 8, or less for none.
  package init(_ theme: Theme, colorCount: Int) {
    self.theme = theme
    self.colorCount = colorCount
  }

  package func colors(for style: Style) -> ResolvedColors {
    if let known = cache[style] { return known }
    let resolved: ResolvedColors
    if colorCount >= 256 {
      resolved = fixedColors(style)
    } else if colorCount >= 8 {
      resolved = terminalColors(style)
    } else {
      resolved = mono(style)
    }
    cache[style] = resolved
    return resolved
  }

  /// The 240 fixed entries: a cube of six levels and 24 greys. The first 16 belong to the user.
  package static func color(of index: Int) -> UInt32 {
    if index >= 232 { return UInt32(8 + 10 * (index - 232)) * 0x010101 }
    func level(_ value: Int) -> UInt32 { value == 0 ? 0 : UInt32(55 + 40 * value) }
    let value = index - 16
    return level(value / 36) << 16 | level(value / 6 % 6) << 8 | level(value % 6)
  }

  private func fixedColors(_ style: Style) -> ResolvedColors {
    let slots = Theme.slots(of: style.foreground)
    let surface = slots.background ?? Theme.slots(of: style.surface).background ?? .base
    let background = Self.nearest(theme.colors[surface] ?? 0, on: nil)
    let needed = [.border, .focus].contains(slots.foreground) ? 3.0 : 4.5
    let foreground = Self.nearest(
      theme.colors[slots.foreground] ?? 0xFFFFFF, on: (Self.color(of: Int(background)), needed))
    return ResolvedColors(foreground: foreground, background: background, attributes: attributes(style))
  }

  /// The nearest fixed entry; with a background, the nearest that can be read on it.
  package static func nearest(_ color: UInt32, on background: (color: UInt32, ratio: Double)?) -> Int16 {
    func distance(_ other: UInt32) -> Int {
      let red = Int(color >> 16 & 255) - Int(other >> 16 & 255)
      let green = Int(color >> 8 & 255) - Int(other >> 8 & 255)
      let blue = Int(color & 255) - Int(other & 255)
      return 3 * red * red + 4 * green * green + 2 * blue * blue
    }
    let readable = fixed.sorted { distance($0.color) < distance($1.color) }
    guard let background else { return readable.first?.index ?? 16 }
    return readable.first { Contrast.ratio($0.color, background.color) >= background.ratio }?.index ?? 231
  }

  private func attributes(_ style: Style) -> TextAttributes {
    style.foreground == .heading ? style.attributes.union(.bold) : style.attributes
  }

  /// The terminal's own 16 colours: colour only on words that also say it, no backgrounds but reverse.
  private func terminalColors(_ style: Style) -> ResolvedColors {
    var attributes = attributes(style)
    let foreground: Int16?
    switch style.foreground {
    case .accent, .frameFocus, .info, .live, .type: foreground = theme.isLight ? 4 : 6
    case .ok, .string, .diffAdd: foreground = theme.isLight ? 4 : 2
    case .warn, .user, .number, .diffChange: foreground = theme.isLight ? 5 : 3
    case .error, .diffDelete: foreground = 1
    case .assistant, .function: foreground = theme.isLight ? 4 : 6
    case .tool, .keyword: foreground = 5
    default: foreground = nil
    }
    if style.foreground == .error { attributes.formUnion(.bold) }
    if [.match, .matchCurrent].contains(style.foreground) || style.surface == .select
      || style.surface == .header
    {
      return ResolvedColors(foreground: nil, background: nil, attributes: attributes.union(.reverse))
    }
    return ResolvedColors(foreground: foreground, background: nil, attributes: attributes)
  }

  private func mono(_ style: Style) -> ResolvedColors {
    var attributes = attributes(style)
    switch style.foreground {
    case .accent, .ok, .warn, .live, .user, .assistant, .tool, .keyword, .frameFocus:
      attributes.formUnion(.bold)
    case .error, .match, .diffDelete: attributes.formUnion(.reverse)
    case .matchCurrent: attributes.formUnion([.reverse, .underline])
    case .diffAdd: attributes.formUnion(.underline)
    default: break
    }
    if style.surface == .select || style.surface == .header { attributes.formUnion(.reverse) }
    return ResolvedColors(foreground: nil, background: nil, attributes: attributes)
  }
}
