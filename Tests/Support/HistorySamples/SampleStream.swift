package import RelayKit
package import Workbench

/// A stream of words as it comes from a relay: each piece is one network read.
package struct SampleStream: Sendable {
  package let id: String
  package var model = "gpt-sample"
  package var prompt = "Say something."
  /// Wall clock, seconds since 1970.
  package var startedAt = 1_790_000_000.0
  package var conversation: String?
  package var kind = UsageRecord.Kind.chat

  package init(_ id: String, conversation: String? = nil) {
    self.id = id
    self.conversation = conversation
  }

  package var record: UsageRecord {
    var record = UsageRecord(id: id, startedAt: startedAt, model: model)
    record.conversation = conversation
    record.kind = kind
    record.keyName = "work"
    record.keyLabel = "..9f3c"
    record.relay = "https://relay.example/v1"
    return record
  }

  /// As it begins.
  package var exchange: Exchange {
    let body = JSONValue.object(
      JSONObject([.init(key: "model", value: .string(model)), .init(key: "prompt", value: .string(prompt))]))
    return Exchange(
      id: id,
      request: RecordedRequest(
        method: "POST", url: "https://relay.example/v1/chat/completions",
        headers: [HTTPHeader("Authorization", "Bearer sk-....9f3c")], body: body.encoded()),
      requestedModel: model, asksForStream: true, startedAt: startedAt, start: Self.time(0))
  }

  /// Up to the first byte of the answer.
  package var opening: [ExchangeUpdate] {
    let head = HTTPResponseHead(
      status: 200, version: "HTTP/1.1", reason: "OK",
      headers: [HTTPHeader("Content-Type", "text/event-stream"), HTTPHeader("x-request-id", "req-\(id)")])
    return [
      .sending(attempt: 1, Self.time(1)), .mark(.requestSent, Self.time(2)), .mark(.firstByte, Self.time(20)),
      .mark(.firstToken, Self.time(20)), .head(head, Self.time(20)),
    ]
  }

  package func word(_ text: String, at milliseconds: Int64 = 30) -> ExchangeUpdate {
    bytes(
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\(JSONValue.string(text).text())}}]}\n\n",
      at: milliseconds)
  }

  package func reasoning(_ text: String, at milliseconds: Int64 = 25) -> ExchangeUpdate {
    bytes(
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\(JSONValue.string(text).text())}}]}\n\n",
      at: milliseconds)
  }

  /// The end of a whole answer, with its usage.
  package func closing(input: Int = 10, output: Int = 5, at milliseconds: Int64 = 500) -> [ExchangeUpdate] {
    [
      bytes(
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":\(input),\"completion_tokens\":\(output)}}\n\ndata: [DONE]\n\n",
        at: milliseconds),
      .ended(.done, TransportSummary(), Self.time(milliseconds)),
    ]
  }

  private func bytes(_ text: String, at milliseconds: Int64) -> ExchangeUpdate {
    .delta(AnswerDelta(bytes: Array(text.utf8), instant: Self.time(milliseconds)))
  }

  package static func time(_ milliseconds: Int64) -> MonotonicTime {
    MonotonicTime(nanoseconds: 5_000_000_000 + milliseconds * 1_000_000)
  }

  /// The updates with what a client decodes from their bytes.
  package func decoded(_ updates: [ExchangeUpdate]) -> [ExchangeUpdate] {
    (try? ExchangeFileReader.updates(from: file(updates))) ?? []
  }

  /// Its file.
  package func file(_ updates: [ExchangeUpdate]) -> [UInt8] {
    var writer = ExchangeFileWriter()
    return ([.began(exchange)] + updates).flatMap { writer.bytes(for: $0) }
  }

  /// The record that updates add up to.
  package func folded(_ updates: [ExchangeUpdate]) -> Exchange {
    var result = exchange
    for update in decoded(updates) { result.apply(update) }
    return result
  }
}
