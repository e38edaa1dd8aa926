import RelayKit
import Workbench

/// A key that bayside keeps, or knows where to get. It is sent to its base URL and to nowhere else.
struct KeptKey: Sendable, Hashable {
  enum Source: Sendable, Hashable {
    case plain(String)
    case environment(String)
    case command([String])
    case keyring
  }

  var facts: NamedKey
  var baseURL: BaseURL
  var source: Source

  init(name: String, baseURL: BaseURL, source: Source) {
    self.baseURL = baseURL
    self.source = source
    facts = NamedKey(name: name, baseURL: baseURL.description, place: Self.place(source))
    if case .plain(let key) = source { look(at: key) }
  }

  static func place(_ source: Source) -> NamedKey.Place {
    switch source {
    case .plain: .file
    case .environment(let name): .environment(name)
    case .command(let words): .command(shown(words))
    case .keyring: .keyring
    }
  }

  /// As it was typed, when a shell runs it.
  static func shown(_ words: [String]) -> String {
    if words.count == 3, words[0] == "/bin/sh", words[1] == "-c" { return words[2] }
    return words.map { ShellWord.quoted($0) }.joined(separator: " ")
  }

  static func commandWords(_ text: String) -> [String] { ["/bin/sh", "-c", text] }

  /// Remembers what may be shown of the key.
  mutating func look(at key: String) {
    facts.label = KeyText.label(key)
    facts.length = key.count
  }

  /// The key itself. May take long: a program may have to be asked.
  /// - Parameter complain: takes lines that the program says.
  /// - Throws: why there is none now, never with the key.
  func read(
    _ environment: ProcessEnvironment, complain: @escaping (String) -> Void = { _ in }
  ) throws(UsageError) -> String {
    switch source {
    case .plain(let key): return key
    case .environment(let name):
      guard let key = environment[name] else {
        throw UsageError(sentence: "\(name) is not set, and the key “\(facts.name)” is to be in it.")
      }
      if let problem = KeyText.problem(key) { throw UsageError(sentence: "\(name) \(problem).") }
      return key
    case .command(let words):
      return try KeyCommand.run(words, named: "The command of the key “\(facts.name)”", complain: complain)
    case .keyring: return try Keyring.lookUp(facts.name, baseURL, environment)
    }
  }

  /// What can be seen without asking anybody: a variable that is not set, a keyring that is not there.
  func looked(in environment: ProcessEnvironment) -> NamedKey {
    var copy = self
    switch source {
    case .plain, .command: break
    case .environment(let name):
      if let key = environment[name] { copy.look(at: key) } else { copy.facts.trouble = "\(name) is not set" }
    case .keyring: copy.facts.trouble = Keyring.problem(environment)
    }
    return copy.facts
  }
}
