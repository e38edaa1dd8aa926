package import RelayKit
package import TerminalUI

/// The name of a command, as the configuration, the command list and the help use it.
package struct CommandID: Sendable, Hashable, ExpressibleByStringLiteral {
  package let name: String
  package init(_ name: String) { self.name = name }
  package init(stringLiteral name: String) { self.name = name }
}

/// Where a key means a command.
package enum KeyScope: Sendable, Hashable {
  /// Also while typing.
  case anywhere
  /// In every pane where letters are commands.
  case navigation
  /// In one pane, before `navigation`.
  case pane(PaneID)
  /// After the leader key.
  case leader
}

package struct KeyBinding: Sendable, Hashable {
  package var scope: KeyScope
  package var key: Key
  package init(_ scope: KeyScope, _ key: Key) {
    self.scope = scope
    self.key = key
  }
}

/// When and with what a command was called.
package struct Invocation: Sendable {
  package var now: MonotonicTime
  /// What was typed after the command's verb in the command list.
  package var argument: String?
  package init(now: MonotonicTime, argument: String? = nil) {
    self.now = now
    self.argument = argument
  }
}

/// Everything a person can do is one of these records. They feed dispatch, footer, help, command list and
/// rebinding; keys are only short cuts to them.
package struct Command: Sendable {
  package enum Group: String, Sendable, Hashable, CaseIterable {
    case move = "Move", look = "Look", act = "Act", go = "Go", message = "Message", program = "Program"
  }

  package var id: CommandID
  package var title: String
  /// One sentence.
  package var help: String
  package var group: Group
  /// In the order in which they are shown.
  package var bindings: [KeyBinding]
  /// The word of the footer and its place: lower comes first; `nil` keeps it out.
  package var hint: Hint?
  /// Before an argument in the command list: `theme buoy`.
  package var verb: String?
  /// Why it cannot run now; `nil` when it can.
  package var reason: @Sendable (Playground) -> String?
  package var run: @Sendable (inout Playground, Invocation) -> [Effect]

  package struct Hint: Sendable {
    package var word: String
    package var place: Int
    /// A command whose key stands before this one's: `[ ] Image`.
    package var pair: CommandID?
    /// Whether it is worth its place now.
    package var isWorthIt: @Sendable (Playground) -> Bool
    package init(
      _ word: String, _ place: Int, after pair: CommandID? = nil,
      when isWorthIt: @escaping @Sendable (Playground) -> Bool = { _ in true }
    ) {
      self.word = word
      self.place = place
      self.pair = pair
      self.isWorthIt = isWorthIt
    }
  }

  package init(
    _ id: CommandID, _ title: String, _ help: String, _ group: Group, _ bindings: [KeyBinding],
    hint: Hint? = nil, verb: String? = nil,
    reason: @escaping @Sendable (Playground) -> String? = { _ in nil },
    run: @escaping @Sendable (inout Playground, Invocation) -> [Effect]
  ) {
    self.id = id
    self.title = title
    self.help = help
    self.group = group
    self.bindings = bindings
    self.hint = hint
    self.verb = verb
    self.reason = reason
    self.run = run
  }
}

/// Short ways to write the keys of a table.
extension KeyBinding {
  package static func anywhere(_ key: Key) -> KeyBinding { KeyBinding(.anywhere, key) }
  package static func navigation(_ key: Key) -> KeyBinding { KeyBinding(.navigation, key) }
  package static func navigation(_ letter: Character) -> KeyBinding {
    KeyBinding(.navigation, Key(.character(letter)))
  }
  package static func leader(_ letter: Character) -> KeyBinding {
    KeyBinding(.leader, Key(.character(letter)))
  }
  package static func leader(_ key: Key) -> KeyBinding { KeyBinding(.leader, key) }
  package static func pane(_ pane: PaneID, _ key: Key) -> KeyBinding { KeyBinding(.pane(pane), key) }
  package static func pane(_ pane: PaneID, _ letter: Character) -> KeyBinding {
    KeyBinding(.pane(pane), Key(.character(letter)))
  }
}

extension Key {
  package static func letter(_ letter: Character) -> Key { Key(.character(letter)) }
  package static func control(_ letter: Character) -> Key { Key(.character(letter), .control) }
  package static func function(_ number: Int) -> Key { Key(.function(number)) }
}
