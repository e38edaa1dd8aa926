import Glibc
import MockRelay
import RelayKit
import Synchronization

/// From the start of the process to its first whole frame.
enum StartBench {
  static func run(_ report: Report) throws {
    var times = Times()
    var processor = Times()
    for _ in 0..<(report.isQuick ? 5 : 20) {
      let start = Clock.now
      let program = try MeasuredProcess([Programs.bayside, "--demo"], columns: 120, rows: 36)
      try program.read(seconds: 5) { FrameMarks.count(in: $0) >= 1 }
      times.add(Clock.milliseconds(since: start))
      processor.add(program.end() * 1000)
    }
    report.line(
      "first frame after start", times.summary, budget: "<= 30 ms", holds: times.percentile(0.5) <= 30)
    report.line("CPU of starting and ending", processor.summary)
  }
}

/// What a slow stream costs on a screen, against curl on the same stream.
enum StreamBench {
  static func run(_ report: Report) throws {
    let tokens = report.isQuick ? 300 : 1000
    let relay = try BenchRelay.start(BenchRelay.stream(tokens: tokens, pause: 10))
    defer { relay.stop() }
    let seconds = Double(tokens) / 100 + 3
    let screen = try Programs.screen(relay.origin)
    try screen.read(seconds: 5) { FrameMarks.count(in: $0) >= 1 }
    screen.write("go\r")
    try screen.read(seconds: seconds + 10) {
      String(decoding: $0.suffix(8000), as: UTF8.self).contains("DONE")
    }
    let ours = screen.end()
    let curl = try MeasuredProcess([
      "curl", "-sN", "--noproxy", "*", "-H", "Content-Type: application/json", "-d", "{}",
      relay.origin + "/v1/chat/completions",
    ])
    let theirs = curl.wait()
    let idle = try MeasuredProcess([Programs.bayside, "--demo"], columns: 120, rows: 36)
    try idle.read(seconds: 5) { FrameMarks.count(in: $0) >= 1 }
    let starting = idle.end()
    report.line(
      "CPU of \(tokens) tokens at 100/s, 120x36",
      "\(Figure.text(ours * 1000)) ms; curl \(Figure.text(theirs * 1000)) ms; x\(Figure.text(ours / theirs))",
      budget: "<= 4 x curl", holds: ours <= 4 * theirs)
    report.line(
      "  of which starting and ending", "\(Figure.text(starting * 1000)) ms")
  }
}

/// Eight fast streams at once.
enum LanesBench {
  static let count = 8

  static func run(_ report: Report) throws {
    let tokens = report.isQuick ? 1000 : 5000
    let relay = try BenchRelay.start(BenchRelay.stream(tokens: tokens, pause: 2))
    defer { relay.stop() }
    let start = Clock.now
    let reader = try MeasuredProcess([Programs.bench, "--read", relay.origin, "\(count)"])
    let processor = reader.wait()
    let seconds = Clock.milliseconds(since: start) / 1000
    report.line(
      "\(count) streams of 500 tokens/s: transport and decoding",
      "\(Figure.text(processor / seconds * 100)) % of a core", budget: "< 25 %",
      holds: processor / seconds < 0.25)
    try screens(report, relay, tokens: tokens)
  }

  /// One program that compares eight models, and how soon it shows a key meanwhile.
  private static func screens(_ report: Report, _ relay: MockRelay, tokens: Int) throws {
    for (columns, rows) in [(120, 36), (300, 90)] {
      let reading = try comparing(relay, columns, rows)
      let start = Clock.now
      let seconds = Double(tokens) / 500
      while Clock.milliseconds(since: start) < (seconds + 2) * 1000 { reading.drain(seconds: 0.02) }
      let processor = reading.end()
      report.line(
        "\(count) lanes of 500 tokens/s on one screen of \(columns)x\(rows)",
        "\(Figure.text(processor / seconds * 100)) % of a core", budget: "< 25 %",
        holds: processor / seconds < 0.25)
      // Every key paints a frame of its own, so they are measured apart.
      let typing = try comparing(relay, columns, rows)
      let times = try InputBench.measure(typing, keys: report.isQuick ? 20 : 100)
      _ = typing.end()
      report.line(
        "  key to screen meanwhile", times.summary, budget: "<= 20 ms", holds: times.percentile(0.99) <= 20)
    }
  }

