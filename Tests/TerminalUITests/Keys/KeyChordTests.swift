import TerminalUI
import Testing

struct KeyChordTests {
  @Test(arguments: [
    ("ctrl-x", Key(.character("x"), .control)), ("Ctrl-X", Key(.character("x"), .control)),
    ("alt-enter", Key(.enter, .alt)), ("f4", Key(.function(4))), ("F12", Key(.function(12))),
    ("shift-tab", Key(.tab, .shift)), ("pageup", Key(.pageUp)), ("pgdn", Key(.pageDown)),
    ("space", Key(.character(" "))), ("?", Key(.character("?"))), ("G", Key(.character("G"))),
    ("g", Key(.character("g"))), ("-", Key(.character("-"))), ("ctrl--", Key(.character("-"), .control)),
    ("minus", Key(.character("-"))), ("esc", Key(.escape)), ("ctrl-alt-left", Key(.left, [.control, .alt])),
    ("alt-ctrl-left", Key(.left, [.control, .alt])), ("ctrl-/", Key(.character("_"), .control)),
    ("ctrl-@", Key(.character(" "), .control)), ("ä", Key(.character("ä"))), ("f", Key(.character("f"))),
  ])
  func aNameIsAKey(text: String, key: Key) throws {
    #expect(try KeyChord.parse(text) == key)
  }

  @Test func whatIsPrintedReadsBackAsTheSameKey() throws {
    let codes: [KeyCode] =
      [
        .enter, .tab, .backspace, .delete, .insert, .escape, .up, .down, .left, .right, .home, .end, .pageUp,
        .pageDown, .function(1), .function(12), .character(" "), .character("a"), .character("-"),
        .character("?"), .character("日"),
      ]
    for code in codes {
      for modifiers in [[], .control, .alt, [.control, .alt]] as [KeyModifiers] {
        let key = Key(code, modifiers)
        #expect(try KeyChord.parse(KeyChord.text(key)) == key, "\(KeyChord.text(key))")
      }
    }
    #expect(KeyChord.text(Key(.tab, [.shift, .control])) == "ctrl-shift-tab")
  }

  @Test(arguments: [
    ("", "A key is missing here; the space bar is called “space”."),
    ("entr", "“entr” is no key. Did you mean “enter”?"),
    ("f99", "“f99” is no key."),
    ("control-x", "“control-x” is no key. The modifiers are “ctrl-”, “alt-” and “shift-”."),
    ("C-x", "“C-x” is no key. The modifiers are “ctrl-”, “alt-” and “shift-”."),
    ("^X", "“^X” is no key. Did you mean “ctrl-x”?"),
    ("ctrl-ctrl-x", "“ctrl-ctrl-x” has “ctrl-” twice."),
    ("ctrl-i", "Terminals send “ctrl-i” as “tab”; name that key instead."),
    ("ctrl-m", "Terminals send “ctrl-m” as “enter”; name that key instead."),
    ("shift-g", "“shift-g”: write the sign that the keys give together: “G”."),
    ("shift-1", "“shift-1”: write the sign that the keys give together."),
    ("alt-[", "Terminals use what “alt-[” sends to begin other keys."),
    ("ctrl-", "“ctrl-” is no key."),
    (String(repeating: "x", count: 5000), "“\(String(repeating: "x", count: 60))…” is no key."),
    ("a b c", "At most two keys may follow each other."),
  ])
  func whatIsNoKeyIsASentence(text: String, sentence: String) {
    do {
      Issue.record("read as \(try ChordSequence(parsing: text))")
    } catch {
      #expect(error.sentence == sentence)
    }
  }

  @Test func twoKeysMayFollowEachOther() throws {
    let sequence = try ChordSequence(parsing: " ctrl-x   m ")
    #expect(sequence.keys == [Key(.character("x"), .control), Key(.character("m"))])
    #expect(sequence.description == "ctrl-x m")
  }
}
