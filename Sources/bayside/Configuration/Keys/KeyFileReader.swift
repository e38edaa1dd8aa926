import JSON5
import RelayKit
import Workbench

/// Understands `keys.json5`: a section for each key by its name, and the older form, a key by its base URL.
struct KeyFileReader {
  private var file: ObjectReader
  private var entries: [KeptKey] = []

  /// - Throws: everything that is wrong with the file, without its keys.
  static func read(_ bytes: [UInt8], name: String) throws(UsageError) -> (entries: [KeptKey], used: String?) {
    let file: ObjectReader
    do {
      file = try ObjectReader(file: bytes, name: name)
    } catch {
      let source = SourceText(bytes: bytes, name: name).withoutSecrets
      throw UsageError(sentence: "The kept keys cannot be read.", report: error.shown(of: source).report)
    }
    var reader = KeyFileReader(file: file)
    let used = reader.file.text("use")
    reader.readNamed()
    reader.readByAddress()
    if let used, !reader.entries.contains(where: { $0.facts.name == used.value }) {
      reader.file.problems.add("“use” names no key of this file.", at: used.position)
    }
    if let problem = reader.file.problems.problems.first {
      let source = reader.file.problems.source.withoutSecrets
      throw UsageError(sentence: "The kept keys cannot be read.", report: problem.shown(of: source).report)
    }
    return (reader.entries, used?.value)
  }

  private init(file: ObjectReader) { self.file = file }

  private mutating func readNamed() {
    guard var section = file.object("keys") else { return }
    for member in section.all {
      if let problem = KeyName.problem(member.key) {
        file.problems.add("The name of a key \(problem).", at: member.keyPosition)
      }
      guard var key = section.object(member.key) else { continue }
      if let entry = entry(member.key, &key) { entries.append(entry) }
      key.finish()
    }
  }

  /// `"https://relay.example/v1": "sk-…"`.
  private mutating func readByAddress() {
    for member in file.all where !["keys", "use"].contains(member.key) {
      guard let key = file.text(member.key) else { continue }
      if let problem = KeyText.problem(key.value) {
        file.problems.add("The key \(problem).", at: key.position)
      } else if let url = try? BaseURL(member.key) {
        let name = KeyName.fresh(host: url.host, taken: Set(entries.map(\.facts.name)))
        entries.append(KeptKey(name: name, baseURL: url, source: .plain(key.value)))
      } else {
        file.problems.add("This is no base URL.", at: member.keyPosition)
      }
    }
  }

  private func entry(_ name: String, _ object: inout ObjectReader) -> KeptKey? {
    let problems = object.problems
    var baseURL: BaseURL?
    if let text = object.text("base_url") {
      do {
        baseURL = try BaseURL(text.value)
      } catch {
        problems.add("“base_url” \(BaseURLWords.sentence(error)).", at: text.position)
      }
    } else {
      problems.add("The key has no “base_url” that it may be sent to.", at: object.position)
    }
    let source = source(&object)
    guard let baseURL, let source else { return nil }
    var entry = KeptKey(name: name, baseURL: baseURL, source: source)
    if let label = object.text("ends_in")?.value, entry.facts.label.isEmpty {
      entry.facts.label = ".." + label.suffix(4)
    }
    entry.facts.project = object.text("project")?.value ?? ""
    entry.facts.limits = KeyLimits(
      day: object.number("per_day", in: 0...1e9), month: object.number("per_month", in: 0...1e9),
      all: object.number("in_all", in: 0...1e9))
    for text in object.texts("models") ?? [] {
      guard let rule = ModelRule(text.value) else {
        problems.add("This is no model: a name, or its beginning with * at the end.", at: text.position)
        continue
      }
      entry.facts.models.append(rule)
    }
    if let text = object.text("expires") {
      entry.facts.expires = LocalDay(text.value)
      if entry.facts.expires == nil { problems.add("This is no day, such as 2026-12-31.", at: text.position) }
    }
    entry.facts.isOn = object.flag("on") ?? true
    entry.facts.addedAt = object.number("added", in: Self.times)
    if var test = object.object("last_test") { entry.facts.test = Self.test(&test) }
    if var balance = object.object("balance") { entry.facts.balance = Self.balance(&balance) }
    return entry
  }

  private static let times = 0.0...1e11

  private func source(_ object: inout ObjectReader) -> KeptKey.Source? {
    let names = ["key", "key_env", "key_command", "keyring"]
    let given = names.compactMap { name in object.value(name).map { (name, $0) } }
    guard given.count == 1, let (name, value) = given.first else {
      object.problems.add(
        "A key needs one of “key”, “key_env”, “key_command” and “keyring”.", at: object.position)
      return nil
    }
    switch name {
    case "key":
      guard let key = object.text("key") else { return nil }
      guard let problem = KeyText.problem(key.value) else { return .plain(key.value) }
      object.problems.add("The key \(problem).", at: key.position)
      return nil
    case "key_env":
      guard let variable = object.text("key_env") else { return nil }
      if variable.value.isEmpty {
        object.problems.add("“key_env” names no variable.", at: variable.position)
        return nil
      }
      return .environment(variable.value)
    case "key_command":
      let words: [String]
      if case .string(let text) = value.content {
        words = text.isEmpty ? [] : KeptKey.commandWords(text)
      } else {
        words = object.texts("key_command")?.map(\.value) ?? []
      }
      guard words.first?.isEmpty == false, !words.contains(where: { $0.utf8.contains(0) }) else {
        object.problems.add("“key_command” names no program.", at: value.position)
        return nil
      }
      return .command(words)
    default:
      if object.flag("keyring") == true { return .keyring }
      object.problems.add("“keyring” can only be true.", at: value.position)
      return nil
    }
  }

  private static func test(_ object: inout ObjectReader) -> KeyTest? {
    let at = object.number("at", in: times)
    let (status, models) = (
      object.integer("status", in: 0...999), object.integer("models", in: 0...1_000_000)
    )
    let milliseconds = object.number("ms", in: 0...1e9)
    let trouble = object.text("trouble")?.value ?? ""
    let saysRefused = object.flag("refused") ?? false
    object.finish()
    return at.map {
      KeyTest(
        at: $0, status: status, milliseconds: milliseconds ?? 0, models: models, trouble: trouble,
        saysRefused: saysRefused)
    }
  }

  private static func balance(_ object: inout ObjectReader) -> KeyBalance? {
    let at = object.number("at", in: times)
    var balance = KeyBalance(readAt: at ?? 0, currency: object.text("currency")?.value ?? KeyLimits.currency)
    balance.left = object.number("left", in: -1e12...1e12)
    balance.granted = object.number("of", in: 0...1e12)
    balance.used = object.number("used", in: 0...1e12)
    balance.isUnlimited = object.flag("unlimited") ?? false
    balance.expiresAt = object.number("expires_at", in: times)
    object.finish()
    return at == nil ? nil : balance
  }
}
