import TerminalUI
import Workbench

/// The table of `bayside usage`, for 80 columns.
struct UsageText {
  private let report: UsageReport
  private let groups: [UsageGroup]
  private let grouping: UsageCommand.Grouping

  init(_ report: UsageReport, _ groups: [UsageGroup], _ grouping: UsageCommand.Grouping) {
    self.report = report
    self.groups = groups
    self.grouping = grouping
  }

  var text: String {
    let days = report.question.days
    let range = "\(LocalCalendar.text(days.lowerBound)) to \(LocalCalendar.text(days.upperBound))"
    let what = report.question.filter.isDemo ? "Usage of the demo relay (simulated)" : "Usage"
    var lines = ["\(what) by \(grouping.rawValue), \(range), from bayside's own books", ""]
    if report.listed == 0 {
      lines = ["\(what), \(range): no requests."]
    } else {
      lines += grouping.dimension == .model ? ofModels : ofSums
      lines += [""] + notes
    }
    if report.others > 0 {
      let counted = NumberWords.counted(report.others, "request")
      lines.append(
        report.question.filter.isDemo
          ? "\(counted) to real relays, not counted here."
          : "\(counted) to the demo relay, not counted; --demo shows them.")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// `day  cost  bar  calls  errors  in  out`.
  private var ofSums: [String] {
    let currency = report.mainCurrency
    let largest = groups.map { UsageUnit.cost.value(of: $0.sums, currency: currency) }.max() ?? 0
    let usesCost = largest > 0
    let unit: UsageUnit = usesCost ? .cost : .requests
    let top = groups.map { unit.value(of: $0.sums, currency: currency) }.max() ?? 0
    let name = name(of: grouping)
    let names = groups.map { shown($0.value) }
    let nameWidth = min(24, max(name.count, 5, names.map { Glyphs.width($0) }.max() ?? 0))
    let costs = groups.map { $0.sums.requests == 0 ? "" : $0.sums.costText } + [report.total.costText]
    let costWidth = min(20, max(4, costs.map { Glyphs.width($0) }.max() ?? 0))
    let bar = max(6, 80 - nameWidth - costWidth - 2 - 36)
    func line(_ name: String, _ cost: String, _ bar: String, _ sums: UsageSums?) -> String {
      let numbers =
        sums.map {
          [
            UsageWords.count($0.requests), UsageWords.count($0.errors), UsageWords.count($0.inputTokens),
            ($0.estimatedTokens > 0 ? "~" : "") + UsageWords.count($0.outputTokens),
          ]
        } ?? ["calls", "errors", "tok in", "tok out"]
      let cells = zip(numbers, [7, 7, 8, 9]).map { Self.right($0, $1) }.joined()
      return "\(Glyphs.padded(name, columns: nameWidth)) \(Self.right(cost, costWidth)) \(bar)\(cells)"
    }
    func padded(_ text: String) -> String { "|" + Glyphs.padded(text, columns: bar) }
    var lines = [line(name, "cost", " " + String(repeating: " ", count: bar), nil)]
    for (group, cost) in zip(groups, costs) {
      let value = unit.value(of: group.sums, currency: currency)
      let sign = HorizontalBar.text(
        value, of: top, columns: bar - (group.isOpen ? 7 : 0), isOpen: group.isOpen)
      lines.append(
        line(shown(group.value), cost, padded(group.isOpen ? sign + " so far" : sign), group.sums))
    }
    lines.append(line("total", costs.last ?? "", padded(""), report.total))
    return lines.map(Self.trimmed)
  }

  /// Of models, how often and how fast they answer stands beside what they cost.
  private var ofModels: [String] {
    let width = min(30, max(5, groups.map { Glyphs.width(shown($0.value)) }.max() ?? 5))
    let costs = groups.map(\.sums.costText)
    let costWidth = min(20, max(4, (costs + [report.total.costText]).map { Glyphs.width($0) }.max() ?? 4))
    func line(_ cells: [String]) -> String {
      let name = Glyphs.padded(cells[0], columns: width)
      let widths = [costWidth, 6, 7, 8, 8, 8]
      return name + zip(cells.dropFirst(), widths).map { " " + Self.right($0, $1) }.joined()
    }
    var lines = [line(["model", "cost", "calls", "errors", "TTFT", "p95", "total"])]
    for group in groups {
      lines.append(
        line([
          shown(group.value), group.sums.costText, UsageWords.count(group.sums.requests),
          UsageWords.percent(group.sums.errorRate),
          time(group.speed?.firstToken?.median ?? group.sums.firstToken.value, group.speed),
          time(group.speed?.firstToken?.high, group.speed),
          time(group.speed?.total?.median ?? group.sums.total.value, group.speed),
        ]))
    }
    lines.append(
      line([
        "total", report.total.costText, UsageWords.count(report.total.requests),
        UsageWords.percent(report.total.errorRate),
        time(report.speed?.firstToken?.median ?? report.total.firstToken.value),
        time(report.speed?.firstToken?.high),
        time(report.speed?.total?.median ?? report.total.total.value),
      ]))
    return lines.map(Self.trimmed)
  }

  private var notes: [String] {
    let total = report.total
    var notes: [String] = []
    if total.money.amounts.contains(where: \.isEstimate) {
      notes.append("~ worked out here from price lists; without it, told by the relay.")
    }
    if grouping.dimension != .model,
      !groups.contains(where: { $0.sums.money.amounts.contains { $0.total > 0 } })
    {
      notes.append("Bars are of calls: no cost is known.")
    }
    if total.money.amounts.count > 1 {
      notes.append("Bars are in \(report.mainCurrency); currencies are never added.")
    }
    if grouping.dimension == .model {
      notes.append(
        report.isSampled
          ? "~ medians and p95 of one request in \(UsageSpread.sampledEvery)."
          : report.speed == nil
            ? "TTFT and total are means."
            : "TTFT and total are medians: of two requests the faster one's.")
    }
    if total.cachedTokens > 0 {
      let saved = total.saved.amounts.isEmpty ? "" : ", which saved \(total.saved.text)"
      notes.append("\(UsageWords.percent(total.cachedShare)) of the input was cached\(saved).")
    }
    if !total.expected.amounts.isEmpty {
      notes.append(
        "\(NumberWords.counted(total.receipts, "receipt")); those with an estimate: charged \(total.charged.text), expected \(total.expected.text)."
      )
    }
    if total.unpriced > 0 {
      let sign = total.costText == NumberWords.unknown ? "-" : "+?"
      notes.append(
        "\(sign) \(NumberWords.counted(total.unpriced, "request")) without a known price, in no sum.")
    }
    if report.running > 0 { notes.append("\(NumberWords.counted(report.running, "request")) still running.") }
    return notes
  }

  private func name(of grouping: UsageCommand.Grouping) -> String { grouping.rawValue }

  private func shown(_ value: String) -> String {
    value.isEmpty ? "(none)" : value
  }

  private func time(_ value: Double?, _ speed: UsageSpeed? = nil) -> String {
    value.map { (speed?.isSample == true ? "~" : "") + NumberWords.milliseconds($0) } ?? "-"
  }

  private static func right(_ text: String, _ columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - Glyphs.width(text))) + text
  }

  private static func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
