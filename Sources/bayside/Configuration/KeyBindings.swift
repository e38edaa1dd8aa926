import JSON5
import TerminalUI

/// What the section `keys` says: for a command, the keys that run it instead of its usual ones.
struct KeyBindings: Sendable {
  struct Entry: Sendable {
    var command: Located<String>
    var sequences: [Located<ChordSequence>]
  }

  var entries: [Entry] = []
  var source: SourceText?

  /// Reads the section; texts that are no keys become problems.
  init(_ section: inout ObjectReader) {
    source = section.problems.source
    for member in section.all where !section.problems.isFull {
      let command = Located(member.key, at: member.keyPosition)
      var sequences: [Located<ChordSequence>] = []
      for text in section.texts(member.key) ?? [] {
        do {
          sequences.append(Located(try ChordSequence(parsing: text.value), at: text.position))
        } catch {
          section.problems.add(error.sentence, at: text.position)
        }
      }
      entries.append(Entry(command: command, sequences: sequences))
    }
  }

  init() {}

  /// Commands that nobody knows.
  /// - Parameter commands: the names of all commands.
  func unknownCommands(knowing commands: some Collection<String>) -> [SourceProblem] {
    entries.compactMap { entry in
      let name = entry.command.value
      guard !commands.contains(name) else { return nil }
      let meant = Spelling.nearest(to: name, among: commands).map { " Did you mean “\($0)”?" } ?? ""
      return problem("There is no command “\(name.prefix(40))”.\(meant)", at: entry.command.position)
    }
  }

  /// A problem of this file, for those who check what the keys do.
  func problem(_ sentence: String, at position: SourcePosition) -> SourceProblem? {
    source?.problem(at: position, sentence)
  }
}
