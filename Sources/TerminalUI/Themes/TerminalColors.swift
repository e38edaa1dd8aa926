/// The terminal's own palette, whose colours nobody knows: text and numbers in the default colour, colour only
/// on words and signs that also say it, no background but reverse. On a light background yellow, cyan, green
/// and all bright colours are too pale for text.
enum TerminalColors {
  private enum Color: Int16 {
    case red = 1
    case green, yellow, blue, magenta, cyan
  }

  private struct Look {
    var dark: Color?
    var light: Color?
    var attributes: TextAttributes = []
    /// Bold where the light column has no colour.
    var lightAttributes: TextAttributes = []
  }

  static func resolve(_ style: Style, isLight: Bool) -> ResolvedColors {
    let look = look(style.foreground)
    var attributes = style.attributes.union(look.attributes)
    if isLight { attributes.formUnion(look.lightAttributes) }
    if style.surface == .select { attributes.formUnion(.reverse) }
    // Colours that nobody knows cannot be trusted on each other: what is reversed has none.
    let color = attributes.contains(.reverse) ? nil : isLight ? look.light : look.dark
    return ResolvedColors(foreground: color?.rawValue, background: nil, attributes: attributes)
  }

  private static func look(_ role: Role) -> Look {
    switch role {
    case .accent, .info, .live, .type, .function: Look(dark: .cyan, light: .blue)
    case .frameFocus: Look(dark: .cyan, light: .blue, attributes: .bold)
    case .ok: Look(dark: .green, lightAttributes: .bold)
    case .warn, .diffChange: Look(dark: .yellow, light: .magenta)
    case .error: Look(dark: .red, light: .red, attributes: .bold)
    case .user: Look(dark: .yellow, light: .magenta)
    case .assistant: Look(dark: .cyan, light: .blue)
    case .tool: Look(dark: .magenta, light: .red)
    case .keyword: Look(dark: .magenta, light: .magenta)
    case .string: Look(dark: .green, light: .red)
    case .number: Look(dark: .yellow, light: .blue)
    case .diffAdd: Look(dark: .green, light: .blue)
    case .diffDelete: Look(dark: .red, light: .red)
    case .match: Look(attributes: .reverse)
    case .matchCurrent: Look(attributes: [.reverse, .bold])
    // Letters tell the columns apart; the colours repeat.
    case .series1, .series6: Look(dark: .cyan, light: .blue)
    case .series2, .series7: Look(dark: .yellow, light: .magenta)
    case .series3, .series8: Look(dark: .green, light: .red)
    case .series4: Look(dark: .magenta, light: .blue)
    case .series5: Look(dark: .red, light: .magenta)
    default: Look()
    }
  }
}

/// No colours at all: words and signs say everything, attributes help.
enum MonoColors {
  static func resolve(_ style: Style) -> ResolvedColors {
    var attributes = style.attributes
    switch style.foreground {
    case .accent, .ok, .warn, .live, .user, .assistant, .tool, .keyword, .frameFocus:
      attributes.formUnion(.bold)
    case .error, .match, .diffDelete: attributes.formUnion(.reverse)
    case .matchCurrent: attributes.formUnion([.reverse, .underline])
    case .diffAdd: attributes.formUnion(.underline)
    default: break
    }
    if style.surface == .select { attributes.formUnion(.reverse) }
    return ResolvedColors(foreground: nil, background: nil, attributes: attributes)
  }
}