  /// A screen on which the lanes have just been asked.
  private static func comparing(_ relay: MockRelay, _ columns: Int, _ rows: Int) throws -> MeasuredProcess {
    let screen = try Programs.screen(relay.origin, columns: columns, rows: rows)
    try screen.read(seconds: 5) { FrameMarks.count(in: $0) >= 1 }
    // An Escape stands alone for a moment; with what follows at once it would be one key.
    screen.write("\u{1B}")
    screen.drain(seconds: 0.2)
    screen.write(":compare " + (1...count).map { "bench-\($0)" }.joined(separator: " ") + "\r")
    screen.drain(seconds: 0.3)
    screen.write("go\r")
    return screen
  }

  /// Reads streams with the client library, as a process of its own.
  static func readStreams(from origin: String, count: Int) async -> Int32 {
    guard let baseURL = try? BaseURL(origin) else { return 2 }
    let client = RelayClient(
      configuration: RelayConfiguration(baseURL: baseURL), transport: BenchTransport.make())
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<count {
        group.addTask {
          _ = await client.chat(ChatRequest(model: "bench"), id: "\(number)", startedAt: 0)
        }
      }
    }
    return 0
  }
}

/// From a key to the frame that shows it.
enum InputBench {
  static func run(_ report: Report) throws {
    let relay = try BenchRelay.start(BenchRelay.stream(tokens: 20_000, pause: 2))
    defer { relay.stop() }
    let screen = try Programs.screen(relay.origin)
    try screen.read(seconds: 5) { FrameMarks.count(in: $0) >= 1 }
    let keys = report.isQuick ? 50 : 300
    let idle = try measure(screen, keys: keys)
    report.line("key to screen, idle", idle.summary, budget: "<= 20 ms", holds: idle.percentile(0.99) <= 20)
    screen.write("\u{15}go\r")
    screen.drain(seconds: 1)
    let busy = try measure(screen, keys: keys)
    report.line(
      "key to screen, while 500 tokens/s come", busy.summary, budget: "<= 20 ms",
      holds: busy.percentile(0.99) <= 20)
    _ = screen.end()
  }

  static func measure(_ screen: MeasuredProcess, keys: Int) throws -> Times {
    var times = Times()
    for number in 0..<keys {
      // A sign that is nowhere else on the screen, so that its cell tells.
      let sign = number % 2 == 0 ? "\u{00A7}" : "\u{00B6}"
      let wanted = Array(sign.utf8)
      let start = Clock.now
      screen.write(sign)
      try screen.read(seconds: 5) { bytes in
        guard bytes.count >= wanted.count else { return false }
        return (0...(bytes.count - wanted.count)).contains {
          bytes[$0..<($0 + wanted.count)].elementsEqual(wanted)
        }
          && FrameMarks.count(in: bytes) > 0
      }
      times.add(Clock.milliseconds(since: start))
      screen.write("\u{7F}")
      screen.drain(seconds: 0.02)
    }
    return times
  }
}

/// Resident memory.
enum MemoryBench {
  private static let paragraph =
    String(repeating: "Plain words of a long answer that fill the line. ", count: 20) + "\n\n"

  static func run(_ report: Report) throws {
    try measure(report, "ordinary chunks", startLine: true, text: BenchRelay.word)
    try measure(report, "chunks of 1 KB of text", startLine: false) { _ in paragraph }
  }

  private static func measure(
    _ report: Report, _ what: String, startLine: Bool, text: (Int) -> String
  ) throws {
    let bytes = 10 << 20
    let relay = try BenchRelay.start(BenchRelay.bulk(bytes: bytes, text: text))
    defer { relay.stop() }
    let screen = try Programs.screen(relay.origin)
    try screen.read(seconds: 5) { FrameMarks.count(in: $0) >= 1 }
    screen.drain(seconds: 0.5)
    let before = screen.residentBytes
    if startLine {
      report.line(
        "resident after start", "\(Figure.text(Double(before) / 1e6)) MB", budget: "<= 20 MB",
        holds: before <= 20_000_000)
    }
    screen.write("go\r")
    try screen.read(seconds: 60) { String(decoding: $0.suffix(8000), as: UTF8.self).contains("DONE") }
    screen.drain(seconds: 0.5)
    let growth = Double(screen.residentBytes - before) / Double(bytes)
    report.line(
      "growth over 10 MB of \(what)", "x\(Figure.text(growth)) the bytes", budget: "<= 3 x",
      holds: growth <= 3)
    _ = screen.end()
  }
}
