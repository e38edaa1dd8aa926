import RelayKit
import Testing

@testable import Workbench

struct VideoTaskTests {
  private func task() -> VideoTask {
    var task = VideoTask(
      id: "t1", exchange: "e1", startedAt: 1000, relay: "https://relay.example/v1", model: "film-1",
      prompt: "waves", path: "/videos")
    task.asked = [.init(name: "seconds", value: "8")]
    (task.keyLabel, task.keyName, task.profile) = ("..9f3c", "work", "home")
    return task
  }

  /// The exchange of a submission.
  private func submission(
    _ body: String = "", status: Int? = nil, outcome: Outcome,
    marks: [PhaseMark] = [.connected, .requestSent],
    isSent: Bool = true
  ) -> Exchange {
    func at(_ milliseconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: milliseconds * 1_000_000) }
    var exchange = Exchange(
      id: "e1", request: RecordedRequest(method: "POST", url: "", headers: [], body: []),
      requestedModel: "film-1",
      asksForStream: false, startedAt: 1000, start: at(0))
    if isSent { exchange.apply(.sending(attempt: 1, at(0))) }
    for mark in marks { exchange.apply(.mark(mark, at(10))) }
    if let status {
      exchange.apply(
        .head(HTTPResponseHead(status: status, version: "HTTP/1.1", reason: "", headers: []), at(20)))
      exchange.apply(.delta(AnswerDelta(bytes: Array(body.utf8), instant: at(30))))
    }
    exchange.apply(.ended(outcome, TransportSummary(), at(600)))
    return exchange
  }

  private func answer(_ body: String) throws -> VideoLookupAnswer {
    let report = try #require(VideoTaskReport(json: try JSONValue(parsing: body)))
    return VideoLookupAnswer(status: 200, milliseconds: 41, bytes: Array(body.utf8), report: report)
  }

  // MARK: Submission

  @Test func anIdMakesATask() {
    var task = task()
    task.take(
      submission: submission(#"{"id":"v1","status":"queued","progress":0}"#, status: 200, outcome: .done),
      at: 1001)
    #expect(task.serverID == "v1" && task.state == .queued && task.queuedAt == 1001)
    #expect(task.nextCheck == 1003 && task.givesUpAt == 1000 + 20 * 60)
    #expect(task.log.first?.word == "accepted" && task.log.first?.status == 200)
    #expect(task.isUnfinished)
  }

  @Test func aRefusalUnderStatus200MakesNoTask() {
    var task = task()
    let error = RelayError(kind: .contentBlocked, status: 200, code: "sensitive", message: "No.")
    task.take(
      submission: submission(#"{"error":{"message":"No."}}"#, status: 200, outcome: .failed(error)), at: 1001)
    #expect(task.state == .refused("The relay did not take the task (HTTP 200, but with an error): No."))
    #expect(!task.isUnfinished && task.serverID == nil)
  }

  @Test(arguments: [RelayError.Kind.totalTimeout, .connectionLost, .stalled])
  func silenceAfterSendingLeavesItUncertain(_ kind: RelayError.Kind) {
    var task = task()
    task.take(submission: submission(outcome: .failed(RelayError(kind: kind))), at: 1100)
    guard case .uncertain(let sentence) = task.state else { return #expect(Bool(false), "\(task.state)") }
    #expect(sentence.contains("may exist and be charged") && sentence.contains("not sent again"))
    #expect(!task.isUnfinished)
  }

  @Test func aGatewayThatGaveUpLeavesItUncertain() {
    for (status, kind) in [
      (504, RelayError.Kind.gatewayTimeout), (502, .badGateway), (524, .unexpectedStatus),
    ] {
      var task = task()
      let error = RelayError(kind: kind, status: status)
      task.take(submission: submission("<html>", status: status, outcome: .failed(error)), at: 1100)
      if case .uncertain = task.state { continue }
      Issue.record("\(status): \(task.state)")
    }
  }

  @Test func whatNeverLeftIsRefusedAndNotCharged() {
    for kind in [RelayError.Kind.nameNotResolved, .cannotConnect, .tls] {
      var task = task()
      task.take(submission: submission(outcome: .failed(RelayError(kind: kind)), marks: []), at: 1001)
      guard case .refused(let sentence) = task.state else { return #expect(Bool(false), "\(task.state)") }
      #expect(sentence.hasSuffix("Nothing was sent."))
    }
    var stopped = task()
    stopped.take(submission: submission(outcome: .stopped, marks: [], isSent: false), at: 1001)
    #expect(stopped.state == .refused("It was stopped before anything was sent."))
  }

  @Test func stoppingWhatIsOnItsWayLeavesItUncertain() {
    var task = task()
    task.take(submission: submission(outcome: .stopped), at: 1001)
    guard case .uncertain(let sentence) = task.state else { return #expect(Bool(false), "\(task.state)") }
    #expect(sentence.hasPrefix("You stopped it"))
  }

  @Test func aTaskOfAProgramThatEndedIsFoundInWhatWasWrittenDown() {
    var found = task()
    found.takeAbandoned(
      submission(#"{"id":"v1","status":"queued"}"#, status: 200, outcome: .cut(nil)), at: 2000)
    #expect(found.serverID == "v1" && found.isUnfinished)
    var lost = task()
    lost.takeAbandoned(submission(outcome: .cut(nil)), at: 2000)
    guard case .uncertain(let sentence) = lost.state else { return #expect(Bool(false), "\(lost.state)") }
    #expect(sentence.hasPrefix("bayside ended before"))
    var unknown = task()
    unknown.takeAbandoned(nil, at: 2000)
    if case .uncertain = unknown.state {} else { Issue.record("\(unknown.state)") }
  }

  // MARK: Checks

  @Test func aTaskPassesThroughItsStates() throws {
    var task = task()
    task.take(
      submission: submission(#"{"id":"v1","status":"queued"}"#, status: 200, outcome: .done), at: 1001)
    task.take(try answer(#"{"id":"v1","status":"queued","progress":0}"#), at: 1010)
    #expect(task.state == .queued && task.checks == 1 && task.nextCheck == 1012)
    task.take(try answer(#"{"id":"v1","status":"in_progress","progress":30}"#), at: 1020)
    #expect(task.state == .running && task.progress == 30 && task.workingAt == 1020)
    #expect(task.log.last?.note == "left the queue")
    task.take(
      try answer(#"{"id":"v1","status":"completed","progress":100,"metadata":{"url":"https://cdn/x.mp4"}}"#),
      at: 1100)
    #expect(task.state == .completed && task.endedAt == 1100 && task.nextCheck == nil)
    #expect(task.links == ["https://cdn/x.mp4"])
    // The file is still to come.
    #expect(task.isUnfinished)
    #expect(task.waitedSeconds(at: 2000) == 19 && task.workedSeconds(at: 2000) == 80)
  }

  @Test func aWordThatNobodyKnowsIsShownAndWaitedOn() throws {
    var task = task()
    task.serverID = "v1"
    task.take(try answer(#"{"id":"v1","status":"moonwalking"}"#), at: 1010)
    #expect(task.word == "moonwalking" && task.isOpen && task.nextCheck == 1012)
    task.take(try answer(#"{"id":"v1","status":"in_progress"}"#), at: 1012)
    task.take(try answer(#"{"id":"v1","status":"polishing"}"#), at: 1014)
    #expect(task.word == "polishing" && task.state == .running)
  }

  @Test func aFailedTaskSaysWhy() throws {
    var task = task()
    task.serverID = "v1"
    task.take(
      try answer(
        #"{"id":"v1","status":"failed","error":{"message":"refused by the model","code":"blocked"}}"#),
      at: 1010)
    #expect(task.state == .failed("refused by the model (blocked)") && !task.isUnfinished)
  }

  @Test func aWrappedTaskTellsItsPrice() throws {
    var task = task()
    task.serverID = "v1"
    let body =
      #"{"code":"success","data":{"task_id":"v1","status":"IN_PROGRESS","progress":"30%","quota":150000}}"#
    task.take(try answer(body), at: 1010, quotaPerUnit: 500_000)
    #expect(task.cost == 0.3 && task.currency == "USD" && !task.costIsEstimate && task.progress == 30)
    task.take(try answer(body), at: 1010)
    #expect(task.costIsEstimate)
  }

  @Test func errorsPutTheNextCheckOffAndChangeNothingElse() throws {
    var task = task()
    (task.serverID, task.state, task.givesUpAt) = ("v1", .running, 1000 + 1200)
    task.take(RelayError(kind: .overloaded, status: 503), at: 1010)
    #expect(task.state == .running && task.nextCheck == 1015 && task.note.contains("goes on"))
    task.take(RelayError(kind: .rateLimited, status: 429, retryAfter: 30), at: 1015)
    #expect(task.nextCheck == 1045 && task.failedChecks == 2)
    task.take(try answer(#"{"id":"v1","status":"in_progress"}"#), at: 1045)
    #expect(task.failedChecks == 0 && task.note.isEmpty && task.nextCheck == 1047)
  }

  @Test func aTaskThatTheRelayDoesNotKnowIsLostAfterThreeAnswers() {
    var task = task()
    (task.serverID, task.state, task.givesUpAt) = ("v1", .queued, 5000)
    let error = RelayError(kind: .taskNotFound, status: 400, message: "task_not_exist")
    for second in 1...2 {
      task.take(error, at: 1000 + Double(second))
      #expect(task.state == .queued && task.nextCheck != nil)
    }
    task.take(error, at: 1010)
    guard case .lost(let sentence) = task.state else { return #expect(Bool(false), "\(task.state)") }
    #expect(sentence.contains("task_not_exist") && !task.isUnfinished)
  }

  @Test func watchingEndsAtTheDeadlineAndGoesOnByHand() throws {
    var task = task()
    (task.serverID, task.state, task.givesUpAt) = ("v1", .running, 2200)
    task.take(try answer(#"{"id":"v1","status":"in_progress"}"#), at: 2190)
    #expect(task.state == .running && task.nextCheck == 2200)
    task.take(try answer(#"{"id":"v1","status":"in_progress"}"#), at: 2200)
    #expect(task.state == .stoppedWatching && task.nextCheck == nil && task.note.contains("goes on"))
    task.watchAgain(at: 3000)
    #expect(task.nextCheck == 3000 && task.givesUpAt == 4200 && task.isOpen)
    task.take(try answer(#"{"id":"v1","status":"completed"}"#), at: 3001)
    #expect(task.state == .completed)
  }

  // MARK: Keeping

  @Test func everythingOfATaskIsKept() throws {
    var task = task()
    task.take(
      submission: submission(#"{"id":"v1","status":"queued"}"#, status: 200, outcome: .done), at: 1001)
    task.take(RelayError(kind: .overloaded, status: 503), at: 1010)
    task.take(
      try answer(#"{"id":"v1","status":"in_progress","progress":30,"expires_at":9999}"#), at: 1020,
      quotaPerUnit: nil)
    (task.estimate, task.cost, task.costIsEstimate, task.currency) = (1.2, 0.4, true, "USD")
    (task.isDemo, task.project, task.firstFrame, task.note) = (true, "p", "/f.png", "note")
    task.links = ["https://a", "https://b"]
    var file = VideoFile(path: "/v/x.mp4")
    (file.byteCount, file.total, file.state, file.validator) = (10, 20, .broken, "\"tag\"")
    (file.failedTries, file.isGivenUp, file.savedAt, file.nextTry) = (2, true, 3, 4)
    task.file = file
    let json = try JSONValue(parsing: task.json.text())
    #expect(VideoTask(json: json, lastAnswer: task.lastAnswer) == task)
  }

  @Test(arguments: [
    VideoTask.State.submitting, .uncertain("u"), .accepted, .queued, .running, .completed, .failed("f"),
    .refused("r"),
    .lost("l"), .stoppedWatching,
  ])
  func everyStateIsKept(_ state: VideoTask.State) {
    var task = task()
    task.state = state
    #expect(VideoTask(json: task.json)?.state == state)
  }

  @Test func whatIsNoTaskIsNone() throws {
    for text in ["null", "{}", #"{"id":"x"}"#, #"{"id":"x","started_at":1,"state":"later"}"#] {
      #expect(VideoTask(json: try JSONValue(parsing: text)) == nil, "\(text)")
    }
  }

  @Test func aLongLogKeepsWhatChanged() throws {
    var task = task()
    task.serverID = "v1"
    task.take(try answer(#"{"id":"v1","status":"queued"}"#), at: 1000)
    for second in 1...500 {
      task.take(
        try answer(#"{"id":"v1","status":"in_progress","progress":\#(second / 250 * 50)}"#),
        at: 1000 + Double(second))
    }
    #expect(task.log.count == VideoTask.mostLogLines)
    #expect(task.log.first?.word == "queued" && task.log.last?.at == 1500)
    #expect(task.log.contains { $0.note == "left the queue" })
  }

  @Test func picturesOfARequestAreShownByTheirSize() {
    var fields = JSONObject()
    fields["model"] = .string("m")
    fields["prompt"] = .string("p")
    fields["seconds"] = .string("8")
    fields["image"] = .string("data:image/png;base64," + String(repeating: "A", count: 4000))
    fields["metadata"] = .object(JSONObject([.init(key: "ratio", value: .string("16:9"))]))
    let request = MediaRequest(
      kind: .video, fields: fields,
      files: [FormFile(field: "input_reference", name: "a.png", type: "image/png", bytes: [1, 2, 3])])
    #expect(
      VideoTask.asked(of: request) == [
        .init(name: "seconds", value: "8"), .init(name: "image", value: "image/png, 3.0 kB"),
        .init(name: "metadata.ratio", value: "16:9"), .init(name: "input_reference", value: "a.png, 3 B"),
      ])
  }
}

struct VideoScheduleTests {
  private let schedule = VideoSchedule()

  @Test func checksAreFrequentAtFirstAndNeverFurtherApartThanFifteenSeconds() {
    #expect(schedule.wait(age: 0) == 2 && schedule.wait(age: 59.9) == 2)
    #expect(schedule.wait(age: 60) == 5)
    var last = 0.0
    for age in stride(from: 0.0, through: 7200, by: 7) {
      let wait = schedule.wait(age: age)
      #expect(wait >= last && wait <= 15)
      last = wait
    }
    #expect(last == 15)
  }

  @Test func errorsBackOffAndRetryAfterIsHeeded() {
    #expect(schedule.wait(age: 0, failures: 1, retryAfter: nil) == 5)
    #expect(schedule.wait(age: 0, failures: 2, retryAfter: nil) == 10)
    #expect(schedule.wait(age: 0, failures: 50, retryAfter: nil) == 60)
    #expect(schedule.wait(age: 0, failures: 1, retryAfter: 42) == 42)
    #expect(schedule.wait(age: 0, failures: 1, retryAfter: 1) == 5)
    #expect(schedule.wait(age: 0, failures: 1, retryAfter: 1e9) == 600)
  }
}
