import Glibc
import HistoryStore
import Workbench

/// `bayside history delete`: by id, by age, by size. It asks on a terminal; elsewhere it needs `--yes`.
struct HistoryDeleting {
  let options: ParsedOptions

  func run() async throws(UsageError) -> Int32 {
    let purge = try purge()
    guard options.operands.isEmpty != (purge == nil) else {
      throw UsageError(
        sentence: "bayside history delete needs the IDs of conversations, or --older-than, or --max-size.")
    }
    let history = KeptHistory.openMended()
    let titles: [String]
    var forecast: PurgeForecast?
    do throws(HistoryProblem) {
      titles = try await self.titles(history)
      if let purge, !options.has("yes") { forecast = try await history.forecast(purge) }
    } catch {
      Output.notice(error.sentence)
      return 1
    }
    guard titles.count == options.operands.count else { return 1 }
    guard try agrees(to: question(titles, forecast)) else {
      Output.notice("Nothing was deleted.")
      return 1
    }
    do throws(HistoryProblem) {
      let files = ComparisonFiles(.process)
      var (count, notes) = (options.operands.count, [String]())
      if let purge { (count, notes) = try await files.purge(purge, history) }
      for id in options.operands {
        try await history.change(id, .delete)
        notes += files.remove(of: [id])
      }
      Output.write("\(NumberWords.counted(count, "conversation")) deleted.\n")
      if try await !history.eraseDeleted() {
        Output.notice(
          "Another bayside reads the history just now: words of what was deleted stay in its log until it ends."
        )
      }
      for note in notes { Output.notice(note) }
      return notes.isEmpty ? 0 : 1
    } catch {
      Output.notice(error.sentence)
      return 1
    }
  }

  /// Of those that were named; fewer when one is not there, which was told then.
  private func titles(_ history: HistoryStore) async throws(HistoryProblem) -> [String] {
    var titles: [String] = []
    for id in options.operands {
      guard let kept = try await history.conversation(id) else {
        Output.notice("There is no “\(id)” in the history; nothing was deleted.")
        break
      }
      titles.append(kept.image.title.isEmpty ? id : kept.image.title)
    }
    return titles
  }

  private func purge() throws(UsageError) -> HistoryPurge? {
    var purge = HistoryPurge()
    if let text = options["older-than"] {
      guard let days = DayOption.days(text), days > 0 else {
        throw UsageError(sentence: "--older-than needs a time like 90d, 12w or 6m, not “\(text)”.")
      }
      purge.olderThan = LocalCalendar.start(
        ofDay: LocalClock.today - days, utcOffset: LocalClock.utcOffset)
    }
    if let text = options["max-size"] {
      guard let bytes = ByteSize.bytes(text) else {
        throw UsageError(
          sentence: "--max-size needs a size with its unit, such as 500 kB, 500 MB or 2 GB, not “\(text)”.")
      }
      purge.beyondBytes = bytes
    }
    purge.keepsStarred = !options.has("starred")
    return purge.olderThan == nil && purge.beyondBytes == nil ? nil : purge
  }

  // MARK: Asking

  private func question(_ titles: [String], _ forecast: PurgeForecast?) -> String {
    if let first = titles.first {
      let others = titles.count > 1 ? " and \(titles.count - 1) more" : ""
      return "Delete “\(first)”\(others) for good?"
    }
    var words: [String] = []
    if let age = options["older-than"] { words.append("unchanged for \(age)") }
    if let size = options["max-size"] { words.append("the oldest beyond \(size)") }
    let kept = options.has("starred") ? "starred ones too" : "but for starred ones"
    let isAbout = options["max-size"] != nil && forecast?.going != 0
    let count = forecast.map { ", \(isAbout ? "about " : "")\($0.words)" } ?? ""
    return "Delete what is \(words.joined(separator: ", and ")), \(kept)\(count), for good?"
  }

  /// What they cost stays in the books, whatever is deleted.
  private func agrees(to question: String) throws(UsageError) -> Bool {
    if options.has("yes") { return true }
    guard isatty(0) == 1, isatty(2) == 1 else {
      throw UsageError(sentence: "Deleting needs --yes where nobody can be asked.")
    }
    Output.write("\(Output.harmless(question)) What it cost stays in the books. [y/N] ", to: 2)
    let answer = readLine() ?? ""
    return ["y", "yes"].contains(answer.lowercased())
  }
}
