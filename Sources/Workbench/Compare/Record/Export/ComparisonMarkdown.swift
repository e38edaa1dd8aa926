import RelayKit

extension ComparisonExport {
  /// A table of the lanes, then every answer in a fence that nothing in it can close.
  package static func markdown(_ record: ComparisonRecord) -> String {
    var blocks = ["# \(inline(record.heading))", MarkdownParts.facts(record)]
    if let system = record.system, !system.isEmpty { blocks += ["## System", fenced(system)] }
    for (index, turn) in record.turns.enumerated() {
      blocks += [record.turns.count > 1 ? "## Prompt \(index + 1)" : "## Prompt", fenced(turn)]
    }
    blocks += ["## Summary", MarkdownParts.table(ComparisonSummary(record)), "## Answers"]
    for run in record.results { blocks += MarkdownParts.answer(run, record) }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// One line of text in which nothing is markup.
  static func inline(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "!": line += "\\\(scalar)"
      case "<": line += "&lt;"
      case ">": line += "&gt;"
      case "&": line += "&amp;"
      default:
        let isBlank = scalar.properties.isWhitespace || scalar.value < 0x20 || scalar.value == 0x7F
        line.unicodeScalars.append(isBlank ? " " : scalar)
      }
    }
    return line
  }

  /// A fence longer than any run of backticks inside.
  static func fenced(_ text: String, _ language: String = "text") -> String {
    var (longest, run) = (0, 0)
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    let end = text.hasSuffix("\n") || text.isEmpty ? "" : "\n"
    return "\(fence)\(language)\n\(text)\(end)\(fence)"
  }
}

private enum MarkdownParts {
  static func facts(_ record: ComparisonRecord) -> String {
    var words: [String] = []
    if let day = ModelDay.text(record.created) { words.append(day) }
    words.append(record.relay.isDemo ? "demo relay: simulated models" : record.relay.baseURL)
    words.append(NumberWords.counted(record.results.count, "answer"))
    words.append("spent: \(record.spent.text)")
    return ComparisonExport.inline(words.joined(separator: " · "))
  }

  static func table(_ summary: ComparisonSummary) -> String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.isEmpty ? " " : ComparisonExport.inline($0) }.joined(separator: " | ") + " |"
    }
    let rule = "|" + summary.isFigure.map { $0 ? " ---: |" : " --- |" }.joined()
    return ([line(summary.headings), rule] + summary.rows.map(line)).joined(separator: "\n")
  }

  static func answer(_ run: ComparisonRun, _ record: ComparisonRecord) -> [String] {
    let place = record.place(of: run.key)
    let title = record.lane(run.key.lane)?.title ?? ""
    let heading = ["\(run.key.lane): \(title)", place].filter { !$0.isEmpty }.joined(separator: ", ")
    var blocks = ["### \(ComparisonExport.inline(heading))"]
    if !run.figuresLine.isEmpty { blocks.append(ComparisonExport.inline(run.figuresLine)) }
    if !run.remarks.isEmpty {
      blocks.append(run.remarks.map { "- \(ComparisonExport.inline($0))" }.joined(separator: "\n"))
    }
    if !run.checks.isEmpty {
      blocks.append(
        run.checks.map { "- \($0.outcomeWord): \(ComparisonExport.inline($0.line))" }
          .joined(separator: "\n"))
    }
    if let judgement = record.judgement(of: run.key) {
      let score = judgement.score.map { NumberWords.oneDecimal($0) } ?? "no score"
      blocks.append("Judge: \(score). \(ComparisonExport.inline(judgement.reason))")
    }
    if record.rows.count > 0 { blocks += ["Prompt:", ComparisonExport.fenced(record.prompt(of: run.key))] }
    if !run.reasoning.isEmpty { blocks += ["Reasoning:", ComparisonExport.fenced(run.reasoning)] }
    if !run.text.isEmpty {
      blocks += (run.reasoning.isEmpty ? [] : ["Answer:"]) + [ComparisonExport.fenced(run.text)]
    }
    return blocks
  }
}
