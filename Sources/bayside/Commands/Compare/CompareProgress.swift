import CPlatform
import Glibc
import RelayKit
import TerminalUI
import Workbench

/// How a comparison goes, on standard error: a table that is redrawn in place on a terminal, a line for each
/// result elsewhere. Nothing but cursor movements is used to draw, and nothing of a model can drive the terminal.
struct CompareProgress {
  struct State {
    var record: ComparisonRecord
    var running: [(RunKey, Reply)]
    var judging: Int
    var budget: String
  }

  private let isLive: Bool
  private var output: AnswerOutput?
  private var drawnLines = 0
  private var drawnAt: MonotonicTime?
  private var start = MonotonicTime(nanoseconds: 0)
  private var total = 0
  private var ended = 0

  init(_ environment: ProcessEnvironment) {
    isLive = isatty(2) == 1 && environment["TERM"] != "dumb"
  }

  /// Milliseconds until it wants to draw again; -1: never.
  var interval: Int32 { isLive ? 200 : -1 }

  /// - Parameter output: whose interrupt ends the wait for a reader that does not read.
  mutating func begin(_ record: ComparisonRecord, _ output: AnswerOutput, at now: MonotonicTime) {
    self.output = output
    start = now
    total = record.missing.count
  }

  // MARK: Results

  mutating func ended(_ run: ComparisonRun, in record: ComparisonRecord, _ budget: String) {
    ended += 1
    guard !isLive else { return }
    var words = [Self.outcome(run)]
    for metric in [RunMetric.firstToken, .rate, .output, .cost] where metric.value(of: run.figures) != nil {
      if metric == .cost, run.figures.isUnbilled { continue }
      let unit = metric == .rate ? " tok/s" : metric == .output ? " tok" : ""
      words.append((metric == .firstToken ? "TTFT " : "") + metric.text(of: run.figures) + unit)
    }
    for check in run.checks where check.passed != true { words.append("\(check.outcomeWord): \(check.name)") }
    say("\(ended)/\(total) \(Self.name(run.key, record)): \(words.joined(separator: ", "))")
  }

  mutating func retrying(
    _ key: RunKey, _ error: RelayError, seconds: Double, next: Int, in record: ComparisonRecord
  ) {
    guard !isLive else { return }
    let status = error.troubleStatus.map { " (\($0))" } ?? ""
    say(
      "\(Self.name(key, record)): \(error.title)\(status); again in \(NumberWords.seconds(seconds)), try \(next)"
    )
  }

  mutating func judged(_ verdict: ComparisonVerdict, in record: ComparisonRecord) {
    guard !isLive else { return }
    let place = record.place(of: verdict.question)
    let scores = verdict.scores.map { score in
      "\(score.lane) \(score.score.map { NumberWords.oneDecimal($0) } ?? "-")"
    }
    let words = scores.isEmpty ? verdict.note : scores.joined(separator: ", ")
    say("judge \(verdict.model)\(place.isEmpty ? "" : " \(place)"): \(words)")
  }

  private func say(_ line: String) { emit(Output.harmless(line) + "\n") }

  /// Progress is not worth holding up a signal for: it is the rest of the text that is given up then.
  private func emit(_ text: String) {
    var bytes = Array(text.utf8)[...]
    try? output?.write(&bytes, to: .aside)
  }

  private static func name(_ key: RunKey, _ record: ComparisonRecord) -> String {
    let place = record.place(of: key)
    let title = ShortLabel.cut(record.lane(key.lane)?.title ?? "", to: 80)
    return "\(key.lane) \(title)\(place.isEmpty ? "" : " (\(place))")"
  }

  private static func outcome(_ run: ComparisonRun) -> String {
    let status = run.failure?.troubleStatus.map { " \($0)" } ?? ""
    let reason = run.failure.map { ": \($0.title)\(status)" } ?? ""
    return run.outcome + reason + (run.finishReason == "length" ? " at the token limit" : "")
  }

  // MARK: The table

