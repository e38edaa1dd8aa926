package import TerminalUI

/// Keys as the short words of footer, help and error boxes.
package enum KeyNames {
  package static func text(_ key: Key) -> String {
    let name: String
    switch key.code {
    case .character(" "): name = "Space"
    case .character(let character):
      if key.modifiers.contains(.control) { return "^" + character.uppercased() }
      name = String(character)
    case .enter: name = "Enter"
    case .tab: name = "Tab"
    case .backspace: name = "Backspace"
    case .delete: name = "Delete"
    case .insert: name = "Insert"
    case .escape: name = "Esc"
    case .up: name = "Up"
    case .down: name = "Down"
    case .left: name = "Left"
    case .right: name = "Right"
    case .home: name = "Home"
    case .end: name = "End"
    case .pageUp: name = "PgUp"
    case .pageDown: name = "PgDn"
    case .function(let number): name = "F\(number)"
    }
    if key.modifiers.contains(.alt) { return "Alt-" + name }
    if key.modifiers.contains(.shift) { return "Shift-" + name }
    return key.modifiers.contains(.control) ? "Ctrl-" + name : name
  }

  package static func text(_ binding: KeyBinding) -> String {
    binding.scope == .leader ? "^X " + text(binding.key) : text(binding.key)
  }
}
