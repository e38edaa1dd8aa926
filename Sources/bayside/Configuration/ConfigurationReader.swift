import JSON5
import RelayKit
import TerminalUI
import Workbench

/// Turns the bytes of `config.json5` into a `Configuration`, or into all that is wrong with them.
struct ConfigurationReader {
  /// More than a day is a mistake of units.
  private static let seconds = 0.0...86_400
  static let maximumRetries = 10

  private var file: ObjectReader
  private var configuration: Configuration
  private var problems: ProblemList { file.problems }

  /// - Parameters:
  ///   - name: how the file is shown.
  ///   - directory: where it lies.
  ///   - keyRefusal: why a key may not stand in this file, if it may not.
  static func read(
    _ bytes: [UInt8], name: String, directory: String, keyRefusal: String?
  ) throws(SourceProblems) -> Configuration {
    let file: ObjectReader
    do {
      file = try ObjectReader(file: bytes, name: name)
    } catch {
      throw SourceProblems([error.shown(of: SourceText(bytes: bytes, name: name).withoutSecrets)])
    }
    var reader = ConfigurationReader(
      file: file, configuration: Configuration(file: name, directory: directory))
    reader.configuration.source = file.problems.source
    reader.readRelay()
    reader.readKey(refusal: keyRefusal)
    reader.readRequest()
    reader.readTransport()
    reader.readScreen()
    reader.readSpending()
    reader.readHistory()
    if var section = reader.file.object("media") { reader.configuration.media = MediaSettings(&section) }
    reader.readProfiles()
    reader.file.finish()
    let problems = reader.problems.problems
    guard problems.isEmpty else {
      let source = file.problems.source.withoutSecrets
      throw SourceProblems(problems.map { $0.shown(of: source) })
    }
    return reader.configuration
  }

  // MARK: The relay and its key

  private mutating func readRelay() {
    guard let text = file.text("base_url") else { return }
    do {
      configuration.baseURL = try BaseURL(text.value)
    } catch {
      problems.add("“base_url” \(BaseURLWords.sentence(error)).", at: text.position)
    }
  }

  private mutating func readKey(refusal: String?) {
    readKeySource()
    guard let key = file.text("key") else { return }
    if let refusal {
      problems.add(refusal, at: key.position)
    } else if let problem = KeyText.problem(key.value) {
      problems.add("“key” \(problem).", at: key.position)
    }
    configuration.key = Located(.plain(key.value), at: key.position)
  }

