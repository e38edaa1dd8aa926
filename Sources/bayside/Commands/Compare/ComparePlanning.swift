import Glibc
import RelayKit
import Workbench

/// What `bayside compare` asks of whom, from its options.
struct ComparePlanning {
  let options: ParsedOptions
  let settings: Settings

  /// Options that say what is asked. With `--resume` they may repeat what the file says, and nothing else.
  static let names = [
    "model", "plan", "vary", "repeat", "vars", "system", "param", "no-stream", "check", "judge", "rubric",
  ]
  private static let mostTextBytes = 4 << 20
  private static let mostRepeats = 1000

  var isGiven: Bool { !options.operands.isEmpty || Self.names.contains(where: options.has) }

  /// - Parameter kept: what is gone on with; what no option says is as it says.
  func record(kept: ComparisonRecord? = nil) throws(UsageError) -> ComparisonRecord {
    let plan = try planFile()
    let axes = try self.axes()
    var record = ComparisonRecord(
      title: plan?.title, created: LocalClock.now,
      relay: ComparisonRecord.Relay(
        baseURL: settings.isDemo ? "demo" : settings.relay.baseURL.description,
        keyLabel: settings.isDemo ? "no key" : settings.keyLabel, isDemo: settings.isDemo))
    record.system =
      options.has("system") ? settings.system : plan?.system ?? (kept.map(\.system) ?? settings.system)
    record.turns = try prompts(plan, kept)
    record.rows = try rows(plan, kept)
    record.repeats = try options.integer("repeat", in: 1...Self.mostRepeats) ?? kept?.repeats ?? 1
    record.streams = options.has("no-stream") ? false : kept?.streams ?? settings.streams
    record.checks = options.has("check") ? options.all("check") : kept?.checks ?? []
    record.judge = options.has("judge") || options.has("rubric") ? try judge() : kept?.judge
    if let kept, !["model", "plan", "vary", "param"].contains(where: options.has) {
      record.lanes = kept.lanes
      return record
    }
    do {
      record.lanes = try VaryPlan(
        lanes: lanes(plan, axes), axes: axes, rows: record.rows.isEmpty ? nil : record.rows.count,
        repeats: record.repeats, turns: record.turns.count
      ).lanes
    } catch let error as VaryAxis.Problem {
      throw UsageError(sentence: error.sentence)
    } catch let error as UsageError {
      throw error
    } catch {
      throw UsageError(sentence: "\(error)")
    }
    try checkVariables(record)
    return record
  }

  // MARK: Parts

  private func planFile() throws(UsageError) -> ComparisonPlanFile? {
    guard let path = options["plan"] else { return nil }
    let bytes = try InputFile.contents(path, limit: ComparisonPlanFile.mostFileBytes)
    do {
      return try ComparisonPlanFile(file: bytes, fileName: PathName.last(of: path))
    } catch {
      throw UsageError(sentence: "The plan \(path) cannot be used.", report: error.report)
    }
  }

  private func axes() throws(UsageError) -> [VaryAxis] {
    var axes: [VaryAxis] = []
    for text in options.all("vary") {
      do throws(VaryAxis.Problem) {
        axes.append(try VaryAxis(text, file: Self.axisText))
      } catch {
        throw UsageError(sentence: "--vary: \(error.sentence)")
      }
    }
    return axes
  }

  private static func axisText(_ path: String) throws(VaryAxis.Problem) -> String {
    do throws(UsageError) {
      return try text(path)
    } catch {
      throw VaryAxis.Problem(error.sentence)
    }
  }

