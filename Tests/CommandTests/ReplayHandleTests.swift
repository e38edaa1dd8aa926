import RelayKit
import Synchronization
import Testing
import Workbench

@testable import bayside

/// The pace of a replay.
@Suite(.timeLimit(.minutes(10)))
struct ReplayHandleTests {
  /// What was played, and a wait for it.
  private final class Audience: Sendable {
    private let seen = Mutex<[ExchangeUpdate]>([])
    private let news = AsyncStream<Int>.makeStream()

    func take(_ update: ExchangeUpdate) {
      let count = seen.withLock {
        $0.append(update)
        return $0.count
      }
      news.continuation.yield(count)
    }

    func first(_ count: Int) async -> [ExchangeUpdate] {
      for await number in news.stream where number >= count { break }
      return seen.withLock { $0 }
    }

    var frames: Int {
      seen.withLock { $0.count { if case .delta = $0 { true } else { false } } }
    }
  }

  /// A frame every hour.
  private static let slow: [ExchangeUpdate] = {
    func time(_ hours: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: hours * 3_600_000_000_000) }
    let exchange = Exchange(
      id: "x", request: RecordedRequest(method: "POST", url: "u", headers: [], body: []),
      requestedModel: "m", asksForStream: true, startedAt: 0, start: time(0))
    let frames = (1...3).map { hour in
      ExchangeUpdate.delta(
        AnswerDelta(
          parts: [.text(choice: 0, "\(hour)")],
          frames: [StreamFrame(offset: 0, length: 1, instant: time(hour), kind: .content, arrival: 0)],
          instant: time(hour)))
    }
    return [.began(exchange), .sending(attempt: 1, time(0))] + frames
      + [.ended(.done, TransportSummary(), time(3))]
  }()

  @Test func aHeldReplayShowsOneFrameAtAStep() async {
    let audience = Audience()
    let handle = ReplayHandle(Self.slow, pace: .recorded) { audience.take($0) }
    _ = await audience.first(2)
    handle.play(.stepped)
    handle.play(.stepped)
    _ = await audience.first(3)
    #expect(audience.frames == 1)
    handle.play(.stepped)
    handle.play(.stepped)
    // The end comes along with the last frame.
    #expect(await audience.first(6) == Self.slow)
  }

  @Test func aHurriedReplayLeavesTheRecordedInstants() async {
    let audience = Audience()
    let handle = ReplayHandle(Self.slow, pace: .recorded) { audience.take($0) }
    handle.play(.times(ReplayHandle.atOnce))
    #expect(await audience.first(6) == Self.slow)
  }

  @Test func aHeldReplayCanBeStopped() async {
    let audience = Audience()
    let handle = ReplayHandle(Self.slow, pace: .stepped) { audience.take($0) }
    _ = await audience.first(2)
    handle.stop()
    let seen = await audience.first(3)
    guard case .ended(.stopped, _, _) = seen.last else {
      Issue.record("not stopped: \(seen)")
      return
    }
  }
}
