/// Colours by slot. A theme file knows slots only; roles are mapped to slots in one place.
package struct Theme: Sendable, Hashable {
  package enum Slot: String, Sendable, Hashable, CaseIterable {
    case base, panel, header, select, input
    case text, muted, accent, focus, border, ok, warn, err, info, live, user, asst, tool
    case kw, str, num, com, fn, ty
    case addbg, delbg, matchbg, matchfg, curbg, curfg
    case c1, c2, c3, c4, c5, c6, c7, c8
  }

  package enum Kind: Sendable, Hashable {
    /// Every slot has a colour.
    case colors
    /// The terminal's own 16 colours.
    case terminal
    /// Bold, underlined and reversed text only.
    case mono
  }

  package var name: String
  package var isLight: Bool
  package var kind: Kind
  /// 0xRRGGBB of every slot; empty unless the kind is `colors`.
  package var colors: [Slot: UInt32]

  package init(name: String, isLight: Bool, colors: [Slot: UInt32]) {
    self.name = name
    self.isLight = isLight
    kind = .colors
    self.colors = colors
  }

  private init(_ kind: Kind, name: String, isLight: Bool) {
    self.name = name
    self.isLight = isLight
    self.kind = kind
    colors = [:]
  }

  /// The terminal's own colours; it must be known whether its background is light.
  package static func terminal(isLight: Bool) -> Theme {
    Theme(.terminal, name: "terminal", isLight: isLight)
  }

  package static let mono = Theme(.mono, name: "mono", isLight: false)

  package subscript(slot: Slot) -> UInt32 { colors[slot] ?? 0 }
}
