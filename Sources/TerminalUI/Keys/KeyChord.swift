import JSON5

/// Why a text names no key.
package struct KeyChordProblem: Error, Sendable, Hashable {
  package var sentence: String
}

/// Keys as the configuration writes them: `ctrl-x`, `alt-enter`, `f4`, `shift-tab`, `space`, `?`.
package enum KeyChord {
  /// Names of keys that have no sign of their own. The first name of a key is the one that is printed.
  private static let names: [(name: String, code: KeyCode)] = [
    ("enter", .enter), ("return", .enter), ("tab", .tab), ("backspace", .backspace), ("delete", .delete),
    ("del", .delete), ("insert", .insert), ("ins", .insert), ("escape", .escape), ("esc", .escape),
    ("up", .up), ("down", .down), ("left", .left), ("right", .right), ("home", .home), ("end", .end),
    ("pageup", .pageUp), ("pgup", .pageUp), ("pagedown", .pageDown), ("pgdn", .pageDown),
    ("space", .character(" ")), ("minus", .character("-")),
  ]
  private static let modifiers: [(prefix: String, modifier: KeyModifiers)] = [
    ("ctrl-", .control), ("alt-", .alt), ("shift-", .shift),
  ]
  private static let highestFunctionKey = 35
  private static let longestName = 60

  package static func parse(_ text: String) throws(KeyChordProblem) -> Key {
    // No key has a longer name, and sentences quote it.
    guard text.utf8.count <= longestName else {
      throw KeyChordProblem(sentence: "“\(text.prefix(longestName))…” is no key.")
    }
    var rest = text[...]
    var modifiers: KeyModifiers = []
    while let found = Self.modifiers.first(where: { rest.lowercased().hasPrefix($0.prefix) }),
      rest.count > found.prefix.count
    {
      guard !modifiers.contains(found.modifier) else {
        throw KeyChordProblem(sentence: "“\(text)” has “\(found.prefix)” twice.")
      }
      modifiers.insert(found.modifier)
      rest = rest.dropFirst(found.prefix.count)
    }
    let key = Key(try code(String(rest), in: text), modifiers)
    return try reachable(key, text)
  }

  package static func text(_ key: Key) -> String {
    let prefix = modifiers.filter { key.modifiers.contains($0.modifier) }.map(\.prefix).joined()
    if case .function(let number) = key.code { return "\(prefix)f\(number)" }
    if let named = names.first(where: { $0.code == key.code }), named.name != "minus" {
      return prefix + named.name
    }
    guard case .character(let character) = key.code else { return prefix }
    return prefix + String(character)
  }

  private static func code(_ name: String, in text: String) throws(KeyChordProblem) -> KeyCode {
    if name.count == 1, let character = name.first {
      guard !character.isWhitespace, !character.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
        throw KeyChordProblem(
          sentence: "A key cannot be written as white space; its name is “space” or “tab”.")
      }
      return .character(character)
    }
    let lower = name.lowercased()
    if let named = names.first(where: { $0.name == lower }) { return named.code }
    if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...highestFunctionKey).contains(number) {
      return .function(number)
    }
    throw KeyChordProblem(sentence: "“\(text)” is no key.\(suggestion(lower))")
  }

  private static func suggestion(_ name: String) -> String {
    let other = ["control", "ctl", "c", "meta", "m", "option", "a", "s", "cmd", "super"]
    if let modifier = name.split(separator: "-").first, name.contains("-"), other.contains(String(modifier)) {
      return " The modifiers are “ctrl-”, “alt-” and “shift-”."
    }
    if name.hasPrefix("^"), name.count == 2 { return " Did you mean “ctrl-\(name.dropFirst())”?" }
    return Spelling.nearest(to: name, among: names.map(\.name)).map { " Did you mean “\($0)”?" } ?? ""
  }

  /// Keys that terminals send as another key, or cannot send.
  private static func reachable(_ key: Key, _ text: String) throws(KeyChordProblem) -> Key {
    guard case .character(let character) = key.code else { return key }
    var key = key
    if key.modifiers.contains(.control) {
      let same: [Character: String] = ["i": "tab", "m": "enter", "[": "escape", "h": "backspace"]
      let lower = Character(character.lowercased().first.map(String.init) ?? " ")
      if let other = same[lower] {
        throw KeyChordProblem(sentence: "Terminals send “\(text)” as “\(other)”; name that key instead.")
      }
      // Both of each pair are the same byte.
      let code: Character = lower == "/" ? "_" : lower == "@" ? " " : lower
      key.code = .character(code)
    } else if key.modifiers.contains(.shift), character != " " {
      let upper = character.uppercased()
      let hint = upper == String(character) ? "" : ": “\(upper)”"
      throw KeyChordProblem(sentence: "“\(text)”: write the sign that the keys give together\(hint).")
    } else if key.modifiers.contains(.alt), ["[", "]", "O", "P", "_"].contains(character) {
      throw KeyChordProblem(sentence: "Terminals use what “\(text)” sends to begin other keys.")
    }
    return key
  }
}

/// One key, or two that are pressed one after the other: `ctrl-x m`.
package struct ChordSequence: Sendable, Hashable, CustomStringConvertible {
  package var keys: [Key]
  package init(_ keys: [Key]) { self.keys = keys }

  package init(parsing text: String) throws(KeyChordProblem) {
    let words = text.split(separator: " ").map(String.init)
    guard (1...2).contains(words.count) else {
      throw KeyChordProblem(
        sentence: words.isEmpty
          ? "A key is missing here; the space bar is called “space”."
          : "At most two keys may follow each other."
      )
    }
    keys = []
    for word in words { keys.append(try KeyChord.parse(word)) }
  }

  /// As the configuration writes it.
  package var description: String { keys.map(KeyChord.text).joined(separator: " ") }
}
