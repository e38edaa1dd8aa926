/// Colours by slot; roles are mapped to slots here, so a theme file never knows of widgets.
package struct Theme: Sendable, Hashable {
  package enum Slot: String, Sendable, Hashable, CaseIterable {
    case base, panel, header, select, input
    case text, muted, accent, focus, border, ok, warn, err, info, live, user, asst, tool
    case kw, str, num, com, fn, ty
    case addbg, delbg, matchbg, matchfg, curbg, curfg
  }

  package var name: String
  package var isLight: Bool
  /// 0xRRGGBB of every slot.
  package var colors: [Slot: UInt32]

  package init(name: String, isLight: Bool, colors: [Slot: UInt32]) {
    self.name = name
    self.isLight = isLight
    self.colors = colors
  }

  /// Surfaces that text of any role may stand on.
  package static let surfaces: [Slot] = [.base, .panel, .header, .select, .input]

  /// The slot of a role as foreground, and its own background where it has one.
  package static func slots(of role: Role) -> (foreground: Slot, background: Slot?) {
    switch role {
    case .text, .heading, .punctuation: (.text, nil)
    case .muted, .system, .reasoning: (.muted, nil)
    case .accent: (.accent, nil)
    case .base: (.text, .base)
    case .panel: (.text, .panel)
    case .header: (.text, .header)
    case .select: (.text, .select)
    case .input: (.text, .input)
    case .frameIdle: (.border, nil)
    case .frameFocus: (.focus, nil)
    case .ok: (.ok, nil)
    case .warn, .diffChange: (.warn, nil)
    case .error: (.err, nil)
    case .info: (.info, nil)
    case .live: (.live, nil)
    case .user: (.user, nil)
    case .assistant: (.asst, nil)
    case .tool: (.tool, nil)
    case .keyword: (.kw, nil)
    case .string: (.str, nil)
    case .number: (.num, nil)
    case .comment: (.com, nil)
    case .function: (.fn, nil)
    case .type: (.ty, nil)
    case .match: (.matchfg, .matchbg)
    case .matchCurrent: (.curfg, .curbg)
    case .diffAdd: (.ok, .addbg)
    case .diffDelete: (.err, .delbg)
    }
  }
}

/// Relative luminance and contrast of WCAG 2.
package enum Contrast {
  package static func luminance(_ color: UInt32) -> Double {
    func linear(_ channel: UInt32) -> Double {
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055)
    }
    return 0.2126 * linear(color >> 16 & 255) + 0.7152 * linear(color >> 8 & 255) + 0.0722
      * linear(color & 255)
  }

  /// 1 to 21.
  package static func ratio(_ left: UInt32, _ right: UInt32) -> Double {
    let (first, second) = (luminance(left), luminance(right))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  /// x to the power 2.4 = x² · (x²)^(1/5), by Newton's method: this target imports no C library.
  private static func power(_ x: Double) -> Double {
    let square = x * x
    guard square > 0 else { return 0 }
    var root = 1.0
    for _ in 0..<40 {
      let fourth = root * root * root * root
      root -= (root * fourth - square) / (5 * fourth)
    }
    return square * root
  }
}
