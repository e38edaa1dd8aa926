import RelayKit
import TerminalUI
import Workbench

/// A kept comparison, or a plan, as lanes.
extension Playground {
  mutating func takeComparison(_ bytes: [UInt8], name: String, at now: MonotonicTime) {
    standUp()
    if let lanesBusy { return say("Not now: \(lanesBusy).", at: now) }
    let lower = name.lowercased()
    if lower.hasSuffix(".csv") || lower.hasSuffix(".json5") || lower.hasSuffix(".json") {
      return takePlan(bytes, name: name, at: now)
    }
    do throws(ComparisonFile.Problem) {
      let (record, notes) = try ComparisonFile.read(bytes)
      let left = takeRecord(record, at: now)
      let note = (left ?? notes.first?.sentence).map { " \($0)" } ?? ""
      say(
        "\(name): \(Figures.counted(record.lanes.count, "lane")), \(Figures.counted(record.results.count, "answer")).\(note)",
        seconds: 10, at: now)
    } catch {
      say("\(name) is no comparison: \(error.sentence)", seconds: 10, at: now)
    }
  }

  /// Lanes and prompts without answers. The first prompt comes into the message box.
  private mutating func takePlan(_ bytes: [UInt8], name: String, at now: MonotonicTime) {
    do throws(ComparisonPlanFile.Problem) {
      let plan = try ComparisonPlanFile(file: bytes, fileName: name)
      var record = ComparisonRecord(
        title: plan.title, created: wallClock(at: now),
        relay: ComparisonRecord.Relay(baseURL: "", keyLabel: ""),
        system: plan.system, lanes: plan.lanes)
      record.streams = workspace.streams
      record.rows = plan.rows
      _ = takeRecord(record, at: now)
      if let prompt = plan.prompts.first {
        message.forgetPurpose()
        if !message.box.isEmpty { message.history.add(message.box.expandedText) }
        message.replace(with: prompt)
        for later in plan.prompts.dropFirst().reversed() { message.history.add(later) }
        focus = .message
      }
      let more =
        plan.prompts.count > 1
        ? " The other \(plan.prompts.count - 1) prompts are in the history of the box (Up)." : ""
      say(
        "\(name): \(Figures.counted(plan.lanes.count, "lane")). Enter asks them.\(more)", seconds: 10, at: now
      )
    } catch {
      say(
        error.report.split(separator: "\n").first.map(String.init) ?? "\(name) is no plan.", seconds: 12,
        at: now)
    }
  }

  /// - Returns: what was left out.
  mutating func takeRecord(_ record: ComparisonRecord, at now: MonotonicTime) -> String? {
    if !comparison.isEmpty { _ = clearLanes(at: now) }
    compare = compare.renewed()
    compare.checks += record.checks.compactMap { try? AnswerCheck($0) { _ in throw AnswerCheck.Problem("") } }
    let (limit, cap) = (comparison.queue.limit, comparison.cap)
    var opened = Comparison()
    let left = opened.open(record, newID: { workspace.nextID() }, at: now) { id, run in
      layouts.figures.keep(run.figures, of: id)
    }
    comparison = opened
    (comparison.queue.limit, comparison.cap) = (limit, cap)
    comparison.repeats = min(max(1, comparison.repeats), Self.mostRepeats)
    compare.spentBefore = record.runs.map(\.figures) + record.verdicts.map(\.figures)
    compare.judgeVerdicts = judgeVerdicts(record)
    compare.focused = comparison.lanes.first?.id
    if view != .compare { show(.compare) }
    focus = .lane
    settleColumns()
    return left
  }
}
