import Glibc
import RelayKit
import Workbench

/// Changes what is kept of keys, for the screen and for `bayside keys`.
enum KeyKeeping {
  /// Keeps a key as it was entered; an empty value leaves the key itself as it is.
  /// - Parameter old: the name of the key that it takes the place of.
  /// - Throws: why it is not kept, never with the key.
  static func keep(
    _ draft: KeyDraft, inPlaceOf old: String?, _ environment: ProcessEnvironment
  ) throws(UsageError) -> KeyStore {
    let baseURL: BaseURL
    do {
      baseURL = try BaseURL(draft.baseURL)
    } catch {
      throw UsageError(sentence: "The base URL \(BaseURLWords.sentence(error)).")
    }
    return try KeyStore.change(environment) { store throws(UsageError) in
      let before = old.flatMap { store[$0] }
      if let old, before == nil { throw UsageError(sentence: "The key “\(old)” is not there any more.") }
      let taken = store.names.subtracting([old].compactMap { $0 })
      let stays = draft.value.isEmpty && before.map { staysInPlace($0, draft) } ?? false
      let keepsValue = stays && before?.baseURL.hasOrigin(of: baseURL) == true
      if let problem = draft.problem(taken: taken, keepsValue: keepsValue, hasMoved: stays && !keepsValue) {
        throw UsageError(sentence: problem.sentence)
      }
      let source = keepsValue ? before?.source ?? .keyring : source(draft)
      var entry = KeptKey(name: draft.name, baseURL: baseURL, source: source)
      if let before { take(before, &entry, isSame: keepsValue || before.source == source) }
      entry.facts.addedAt = before?.facts.addedAt ?? LocalClock.now
      entry.facts.project = draft.project
      do throws(KeyDraftProblem) {
        entry.facts.limits = try draft.limits()
        entry.facts.models = try draft.rules()
        entry.facts.expires = try draft.lastDay()
      } catch {
        throw UsageError(sentence: error.sentence)
      }
      try moveInKeyring(draft, from: before, to: &entry, environment)
      store.put(entry, inPlaceOf: old)
    }
  }

  /// Whether the key can stay where it is. It does so only for the same relay: it is never handed to another one by a
  /// change of address.
  private static func staysInPlace(_ before: KeptKey, _ draft: KeyDraft) -> Bool {
    switch (before.source, draft.keeping) {
    case (.plain, .file), (.keyring, .keyring): return true
    default: return false
    }
  }

  private static func source(_ draft: KeyDraft) -> KeptKey.Source {
    switch draft.keeping {
    case .file: .plain(draft.value)
    case .keyring: .keyring
    case .environment: .environment(draft.value)
    case .command: .command(KeptKey.commandWords(draft.value))
    }
  }

  private static func take(_ before: KeptKey, _ entry: inout KeptKey, isSame: Bool) {
    entry.facts.isOn = before.facts.isOn
    guard isSame else { return }
    entry.facts.label = before.facts.label
    entry.facts.length = before.facts.length
    (entry.facts.test, entry.facts.balance) = (before.facts.test, before.facts.balance)
  }

  private static func moveInKeyring(
    _ draft: KeyDraft, from before: KeptKey?, to entry: inout KeptKey, _ environment: ProcessEnvironment
  ) throws(UsageError) {
    let wasThere = before?.source == .keyring
    guard entry.source == .keyring else {
      if let before, wasThere { try Keyring.clear(before.facts.name, before.baseURL, environment) }
      return
    }
    var value = draft.value
    let isMoved = wasThere && (before?.facts.name != entry.facts.name)
    if value.isEmpty, isMoved, let before { value = try before.read(environment) }
    if !value.isEmpty {
      try Keyring.store(value, entry.facts.name, entry.baseURL, environment)
      entry.look(at: value)
    }
    if isMoved, let before { try Keyring.clear(before.facts.name, before.baseURL, environment) }
  }

  /// Forgets a key on this machine.
  static func remove(_ name: String, _ environment: ProcessEnvironment) throws(UsageError) -> KeyStore {
    try KeyStore.change(environment) { store throws(UsageError) in
      guard let entry = store[name] else { throw missing(name, store) }
      if entry.source == .keyring, Keyring.problem(environment) == nil {
        try Keyring.clear(name, entry.baseURL, environment)
      }
      store.remove(name)
    }
  }

  /// Changes what belongs to a key.
  @discardableResult
  static func change(
    _ name: String, _ environment: ProcessEnvironment, _ body: (inout KeptKey) -> Void
  ) throws(UsageError) -> KeyStore {
    try KeyStore.change(environment) { store throws(UsageError) in
      guard store.change(name, body) else { throw missing(name, store) }
    }
  }

  /// Makes a key the one that is begun with.
  static func use(_ name: String, _ environment: ProcessEnvironment) throws(UsageError) -> KeyStore {
    try KeyStore.change(environment) { store throws(UsageError) in
      guard store[name] != nil else { throw missing(name, store) }
      store.used = name
    }
  }

  /// What was typed may be a key: it is not repeated then.
  static func missing(_ name: String, _ store: KeyStore) -> UsageError {
    let shown = KeyName.looksLikeKey(name) ? "of that name (a key itself is no name)" : "“\(name.prefix(40))”"
    let names = store.entries.map(\.facts.name)
    let known = names.isEmpty ? "There is none yet." : "There are: \(names.joined(separator: ", "))."
    return UsageError(sentence: "There is no key \(shown). \(known)")
  }
}
