@testable import RelayKit

/// Bytes of a stream as the updates that the client makes of them: the client's own reader makes the frames.
struct WireFeed {
  private var reader = AnswerReader(
    head: HTTPResponseHead(status: 200, version: "HTTP/1.1", reason: "OK", headers: []))

  mutating func read(_ bytes: String, at instant: MonotonicTime) -> AnswerDelta {
    reader.feed(Array(bytes.utf8), at: instant)
  }
}

/// Events as a relay writes them.
enum Event {
  static func chunk(_ delta: String, finish: String? = nil, choice: Int = 0) -> String {
    let reason = finish.map { "\"\($0)\"" } ?? "null"
    return "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"model\":\"m-1\","
      + "\"choices\":[{\"index\":\(choice),\"delta\":\(delta),\"finish_reason\":\(reason)}]}\n\n"
  }
  static func text(_ text: String, choice: Int = 0) -> String {
    chunk("{\"content\":\"\(text)\"}", choice: choice)
  }
  static func reasoning(_ text: String) -> String { chunk("{\"reasoning_content\":\"\(text)\"}") }
  static let finish = chunk("{}", finish: "stop")
  static let done = "data: [DONE]\n\n"
  static let comment = ": keep-alive\n\n"
  static let malformed = "data: {\"choices\":[{\"del\n\n"
  static let error = "data: {\"error\":{\"message\":\"supplier went away\",\"code\":502}}\n\n"
}
