import TerminalUI
import Testing

@testable import bayside

struct ThemeLibraryTests {
  private let scratch = ScratchDirectory()

  private func file(_ name: String, base: String = "#000001") -> String {
    let colors = Theme.Slot.allCases.map { "\($0.rawValue): '\($0 == .base ? base : "#FFFFFF")'" }
    return "{ name: '\(name)', light: false, colors: { \(colors.joined(separator: ", ")) } }"
  }

  private func library(_ directories: String...) -> ThemeLibrary {
    ThemeLibrary(directories: directories.map { scratch.path + "/" + $0 })
  }

  @Test func theShippedThemesNeedNoFiles() throws {
    let library = library("none")
    #expect(library.names == Theme.shipped.map(\.name) + ["terminal", "mono"])
    #expect(try library.theme(named: "mono", isLight: false).kind == .mono)
    #expect(try library.theme(named: "terminal", isLight: true).isLight)
  }

  @Test func aFileOfTheUserTakesThePlaceOfAShippedTheme() throws {
    scratch.write("a/whatever.json5", file("fog"))
    scratch.write("a/mine.json5", file("mine", base: "#000002"))
    scratch.write("b/mine.json5", file("mine", base: "#000003"))
    scratch.write("a/notes.txt", "not a theme")
    let library = library("a", "b")
    #expect(library.names == Theme.shipped.map(\.name) + ["mine", "terminal", "mono"])
    #expect(try library.theme(named: "fog", isLight: false)[.base] == 1)
    #expect(try library.theme(named: "mine", isLight: false)[.base] == 2)
    #expect(library.broken.isEmpty)
  }

  @Test func aBrokenFileIsSaidWhenItIsWanted() throws {
    scratch.write("a/fog.json5", "{ name: 'fog' }")
    let library = library("a")
    #expect(library.broken.keys.sorted() == ["fog"])
    do {
      _ = try library.theme(named: "fog", isLight: false)
      Issue.record("the shipped theme was taken without a word")
    } catch {
      #expect(error.sentence == "The theme “fog” cannot be read.")
      #expect(error.report.contains("/a/fog.json5:1:1: “light” is missing."))
    }
    #expect(try library.theme(named: "buoy", isLight: false).name == "buoy")
  }

  @Test func schemesOfBase16AreThemesUnderTheirFileName() throws {
    let colors = (0..<16).map { index in
      let digit = String(index, radix: 16, uppercase: true)
      return "base0\(digit): \"\(String(repeating: digit, count: 6))\""
    }
    scratch.write("a/greys.yaml", colors.joined(separator: "\n"))
    scratch.write("a/half.yml", colors.prefix(3).joined(separator: "\n"))
    let library = library("a")
    #expect(try library.theme(named: "greys", isLight: false)[.base] == 0)
    #expect(library.moved["greys"]?.isEmpty == false)
    #expect(library.broken["half"]?.contains("half.yml:3: base03, base04") == true)
  }

  @Test func theDirectoriesAreThoseOfTheSpecification() {
    let environment = ProcessEnvironment(
      variables: ["HOME": "/h", "XDG_DATA_DIRS": "/s1:relative:/s2", "XDG_CONFIG_HOME": "relative"])
    let directories = ThemeLibrary.directories(
      environment, configuration: Configuration(directory: "/c"), program: "/p/bin")
    #expect(
      directories == [
        "/c/themes", "/h/.config/bayside/themes", "/h/.local/share/bayside/themes",
        "/p/bin/../share/bayside/themes", "/s1/bayside/themes", "/s2/bayside/themes",
      ])
  }

  @Test func aProgramInACheckoutTakesTheThemesOfTheCheckout() {
    scratch.write("Package.swift", "")
    scratch.write("themes/mine.json5", "")
    let directories = ThemeLibrary.directories(
      ProcessEnvironment(variables: ["HOME": "/h"]), configuration: Configuration(directory: "/c"),
      program: scratch.path + "/.build/debug")
    #expect(directories.contains(scratch.path + "/themes"))
  }
}
