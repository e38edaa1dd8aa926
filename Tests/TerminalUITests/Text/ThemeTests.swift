import TerminalUI
import Testing

struct ThemeTests {
  private static let textRoles: [Role] = Role.allCases.filter {
    ![.base, .panel, .header, .select, .input, .frameIdle, .frameFocus].contains($0)
  }
  private static let surfaces: [Role] = [.base, .panel, .header, .select, .input]

  @Test(arguments: Theme.builtIn)
  func everySlotIsThereAndReadable(theme: Theme) {
    #expect(Set(theme.colors.keys) == Set(Theme.Slot.allCases))
    for role in Self.textRoles {
      let slots = Theme.slots(of: role)
      for surface in slots.background.map({ [$0] }) ?? Theme.surfaces {
        let ratio = Contrast.ratio(theme.colors[slots.foreground] ?? 0, theme.colors[surface] ?? 0)
        #expect(ratio >= 4.5, "\(theme.name): \(role) on \(surface) is \(ratio)")
      }
    }
  }

  @Test(arguments: Theme.builtIn)
  func theColoursThatAreSentAreReadable(theme: Theme) throws {
    let palette = ThemePalette(theme, colorCount: 256)
    for role in Self.textRoles {
      for surface in Self.surfaces {
        let colors = palette.colors(for: Style(role, on: surface))
        let foreground = Int(try #require(colors.foreground))
        let background = Int(try #require(colors.background))
        #expect((16..<256).contains(foreground) && (16..<256).contains(background))
        #expect(Contrast.ratio(ThemePalette.color(of: foreground), ThemePalette.color(of: background)) >= 4.5)
      }
    }
  }

  @Test func monoSendsNoColour() {
    let palette = ThemePalette(Theme.builtIn[0], colorCount: 0)
    for role in Role.allCases {
      let colors = palette.colors(for: Style(role))
      #expect(colors.foreground == nil && colors.background == nil)
    }
    #expect(palette.colors(for: Style(.text, on: .select)).attributes.contains(.reverse))
  }

  @Test func contrastIsThatOfWCAG() {
    #expect(abs(Contrast.ratio(0xFFFFFF, 0) - 21) < 0.001)
    #expect(abs(Contrast.ratio(0x777777, 0xFFFFFF) - 4.478) < 0.01)
  }
}
