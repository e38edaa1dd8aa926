import JSON5
import TerminalUI
import Testing

struct ThemeFileTests {
  private func theme(_ change: (inout [String: String]) -> Void = { _ in }, head: String = "light: false")
    -> String
  {
    var colors = Dictionary(uniqueKeysWithValues: Theme.Slot.allCases.map { ($0.rawValue, "'#102030'") })
    change(&colors)
    let lines = colors.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)," }
    return "{ name: 'mine', \(head),\ncolors: {\n\(lines.joined(separator: "\n"))\n} }"
  }

  private func problems(_ text: String) -> [String] {
    do {
      _ = try ThemeFile.read(text.utf8, name: "mine.json5")
      return []
    } catch {
      return error.list.map { "\($0.position) \($0.sentence)" }
    }
  }

  @Test func aWholeFileIsATheme() throws {
    let read = try ThemeFile.read(theme { $0["c8"] = "'#aBcDeF'" }.utf8, name: "mine.json5")
    #expect(read.name == "mine" && !read.isLight)
    #expect(read[.c8] == 0xABCDEF && read[.base] == 0x102030)
  }

  @Test func whatIsWrongIsNamedWithItsPlace() {
    #expect(problems(theme { $0["ok"] = nil }) == ["2:9 ok is missing."])
    #expect(
      problems(
        theme {
          $0["ok"] = nil
          $0["c1"] = nil
        }) == ["2:9 ok, c1 are missing."])
    #expect(
      problems(theme { $0["a0"] = "'#fff'" }).first?.hasPrefix("3:1 There is no setting “colors.a0”.") == true
    )
    #expect(
      problems(theme { $0["accent"] = "'#12345'" })
        == ["3:9 Found “#12345” for “accent”, expected a colour: '#RRGGBB'."])
    #expect(
      problems(theme { $0["accent"] = "'#+12345'" })
        == ["3:9 Found “#+12345” for “accent”, expected a colour: '#RRGGBB'."])
    #expect(
      problems(theme { $0["accent"] = "5" }) == ["3:9 Found 5 for “colors.accent”, expected a string."])
    #expect(
      problems(theme { $0["accent"] = "'#123456', accent: '#123456'" })
        == ["3:20 The key “accent” is here again; it is at 3:1 already."])
    #expect(problems(theme(head: "lihgt: true")).count == 2)
    #expect(problems("{name: 'x', light: 1}").count == 2)
    #expect(problems("[").count == 1)
    #expect(problems(theme().replacing("'mine'", with: "'mono'")) == ["1:9 A theme cannot be called “mono”."])
  }
}

struct Base16SchemeTests {
  /// The palette of a well-known kind: comments that are hard to read.
  private static let scheme = """
    # a comment: base00
    system: "base16"
    name: "Test"
    variant: 'dark'
    palette:
      base00: "#1d1f21" # background
      base01: "282a2e"
      base02: 373b41
      base03: '#5a5c5e'
      base04: b4b7b4
      base05: c5c8c6
      base06: e0e0e0
      base07: ffffff
      base08: cc6666
      base09: de935f
      base0A: f0c674
      base0B: b5bd68
      base0C: 8abeb7
      base0D: 81a2be
      base0E: b294bb
      base0F: a3685a
    """

  @Test func aSchemeBecomesAThemeThatCanBeRead() throws {
    let (theme, moved) = try Base16Scheme.read(Self.scheme.utf8, themeName: "test")
    #expect(theme.name == "test" && !theme.isLight)
    #expect(Set(theme.colors.keys) == Set(Theme.Slot.allCases))
    #expect(theme[.base] == 0x1D1F21 && theme[.panel] == 0x282A2E && theme[.text] == 0xC5C8C6)
    #expect(theme[.header] == 0x303338)
    #expect(theme.unreadable() == [])
    let comment = try #require(moved.first { $0.slot == .com })
    #expect(comment.before < 2 && comment.after >= 4.5)
    #expect(comment.description.hasPrefix("com 1.") && comment.description.contains(" -> 4.5"))
    #expect(!moved.contains { $0.slot == .text || $0.slot == .warn })
  }

  @Test func aLightSchemeIsMovedTowardsBlack() throws {
    let light = Self.scheme.replacing("1d1f21", with: "ffffff").replacing("282a2e", with: "f0f0f0")
      .replacing("373b41", with: "e0e0e0").replacing("c5c8c6", with: "373b41")
    let (theme, _) = try Base16Scheme.read(light.utf8, themeName: "light")
    #expect(theme.isLight)
    #expect(theme.unreadable() == [])
    #expect(Contrast.luminance(theme[.warn]) < Contrast.luminance(0xF0C674))
  }

  @Test(arguments: [
    ("373b41", "37", 8, "base02 is no colour: 6 hexadecimal digits are expected."),
    ("base0F", "base0E", 21, "base0E is here twice."),
    ("base0F", "baseXX", 21, "base0F missing."),
  ])
  func aBrokenSchemeIsASentence(old: String, new: String, line: Int, sentence: String) {
    do {
      _ = try Base16Scheme.read(Self.scheme.replacing(old, with: new).utf8, themeName: "x")
      Issue.record("read")
    } catch {
      #expect(error.line == line)
      #expect(error.sentence == sentence)
    }
  }
}

struct ThemeChoiceTests {
  @Test func withoutColourTheThemeIsMono() {
    #expect(TerminalTraits(refusesColor: true, background: 0xFFFFFF).automaticTheme == "mono")
    #expect(TerminalTraits(kind: "dumb").automaticTheme == "mono")
    #expect(TerminalTraits(colorCount: 2).automaticTheme == "mono")
    #expect(TerminalTraits(colorCount: 8).automaticTheme == "bayside-night")
  }

  @Test(
    arguments: [
      (nil, nil, false), ("15;0", nil, false), ("0;15", nil, true), ("0;default;7", nil, true),
      ("7;8", nil, false),
      ("15;default", nil, false), ("", nil, false), ("15;0", 0xFFFFFF, true), ("0;15", 0x101010, false),
    ] as [(String?, UInt32?, Bool)])
  func theTerminalsOwnAnswerCountsBeforeTheHint(hint: String?, background: UInt32?, isLight: Bool) {
    let traits = TerminalTraits(colorHint: hint, background: background)
    #expect(traits.isLight == isLight)
    #expect(traits.automaticTheme == (isLight ? "bayside-day" : "bayside-night"))
  }

  @Test(
    arguments: [
      ("rgb:ffff/8080/0000", 0xFF8000), ("rgb:ff/80/00", 0xFF8000), ("rgb:f/8/0", 0xFF8800),
      ("rgba:1111/2222/3333/ffff", 0x112233), ("rgb:fff/fff/fff", 0xFFFFFF), ("rgb:12/34", nil),
      ("rgb:12345/0/0", nil), ("rgb:xx/00/00", nil), ("#ffffff", nil), ("", nil), ("rgb:/0/0", nil),
    ] as [(String, UInt32?)])
  func answersOfTerminalsAreColours(answer: String, color: UInt32?) {
    #expect(TerminalTraits.backgroundColor(answer: answer) == color)
  }
}
