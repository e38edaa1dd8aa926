import Glibc
import HistoryStore
import RelayKit
import Workbench

/// A history as years of use make it: conversations of one to nine requests over a year, twelve models, four keys,
/// answers of some hundred words, some of them failed or stopped. It is handed to the store as an import, in large
/// transactions.
struct HistoryGenerator {
  let exchanges: Int
  static let end = 1_790_000_000.0
  private static let models = [
    "gpt-5.4", "gpt-5.4-mini", "claude-sonnet-4.5", "claude-haiku-4.5", "gemini-3-pro", "gemini-3-flash",
    "deepseek-v3.2", "qwen3-max", "glm-5", "kimi-k2", "grok-4", "llama-4-maverick",
  ]
  private static let keys = ["work", "home", "lab", ""]

  /// What a stream is begun with, and what it is in the end.
  struct Stream {
    var record: UsageRecord
    var begun: Exchange
    var whole: Exchange
  }

  static func stream(
    _ id: String, conversation: String, model: String, at instant: Double, chunks: [String],
    outcome: Outcome = .done,
    usage: (Int, Int) = (400, 300)
  ) -> Stream {
    var record = UsageRecord(id: id, startedAt: instant, model: model)
    record.conversation = conversation
    let start = MonotonicTime(nanoseconds: 1_000_000_000)
    let begun = Exchange(
      id: id,
      request: RecordedRequest(
        method: "POST", url: "https://relay.example/v1/chat/completions", headers: [],
        body: Array("{\"model\":\"\(model)\",\"stream\":true}".utf8)),
      requestedModel: model, asksForStream: true, startedAt: instant, start: start)
    var writer = ExchangeFileWriter()
    let head = HTTPResponseHead(
      status: 200, version: "HTTP/1.1", reason: "OK",
      headers: [HTTPHeader("Content-Type", "text/event-stream")])
    var file = writer.bytes(for: .began(begun))
    func time(_ milliseconds: Double) -> MonotonicTime { start.advanced(seconds: milliseconds / 1000) }
    var updates: [ExchangeUpdate] = [
      .sending(attempt: 1, time(1)), .mark(.requestSent, time(2)), .mark(.firstToken, time(400)),
      .head(head, time(400)),
    ]
    for (number, chunk) in chunks.enumerated() {
      updates.append(
        .delta(AnswerDelta(bytes: BenchRelay.chunk(chunk), instant: time(400 + 10 * Double(number)))))
    }
    let usageChunk =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":"
      + "\(usage.0),\"completion_tokens\":\(usage.1)}}\n\n"
    let last = time(410 + 10 * Double(chunks.count))
    updates.append(.delta(AnswerDelta(bytes: Array(usageChunk.utf8), instant: last)))
    updates.append(.ended(outcome, TransportSummary(), last))
    for update in updates { file += writer.bytes(for: update) }
    var whole = begun
    for update in (try? ExchangeFileReader.updates(from: file)) ?? [] { whole.apply(update) }
    return Stream(record: record, begun: begun, whole: whole)
  }

  func fill(_ store: HistoryStore) async throws {
    let source = HistoryLines(exchanges: exchanges)
    let result = try await store.importLines { source.next() }
    guard result.exchanges == exchanges, result.refused == 0 else {
      throw MeasuredProcess.Failure(description: "\(result.exchanges) exchanges, \(result.notes)")
    }
  }

