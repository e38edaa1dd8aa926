import Testing

@testable import RelayKit

@Suite(.timeLimit(.minutes(10))) struct VideoLookupTests {
  private func client(_ transport: ScriptedTransport) throws -> RelayClient {
    RelayClient(
      configuration: RelayConfiguration(
        baseURL: try BaseURL("https://relay.example"), apiKey: MediaRequestTests.key), transport: transport)
  }

  private static func answer(_ transfer: ScriptedTransport.Transfer, _ status: Int, _ body: String) {
    transfer.head(status)
    transfer.bytes(body)
    transfer.end()
  }

  private func failure(_ status: Int, _ body: String) async throws -> RelayError? {
    let transport = ScriptedTransport { _, transfer in Self.answer(transfer, status, body) }
    do {
      _ = try await client(transport).lookUpVideo("t", path: "/videos")
      return nil
    } catch let error as RelayError { return error }
  }

  @Test func theFlatPlaceIsAskedFirst() async throws {
    let transport = ScriptedTransport { _, transfer in
      Self.answer(transfer, 200, #"{"id":"t","status":"in_progress","progress":30}"#)
    }
    let answer = try await client(transport).lookUpVideo("t", path: "/videos")
    #expect(transport.transfers.map(\.request.url) == ["https://relay.example/v1/videos/t"])
    #expect(answer.report.phase == .running && answer.report.progress == 30 && answer.status == 200)
    #expect(answer.milliseconds > 0 && !answer.bytes.isEmpty)
  }

  @Test(arguments: [
    (501, #"{"code":"not_implemented","message":"no","data":null}"#),
    (404, #"{"error":{"message":"Invalid URL"}}"#),
    (200, "<!doctype html><title>Console</title>"), (405, ""),
  ])
  func theWrappedPlaceIsAskedWhereTheFlatOneIsNot(status: Int, body: String) async throws {
    let transport = ScriptedTransport { _, transfer in
      if transfer.request.url.contains("/video/generations/") {
        Self.answer(
          transfer, 200, #"{"code":"success","data":{"task_id":"t","status":"SUCCESS","progress":"100%"}}"#)
      } else {
        Self.answer(transfer, status, body)
      }
    }
    let client = try client(transport)
    #expect(try await client.lookUpVideo("t", path: "/videos").report.phase == .completed)
    #expect(transport.transfers.count == 2)
    // The second time it is known.
    #expect(try await client.lookUpVideo("t", path: "/videos").report.phase == .completed)
    #expect(transport.transfers.count == 3)
  }

  @Test func whereNeitherIsThereTheFirstWordCounts() async throws {
    let transport = ScriptedTransport { number, transfer in
      Self.answer(transfer, 404, #"{"error":{"message":"no \#(number)"}}"#)
    }
    do {
      _ = try await client(transport).lookUpVideo("t", path: "/videos")
      Issue.record("an answer came")
    } catch let error as RelayError {
      #expect(error.kind == .notFound && error.message == "no 1" && !error.isRetryable)
    }
  }

  @Test(arguments: [
    (
      400, #"{"code":"task_not_exist","message":"task_not_exist","data":null}"#, RelayError.Kind.taskNotFound,
      false
    ),
    (200, #"{"error":{"message":"boom","code":"get_task_failed"}}"#, .relayFailure, true),
    (200, #"{"message":"boom","type":"t","code":"x"}"#, .errorInStream, false),
    (502, "<html><title>502</title></html>", .badGateway, true), (429, "", .rateLimited, true),
    (200, #"{"id":"t","sta"#, .malformedAnswer, true), (200, "", .emptyAnswer, true),
    (401, #"{"error":{"message":"Invalid token"}}"#, .unauthorized, false),
  ])
  func aCallThatFailedIsAnError(status: Int, body: String, kind: RelayError.Kind, isRetryable: Bool)
    async throws
  {
    let error = try await failure(status, body)
    #expect(error?.kind == kind && error?.isRetryable == isRetryable && error?.status == status)
  }

  @Test func aTaskThatFailedIsAnAnswerUnderAnyStatus() async throws {
    for status in [200, 400, 500] {
      let transport = ScriptedTransport { _, transfer in
        Self.answer(transfer, status, #"{"id":"t","status":"failed","error":{"message":"no luck"}}"#)
      }
      let answer = try await client(transport).lookUpVideo("t", path: "/video/generations")
      #expect(answer.report.failure?.message == "no luck" && answer.status == status)
    }
  }

  @Test func aQuestionThatWasLostMayBeAskedAgain() async throws {
    for failure in [
      TransportFailure.stalled(seconds: 1, receivedBytes: 0), .nameNotResolved(host: "h"),
      .connectionLost(detail: ""),
    ] {
      let transport = ScriptedTransport { _, transfer in transfer.end(failure) }
      do {
        _ = try await client(transport).lookUpVideo("t", path: "/videos")
        Issue.record("an answer came")
      } catch let error as RelayError { #expect(error.isRetryable) }
    }
  }

  @Test func theKeyDoesNotStandInTheAnswer() async throws {
    let transport = ScriptedTransport { _, transfer in
      Self.answer(transfer, 200, #"{"id":"t","status":"queued","echo":"\#(MediaRequestTests.key)"}"#)
    }
    let answer = try await client(transport).lookUpVideo("t", path: "/videos")
    #expect(!String(decoding: answer.bytes, as: UTF8.self).contains(MediaRequestTests.key))
  }
}
