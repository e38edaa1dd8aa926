import MockRelay
import RelayKit

/// Streams of known length and pace. Chunks are as long as those of ordinary relays: 282 bytes with a word each.
enum BenchRelay {
  static func chunk(_ text: String) -> [UInt8] {
    let padding = String(repeating: "x", count: max(0, 16 - text.utf8.count))
    return Array(
      ("data: {\"id\":\"chatcmpl-0123456789abcdef0123456789abcdef\",\"object\":\"chat.completion.chunk\","
        + "\"created\":1790000000,\"model\":\"gpt-5.4-mini-2026-03-17\",\"system_fingerprint\":\"fp_\(padding)\","
        + "\"service_tier\":\"default\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\(JSONValue.string(text).text())},"
        + "\"logprobs\":null,\"finish_reason\":null}]}\n\n").utf8)
  }

  static let last = Array(
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n".utf8)

  /// Words of prose with a paragraph now and then, as an answer has them.
  static func word(_ number: Int) -> String {
    number % 60 == 59
      ? ".\n\n" : " " + ["relay", "stream", "token", "the", "of", "answer", "model"][number % 7]
  }

  /// - Parameters:
  ///   - pause: milliseconds between two tokens; 0 sends all at once.
  static func stream(tokens: Int, pause: Int) -> Script {
    var steps: [Script.Step] = [
      .head(status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")])
    ]
    for number in 0..<tokens {
      if pause > 0 { steps.append(.delay(milliseconds: pause)) }
      steps.append(.body(chunk(word(number))))
    }
    return Script(steps + [.body(last), .end])
  }

  /// Many bytes, as fast as they are read.
  /// - Parameter text: what each chunk says.
  static func bulk(bytes: Int, text: (Int) -> String) -> Script {
    var steps: [Script.Step] = [
      .head(status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")])
    ]
    var sent = 0
    var batch: [UInt8] = []
    var number = 0
    while sent < bytes {
      batch += chunk(text(number))
      number += 1
      guard batch.count > 16_000 else { continue }
      sent += batch.count
      steps.append(.body(batch))
      batch = []
    }
    return Script(steps + [.body(last), .end])
  }

  /// A relay that answers every chat with one script and lists one model.
  static func start(_ script: Script) throws -> MockRelay {
    try MockRelay { request in
      request.method == "GET" ? .answer(#"{"data":[{"id":"bench"}]}"#) : script
    }
  }
}
