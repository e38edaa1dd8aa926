import CurlTransport
import MockRelay
import Synchronization
import Testing

@testable import RelayKit

/// Streams of many lanes at once, as a comparison has them.
@Suite(.timeLimit(.minutes(10)))
struct LaneStreamTests {
  private static let tokens = 1000

  private static func word(_ lane: String, _ number: Int) -> String { " \(lane)-\(number)" }

  /// The text that the relay sends to a lane.
  private static func sent(to lane: String) -> String { (0..<tokens).map { word(lane, $0) }.joined() }

  /// 500 tokens a second to each, named by its model so that none can be taken for another's.
  private func relay() throws -> MockRelay {
    try MockRelay { request in
      let model = (try? ChatRequest(body: request.body))?.model ?? ""
      var steps: [Script.Step] = [
        .head(status: 200, headers: [HTTPHeader("Content-Type", "text/event-stream")])
      ]
      for number in 0..<Self.tokens {
        steps.append(.delay(milliseconds: 2))
        steps.append(
          .body(
            Array(
              "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(Self.word(model, number))\"}}]}\n\n"
                .utf8)))
      }
      steps.append(
        .body(
          Array(
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
              .utf8)))
      return Script(steps + [.end])
    }
  }

  @Test func everyTokenOfEightLanesIsAccountedFor() async throws {
    let relay = try relay()
    defer { relay.stop() }
    let client = RelayClient(
      configuration: RelayConfiguration(baseURL: try BaseURL(relay.origin)), transport: CurlTransport.direct()
    )
    let lanes = (1...8).map { "lane\($0)" }
    let exchanges = await withTaskGroup(of: (String, Exchange).self) { group in
      for lane in lanes {
        group.addTask {
          (lane, await client.chat(ChatRequest(model: lane, stream: true), id: lane, startedAt: 0))
        }
      }
      var all: [String: Exchange] = [:]
      for await (lane, exchange) in group { all[lane] = exchange }
      return all
    }
    for lane in lanes {
      let exchange = try #require(exchanges[lane])
      #expect(exchange.outcome == .done)
      #expect(exchange.answer.text == Self.sent(to: lane))
      #expect(exchange.answer.tokenEvents == Self.tokens)
      #expect(exchange.frames.count { $0.kind == .content } == Self.tokens)
    }
  }
}
