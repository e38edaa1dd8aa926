import Testing

@testable import RelayKit

@Suite struct VideoTaskTests {
  private func report(_ text: String) throws -> VideoTaskReport? {
    VideoTaskReport(json: try JSONValue(parsing: text))
  }

  @Test func theFlatFormIsRead() throws {
    let report = try report(
      """
      {"id":"task_1","task_id":"task_1","object":"video","model":"kling-v2","status":"completed","progress":100,
       "created_at":1790000000,"completed_at":1790000100,"expires_at":1790086400,"seconds":"8","size":"1280x720",
       "metadata":{"url":"https://cdn.example/x.mp4"}}
      """)
    #expect(report?.id == "task_1" && report?.word == "completed" && report?.phase == .completed)
    #expect(report?.progress == 100 && report?.links == ["https://cdn.example/x.mp4"])
    #expect(report?.model == "kling-v2" && report?.seconds == "8" && report?.size == "1280x720")
    #expect(report?.createdAt == 1_790_000_000 && report?.finishedAt == 1_790_000_100)
    #expect(report?.expiresAt == 1_790_086_400 && report?.failure == nil)
  }

  @Test func theWrappedFormIsRead() throws {
    let report = try report(
      """
      {"code":"success","message":"","data":{"task_id":"task_2","status":"IN_PROGRESS","progress":"30%",
       "fail_reason":"","result_url":"","submit_time":1790000000,"start_time":1790000005,"finish_time":0,
       "quota":150000,"properties":{},"data":{}}}
      """)
    #expect(report?.id == "task_2" && report?.word == "IN_PROGRESS" && report?.phase == .running)
    #expect(report?.progress == 30 && report?.quota == 150_000 && report?.links == [])
    #expect(
      report?.createdAt == 1_790_000_000 && report?.startedAt == 1_790_000_005 && report?.finishedAt == nil)
  }

  @Test(arguments: [
    ("queued", VideoTaskReport.Phase.queued), ("NOT_START", .queued), ("SUBMITTED", .queued),
    ("in_progress", .running),
    ("IN PROGRESS", .running), ("processing", .running), ("SUCCESS", .completed), ("succeeded", .completed),
    ("FAILURE", .failed), ("failed", .failed), ("cancelled", .failed), ("unknown", .unknown),
    ("warming_up", .unknown),
    ("正在生成", .unknown), ("", .unknown),
  ])
  func wordsHaveTheirPhases(word: String, phase: VideoTaskReport.Phase) throws {
    let report = try report(#"{"id":"t","status":"\#(word)"}"#)
    #expect(report?.word == word && report?.phase == phase)
  }

  @Test(arguments: [
    ("30", 30), (#""50%""#, 50), (#""7""#, 7), ("0.25", 25), ("1", 1), ("0", 0), ("250", 100),
    (#""soon""#, nil),
    ("-1", nil), ("null", nil),
  ])
  func progressIsPercent(value: String, percent: Int?) throws {
    #expect(try report(#"{"id":"t","status":"running","progress":\#(value)}"#)?.progress == percent)
  }

  @Test func aFailedTaskIsATaskAndSaysWhy() throws {
    let flat = try report(
      #"{"id":"t","status":"failed","error":{"message":"no luck","code":"prompt_blocked"}}"#)
    #expect(
      flat?.phase == .failed && flat?.failure?.message == "no luck" && flat?.failure?.kind == .contentBlocked)
    let wrapped = try report(
      #"{"code":"success","data":{"task_id":"t","status":"FAILURE","progress":"100%","fail_reason":"no luck"}}"#
    )
    #expect(wrapped?.failure?.kind == .relayFailure && wrapped?.failure?.message == "no luck")
    #expect(try report(#"{"id":"t","status":"failed"}"#)?.failure?.message == "")
    // Beside an id, an error is the task's.
    #expect(try report(#"{"id":"t","error":{"message":"no luck"}}"#)?.failure?.message == "no luck")
    #expect(try report(#"{"id":"t","status":"completed","error":null}"#)?.failure == nil)
  }

  @Test(arguments: [
    #"{"error":{"message":"boom","type":"t","code":"c"}}"#, #"{"message":"boom","type":"t","code":"c"}"#,
    #"{"code":"task_not_exist","message":"task_not_exist","data":null}"#, "[]", "7", "{}",
    #"{"code":"fail","data":"task_1"}"#, #"{"id":""}"#,
  ])
  func aCallThatFailedIsNoTask(body: String) throws { #expect(try report(body) == nil) }

  @Test func linksComeFromManyPlaces() throws {
    #expect(
      try report(
        #"{"code":"success","data":{"task_id":"t","status":"SUCCESS","fail_reason":"https://x/old.mp4"}}"#)?
        .links == ["https://x/old.mp4"])
    #expect(
      try report(
        #"{"id":"t","status":"completed","url":"/v1/files/1","video_url":"https://x/2","metadata":{"url":"https://x/2"}}"#
      )?.links == ["https://x/2", "/v1/files/1"])
    #expect(try report(#"{"id":"t","status":"completed","url":"ftp://x/2"}"#)?.links == [])
  }

  @Test func aSubmissionIsDoneWhenThereIsATask() {
    for body in [
      #"{"id":"t","status":"queued"}"#, #"{"task_id":"t"}"#, #"{"code":"success","data":{"task_id":"t"}}"#,
    ] {
      let reading = AnswerReading(body, kind: .video)
      #expect(reading.outcome == .done && reading.answer.responseID == "t")
    }
  }

  @Test(arguments: [
    (#"{"error":{"message":"boom","code":"insufficient_user_quota"}}"#, "insufficient_credit"),
    (#"{"message":"boom","type":"upstream_error","code":"prompt_blocked"}"#, "content_blocked"),
    (#"{"code":"invalid_seconds","message":"boom","data":null}"#, "bad_request"),
  ])
  func anErrorIsOneUnderAnyStatus(body: String, kind: String) {
    for status in [200, 400, 500] {
      let error = AnswerReading(body, kind: .video, status: status).error
      #expect(error?.kind.rawValue == kind && error?.message == "boom" && error?.status == status)
    }
  }

  @Test func anIDCannotLeadElsewhere() {
    #expect(
      VideoLookup.paths(id: "../a b?c", submittedTo: "/videos") == [
        "/videos/..%2Fa%20b%3Fc", "/video/generations/..%2Fa%20b%3Fc",
      ])
    #expect(PathStep.encoded("..") == "%2E%2E")
    #expect(PathStep.encoded("task_0-1.x~") == "task_0-1.x~")
  }
}
