import Glibc
import JSON5
import TerminalUI
import Testing

struct ShippedThemeTests {
  private static let colorless: Set<Role> = [.base, .panel, .header, .select, .input]
  private static let roles = Role.allCases.filter { !colorless.contains($0) }
  private static let surfaces: [Role] = [.base, .panel, .header, .select, .input]

  /// The names in `themes/`.
  private func files() throws -> [String] {
    let path = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined() + "/themes"
    let directory = try #require(opendir(path))
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".json5") { names.append(String(name.dropLast(6))) }
    }
    return names
  }

  @Test func everyFileIsCompiledInUnderItsName() throws {
    #expect(Set(try files()) == Set(Theme.shippedFiles.map(\.name)))
    for file in Theme.shippedFiles {
      let theme = try ThemeFile.read(file.bytes, name: file.name)
      #expect(theme.name == file.name)
      #expect(Set(theme.colors.keys) == Set(Theme.Slot.allCases))
    }
    #expect(Theme.shipped.map(\.name) == Theme.shippedFiles.map(\.name))
    #expect(Theme.shipped.first?.isLight == false && Theme.shipped.dropFirst().first?.isLight == true)
  }

  @Test(arguments: Theme.shipped) func everyRoleIsReadableOnEverySurface(theme: Theme) {
    #expect(theme.unreadable() == [])
    #expect(theme.contrasts().count > 150)
  }

  /// What the themes were designed to have; a change of a colour shows here first.
  @Test(arguments: [
    ("bayside-night", 14.0, 4.85, Theme.Slot.com, 6.6, 3.1), ("bayside-day", 14.9, 4.52, .com, 4.3, 3.0),
    ("fog", 13.1, 4.60, .com, 7.3, 3.5), ("lighthouse", 21.0, 8.36, .err, 15.5, 7.4),
    ("chart-paper", 17.1, 7.47, .c4, 7.0, 4.3), ("buoy", 15.6, 5.02, .com, 11.0, 3.8),
  ])
  func theNumbersOfTheDesignHold(
    name: String, text: Double, lowest: Double, slot: Theme.Slot, focus: Double, border: Double
  ) throws {
    let theme = try #require(Theme.shipped(named: name))
    func near(_ left: Double?, _ right: Double, _ step: Double) -> Bool {
      left.map { abs($0 - right) <= step / 2 + 0.001 } ?? false
    }
    #expect(near(Contrast.ratio(theme[.text], theme[.base]), text, 0.1))
    let onSurfaces = theme.contrasts().filter { Theme.surfaces.contains($0.background) }
    let texts = onSurfaces.filter { $0.role != .frameIdle && $0.role != .frameFocus }
    let low = texts.min { $0.ratio < $1.ratio }
    #expect(near(low?.ratio, lowest, 0.01))
    #expect(low?.slot == slot && low?.background == .select)
    #expect(near(onSurfaces.filter { $0.slot == .focus }.map(\.ratio).min(), focus, 0.1))
    #expect(near(onSurfaces.filter { $0.slot == .border }.map(\.ratio).min(), border, 0.1))
  }

  @Test(arguments: Theme.shipped) func whatIsSentTo256ColoursIsReadable(theme: Theme) throws {
    let palette = ThemePalette(theme, colorCount: 256)
    for role in Self.roles {
      let needed = Theme.neededContrast(of: role) < 4.5 ? 3 : theme.isHighContrast ? 7 : 4.5
      for surface in Self.surfaces {
        let colors = palette.colors(for: Style(role, on: surface))
        let foreground = Int(try #require(colors.foreground))
        let background = Int(try #require(colors.background))
        #expect((16..<256).contains(foreground) && (16..<256).contains(background))
        let ratio = Contrast.ratio(
          FixedPalette.color(of: foreground), FixedPalette.color(of: background))
        #expect(ratio >= needed, "\(theme.name): \(role) on \(surface) is \(ratio)")
      }
    }
  }

  @Test(arguments: Theme.shipped) func theMarkedRowIsSeenIn256Colours(theme: Theme) {
    let palette = ThemePalette(theme, colorCount: 256)
    let row = palette.colors(for: Style(.text, on: .select)).background
    #expect(row != palette.colors(for: Style(.text, on: .base)).background)
    #expect(row != palette.colors(for: Style(.text, on: .panel)).background)
  }

  @Test func twoThemesReachTheEnhancedContrast() {
    #expect(Theme.shipped.filter(\.isHighContrast).map(\.name) == ["lighthouse", "chart-paper"])
  }
}