  mutating func draw(_ state: State, at now: MonotonicTime) {
    guard isLive else { return }
    if let drawnAt, now.milliseconds(since: drawnAt) < Double(interval) { return }
    drawnAt = now
    var (rows, columns): (Int32, Int32) = (24, 80)
    if cp_window_size(2, &rows, &columns) != 0 || columns < 20 || rows < 3 { (rows, columns) = (24, 80) }
    let lines = self.lines(state, at: now, most: Int(rows) - 1)
    // The last column stays free: a full line would wrap on some terminals.
    let text = lines.map { "\u{1B}[K" + Self.fitted($0, Int(columns) - 1) + "\n" }.joined()
    emit(erase(keepingLines: lines.count) + text)
    drawnLines = lines.count
  }

  /// Takes the table away, so that what follows stands in its place.
  mutating func end() {
    guard isLive else { return }
    emit(erase(keepingLines: 0))
    drawnLines = 0
  }

  private func erase(keepingLines count: Int) -> String {
    guard drawnLines > 0 else { return "" }
    // The terminal may have written ^C since.
    return "\r\u{1B}[\(drawnLines)A" + (count < drawnLines ? "\u{1B}[J" : "")
  }

  private static func fitted(_ line: String, _ columns: Int) -> String {
    Glyphs.fitted(Output.harmless(line), columns: columns)
  }

  private func lines(_ state: State, at now: MonotonicTime, most: Int) -> [String] {
    let record = state.record
    let latest = Dictionary(grouping: record.results, by: \.key.lane)
    let planned = Dictionary(grouping: record.plan, by: \.lane).mapValues(\.count)
    let running = Dictionary(grouping: state.running, by: \.0.lane)
    let letters = record.lanes.map { Glyphs.width($0.letter) }.max() ?? 1
    let titles = min(40, record.lanes.map { Glyphs.width($0.title) }.max() ?? 0)
    var rows = record.lanes.map { lane in
      let runs = latest[lane.letter] ?? []
      let spread = Spread(runs.map { ($0.figures, $0.text) })
      let count = "\(runs.count(where: \.isWhole))/\(planned[lane.letter] ?? runs.count)"
      let words = Self.words(runs, running[lane.letter]?.map(\.1) ?? [], spread, at: now)
      return "\(Glyphs.padded(lane.letter, columns: letters)) "
        + "\(Glyphs.padded(ShortLabel.cut(lane.title, to: 80), columns: titles))  \(count)  \(words)"
    }
    // Where they do not all fit, those that are at work are shown.
    if rows.count > most - 1 {
      let shown = zip(rows, record.lanes).filter { running[$1.letter] != nil }.map(\.0).prefix(most - 2)
      rows = Array(shown) + ["… \(rows.count - shown.count) more lanes"]
    }
    return [head(state, at: now)] + rows
  }

  private func head(_ state: State, at now: MonotonicTime) -> String {
    let seconds = now.milliseconds(since: start) / 1000
    var words = ["\(ended) of \(total) ended"]
    // What matters most comes first: a narrow terminal cuts the rest.
    if ended > 1, ended < total {
      words.append("about \(Self.duration(seconds / Double(ended) * Double(total - ended))) left")
    }
    words += ["\(state.running.count) running", state.budget]
    if state.judging > 0 { words.append("judging") }
    words.append("\(Self.duration(seconds)) so far")
    return words.joined(separator: " · ")
  }

  private static func words(
    _ runs: [ComparisonRun], _ replies: [Reply], _ spread: Spread, at now: MonotonicTime
  ) -> String {
    if let reply = replies.first {
      let tokens = reply.outputTokens
      let count = tokens.count > 0 ? " \(tokens.isEstimate ? "~" : "")\(tokens.count) tok" : ""
      let more = replies.count > 1 ? " and \(replies.count - 1) more" : ""
      return reply.state(at: now).word + count + more
    }
    guard let last = runs.last else { return "○ QUEUED" }
    guard last.isWhole else { return outcome(last) }
    return "TTFT \(spread.text(.firstToken)) · \(spread.text(.rate)) tok/s · \(spread.text(.output)) tok"
  }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(min(max(0, seconds), 1e7).rounded())
    if whole < 100 { return "\(whole) s" }
    return whole < 6000 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole / 60 % 60) min"
  }
}
