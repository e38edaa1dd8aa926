import RelayKit

/// A comparison in the forms of other programs. The same record gives the same bytes.
package enum ComparisonExport: String, Sendable, Hashable, CaseIterable {
  case csv, json, jsonl, markdown, html

  /// The ending of its files.
  package var fileExtension: String {
    switch self {
    case .csv, .json, .jsonl, .html: rawValue
    case .markdown: "md"
    }
  }

  package func bytes(of record: ComparisonRecord) -> [UInt8] {
    switch self {
    case .csv: Array(Self.csv(record).utf8)
    case .json: Array(Self.json(record).utf8)
    case .jsonl: ComparisonFile.bytes(of: record)
    case .markdown: Array(Self.markdown(record).utf8)
    case .html: Array(Self.html(record).utf8)
    }
  }

  package static func jsonl(_ record: ComparisonRecord, exchanges: Bool = true) -> String {
    String(decoding: ComparisonFile.bytes(of: record, exchanges: exchanges), as: UTF8.self)
  }

  /// One object: everything but the bytes of exchanges, and a summary of each lane.
  package static func json(_ record: ComparisonRecord) -> String {
    var object = record.headerJSON
    let spreads = ComparisonSummary(record).spreads
    object["summary"] = .array(
      record.lanes.map { lane in
        var summary = JSONObject()
        summary["lane"] = .string(lane.letter)
        summary["model"] = .string(lane.model)
        summary["differs"] = .array(lane.differs.map(JSONValue.string))
        for member in spreads[lane.letter]?.json.objectValue?.members ?? [] {
          summary[member.key] = member.value
        }
        return .object(summary)
      })
    object["runs"] = .array(
      record.results.map { run in
        var run = run
        run.exchange = []
        return .object(run.json)
      })
    object["votes"] = .array(record.votes.map(JSONValue.object))
    object["verdicts"] = .array(record.verdicts.map { .object($0.json) })
    object["winner"] = record.winner.map(JSONValue.string) ?? .null
    return JSONValue.object(object).text(pretty: true) + "\n"
  }
}

extension ComparisonRecord {
  /// For headings.
  package var heading: String {
    if let title, !title.isEmpty { return title }
    let models = Set(lanes.map(\.model)).count
    return lanes.count == models
      ? "Comparison of \(NumberWords.counted(models, "model"))"
      : "Comparison of \(NumberWords.counted(lanes.count, "lane"))"
  }

  /// What was asked in a run, with its variables filled in.
  package func prompt(of key: RunKey) -> String {
    let turns = turns(of: lane(key.lane))
    guard turns.indices.contains(key.turn - 1) else { return "" }
    let values = values(of: key)
    return values.isEmpty
      ? turns[key.turn - 1] : VariableText(turns[key.turn - 1]).filled(with: values)
  }

  /// `turn 2, row 3, repeat 1`, as far as there are several.
  package func place(of key: RunKey) -> String {
    var words: [String] = []
    if turns.count > 1 { words.append("turn \(key.turn)") }
    if let row = key.row { words.append("row \(row)") }
    if repeats > 1 || key.repetition > 1 { words.append("repeat \(key.repetition)") }
    return words.joined(separator: ", ")
  }
}

extension ComparisonRun {
  /// In words what is not in its text: how it ended, where that was not well, and calls of tools.
  package var remarks: [String] {
    var remarks: [String] = []
    switch outcome {
    case "done": if text.isEmpty, toolCalls.isEmpty { remarks.append("The answer has no text.") }
    case "stopped": remarks.append("It was stopped; this is what had come.")
    case "cut": remarks.append("It was cut; this is what had come.")
    default: remarks.append("It failed.")
    }
    if let failure {
      let status = failure.troubleStatus.map { " (\($0))" } ?? ""
      remarks.append("\(failure.title)\(status)." + (failure.message.isEmpty ? "" : " \(failure.message)"))
    }
    if finishReason == "length" { remarks.append("It stopped at the token limit.") }
    for call in toolCalls {
      let function = call["function"]
      remarks.append(
        "It calls \(function?["name"]?.stringValue ?? "?")(\(function?["arguments"]?.stringValue ?? "")).")
    }
    return remarks
  }

  /// `412 ms to the first token · 38.2 tok/s · 12 in · ~120 out · ~$0.0002`.
  package var figuresLine: String {
    var words: [String] = []
    func add(_ metric: RunMetric, _ suffix: String) {
      if metric.value(of: figures) != nil { words.append(metric.text(of: figures) + suffix) }
    }
    add(.firstToken, " to the first token")
    add(.total, " in all")
    add(.rate, " tok/s")
    add(.input, " tokens in")
    add(.output, " out")
    add(.reasoning, " of them reasoning")
    // Why it failed is told, and that is no figure.
    if !figures.isUnbilled { add(.cost, "") }
    return words.joined(separator: " · ")
  }
}

extension CheckResult {
  /// `contains:yes: It is not there.`
  package var line: String { detail.isEmpty ? name : "\(name): \(detail)" }
}
