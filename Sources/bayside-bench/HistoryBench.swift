import Glibc
import HistoryStore
import RelayKit
import Workbench

/// The history with 100,000 exchanges: what every look at it costs, and what keeping costs.
enum HistoryBench {
  static func run(_ report: Report) async throws {
    let exchanges = report.isQuick ? 5000 : 100_000
    let directory = try HistoryDirectory(keptIn: getenv("BAYSIDE_BENCH_HISTORY").map { String(cString: $0) })
    let store = HistoryStore.open(
      path: directory.path + "/history.sqlite3", utcOffset: 0, frames: FramePolicy(days: 1e6, bytes: .max)
    ) { print("history: \($0)") }
    defer { store.close() }
    let start = Clock.now
    let isMade = try await store.size().exchanges == 0
    if isMade { try await HistoryGenerator(exchanges: exchanges).fill(store) }
    let seconds = Clock.milliseconds(since: start) / 1000
    let size = try await store.size()
    report.line(
      "history of \(size.exchanges) exchanges",
      "\(Figure.text(Double(size.fileBytes) / 1e6)) MB, \(isMade ? "made" : "opened") in \(Figure.text(seconds)) s"
    )
    report.line("  of it bytes of exchanges", "\(Figure.text(Double(size.frameBytes) / 1e6)) MB")
    try await look(store, exchanges, report)
    try await sum(store, exchanges, report)
    try await UsageBench.run(store, report)
    guard isMade else { return }
    try await openLong(store, report, megabytes: report.isQuick ? 1 : 10)
    try await keep(store, report)
  }

  /// - Returns: the best of some, in milliseconds, and the first.
  private static func measure(_ body: () async throws -> Void) async rethrows -> (best: Double, first: Double)
  {
    var times: [Double] = []
    for _ in 0..<5 {
      let start = Clock.now
      try await body()
      times.append(Clock.milliseconds(since: start))
    }
    return (times.min() ?? .nan, times.first ?? .nan)
  }

  private static func line(
    _ report: Report, _ what: String, _ time: (best: Double, first: Double), budget: Double? = 50
  ) {
    report.line(
      what, "\(Figure.text(time.best)) ms, first \(Figure.text(time.first)) ms",
      budget: budget.map { "<= \(Int($0)) ms" } ?? "", holds: budget.map { time.first <= $0 })
  }

  private static func look(_ store: HistoryStore, _ exchanges: Int, _ report: Report) async throws {
    func page(_ what: String, offset: Int = 0, _ change: (inout HistoryFilter) -> Void) async throws {
      var filter = HistoryFilter()
      change(&filter)
      var total = 0
      let time = try await measure {
        total = try await store.entries(filter, offset: offset, limit: 50).total
      }
      line(report, "list, \(what): \(total)", time)
    }
    try await page("all") { _ in }
    try await page("all, from the middle", offset: exchanges / 10) { _ in }
    try await page("by model") { $0.model = "claude" }
    try await page("by key and outcome") {
      $0.keyName = "work"
      $0.outcome = "failed"
    }
    try await page("by cost, all") { $0.leastCost = 0 }
    try await page("by cost") { $0.leastCost = 0.05 }
    try await page("by tag and month") {
      $0.tag = "project-3"
      $0.since = HistoryGenerator.end - 30 * 86400
    }
    for (what, text) in [
      ("rare word", "xylophone7"), ("word in every answer", "relay "), ("two common words", "relay answers "),
      ("three common words", "relay answers model "), ("prefix of 1 letter", "r"),
      ("prefix of 2 letters", "re"),
      ("prefix of 3 letters", "rel"), ("prefix of 4 letters", "rela"), ("prefix of many words", "the"),
      ("two words and a prefix", "relay model answ"), ("Chinese", "服务器"),
      ("nothing", "zzzzqqqq"),
    ] {
      try await page("search, \(what)") { $0.text = text }
    }
    try await page("search, common word by model") {
      $0.text = "relay "
      $0.model = "claude"
    }
  }

  private static func sum(_ store: HistoryStore, _ exchanges: Int, _ report: Report) async throws {
    let today = Int(HistoryGenerator.end / 86400)
    for split in UsageSplit.allCases {
      for model in [nil, "gpt-5.4"] {
        var question = UsageQuestion(split, days: (today - 400)...today, today: today)
        question.filter[.model] = model
        let asked = question
        var requests = 0
        let time = try await measure {
          requests = try await store.usage(asked).report?.total.requests ?? 0
        }
        line(
          report, "usage over all, by \(split.rawValue)\(model.map { ", of \($0)" } ?? ""): \(requests)", time
        )
      }
    }
  }

