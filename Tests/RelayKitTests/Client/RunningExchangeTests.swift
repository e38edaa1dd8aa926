import Synchronization
import Testing

@testable import RelayKit

/// Waits that last until the test says so.
final class WaitGate: Sendable {
  private let open = AsyncStream.makeStream(of: Void.self)
  private let entered = AsyncStream.makeStream(of: Double.self)

  func wait(_ seconds: Double) async {
    entered.continuation.yield(seconds)
    for await _ in open.stream {}
  }
  /// Seconds of the next wait that began.
  func begun() async -> Double? {
    var iterator = entered.stream.makeAsyncIterator()
    return await iterator.next()
  }
  func finish() { open.continuation.finish() }
}

@Suite(.timeLimit(.minutes(10))) struct RunningExchangeTests {
  private func client(
    _ transport: ScriptedTransport, retries: Int = 1,
    wait: @escaping @Sendable (Double) async -> Void = { _ in }
  ) throws -> RelayClient {
    var configuration = RelayConfiguration(baseURL: try BaseURL("http://127.0.0.1:9"))
    configuration.retries = retries
    configuration.wait = wait
    return RelayClient(configuration: configuration, transport: transport)
  }

  private static func refuse(_ transfer: ScriptedTransport.Transfer) {
    transfer.head(429)
    transfer.end()
  }
  private static func answer(_ transfer: ScriptedTransport.Transfer) {
    transfer.head(200)
    transfer.bytes(SampleBodies.events(SampleBodies.hel, SampleBodies.lo, SampleBodies.stop))
    transfer.end()
  }

  @Test func stoppingDuringTheWaitEndsAtOnce() async throws {
    let gate = WaitGate()
    let transport = ScriptedTransport { _, transfer in Self.refuse(transfer) }
    let log = UpdateLog()
    let handle = try client(transport, wait: gate.wait).chat(
      ChatRequest(model: "m"), id: "x", startedAt: 0, observer: log.take)
    let seconds = try #require(await gate.begun())
    #expect((5...15).contains(seconds))
    handle.stop()
    #expect(log.outcome == .stopped)
    gate.finish()
    handle.retryNow()
    handle.stop()
    #expect(await log.whole()?.attempts.count == 1)
    #expect(transport.transfers.count == 1 && log.ends == 1)
  }

  @Test func anAnswerOfManyReadsEndsAsItShould() throws {
    let transport = ScriptedTransport { _, transfer in
      transfer.head(200)
      for _ in 0..<50_000 {
        transfer.bytes("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n")
      }
      transfer.bytes("data: [DONE]\n\n")
      transfer.end()
    }
    let length = Mutex(0)
    _ = try client(transport).chat(ChatRequest(model: "m"), id: "x", startedAt: 0) { update in
      if case .delta(let delta) = update { length.withLock { $0 += delta.parts.count } }
    }
    #expect(length.withLock { $0 } == 50_000)
  }

  @Test func sendingNowCutsTheWaitShort() async throws {
    let gate = WaitGate()
    let transport = ScriptedTransport { number, transfer in
      if number == 1 { Self.refuse(transfer) } else { Self.answer(transfer) }
    }
    let log = UpdateLog()
    let handle = try client(transport, wait: gate.wait).chat(
      ChatRequest(model: "m"), id: "x", startedAt: 0, observer: log.take)
    _ = await gate.begun()
    handle.retryNow()
    handle.retryNow()
    #expect(log.outcome == .done)
    gate.finish()
    #expect(await log.whole()?.answer.text == "Hello")
    #expect(transport.transfers.count == 2 && log.ends == 1)
  }

  @Test func aHeldRetryWaitsForWhoeverDecides() async throws {
    let transport = ScriptedTransport { number, transfer in
      if number < 3 { Self.refuse(transfer) } else { Self.answer(transfer) }
    }
    let log = UpdateLog()
    // The waits of this client are over at once; a held one is not over by itself all the same.
    let handle = try client(transport, retries: 0).chat(
      ChatRequest(model: "m"), id: "x", startedAt: 0, retry: RetryRule(count: 2, isHeld: true),
      observer: log.take)
    #expect(transport.transfers.count == 1 && log.outcome == nil)
    handle.retryNow()
    #expect(transport.transfers.count == 2 && log.outcome == nil)
    handle.retryNow()
    #expect(log.outcome == .done)
    #expect(await log.whole()?.attempts.count == 3)
  }

  @Test func aRetryThatIsAskedForWhileTheRefusalIsToldIsNotLost() async throws {
    let handle = Mutex<(any ExchangeHandle)?>(nil)
    let transport = ScriptedTransport()
    let log = UpdateLog()
    let running = try client(transport).chat(
      ChatRequest(model: "m"), id: "x", startedAt: 0, retry: RetryRule(count: 1, isHeld: true)
    ) { update in
      log.take(update)
      if case .retrying = update { handle.withLock { $0 }?.retryNow() }
    }
    handle.withLock { $0 = running }
    Self.refuse(transport.transfers[0])
    #expect(transport.transfers.count == 2)
    Self.answer(transport.transfers[1])
    #expect(log.outcome == .done)
  }

  @Test func aHeldRetryCanBeStopped() async throws {
    let transport = ScriptedTransport { _, transfer in Self.refuse(transfer) }
    let log = UpdateLog()
    let handle = try client(transport).chat(
      ChatRequest(model: "m"), id: "x", startedAt: 0, retry: RetryRule(count: 2, isHeld: true),
      observer: log.take)
    handle.stop()
    #expect(log.outcome == .stopped && transport.transfers.count == 1)
  }

  @Test func aWaitThatWasCutShortDoesNotDisturbTheNext() async throws {
    // The first wait is woken late, while the second is under way.
    let gates = [WaitGate(), WaitGate()]
    let waits = Mutex(0)
    let transport = ScriptedTransport { number, transfer in
      if number < 3 { Self.refuse(transfer) } else { Self.answer(transfer) }
    }
    let log = UpdateLog()
    let handle = try client(
      transport, retries: 2,
      wait: { seconds in
        let number = waits.withLock { waits in
          defer { waits += 1 }
          return waits
        }
        // Deaf to cancellation, as a sleeping thread would be.
        await Task { await gates[number].wait(seconds) }.value
      }
    ).chat(ChatRequest(model: "m"), id: "x", startedAt: 0, observer: log.take)
    _ = await gates[0].begun()
    handle.retryNow()
    _ = await gates[1].begun()
    gates[0].finish()
    gates[1].finish()
    #expect(await log.whole()?.outcome == .done)
    #expect(transport.transfers.count == 3 && log.ends == 1)
  }

  @Test func stoppingFromTheFirstUpdateSendsNothingMore() async throws {
    for stopsAt in 0..<4 {
      let handle = Mutex<(any ExchangeHandle)?>(nil)
      let transport = ScriptedTransport { _, transfer in
        transfer.head(200)
        transfer.bytes(SampleBodies.events(SampleBodies.hel))
      }
      let log = UpdateLog()
      let count = Mutex(0)
      let running = try client(transport).chat(ChatRequest(model: "m"), id: "x", startedAt: 0) { update in
        log.take(update)
        let number = count.withLock { count in
          defer { count += 1 }
          return count
        }
        if number >= stopsAt { handle.withLock { $0 }?.stop() }
      }
      handle.withLock { $0 = running }
      // Updates came before the handle was there: what runs is stopped now.
      running.stop()
      #expect(await log.whole()?.outcome == .stopped)
      #expect(log.ends == 1 && transport.transfers.allSatisfy { $0.isOver })
    }
  }

  @Test func stoppingWhileARetryIsAnnouncedEndsIt() async throws {
    let handle = Mutex<(any ExchangeHandle)?>(nil)
    let transport = ScriptedTransport()
    let gate = WaitGate()
    let log = UpdateLog()
    let running = try client(transport, wait: gate.wait).chat(ChatRequest(model: "m"), id: "x", startedAt: 0)
    {
      update in
      log.take(update)
      if case .retrying = update { handle.withLock { $0 }?.stop() }
    }
    handle.withLock { $0 = running }
    Self.refuse(transport.transfers[0])
    #expect(log.outcome == .stopped)
    #expect(transport.transfers.count == 1 && log.ends == 1)
  }

  @Test func stoppingFromManyThreadsEndsOnce() async throws {
    for round in 0..<200 {
      let transport = ScriptedTransport { number, transfer in
        if number == 1 { Self.refuse(transfer) }
      }
      let log = UpdateLog()
      let handle = try client(transport).chat(
        ChatRequest(model: "m"), id: "x", startedAt: 0, observer: log.take)
      await withTaskGroup(of: Void.self) { group in
        for thread in 0..<4 {
          group.addTask {
            switch (thread + round) % 4 {
            case 0: handle.retryNow()
            case 1: handle.retryNow()
            case 2: handle.consumed(bytes: 10)
            default: handle.stop()
            }
          }
        }
      }
      let exchange = try #require(await log.whole())
      #expect(exchange.outcome == .stopped)
      #expect(log.ends == 1 && log.overlapCount == 0)
      if case .ended = try #require(log.all.last) {} else { Issue.record("something came after the end") }
    }
  }

  @Test func backPressureIsBoundedUnlessItIsNotWanted() async throws {
    for waits in [true, false] {
      let transport = ScriptedTransport()
      let log = UpdateLog()
      let handle = try client(transport).chat(
        ChatRequest(model: "m"), id: "x", startedAt: 0, waitsForReader: waits, observer: log.take)
      let transfer = transport.transfers[0]
      transfer.head(200)
      for _ in 0..<17 { transfer.bytes(": " + String(repeating: "x", count: (64 << 10) - 3) + "\n") }
      #expect(transfer.isPaused == waits)
      handle.consumed(bytes: 17 * (64 << 10) - (256 << 10))
      #expect(transfer.isPaused == waits)
      handle.consumed(bytes: 1)
      #expect(!transfer.isPaused && transfer.pauses == (waits ? 1 : 0))
      handle.stop()
      #expect(await log.whole()?.outcome == .stopped)
    }
  }

  @Test func bytesBeforeStartReturnsAreHeldBackToo() async throws {
    let transport = ScriptedTransport { _, transfer in
      transfer.head(200)
      transfer.bytes(": " + String(repeating: "x", count: 2 << 20) + "\n")
    }
    let log = UpdateLog()
    let handle = try client(transport).chat(
      ChatRequest(model: "m"), id: "x", startedAt: 0, waitsForReader: true, observer: log.take)
    #expect(transport.transfers[0].isPaused)
    handle.stop()
    #expect(await log.whole()?.outcome == .stopped)
  }

  @Test(
    arguments: [
      ("59", 59.0), ("61", nil), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
    ] as [(String, Double?)])
  func aRelayThatAsksForALongWaitIsNotAskedAgain(retryAfter: String, seconds: Double?) async throws {
    let transport = ScriptedTransport { _, transfer in
      transfer.head(429, [HTTPHeader("Retry-After", retryAfter)])
      transfer.end()
    }
    let exchange = await (try client(transport)).chat(ChatRequest(model: "m"), id: "x", startedAt: 0)
    #expect(exchange.attempts.count == (seconds == nil ? 1 : 2))
    #expect(exchange.attempts.first?.waitSeconds == seconds)
  }

  @Test func everyFurtherWaitIsTwiceAsLong() throws {
    let configuration = RelayConfiguration(baseURL: try BaseURL("h"))
    for _ in 0..<50 {
      let failed = RelayError(kind: .relayFailure)
      #expect((2...4).contains(try #require(configuration.waitBefore(attempt: 2, after: failed))))
      #expect((4...8).contains(try #require(configuration.waitBefore(attempt: 3, after: failed))))
      #expect(configuration.waitBefore(attempt: 10, after: failed) == 60)
      let busy = RelayError(kind: .overloaded)
      #expect((5...15).contains(try #require(configuration.waitBefore(attempt: 2, after: busy))))
    }
  }

  @Test func cancellingTheTaskStopsTheRequest() async throws {
    let started = AsyncStream.makeStream(of: Void.self)
    let transport = ScriptedTransport { _, transfer in started.continuation.yield() }
    let client = try client(transport)
    let asking = Task { await client.chat(ChatRequest(model: "m"), id: "x", startedAt: 0) }
    let listing = Task { try await client.models() }
    var iterator = started.stream.makeAsyncIterator()
    _ = await iterator.next()
    _ = await iterator.next()
    asking.cancel()
    listing.cancel()
    #expect(await asking.value.outcome == .stopped)
    await #expect(throws: RelayError.self) { try await listing.value }
  }
}
