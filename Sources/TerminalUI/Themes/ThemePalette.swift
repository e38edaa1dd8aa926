/// What a cell looks like on this terminal; palette numbers, `nil` is the terminal's own colour.
package struct ResolvedColors: Sendable, Hashable {
  package var foreground: Int16?
  package var background: Int16?
  package var attributes: TextAttributes
}

/// Whose colour lies behind text that stands on no panel.
package enum BackgroundChoice: String, Sendable, Hashable, CaseIterable {
  case theme
  /// The terminal's: its picture or transparency stays; contrast is then promised by nobody.
  case terminal
}

/// A theme in the colours that the terminal has. Main thread; answers are cached by style.
package final class ThemePalette {
  package let theme: Theme
  private let colorCount: Int
  private let background: BackgroundChoice
  private let textContrast: Double
  private var cache: [Style: ResolvedColors] = [:]

  /// - Parameter colorCount: 256, 16, 8, or less for none.
  package init(_ theme: Theme, colorCount: Int, background: BackgroundChoice = .theme) {
    self.theme = theme
    self.colorCount = colorCount
    self.background = background
    textContrast = theme.isHighContrast ? 7 : 4.5
  }

  package func colors(for style: Style) -> ResolvedColors {
    if let known = cache[style] { return known }
    var plain = style
    plain.attributes.formUnion(style.foreground.ownAttributes)
    let resolved: ResolvedColors
    if theme.kind == .mono || colorCount < 8 {
      resolved = MonoColors.resolve(plain)
    } else if theme.kind == .terminal || colorCount < 256 {
      resolved = TerminalColors.resolve(plain, isLight: theme.isLight)
    } else {
      resolved = fixedColors(plain)
    }
    cache[style] = resolved
    return resolved
  }

  private func fixedColors(_ style: Style) -> ResolvedColors {
    let slots = Theme.slots(of: style.foreground)
    let surface = slots.background ?? Theme.slots(of: style.surface).background ?? .base
    let below = FixedPalette.nearest(to: theme[surface])
    let needed = max(3, Theme.neededContrast(of: style.foreground) >= 4.5 ? textContrast : 3)
    let foreground = FixedPalette.nearest(to: theme[slots.foreground], on: below, contrast: needed)
    let isOpen = surface == .base && background == .terminal
    return ResolvedColors(
      foreground: foreground, background: isOpen ? nil : below, attributes: style.attributes)
  }
}
