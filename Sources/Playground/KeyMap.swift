package import TerminalUI

/// Which key runs which command, where.
package struct KeyMap: Sendable {
  private var chords: [Key: CommandID] = [:]
  private var navigation: [Key: CommandID] = [:]
  private var leader: [Key: CommandID] = [:]

  package init(_ table: [Command] = Command.table) {
    for command in table {
      for key in command.chords { chords[key] = command.id }
      for key in command.navigation { navigation[key] = command.id }
      for key in command.leader { leader[key] = command.id }
    }
  }

  package func anywhere(_ key: Key) -> CommandID? { chords[key] }
  package func inPane(_ key: Key) -> CommandID? { navigation[key] ?? chords[key] }
  package func afterLeader(_ key: Key) -> CommandID? { leader[key] }
}