  /// A conversation of many long answers.
  private static func openLong(_ store: HistoryStore, _ report: Report, megabytes: Int) async throws {
    let answers = megabytes * 10
    var image = ConversationImage(
      id: "long", title: "Long", createdAt: HistoryGenerator.end, updatedAt: HistoryGenerator.end,
      shape: Array("{}".utf8), messages: [])
    let text = String(
      repeating: LongConversation.paragraph, count: 100_000 / LongConversation.paragraph.utf8.count)
    for number in 0..<answers {
      let id = "long-\(number)"
      let stream = HistoryGenerator.stream(
        id, conversation: "long", model: "m", at: HistoryGenerator.end, chunks: [text])
      store.begin(stream.record, exchange: stream.begun, prices: nil, inputEstimate: nil)
      store.end(id, with: stream.whole)
      image.messages.append(
        MessageImage(number: 2 * number, content: Array("{}".utf8), text: "question \(number)"))
      image.messages.append(
        MessageImage(number: 2 * number + 1, content: Array("{}".utf8), text: "", exchange: id))
    }
    store.keep(image)
    store.flush()
    var bytes = 0
    let time = try await measure {
      bytes = try await store.conversation("long")?.digests.values.reduce(0) { $0 + $1.count } ?? 0
    }
    line(report, "open \(Figure.text(Double(bytes) / 1e6)) MB, rows and digests", time)
    let digest = try await store.conversation("long")?.digests["long-\(answers - 1)"] ?? []
    let read = Clock.now
    let last = try ExchangeFileReader.updates(from: digest).count
    report.line(
      "  and its last answer decoded", "\(Figure.text(Clock.milliseconds(since: read))) ms, \(last) updates")
    var changed = image
    changed.messages[2].text = "changed"
    let keeping = Clock.now
    store.keep(changed)
    store.flush()
    report.line("keep it with one message changed", "\(Figure.text(Clock.milliseconds(since: keeping))) ms")
  }

  /// CPU of an answer of 1,000 tokens at 100/s, with the transaction of each piece.
  private static func keep(_ store: HistoryStore, _ report: Report) async throws {
    let tokens = 1000
    let chunks = (0..<tokens).map(BenchRelay.word)
    let stream = HistoryGenerator.stream(
      "kept", conversation: "kept", model: "m", at: HistoryGenerator.end, chunks: chunks)
    let updates = try ExchangeFileReader.updates(from: stream.whole.file)
    let deltas = updates.filter { if case .delta = $0 { true } else { false } }
    let start = Clock.now
    let cpu = processorSeconds()
    store.begin(stream.record, exchange: stream.begun, prices: nil, inputEstimate: nil)
    let begun = Clock.milliseconds(since: start)
    for update in updates.dropFirst() {
      if case .delta = update { break } else { store.take(update, of: "kept") }
    }
    // As many pieces as an answer of ten seconds has.
    let pieces = 80
    var slowest = 0.0
    for piece in 0..<pieces {
      for delta in deltas[(deltas.count * piece / pieces)..<(deltas.count * (piece + 1) / pieces)] {
        let given = Clock.now
        store.take(delta, of: "kept")
        slowest = max(slowest, Clock.milliseconds(since: given))
      }
      store.flush()
    }
    store.end("kept", with: stream.whole)
    store.flush()
    report.line(
      "journal 1,000 tokens in \(pieces) transactions",
      "\(Figure.text((processorSeconds() - cpu) * 1000)) ms CPU, \(Figure.text(Clock.milliseconds(since: start))) ms"
    )
    report.line("  begin until it is on the disk", "\(Figure.text(begun)) ms")
    report.line("  slowest take", "\(Figure.text(slowest)) ms", budget: "<= 1 ms", holds: slowest <= 1)
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// A directory that goes with the bench, unless it is to be kept.
private final class HistoryDirectory {
  let path: String
  private let isKept: Bool

  /// - Parameter kept: of a history that is looked at again if it is there, because making one takes minutes.
  init(keptIn kept: String?) throws {
    isKept = kept != nil
    if let kept {
      path = kept
      return
    }
    var template = Array("/tmp/bayside-bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw MeasuredProcess.Failure(description: "no temporary directory")
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    guard !isKept else { return }
    for ending in ["", "-wal", "-shm"] { unlink(path + "/history.sqlite3" + ending) }
    rmdir(path)
  }
}
