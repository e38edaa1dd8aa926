import Glibc
import JSON5
import RelayKit
import Workbench

/// Keys by name in `keys.json5` beside the configuration, with what belongs to each. Only the user can read the
/// file, and one that cannot be understood is never written over. It may be a link to a file of which the same holds.
struct KeyStore: Sendable {
  private static let maximumBytes = 256 << 10
  let path: String
  /// Where it lies: who keeps dotfiles elsewhere has a link in its place.
  private let file: String
  let shown: String
  /// The first is the newest.
  private(set) var entries: [KeptKey] = []
  /// The name of the key to begin with.
  var used: String?

  /// Reads the file; one that is missing holds nothing.
  /// - Throws: why it cannot be used. It is never overwritten then.
  init(_ environment: ProcessEnvironment) throws(UsageError) {
    path = environment.keyFile ?? ""
    shown = environment.shown(path)
    file = PrivateFile.resolved(path)
    guard !path.isEmpty else { return }
    let opened = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard opened >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return }
      let reason = errno == ELOOP ? "it is a symbolic link that leads nowhere" : Output.systemError(errno)
      throw UsageError(sentence: "\(shown) cannot be read: \(reason).")
    }
    defer { close(opened) }
    var status = stat()
    guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw UsageError(sentence: "\(shown) is no file.")
    }
    guard status.st_uid == geteuid() else {
      throw UsageError(sentence: "\(shown) holds keys, but it belongs to another user.")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw UsageError(
        sentence: "\(shown) holds keys, but others can read it. Run: chmod 600 \(ShellWord.quoted(path))")
    }
    let bytes = Output.readInput(opened, limit: Self.maximumBytes + 1)
    guard bytes.count <= Self.maximumBytes else {
      throw UsageError(sentence: "\(shown) is larger than 256 KiB; it is not what bayside made.")
    }
    (entries, used) = try KeyFileReader.read(bytes, name: shown)
    // Without a word about it the newest was begun with, and stays so until the user says otherwise.
    if used == nil { used = entries.first?.facts.name }
  }

  // MARK: Looking

  /// The key for a base URL: it goes to that host and to no other. The one in use comes first, then the one that was
  /// added first: a further key takes nothing over before the user says so.
  func entry(for baseURL: BaseURL) -> KeptKey? {
    let fitting = entries.filter { $0.baseURL.hasOrigin(of: baseURL) }
    return fitting.first { $0.facts.name == used } ?? fitting.last
  }

  subscript(name: String) -> KeptKey? { entries.first { $0.facts.name == name } }

  var names: Set<String> { Set(entries.map(\.facts.name)) }

  /// The key that is begun with where nothing names another.
  var first: KeptKey? { used.flatMap { self[$0] } ?? entries.first }

  // MARK: Changing

  mutating func put(_ entry: KeptKey, inPlaceOf name: String? = nil) {
    if let place = entries.firstIndex(where: { $0.facts.name == name ?? entry.facts.name }) {
      entries[place] = entry
      if used == name { used = entry.facts.name }
    } else {
      // What was begun with goes on being it.
      if used == nil { used = entries.first?.facts.name ?? entry.facts.name }
      entries.insert(entry, at: 0)
    }
  }

  mutating func remove(_ name: String) {
    entries.removeAll { $0.facts.name == name }
    if used == name { used = nil }
  }

  /// - Returns: whether there is such a key.
  @discardableResult
  mutating func change(_ name: String, _ body: (inout KeptKey) -> Void) -> Bool {
    guard let place = entries.firstIndex(where: { $0.facts.name == name }) else { return false }
    body(&entries[place])
    return true
  }

  /// A key that was entered for a relay: in place of the one that is kept for that host, else under a new name.
  mutating func enter(_ key: String, for baseURL: BaseURL, at time: Double) {
    var entry: KeptKey
    if let old = self.entry(for: baseURL), case .plain = old.source {
      entry = old
      entry.source = .plain(key)
      entry.baseURL = baseURL
      entry.facts.baseURL = baseURL.description
      entry.facts.isOn = true
      // What was found out about the key before is not about this one.
      (entry.facts.test, entry.facts.balance) = (nil, nil)
      entry.look(at: key)
      entries.removeAll { $0.facts.name == entry.facts.name }
    } else {
      entry = KeptKey(
        name: KeyName.fresh(host: baseURL.host, taken: names), baseURL: baseURL, source: .plain(key))
      entry.facts.addedAt = time
    }
    entries.insert(entry, at: 0)
    used = entry.facts.name
  }

  /// Changes the file: it is read anew and replaced as a whole while no other bayside can do so.
  /// - Returns: the keys as they are now.
  /// - Throws: why nothing was changed; `body` may say so too.
  @discardableResult
  static func change(
    _ environment: ProcessEnvironment, _ body: (inout KeyStore) throws(UsageError) -> Void
  ) throws(UsageError) -> KeyStore {
    guard let path = environment.keyFile else {
      throw UsageError(sentence: "There is no home directory to keep keys in.")
    }
    let lock = PrivateFile.lock(path + ".lock")
    defer { if lock >= 0 { close(lock) } }
    var store = try KeyStore(environment)
    try body(&store)
    if let reason = PrivateFile.replace(store.file, with: KeyFileWriter.bytes(store)) {
      throw UsageError(sentence: "\(store.shown) could not be written: \(reason).")
    }
    return store
  }
}

extension ProcessEnvironment {
  var keyFile: String? {
    directory("XDG_CONFIG_HOME", orHome: ".config").map { $0 + "/bayside/keys.json5" }
  }
}