  /// `key_env` and `key_command`, of which only one can be, nor a `key` beside them.
  private mutating func readKeySource() {
    let names = ["key", "key_env", "key_command"]
    let given = names.filter { file.value($0) != nil }
    if given.count > 1, let second = file.value(given[1]) {
      let list = given.map { "“\($0)”" }.joined(separator: " and ")
      problems.add("\(list) name the key; only one of them can.", at: second.position)
    }
    if let name = file.text("key_env") {
      let isName = name.value.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "=") && $0 < 0x7F }
      if !isName || name.value.hasPrefix("sk-") {
        problems.add("“key_env” takes the name of a variable, not the key itself.", at: name.position)
      }
      configuration.key = Located(.environment(name.value), at: name.position)
    }
    if let value = file.value("key_command") { readKeyCommand(value) }
  }

  private mutating func readKeyCommand(_ value: JSON5Value) {
    let words: [String]
    if case .string(let text) = value.content {
      words = text.isEmpty ? [] : ["/bin/sh", "-c", text]
    } else {
      guard let texts = file.texts("key_command") else { return }
      words = texts.map(\.value)
    }
    guard words.first?.isEmpty == false, !words.contains(where: { $0.utf8.contains(0) }) else {
      problems.add("“key_command” names no program.", at: value.position)
      return
    }
    configuration.key = Located(.command(words), at: value.position)
  }

  // MARK: The request

  private mutating func readRequest() {
    configuration.model = file.text("model")?.value
    configuration.system = file.text("system")?.value
    configuration.streams = file.flag("stream")
    if let section = file.object("parameters") {
      for member in section.all { readParameter(member) }
    }
    if var section = file.object("headers") {
      for member in section.all { readHeader(member, &section) }
    }
  }

  private mutating func readParameter(_ member: JSON5Member) {
    let settings = ["model": "“model”", "messages": "“system” and the prompt", "stream": "“stream”"]
    if let setting = settings[member.key] {
      problems.add("“\(member.key)” is no parameter: it comes from \(setting).", at: member.keyPosition)
      return
    }
    do {
      configuration.parameters[member.key] = try JSONValue(member.value)
    } catch {
      problems.add(error.sentence, at: error.position)
    }
  }

  private mutating func readHeader(_ member: JSON5Member, _ section: inout ObjectReader) {
    guard let text = section.text(member.key) else { return }
    guard let header = HeaderText.header(name: member.key, value: text.value) else {
      problems.add(
        "This is no header: names have letters, digits and “-”, values one line.", at: member.keyPosition)
      return
    }
    configuration.headers.append(header)
  }

  private mutating func readTransport() {
    configuration.timeout = file.number("timeout", in: Self.seconds, unit: " seconds (0: no limit)")
    configuration.connectTimeout = file.number(
      "connect_timeout", in: Self.seconds, unit: " seconds (0: no limit)")
    configuration.stall = file.number("stall", in: Self.seconds, unit: " seconds (0: no limit)")
    configuration.retries = file.integer("retries", in: 0...Self.maximumRetries)
    configuration.preset = file.text("preset")?.value
    configuration.fallbackModels = file.texts("fallback_models")?.map(\.value) ?? []
    configuration.fallback = file.choice("fallback")
    configuration.proxy = file.text("proxy")?.value
    configuration.noProxy = file.texts("no_proxy")?.map(\.value).joined(separator: ",")
    configuration.caFile = file.text("ca_file")?.value
  }

  // MARK: Money

  private mutating func readSpending() {
    guard var section = file.object("spending") else { return }
    let amounts = 0.0...1e9
    configuration.spending.perRequest = section.number("per_request", in: amounts, unit: " dollars")
    configuration.spending.perComparison = section.number("per_comparison", in: amounts, unit: " dollars")
    configuration.spending.perDay = section.number("per_day", in: amounts, unit: " dollars")
    if let bound = section.number("warn_above", in: amounts, unit: " dollars (0: never)") {
      configuration.spending.warnAbove = bound == 0 ? nil : bound
    }
    if let times = section.number("warn_times", in: 0...1e6, unit: " (0: never)") {
      configuration.spending.warnTimes = times == 0 ? nil : times
    }
    section.finish()
  }

  // MARK: History

  private mutating func readHistory() {
    guard var section = file.object("history") else { return }
    configuration.history.keeps = section.flag("keep") ?? true
    let days = 0.0...100_000
    let sizes = 1.0...1e9
    if let number = section.number("days", in: days, unit: " days (0: for ever)"), number > 0 {
      configuration.history.days = number
    }
    configuration.history.megabytes = section.number("megabytes", in: sizes, unit: " megabytes")
    configuration.history.bytesDays = section.number("bytes_days", in: days, unit: " days") ?? 30
    configuration.history.bytesMegabytes =
      section.number("bytes_megabytes", in: sizes, unit: " megabytes") ?? 512
    section.finish()
  }

  // MARK: Profiles

  private mutating func readProfiles() {
    configuration.profile = file.text("profile")
    if var section = file.object("profiles") {
      for member in section.all where !problems.isFull { readProfile(member, &section) }
    }
    guard let usual = configuration.profile,
      !configuration.profiles.contains(where: { $0.name.value == usual.value })
    else { return }
    problems.add("“profile” names none of the “profiles” of this file.", at: usual.position)
  }

  private mutating func readProfile(_ member: JSON5Member, _ section: inout ObjectReader) {
    if let problem = KeyName.problem(member.key) {
      problems.add("The name of a profile \(problem).", at: member.keyPosition)
    }
    guard let object = section.object(member.key) else { return }
    var reader = ConfigurationReader(
      file: object, configuration: Configuration(file: configuration.file, directory: configuration.directory)
    )
    reader.readRelay()
    reader.readKeySource()
    reader.readKeyName()
    reader.readRequest()
    reader.readTransport()
    reader.file.finish()
    configuration.profiles.append(
      Profile(name: Located(member.key, at: member.keyPosition), settings: reader.configuration))
  }

  /// In a profile `key` is the name of a key that is kept, so that the key itself stands in one place.
  private mutating func readKeyName() {
    guard let name = file.text("key") else { return }
    if let problem = KeyName.problem(name.value) {
      problems.add(
        "“key” of a profile takes the name of a key that bayside keeps (bayside keys list): this \(problem).",
        at: name.position)
    }
    configuration.key = Located(.named(name.value), at: name.position)
  }

  // MARK: The screen

  private mutating func readScreen() {
    configuration.theme = file.text("theme")
    configuration.background = file.choice("background")
    configuration.mouse = file.flag("mouse")
    configuration.enter = file.choice("enter")
    configuration.motion = file.flag("motion")
    if let value = file.value("ascii") {
      switch value.content {
      case .bool(let flag): configuration.ascii = flag
      case .string("auto"): break
      default: _ = file.refuse(value, "ascii", "“auto”, true or false") as Bool?
      }
    }
    configuration.lowBalance = file.number("low_balance", in: 0...1_000_000, unit: " USD (0: say nothing)")
    configuration.advice = file.flag("advice")
    configuration.editor = file.text("editor")?.value
    if var section = file.object("keys") { configuration.keys = KeyBindings(&section) }
  }
}
