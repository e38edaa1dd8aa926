import Glibc
import HistoryStore
import RelayKit
import TerminalUI
import Workbench

/// `bayside video list`: the tasks that were submitted from here; nobody is asked.
struct VideoListing {
  let options: ParsedOptions

  func run() async -> Int32 {
    let store = KeptHistory.openMended()
    defer { store.close() }
    let tasks: [VideoTask]
    do throws(HistoryProblem) {
      tasks = try await store.tasks()
    } catch {
      Output.notice(error.sentence)
      return 1
    }
    if options.has("json") {
      Output.write(VideoReports.text(tasks))
    } else if isatty(1) == 1 {
      Output.write(Output.harmless(Self.aligned(tasks)))
    } else {
      Output.write(tasks.map { Self.separated($0) + "\n" }.joined())
    }
    if tasks.isEmpty { Output.notice("No video was asked for from here.") }
    return 0
  }

  /// For people, in 80 columns; each task has a second line with what it is.
  private static func aligned(_ tasks: [VideoTask]) -> String {
    tasks.map { task in
      let state = Glyphs.padded(task.stateWords, columns: 20)
      let head = "\(time(task.startedAt))  \(state)  \(Glyphs.padded(cost(task), columns: 9))  \(task.model)"
      let file = task.file?.state == .whole ? task.file?.path : nil
      return
        "\(Glyphs.fitted(head, columns: 79))\n    \(task.id)\n    \(Glyphs.fitted(oneLine(task.prompt), columns: 75))\n"
        + (file.map { "    \(oneLine($0))\n" } ?? "")
        + (file == nil && !task.isOpen ? "    \(oneLine(task.endWords))\n" : "")
    }.joined()
  }

  /// For pipes: a tab between columns, no heading. Columns keep their places; new ones come at the end.
  private static func separated(_ task: VideoTask) -> String {
    let money = task.cost ?? task.estimate
    return [
      task.id, task.serverID ?? "-", task.state.name, task.word.isEmpty ? "-" : task.word,
      task.progress.map(String.init) ?? "-", LocalCalendar.timestamp(task.startedAt), task.model,
      money.flatMap(UsageCell.exact) ?? "-", task.currency.isEmpty ? "-" : task.currency,
      task.file?.state == .whole ? task.file?.path ?? "-" : "-", task.prompt,
    ].map(oneLine).joined(separator: "\t")
  }

  private static func time(_ instant: Double) -> String {
    let offset = LocalClock.utcOffset
    let day = LocalCalendar.day(of: instant, utcOffset: offset)
    return "\(LocalCalendar.text(day)) \(LocalCalendar.clock(instant, utcOffset: offset).prefix(8))"
  }

  private static func cost(_ task: VideoTask) -> String {
    if let cost = task.cost {
      return NumberWords.money(cost, currency: task.currency, isEstimate: task.costIsEstimate)
    }
    return task.estimate.map { NumberWords.money($0, currency: task.currency, isEstimate: true) } ?? "-"
  }

  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }
}

enum VideoReports {
  /// An array of reports.
  static func text(_ tasks: [VideoTask]) -> String {
    JSONValue.array(tasks.map(\.report)).text(pretty: true) + "\n"
  }
}
