import RelayKit

extension ComparisonExport {
  /// A page that stands alone: nothing is loaded, no script is needed, and the page itself forbids both.
  package static func html(_ record: ComparisonRecord) -> String {
    let page = HTMLPage(record)
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
      base-uri 'none'; form-action 'none'">
      <meta name="referrer" content="no-referrer">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(escaped(record.heading))</title>
      <style>
      \(HTMLPage.style)
      </style>
      </head>
      <body>
      \(page.body)
      </body>
      </html>

      """
  }

  /// Text in which nothing is markup; signs that no page may have become others.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      case "\n", "\t": result.append(scalar)
      // A lone one would be read as a line break.
      case "\r": result.append("\u{240D}")
      default:
        switch scalar.value {
        case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
        case 0x7F..<0xA0, 0xFFFE, 0xFFFF: result.append("\u{FFFD}")
        default: result.append(scalar)
        }
      }
    }
    return String(result)
  }
}

private struct HTMLPage {
  let record: ComparisonRecord

  init(_ record: ComparisonRecord) { self.record = record }

  static let style = """
    :root { --ink: #1c1d21; --dim: #5b5e66; --line: #d5d7dc; --ground: #ffffff; --panel: #f5f6f8; \
    --bad: #a3151c; --good: #1a6b32 }
    @media (prefers-color-scheme: dark) { :root { --ink: #e6e7ea; --dim: #a0a4ad; --line: #3b3e46; \
    --ground: #16171a; --panel: #1f2125; --bad: #ff8f8f; --good: #7fd695 } }
    * { box-sizing: border-box }
    body { margin: 0 auto; padding: 1rem; max-width: 100rem; color: var(--ink); background: var(--ground); \
    font: 1rem/1.5 system-ui, sans-serif }
    h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem } h3 { font-size: 1rem; margin: 0 }
    .dim { color: var(--dim) } .bad { color: var(--bad) } .good { color: var(--good) }
    .wide { overflow-x: auto }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums }
    th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: left; \
    vertical-align: top }
    .figure { text-align: right; white-space: nowrap }
    .lanes { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)) }
    article { min-width: 0; padding: .8rem; border: 1px solid var(--line); border-radius: .4rem; \
    background: var(--panel) }
    pre { margin: .6rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; \
    font: .92rem/1.5 ui-monospace, monospace }
    p, ul { margin: .3rem 0 } ul { padding-left: 1.2rem } summary { cursor: pointer }
    @media print { .lanes { display: block } article { margin-bottom: 1rem } }
    """

  private func text(_ text: String) -> String { ComparisonExport.escaped(text) }
  private func isolated(_ words: String) -> String { "<bdi>\(text(words))</bdi>" }
  /// A line break right behind the tag is none of the text.
  private func block(_ words: String) -> String {
    "<pre dir=\"auto\">\(words.hasPrefix("\n") ? "\n" : "")\(text(words))</pre>"
  }

  var body: String {
    var parts = ["<h1>\(isolated(record.heading))</h1>", facts]
    if let system = record.system, !system.isEmpty { parts += ["<h2>System</h2>", block(system)] }
    for (index, turn) in record.turns.enumerated() {
      parts += ["<h2>\(record.turns.count > 1 ? "Prompt \(index + 1)" : "Prompt")</h2>", block(turn)]
    }
    parts += ["<h2>Summary</h2>", table]
    if record.repeats > 1 || !record.rows.isEmpty { parts += ["<h2>Spread</h2>", spreads] }
    return (parts + groups).joined(separator: "\n")
  }

  private var facts: String {
    var words: [String] = []
    if let day = ModelDay.text(record.created) { words.append(day) }
    words.append(record.relay.isDemo ? "demo relay: simulated models" : record.relay.baseURL)
    words.append(NumberWords.counted(record.results.count, "answer"))
    words.append("spent: \(record.spent.text)")
    return "<p class=\"dim\">\(text(words.joined(separator: " · ")))</p>"
  }

  private var table: String {
    let summary = ComparisonSummary(record)
    func row(_ cells: [String], _ tag: String) -> String {
      let inner = zip(cells, summary.isFigure).map { cell, isFigure in
        "<\(tag)\(isFigure ? " class=\"figure\"" : "")>\(cell.isEmpty ? "" : isolated(cell))</\(tag)>"
      }
      return "<tr>\(inner.joined())</tr>"
    }
    let rows = summary.rows.map { row($0, "td") }.joined(separator: "\n")
    return
      "<div class=\"wide\"><table>\n<thead>\(row(summary.headings, "th"))</thead>\n<tbody>\n\(rows)\n</tbody>\n</table></div>"
  }

  private var spreads: String {
    let spreads = ComparisonSummary(record).spreads
    let items = record.lanes.compactMap { lane in
      spreads[lane.letter].map { "<li>\(isolated("\(lane.letter): \(lane.title)")): \(text($0.line))</li>" }
    }
    return "<ul>\n\(items.joined(separator: "\n"))\n</ul>"
  }

  /// Answers to the same question stand side by side.
  private var groups: [String] {
    var order: [RunKey] = []
    var groups: [RunKey: [ComparisonRun]] = [:]
    for run in record.results {
      let key = RunKey(lane: "", turn: run.key.turn, repetition: run.key.repetition, row: run.key.row)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(run)
    }
    return order.flatMap { key -> [String] in
      let place = record.place(of: key)
      var parts = ["<h2>\(place.isEmpty ? "Answers" : "Answers: \(text(place))")</h2>"]
      if key.row != nil { parts.append(block(record.prompt(of: key))) }
      let articles = (groups[key] ?? []).map(article).joined(separator: "\n")
      return parts + ["<section class=\"lanes\">\n\(articles)\n</section>"]
    }
  }

  private func article(_ run: ComparisonRun) -> String {
    let title = record.lane(run.key.lane)?.title ?? ""
    var parts = ["<h3>\(isolated("\(run.key.lane): \(title)"))</h3>"]
    if !run.figuresLine.isEmpty { parts.append("<p class=\"dim\">\(text(run.figuresLine))</p>") }
    let tone = run.isWhole ? "dim" : "bad"
    parts += run.remarks.map { "<p class=\"\(tone)\">\(isolated($0))</p>" }
    if !run.checks.isEmpty {
      let items = run.checks.map { check in
        let tone = check.passed.map { $0 ? "good" : "bad" } ?? "dim"
        let word = "<span class=\"\(tone)\">\(check.outcomeWord)</span>"
        return "<li>\(word): \(isolated(check.line))</li>"
      }
      parts.append("<ul>\(items.joined())</ul>")
    }
    if let judgement = record.judgement(of: run.key) {
      let score = judgement.score.map { NumberWords.oneDecimal($0) } ?? "no score"
      parts.append("<p>Judge: \(text(score)). \(isolated(judgement.reason))</p>")
    }
    if !run.reasoning.isEmpty {
      parts.append("<details><summary>Reasoning</summary>\(block(run.reasoning))</details>")
    }
    if !run.text.isEmpty { parts.append(block(run.text)) }
    return "<article>\n\(parts.joined(separator: "\n"))\n</article>"
  }
}
