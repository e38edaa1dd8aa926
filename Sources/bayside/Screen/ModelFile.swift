import Glibc
import JSON5
import RelayKit
import Workbench

/// The user's catalogue of models, `models.json5` beside the configuration:
///
///     {
///       date: '2026-11-20',
///       models: {
///         'gpt-5.4': { vendor: 'OpenAI', type: 'text', context: 400000, output_limit: 128000,
///                      price: { input: 2.5, output: 15, cached: 0.25 } },
///       },
///     }
enum ModelFile {
  /// Nobody writes more by hand, but lists can be generated.
  private static let maximumBytes = 8 << 20

  static func path(_ environment: ProcessEnvironment) -> String? {
    environment.directory("XDG_CONFIG_HOME", orHome: ".config").map { $0 + "/bayside/models.json5" }
  }

  /// - Returns: `nil` without such a file, or with one that cannot be used, and what to say of it.
  static func load(_ environment: ProcessEnvironment) -> (list: ModelFactList?, notice: String?) {
    guard let path = path(environment) else { return (nil, nil) }
    let shown = environment.shown(path)
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return (nil, nil) }
      return (nil, "\(shown) cannot be read: \(Output.systemError(errno)).")
    }
    defer { close(file) }
    let bytes = Output.readInput(file, limit: maximumBytes + 1)
    guard bytes.count <= maximumBytes else { return (nil, "\(shown) is larger than 8 MiB.") }
    do {
      return (try read(bytes, name: shown), nil)
    } catch {
      return (nil, "The catalogue of models is not used.\n\(error.report)")
    }
  }

  /// - Throws: all that is wrong with the file.
  static func read(_ bytes: [UInt8], name: String) throws(SourceProblems) -> ModelFactList {
    var file: ObjectReader
    do {
      file = try ObjectReader(file: bytes, name: name)
    } catch {
      throw SourceProblems([error])
    }
    var day: Double?
    if let text = file.text("date") {
      day = ModelDay.seconds(text.value)
      if day == nil { file.problems.add("“date” is no day such as 2026-11-23.", at: text.position) }
    }
    var facts: [ModelFacts] = []
    if var models = file.object("models") {
      for member in models.all {
        guard !member.key.isEmpty, member.key.utf8.count <= 512 else {
          file.problems.add("This is no model id.", at: member.keyPosition)
          continue
        }
        if let model = models.object(member.key) { facts.append(Self.facts(member.key, model)) }
      }
    }
    file.finish()
    let problems = file.problems.problems
    guard problems.isEmpty else { throw SourceProblems(problems) }
    return ModelFactList(.userFile, asOf: day, facts)
  }

  private static func facts(_ id: String, _ reader: ObjectReader) -> ModelFacts {
    var reader = reader
    var facts = ModelFacts(id: id)
    func texts(_ key: String) -> [String] { (reader.texts(key) ?? []).map(\.value) }
    facts.name = reader.text("name")?.value
    facts.vendor = reader.text("vendor")?.value
    facts.kind = reader.choice("type", of: ModelKind.self)
    facts.context = reader.integer("context", in: 1...1_000_000_000)
    facts.maximumOutput = reader.integer("output_limit", in: 1...1_000_000_000)
    facts.aliases = texts("aliases")
    facts.takes = texts("takes")
    facts.gives = texts("gives")
    facts.note = reader.text("note")?.value
    if let price = reader.object("price") { facts.prices = prices(price) }
    reader.finish()
    return facts
  }

  private static func prices(_ reader: ObjectReader) -> ModelPrices {
    var reader = reader
    func amount(_ key: String) -> Double? { reader.number(key, in: 0...1_000_000) }
    var prices = ModelPrices(currency: reader.text("currency")?.value ?? "USD")
    prices.input = amount("input")
    prices.output = amount("output")
    prices.cachedInput = amount("cached")
    prices.cacheWrite = amount("cache_write")
    prices.perCall = amount("call")
    prices.perImage = amount("image")
    prices.perSecond = amount("second")
    reader.finish()
    return prices
  }
}
