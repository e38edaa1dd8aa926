import TerminalUI
import Testing

struct ThemePaletteTests {
  private let night = Theme.shipped(named: "bayside-night") ?? .mono

  @Test func monoSendsNoColour() {
    for palette in [ThemePalette(night, colorCount: 0), ThemePalette(.mono, colorCount: 256)] {
      for role in Role.allCases {
        let colors = palette.colors(for: Style(role))
        #expect(colors.foreground == nil && colors.background == nil)
      }
      #expect(palette.colors(for: Style(.text, on: .select)).attributes.contains(.reverse))
      #expect(palette.colors(for: Style(.error)).attributes.contains(.reverse))
      #expect(palette.colors(for: Style(.matchCurrent)).attributes == [.reverse, .underline])
      #expect(palette.colors(for: Style(.text)).attributes == [])
    }
  }

  @Test func theTerminalsBackgroundIsLeftAloneOnlyBelowPlainText() {
    let palette = ThemePalette(night, colorCount: 256, background: .terminal)
    #expect(palette.colors(for: Style(.muted)).background == nil)
    #expect(palette.colors(for: Style(.muted)).foreground != nil)
    #expect(palette.colors(for: Style(.muted, on: .panel)).background != nil)
    #expect(palette.colors(for: Style(.match)).background != nil)
  }

  @Test(arguments: [(8, true), (8, false), (16, true), (16, false)])
  func fewColoursAreUsedWithoutBackgroundsAndWithoutBrightOnes(count: Int, isLight: Bool) {
    let palette = ThemePalette(.terminal(isLight: isLight), colorCount: count)
    // Yellow, green and cyan are too pale on white, blue is too dark on black.
    let unreadable: Set<Int16> = isLight ? [0, 2, 3, 6, 7] : [0, 4, 7]
    for role in Role.allCases {
      for surface in [Role.base, .panel, .header, .select] {
        let colors = palette.colors(for: Style(role, on: surface))
        #expect(colors.background == nil)
        if let color = colors.foreground {
          #expect((0..<8).contains(color) && !unreadable.contains(color), "\(role)")
          #expect(!colors.attributes.contains(.reverse))
        }
      }
    }
    #expect(palette.colors(for: Style(.text)).foreground == nil)
    #expect(palette.colors(for: Style(.text, on: .select)).attributes == .reverse)
    #expect(palette.colors(for: Style(.error)).foreground == 1)
    #expect(palette.colors(for: Style(.ok)).attributes == (isLight ? .bold : []))
  }

  @Test func aThemeOfManyColoursFallsBackToTheTerminalsSixteen() {
    let fallback = ThemePalette(night, colorCount: 16)
    let terminal = ThemePalette(.terminal(isLight: false), colorCount: 256)
    for role in Role.allCases {
      #expect(fallback.colors(for: Style(role)) == terminal.colors(for: Style(role)))
    }
  }

  @Test func rolesKeepTheirOwnAttributesEverywhere() {
    for count in [0, 8, 256] {
      let palette = ThemePalette(night, colorCount: count)
      #expect(palette.colors(for: Style(.heading)).attributes.contains(.bold))
      #expect(palette.colors(for: Style(.system)).attributes.contains(.bold))
      #expect(palette.colors(for: Style(.reasoning)).attributes.contains(.italic))
      #expect(palette.colors(for: Style(.text, on: .base, .underline)).attributes == .underline)
    }
  }

  @Test func theSeriesOfAModelRepeatAfterEight() {
    #expect(Role.series(0) == .series1 && Role.series(7) == .series8)
    #expect(Role.series(8) == .series1 && Role.series(-1) == .series8)
  }

  @Test func contrastIsThatOfWCAG() {
    #expect(abs(Contrast.ratio(0xFFFFFF, 0) - 21) < 0.001)
    #expect(abs(Contrast.ratio(0x777777, 0xFFFFFF) - 4.478) < 0.01)
    #expect(Contrast.isLight(0xFFFFFF) && !Contrast.isLight(0x404040))
  }

  @Test func theFixedColoursAreThoseOfXterm() {
    #expect(FixedPalette.color(of: 16) == 0 && FixedPalette.color(of: 231) == 0xFFFFFF)
    #expect(FixedPalette.color(of: 208) == 0xFF8700)
    #expect(FixedPalette.color(of: 232) == 0x080808 && FixedPalette.color(of: 255) == 0xEEEEEE)
    for index in 16..<232 { #expect(FixedPalette.nearest(to: FixedPalette.color(of: index)) == Int16(index)) }
    #expect(FixedPalette.nearest(to: 0x404040, on: 16, contrast: 21) == 231)
    #expect(FixedPalette.nearest(to: 0xFEFEFE, on: 231, contrast: 21) == 16)
  }
}