  /// Lines of one conversation. - Returns: how many requests it has.
  static func conversation(_ number: Int, requests: Int, _ random: inout SplitMixer) -> [UInt8] {
    let id = "talk-\(number)"
    let start = end - 365 * 86400 * random.fraction
    var lines: [UInt8] = []
    func add(_ name: String, _ members: [(String, JSONValue)]) {
      let object = JSONObject(members.map { .init(key: $0.0, value: $0.1) })
      lines += JSONValue.object(JSONObject([.init(key: name, value: .object(object))])).encoded() + [0x0A]
    }
    let title = (0..<4).map { _ in Self.word(&random) }.joined(separator: " ")
    add(
      "conversation",
      [
        ("id", .string(id)), ("kind", .string(number % 9 == 0 ? "comparison" : "chat")),
        ("title", .string(title)),
        ("created_at", .double(start)), ("updated_at", .double(start + 600)),
        ("tags", .array([.string("project-\(number % 20)")])), ("shape", .string("{\"model\":\"m\"}")),
      ])
    for request in 0..<requests {
      let exchange = "\(id)-\(request)"
      let model = models[Int(random.next() % UInt64(models.count))]
      // Every answer has these words; some have one that few have.
      var words = ["The relay answers: the model"]
      for _ in 0..<Int(40 + random.next() % 160) { words.append(Self.word(&random)) }
      if random.next() % 2000 == 0 { words.append("xylophone7") }
      if number % 50 == 0 { words.append("服务器发送事件") }
      let outcome: Outcome =
        switch random.next() % 40 {
        case 0: .failed(RelayError(kind: .rateLimited, status: 429, message: "slow down"))
        case 1: .stopped
        default: .done
        }
      let usage = (Int(100 + random.next() % 2000), words.count)
      let stream = stream(
        exchange, conversation: id, model: model, at: start + 60 * Double(request),
        chunks: [words.joined(separator: " ")], outcome: outcome, usage: usage)
      var record = stream.record
      record.end(
        with: stream.whole, prices: TokenPrices(input: 2, output: 10, currency: "USD"), inputEstimate: nil)
      var members: [(String, JSONValue)] = [
        ("id", .string(exchange)), ("conversation", .string(id)), ("started_at", .double(record.startedAt)),
        ("kind", .string("chat")), ("key_name", .string(keys[number % keys.count])),
        ("key_label", .string("..9f3c")), ("relay", .string("https://relay.example/v1")),
        ("project", .string("project-\(number % 20)")), ("model", .string(model)),
        ("figures", record.figures.json),
        ("status", .integer(200)), ("request_id", .string("req-\(exchange)")),
        ("digest", .string(String(decoding: stream.whole.digest, as: UTF8.self))),
      ]
      if let kind = record.errorKind { members.append(("error_kind", .string(kind))) }
      add("exchange", members)
      // Of one in ten the bytes are still there.
      if number % 10 == 0 {
        add(
          "bytes",
          [
            ("exchange", .string(exchange)),
            ("data", .string(String(decoding: stream.whole.file, as: UTF8.self))),
          ])
      }
      let prompt = (0..<25).map { _ in Self.word(&random) }.joined(separator: " ")
      add(
        "message",
        [("conversation", .string(id)), ("number", .integer(2 * request)), ("text", .string(prompt))])
      add(
        "message",
        [
          ("conversation", .string(id)), ("number", .integer(2 * request + 1)),
          ("exchange", .string(exchange)),
        ])
    }
    return lines
  }

  /// Words of a language, of which few are frequent.
  private static func word(_ random: inout SplitMixer) -> String {
    let rank = Int(pow(30_000, random.fraction))
    return vocabulary[min(rank, vocabulary.count - 1)]
  }

  private static let vocabulary: [String] = {
    var random = SplitMixer(state: 1)
    let signs = Array("etaoinshrdlucmwfgypbvk")
    return (0..<30_000).map { _ in
      String((0..<Int(2 + random.next() % 8)).map { _ in signs[Int(random.next() % UInt64(signs.count))] })
    }
  }()
}

/// Gives the history line by line, as if it were read from a file.
private final class HistoryLines: @unchecked Sendable {
  private let exchanges: Int
  private var made = 0
  private var number = 0
  private var random = SplitMixer(state: 42)
  private var isBegun = false

  init(exchanges: Int) { self.exchanges = exchanges }

  // Asked by one import, piece after piece.
  func next() -> [UInt8]? {
    if !isBegun {
      isBegun = true
      return Array("{\"format\":\"bayside-history\",\"version\":1}\n".utf8)
    }
    guard made < exchanges else { return nil }
    var lines: [UInt8] = []
    while made < exchanges, lines.count < 4 << 20 {
      number += 1
      let requests = min(exchanges - made, 1 + Int(random.next() % 9))
      lines += HistoryGenerator.conversation(number, requests: requests, &random)
      made += requests
    }
    return lines
  }
}

/// Repeatable randomness (the splitmix64 sequence).
struct SplitMixer {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// From 0 to less than 1.
  var fraction: Double {
    mutating get { Double(next() >> 11) / 9_007_199_254_740_992 }
  }
}
