/// What the terminal reports.
package enum InputEvent: Sendable, Hashable {
  case key(Key)
  /// A bracketed paste as one event: line ends are LF, control characters are gone.
  case paste(String)
  case mouse(MouseEvent)
  case focus(Bool)
  case resize(Size)
  /// What the terminal answers when it is asked. Of OSC the text, for example `11;rgb:0000/0000/0000`; of others
  /// with what introduces it: `_Gi=1;OK` (APC), `[?62;4c` (abilities), `[6;20;10t` (pixels of a cell).
  case answer(String)
}

package struct KeyModifiers: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }
  package static let shift = KeyModifiers(rawValue: 1)
  package static let alt = KeyModifiers(rawValue: 2)
  package static let control = KeyModifiers(rawValue: 4)
}

package enum KeyCode: Sendable, Hashable {
  /// A letter with `control` is lower case; Ctrl-J is `character("j")` with control, never Enter.
  case character(Character)
  case enter, tab, backspace, delete, insert, escape
  case up, down, left, right, home, end, pageUp, pageDown
  case function(Int)
}

package struct Key: Sendable, Hashable {
  package var code: KeyCode
  package var modifiers: KeyModifiers
  package init(_ code: KeyCode, _ modifiers: KeyModifiers = []) {
    self.code = code
    self.modifiers = modifiers
  }
}

package struct MouseEvent: Sendable, Hashable {
  package enum Kind: Sendable, Hashable { case press, release, drag, wheelUp, wheelDown }
  package var kind: Kind
  package var position: Position
  package var modifiers: KeyModifiers
  package init(kind: Kind, position: Position, modifiers: KeyModifiers = []) {
    self.kind = kind
    self.position = position
    self.modifiers = modifiers
  }
}
