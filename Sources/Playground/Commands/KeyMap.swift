import RelayKit
package import TerminalUI
import Workbench

/// Which key runs which command, where: the tables' own keys, or what the configuration put in their place.
package struct KeyMap: Sendable {
  /// Why a configuration of keys cannot be used; the position is the index of the binding in the input.
  package enum Problem: Sendable, Hashable {
    case unknownCommand(String, closest: String?)
    /// Another command has the key in the same place.
    case taken(key: String, by: String)
    /// Without a key for this command there is no way to the others.
    case unreachable(String)
    /// Neither one key, nor the leader and a key.
    case notAKey
  }

  private var commands: [CommandID: Command]
  private var byKey: [KeyBinding: CommandID] = [:]
  private var bindings: [CommandID: [KeyBinding]] = [:]
  package let table: [Command]

  package init(_ table: [Command] = CommandTable.all) {
    self.table = table
    commands = Dictionary(table.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for command in table { bind(command.id, command.bindings) }
  }

  private mutating func bind(_ id: CommandID, _ keys: [KeyBinding]) {
    for key in bindings[id] ?? [] where byKey[key] == id { byKey[key] = nil }
    bindings[id] = keys
    for key in keys { byKey[key] = id }
  }

  package subscript(id: CommandID) -> Command? { commands[id] }

  /// The keys of a command, in the order in which they are shown.
  package func keys(of id: CommandID) -> [KeyBinding] { bindings[id] ?? [] }

  package func command(for key: Key, in scope: KeyScope) -> Command? {
    byKey[KeyBinding(scope, key)].flatMap { commands[$0] }
  }

  /// What a key means in a pane: the pane's own meaning, then that of all panes, then that of everywhere.
  package func command(for key: Key, inPane pane: PaneID, letters: Bool) -> Command? {
    if let found = command(for: key, in: .pane(pane)) { return found }
    // A lane is a chat.
    if pane == .lane, let found = command(for: key, in: .pane(.transcript)) { return found }
    if letters, let found = command(for: key, in: .navigation), isMeant(found.id, inPane: pane) {
      return found
    }
    return command(for: key, in: .anywhere)
  }

  /// Most keys of all panes act on the conversation; where that is not seen, only those that act on the program do.
  package func isMeant(_ id: CommandID, inPane pane: PaneID) -> Bool {
    if ViewID.chat.panes.contains(pane) || pane == .lane { return true }
    return Self.meantEverywhere.contains(id) || commands[id]?.id.name.hasPrefix("view.") == true
  }

  private static let meantEverywhere: Set<CommandID> = [
    "back", "help", "model", "models.reload", "palette", "quit", "stop.all", "type", "zoom",
  ]

  /// Gives commands other keys: each named command has exactly the keys given. A sequence of one key stands
  /// where the command's own keys of that kind stand; of two keys, it must begin with the leader.
  /// - Returns: what is wrong, by the index in `changes`; nothing is changed for those.
  package mutating func rebind(_ changes: [(command: String, keys: [KeySequence])]) -> [(Int, Problem)] {
    var problems: [(Int, Problem)] = []
    let moved = Set(changes.map { CommandID($0.command) })
    let leader = keys(of: "leader").first { $0.scope == .anywhere }?.key ?? .control("x")
    for (index, change) in changes.enumerated() {
      let id = CommandID(change.command)
      guard let command = commands[id] else {
        let closest = EditDistance.closest(to: change.command, in: table.map(\.id.name))
        problems.append((index, .unknownCommand(change.command, closest: closest)))
        continue
      }
      let keys = change.keys.flatMap { Self.bindings(for: $0, of: command, leader: leader) }
      if keys.count < change.keys.count {
        problems.append((index, .notAKey))
        continue
      }
      if let taken = keys.first(where: { isTaken($0, from: id, unless: moved) }) {
        problems.append(
          (index, .taken(key: KeyNames.text(taken.key), by: byKey[taken]?.name ?? "")))
        continue
      }
      if keys.isEmpty, Self.mustHaveKey.contains(id) {
        problems.append((index, .unreachable(change.command)))
        continue
      }
      bind(id, keys)
    }
    return problems
  }

  /// Whether another command has the key and keeps it.
  private func isTaken(_ key: KeyBinding, from id: CommandID, unless moved: Set<CommandID>) -> Bool {
    guard let other = byKey[key] else { return false }
    return other != id && !moved.contains(other)
  }

  /// Without these there is no way to the others.
  private static let mustHaveKey: Set<CommandID> = ["palette", "up", "leader", "stop.or.clear"]

  private static func bindings(for keys: KeySequence, of command: Command, leader: Key) -> [KeyBinding] {
    if keys.count == 2, keys[0] == leader { return [KeyBinding(.leader, keys[1])] }
    guard let key = keys.first, keys.count == 1 else { return [] }
    if let pane = command.bindings.lazy.compactMap({ binding -> PaneID? in
      if case .pane(let pane) = binding.scope { pane } else { nil }
    }).first {
      return [KeyBinding(.pane(pane), key)]
    }
    return [KeyBinding(key.isText ? .navigation : .anywhere, key)]
  }
}

/// Keys pressed one after the other.
package typealias KeySequence = [Key]

extension Key {
  /// A key that types something: it cannot be a command while text is typed.
  package var isText: Bool {
    guard case .character = code else { return false }
    return modifiers.isDisjoint(with: [.control, .alt])
  }
}