  private static func text(_ path: String) throws(UsageError) -> String {
    let bytes = try InputFile.contents(path, limit: mostTextBytes)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw UsageError(sentence: "\(path) is not UTF-8 text.")
    }
    return text
  }

  private func lanes(_ plan: ComparisonPlanFile?, _ axes: [VaryAxis]) throws(UsageError) -> [ComparisonLane] {
    let models = options.all("model").flatMap { $0.split(separator: ",") }
      .map { $0.trimmingSpaces }.filter { !$0.isEmpty }
    let variesModel = axes.contains { $0.subject == .model }
    if !models.isEmpty, plan != nil || variesModel {
      throw UsageError(
        sentence: "\(plan != nil ? "--plan" : "--vary model=") names the models; -m cannot be given with it.")
    }
    if plan != nil, variesModel {
      throw UsageError(sentence: "--plan names the models; they cannot be varied too.")
    }
    if let plan {
      return plan.lanes.map { lane in
        var lane = lane
        var parameters = settings.parameters
        for member in lane.parameters.members { parameters[member.key] = member.value }
        lane.parameters = parameters
        return lane
      }
    }
    var names = models
    if names.isEmpty {
      if variesModel {
        names = [""]
      } else if let model = settings.model {
        names = [model]
      } else if settings.isDemo {
        names = ["demo-writer"]
      } else {
        throw UsageError(sentence: "No model is named: use -m MODEL,MODEL or --plan FILE.")
      }
    }
    for (place, name) in names.enumerated() where names[..<place].contains(name) {
      throw UsageError(sentence: "\(name) is named twice; --repeat 2 asks it twice.")
    }
    return names.map { ComparisonLane(model: $0, parameters: settings.parameters) }
  }

  private func prompts(
    _ plan: ComparisonPlanFile?, _ kept: ComparisonRecord?
  ) throws(UsageError) -> [String] {
    guard let operand = settings.prompt else {
      if let prompts = plan?.prompts, !prompts.isEmpty { return prompts }
      if let kept { return kept.turns }
      throw UsageError(sentence: "There is no prompt: give one, - to read it from standard input, or --plan.")
    }
    if let plan, !plan.prompts.isEmpty {
      throw UsageError(sentence: "The plan has prompts; another one cannot be given with it.")
    }
    if operand == "-" {
      guard let text = String(validating: Output.readInput(), as: UTF8.self) else {
        throw UsageError(sentence: "Standard input is not UTF-8 text; nothing was sent.")
      }
      guard !text.isEmpty else { throw UsageError(sentence: "Standard input is empty; nothing was sent.") }
      return [text]
    }
    guard !operand.isEmpty else { throw UsageError(sentence: "The prompt is empty; nothing was sent.") }
    return [operand]
  }

  private func rows(
    _ plan: ComparisonPlanFile?, _ kept: ComparisonRecord?
  ) throws(UsageError) -> [JSONObject] {
    guard let path = options["vars"] else { return plan?.rows ?? kept?.rows ?? [] }
    guard plan?.rows.isEmpty != false else {
      throw UsageError(
        sentence: "The plan has different prompts for its rows; --vars cannot be given with it.")
    }
    let bytes = try InputFile.contents(path, limit: VariableTable.Bounds().bytes)
    do {
      return try VariableTable(file: bytes, fileName: PathName.last(of: path)).objects
    } catch {
      throw UsageError(sentence: "\(path): \(error.sentence)")
    }
  }

  private func judge() throws(UsageError) -> ComparisonRecord.Judge? {
    guard let model = options["judge"] else {
      if options.has("rubric") { throw UsageError(sentence: "--rubric is for a judge: --judge MODEL.") }
      return nil
    }
    guard !model.isEmpty else { throw UsageError(sentence: "--judge names a model.") }
    let rubric = try options["rubric"].map { path throws(UsageError) in try Self.text(path) } ?? ""
    return ComparisonRecord.Judge(model: model, rubric: rubric)
  }

  /// Braces that nothing stands for would be sent as they are, in every request.
  private func checkVariables(_ record: ComparisonRecord) throws(UsageError) {
    guard !record.rows.isEmpty || record.lanes.contains(where: { !$0.variables.isEmpty }) else { return }
    for key in record.plan where key.turn == record.turns.count && key.repetition == 1 {
      let texts = record.turns + [record.lane(key.lane).flatMap(record.system(of:)) ?? ""]
      let names = texts.flatMap { VariableText($0).names }
      let missing = VariableFilling.missing(names, in: record.values(of: key))
      if let name = missing.first {
        throw UsageError(
          sentence: "{{\(name)}} has no value" + (key.row.map { " in row \($0)" } ?? "")
            + "; write \\{{\(name)}} if it is meant as text.")
      }
    }
  }

  // MARK: Going on

  /// Refuses options that say something else than the file.
  static func check(_ asked: ComparisonRecord, against kept: ComparisonRecord) throws(UsageError) {
    var differences: [String] = []
    func compare<Value: Equatable>(_ left: Value, _ right: Value, _ words: String) {
      if left != right { differences.append(words) }
    }
    compare(asked.turns, kept.turns, "the prompt")
    compare(asked.system, kept.system, "the system message")
    func bare(_ lanes: [ComparisonLane]) -> [ComparisonLane] {
      lanes.map { lane in
        var lane = lane
        lane.unknown = JSONObject()
        return lane
      }
    }
    compare(bare(asked.lanes), bare(kept.lanes), "the models and their parameters")
    compare(asked.rows, kept.rows, "the variables")
    compare(asked.repeats, kept.repeats, "the number of repeats")
    compare(asked.streams, kept.streams, "streaming")
    compare(asked.checks, kept.checks, "the checks")
    compare(asked.judge, kept.judge, "the judge")
    guard !differences.isEmpty else { return }
    throw UsageError(
      sentence: "--resume goes on with what the file asks, and these options ask something else: "
        + "\(differences.joined(separator: ", ")). Leave them out, or begin anew.")
  }

  /// Results of one relay are not mixed with those of another.
  static func check(_ settings: Settings, against kept: ComparisonRecord) throws(UsageError) {
    if kept.relay.isDemo != settings.isDemo {
      throw UsageError(
        sentence: kept.relay.isDemo
          ? "--resume: the file was made with the demo relay; give --demo."
          : "--resume: the file was not made with the demo relay; leave --demo out.")
    }
    let here = settings.relay.baseURL.description
    guard kept.relay.isDemo || kept.relay.baseURL == here else {
      throw UsageError(
        sentence: "--resume: the file was made with \(kept.relay.baseURL), and this would ask \(here); "
          + "name that one with --base-url.")
    }
  }
}

extension StringProtocol {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
