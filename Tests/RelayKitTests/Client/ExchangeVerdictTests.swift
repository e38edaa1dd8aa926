import Testing

@testable import RelayKit

@Suite struct ExchangeVerdictTests {
  static let part = SampleBodies.events(SampleBodies.hel)
  static let finished = SampleBodies.events(SampleBodies.hel, SampleBodies.stop)
  static let marked = SampleBodies.events(SampleBodies.hel, SampleBodies.stop, "[DONE]")
  static let lost = TransportFailure.connectionLost(detail: "reset")
  static let stalled = TransportFailure.stalled(seconds: 60, receivedBytes: 9)

  private func outcome(
    _ body: String, _ failure: TransportFailure?, status: Int = 200, isStopped: Bool = false, choices: Int = 1
  ) -> Outcome {
    AnswerReading(
      [Array(body.utf8)], status: status, failure: failure, isStopped: isStopped, expectedChoices: choices
    ).outcome
  }

  @Test func aBreakInTheTextIsACut() {
    for failure in [
      Self.lost, Self.stalled, .totalTimeout(seconds: 1, receivedBytes: 9), .tooLarge(limit: 9),
    ] {
      let outcome = outcome(Self.part, failure)
      #expect(outcome.name == "cut")
      #expect(outcome.error?.kind == RelayError(transport: failure).kind)
      #expect(outcome.error?.details["tokens"] == "1")
      #expect(outcome.error?.isRetryable == false && outcome.error?.isBilled == true)
    }
  }

  @Test func aBreakBehindTheEndIsNone() {
    #expect(outcome(Self.marked, Self.lost) == .done)
    #expect(outcome(Self.marked, Self.stalled, choices: 2) == .done)
    #expect(outcome(Self.finished, Self.lost) == .done)
    // Another choice may have been under way.
    #expect(outcome(Self.finished, Self.lost, choices: 2).name == "cut")
    #expect(outcome(Self.marked, .tooLarge(limit: 9)).name == "cut")
  }

  @Test func aBreakBeforeAnyTextIsAFailure() {
    for body in [
      "", ": PING\n\n", #"data: {"choices":[{"delta":{"role":"assistant"}}]}"# + "\n\n", #"{"cho"#,
    ] {
      #expect(outcome(body, Self.lost).error?.kind == .connectionLost)
      #expect(outcome(body, Self.stalled).name == "failed")
    }
  }

  @Test func aRefusalThatBrokeOffIsStillTheRefusal() {
    #expect(
      outcome(#"{"error":{"code":"insufficient_user"#, Self.lost, status: 403).error?.kind == .forbidden)
    #expect(outcome("", Self.lost, status: 403).error?.kind == .forbidden)
    #expect(outcome("", Self.lost, status: 429).error?.isRetryable == true)
  }

  @Test func anErrorBeforeABreakIsTheReason() {
    let body = #"data: {"error":{"code":402,"message":"no"}}"# + "\n\n"
    #expect(outcome(body, Self.lost).error?.kind == .insufficientCredit)
  }

  @Test func stoppingIsNoFailureUnlessItCameTooLate() {
    #expect(outcome(Self.part, .cancelled, isStopped: true) == .stopped)
    #expect(outcome(Self.part, Self.lost, isStopped: true) == .stopped)
    #expect(outcome("", nil, isStopped: true) == .stopped)
    #expect(outcome(Self.marked, nil, isStopped: true) == .done)
    #expect(outcome(Self.part, .cancelled) == .stopped)
  }

  @Test func aCutSaysHowItEnded() {
    #expect(outcome(Self.part, nil).error?.details["cause"] == "closed")
    #expect(outcome(Self.part + "data: [DONE]\n\n", nil).error?.details["cause"] == "end mark")
    #expect(outcome(Self.part, nil).error?.requestID == "r1")
  }
}
