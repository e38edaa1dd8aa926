import Glibc

/// The budgets of the program, measured. Prints a line for each: what was measured, the figure, the budget and
/// whether it holds. Nothing here decides over a build: the figures are for people.
enum Bench {
  static let all: [(name: String, about: String, run: @Sendable (Report) async throws -> Void)] = [
    ("start", "first frame after start, and its CPU", { try StartBench.run($0) }),
    ("stream", "CPU of 1,000 tokens at 100/s against curl -N", { try StreamBench.run($0) }),
    ("lanes", "8 streams of 500 tokens/s: reading, and on screens", { try LanesBench.run($0) }),
    ("input", "from a key to the changed cell, idle and while 500 tokens/s come", { try InputBench.run($0) }),
    ("memory", "resident after start, and growth over 10 MB received", { try MemoryBench.run($0) }),
    ("decoder", "event stream to parts of an answer", { DecoderBench.run($0) }),
    ("frames", "frames over 10 MB of conversation", { FrameBench.run($0) }),
    ("pictures", "bytes of a picture to its cells", { PictureBench.run($0) }),
    ("wrapping", "text to lines", { WrappingBench.run($0) }),
    ("history", "looking at 100,000 exchanges, and keeping one", { try await HistoryBench.run($0) }),
  ]

  static func run(_ arguments: [String]) async -> Int32 {
    if arguments.first == "--read", arguments.count == 3 {
      return await LanesBench.readStreams(from: arguments[1], count: Int(arguments[2]) ?? 1)
    }
    let report = Report(isQuick: arguments.contains("--quick"))
    let names = arguments.filter { !$0.hasPrefix("-") }
    if arguments.contains("--help") || !names.allSatisfy({ name in all.contains { $0.name == name } }) {
      print("usage: bayside-bench [--quick] [NAME...]")
      for bench in all { print("  \(Report.padded(bench.name, 10))\(bench.about)") }
      return arguments.contains("--help") ? 0 : 2
    }
    for bench in all where names.isEmpty || names.contains(bench.name) {
      do {
        try await bench.run(report)
      } catch {
        report.failure(bench.name, "\(error)")
      }
    }
    return report.hasFailure ? 1 : 0
  }
}

/// Lines of a table.
final class Report {
  let isQuick: Bool
  private(set) var hasFailure = false

  init(isQuick: Bool) { self.isQuick = isQuick }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  /// - Parameter holds: `nil` for a figure without a budget.
  func line(_ what: String, _ figure: String, budget: String = "", holds: Bool? = nil) {
    let verdict = holds.map { $0 ? "holds" : "MISSES" } ?? ""
    say(Self.padded(what, 52) + Self.padded(figure, 34) + Self.padded(budget, 18) + verdict)
  }

  func failure(_ name: String, _ reason: String) {
    hasFailure = true
    say(Self.padded(name, 52) + "could not be measured: \(reason)")
  }

  /// At once, also into a pipe.
  private func say(_ line: String) {
    print(line)
    fflush(nil)
  }
}

/// Times of something that was done many times, in milliseconds.
struct Times {
  private(set) var values: [Double] = []

  mutating func add(_ milliseconds: Double) { values.append(milliseconds) }

  mutating func measure(_ body: () -> Void) {
    let start = Clock.now
    body()
    add(Clock.milliseconds(since: start))
  }

  func percentile(_ share: Double) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  var summary: String {
    "p50 \(Figure.text(percentile(0.5))) p99 \(Figure.text(percentile(0.99))) max \(Figure.text(values.max() ?? .nan)) ms"
  }
}

enum Figure {
  /// Three significant digits.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    let digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
    var factor = 1.0
    for _ in 0..<digits { factor *= 10 }
    let scaled = Int((value * factor).rounded())
    guard digits > 0 else { return "\(scaled)" }
    let rest = String(scaled % Int(factor))
    return "\(scaled / Int(factor))." + String(repeating: "0", count: digits - rest.count) + rest
  }
}

enum Clock {
  static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
  static func milliseconds(since start: UInt64) -> Double { Double(now - start) / 1e6 }
}
