import SeededRandom
import Testing

@testable import RelayKit

/// Answers of the images endpoints, in the dialects of relays and suppliers.
@Suite struct ImageAnswerTests {
  private static let picture = SamplePictures.png(90)
  private static let sketch = SamplePictures.png(60, number: 2)
  private static let code = Base64.encoded(picture)
  private static let sketchCode = Base64.encoded(sketch)
  private static let final = AnswerPicture(content: .bytes(picture), type: "image/png")

  private func pictures(_ reading: AnswerReading) -> [AnswerPicture] {
    reading.answer.choices.first?.pictures ?? []
  }

  private static func event(_ kind: String, _ more: String, named: Bool = true) -> String {
    (named ? "event: \(kind)\n" : "") + "data: {\"type\":\"\(kind)\",\(more),\"output_format\":\"png\"}\n\n"
  }

  /// All of them hold the picture, and are done.
  private static let good: [String: String] = [
    "base64":
      #"{"created":1,"output_format":"png","data":[{"b64_json":"\#(code)","url":"","revised_prompt":""}]}"#,
    "a data URL": #"{"created":1,"data":[{"b64_json":"","url":"data:image/png;base64,\#(code)"}]}"#,
    "a data URL as base64": #"{"data":[{"b64_json":"data:image/png;base64,\#(code)"}]}"#,
    "escaped slashes":
      #"{"output_format":"png","data":[{"b64_json":"\#(code.replacing("/", with: "\\/"))"}]}"#,
    "another list": #"{"output_format":"png","images":[{"b64_json":"\#(code)"}]}"#,
    "a single object": #"{"output_format":"png","data":{"b64_json":"\#(code)"}}"#,
    "an array around it": #"[{"output_format":"png","data":[{"b64_json":"\#(code)"}]}]"#,
    "blank lines first": "\n\n" + #"{"output_format":"png","data":[{"b64_json":"\#(code)"}]}"#,
    "streamed": event("image_generation.completed", #""b64_json":"\#(code)""#) + "data: [DONE]\n\n",
    "streamed without names": event("image_generation.completed", #""b64_json":"\#(code)""#, named: false),
    "named by the event alone":
      "event: image_generation.completed\ndata: {\"output_format\":\"png\",\"b64_json\":\"\(code)\"}\n\n",
    "sketches first": event(
      "image_generation.partial_image", #""b64_json":"\#(sketchCode)","partial_image_index":0"#)
      + event("image_generation.partial_image", #""b64_json":"\#(sketchCode)","partial_image_index":1"#)
      + event("image_generation.completed", #""b64_json":"\#(code)""#),
    "a late sketch": event("image_generation.completed", #""b64_json":"\#(code)""#)
      + event("image_generation.partial_image", #""b64_json":"\#(code)","image_index":0"#),
    "an edit": event("image_edit.partial_image", #""b64_json":"\#(sketchCode)""#)
      + event("image_edit.completed", #""b64_json":"\#(code)""#),
    "a whole answer in an event": event("image_generation.completed", #""data":[{"b64_json":"\#(code)"}]"#),
    "one by one": event("image_generation.partial_succeeded", #""image_index":0,"b64_json":"\#(code)""#)
      + event("image_generation.completed", #""usage":{"generated_images":1}"#),
    "repeated at the end": event("image_generation.partial_succeeded", #""b64_json":"\#(code)""#)
      + event("image_generation.completed", #""data":[{"b64_json":"\#(code)"}]"#),
    "a whole answer where a stream was asked for": ": PING\n\n"
      + #"{"output_format":"png","data":[{"b64_json":"\#(code)"}]}"#,
    "as a chat":
      #"{"choices":[{"message":{"content":"![image](data:image/png;base64,\#(Base64.encoded(picture)))"},"#
      + #""finish_reason":"stop"}]}"#,
  ]

  @Test(arguments: good.keys.sorted())
  func everyDialectIsUnderstood(name: String) {
    let reading = AnswerReading(Self.good[name] ?? "", kind: .image)
    #expect(reading.outcome == .done)
    #expect(pictures(reading) == [Self.final])
    #expect(reading.answer.tokenEvents > 0)
  }

  @Test(arguments: good.keys.sorted())
  func anySplitOfTheBytesGivesTheSame(name: String) {
    let bytes = Array((Self.good[name] ?? "").utf8)
    let whole = AnswerReading([bytes], kind: .image).summary
    #expect(AnswerReading(bytes.map { [$0] }, kind: .image).summary == whole)
    var random = SplitMix(seed: 3)
    for _ in 0..<20 {
      var rest = bytes[...]
      var pieces: [[UInt8]] = []
      while !rest.isEmpty {
        let count = Int.random(in: 0...60, using: &random)
        pieces.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      #expect(AnswerReading(pieces, kind: .image).summary == whole)
    }
  }

  private static let boom = #"{"error":{"message":"boom","type":"t","code":"x"}}"#

  /// What else comes: body, outcome, kind of error, words of the relay.
  private static let others: [String: (body: String, outcome: String, kind: String, words: String)] = [
    "a web page": ("<!DOCTYPE html><title>Console</title>", "failed", "not_a_relay", ""),
    "no pictures": (#"{"created":1,"data":[]}"#, "failed", "empty_answer", ""),
    "places without pictures": (#"{"data":[{"b64_json":"","url":""}]}"#, "failed", "empty_answer", ""),
    "no base64": (#"{"data":[{"b64_json":"***"}]}"#, "failed", "empty_answer", ""),
    "an error under 200": (boom, "failed", "error_in_stream", "boom"),
    "an error at the top": (
      #"{"code":"prompt_blocked","message":"boom","data":null}"#, "failed", "content_blocked", "boom"
    ),
    "a bare error": (
      #"{"message":"boom","type":"upstream_error","code":"do_request_failed"}"#, "failed", "relay_failure",
      "boom"
    ),
    "an error in the place of a picture": (
      #"{"data":[{"error":{"code":"moderation_blocked","message":"boom"}}]}"#, "failed", "content_blocked",
      "boom"
    ),
    "a streamed error": (
      event("image_generation.partial_image", #""b64_json":"\#(sketchCode)""#)
        + "event: error\ndata: \(boom)\n\n",
      "failed", "error_in_stream", "boom"
    ),
    "an error of a type": (
      "data: {\"type\":\"image_generation.failed\",\"error\":{\"message\":\"boom\"}}\n\n", "failed",
      "error_in_stream", "boom"
    ),
    "sketches alone": (
      event("image_generation.partial_image", #""b64_json":"\#(sketchCode)""#) + "data: [DONE]\n\n", "cut",
      "cut", ""
    ),
    "an empty stream": ("data: [DONE]\n\n", "failed", "empty_answer", ""),
    "nothing": ("", "failed", "empty_answer", ""),
    "words": ("hello", "failed", "malformed_answer", "hello"),
    "the answer to another question": (#"{"object":"list","items":[]}"#, "failed", "malformed_answer", ""),
    "text alone": (
      #"{"choices":[{"message":{"content":"I cannot draw."},"finish_reason":"stop"}]}"#, "failed",
      "empty_answer", ""
    ),
  ]

  @Test(arguments: others.keys.sorted())
  func everythingElseIsNamed(name: String) throws {
    let expected = try #require(Self.others[name])
    let reading = AnswerReading(expected.body, kind: .image)
    #expect(reading.outcome.name == expected.outcome)
    #expect(reading.error?.kind.rawValue == expected.kind)
    #expect(reading.error?.message == expected.words)
    #expect(pictures(reading).allSatisfy { !$0.isFinal })
  }

  @Test func aLinkIsAnAnswer() {
    let reading = AnswerReading(
      #"{"data":[{"url":"https://cdn.example/1.png","revised_prompt":"a boat"}],"usage":{"total_tokens":7}}"#,
      kind: .image)
    #expect(reading.outcome == .done)
    #expect(
      pictures(reading) == [
        AnswerPicture(content: .link("https://cdn.example/1.png"), revisedPrompt: "a boat")
      ])
    #expect(reading.answer.usage?["total_tokens"]?.intValue == 7)
  }

  @Test func onePictureOfSeveralMayFail() {
    let body =
      #"{"data":[{"b64_json":"\#(Self.code)"},{"error":{"message":"too bold"}},{"b64_json":"\#(Self.sketchCode)"}]}"#
    let reading = AnswerReading(body, kind: .image, expectedChoices: 3)
    #expect(reading.outcome == .done)
    #expect(
      pictures(reading).map(\.content) == [
        .bytes(Self.picture), .unreadable("too bold"), .bytes(Self.sketch),
      ])
  }

  @Test func severalEqualPicturesAreSeveral() {
    let body = #"{"data":[{"url":"https://x/1"},{"url":"https://x/1"},{"url":"https://x/1"}]}"#
    #expect(pictures(AnswerReading(body, kind: .image)).count == 3)
    let event = Self.event("image_generation.completed", #""b64_json":"\#(Self.code)""#)
    #expect(pictures(AnswerReading(event + event, kind: .image, expectedChoices: 2)).count == 2)
  }

  @Test func anAnswerThatBreaksOffGivesWhatCameOfIt() {
    let big = SamplePictures.png(6000, number: 3)
    let body = #"{"data":[{"b64_json":"\#(Self.code)"},{"b64_json":"\#(Base64.encoded(big))"}]}"#
    let half = String(body.dropLast(2000))
    for failure in [nil, TransportFailure.connectionLost(detail: "closed")] {
      let reading = AnswerReading(half, kind: .image, failure: failure, expectedChoices: 2)
      #expect(reading.outcome.name == "cut")
      #expect(reading.error?.kind == (failure == nil ? .cut : .connectionLost))
      #expect(reading.error?.advice == "Ask again, which is billed again.")
      let pictures = pictures(reading)
      #expect(pictures.first?.content == .bytes(Self.picture) && pictures.first?.isFinal == true)
      guard pictures.count == 2, case .bytes(let bytes) = pictures[1].content else {
        Issue.record("the beginning of the second picture is not there")
        continue
      }
      #expect(big.starts(with: bytes) && bytes.count > 4000 && !pictures[1].isFinal)
    }
  }

  @Test func aSilentConnectionBehindThePictureIsNoFailure() {
    let stream = Self.event("image_generation.completed", #""b64_json":"\#(Self.code)""#)
    let failure = TransportFailure.stalled(seconds: 1, receivedBytes: 1)
    #expect(AnswerReading(stream, kind: .image, failure: failure).outcome == .done)
    #expect(AnswerReading(stream, kind: .image, failure: failure, expectedChoices: 2).outcome.name == "cut")
  }

  @Test func sketchesTakeThePlaceOfEachOtherAndThePictureTheirs() {
    let instant = MonotonicTime(nanoseconds: 1)
    var reader = AnswerReader(
      head: HTTPResponseHead(status: 200, version: "", reason: "", headers: []), kind: .image)
    var answer = AssembledAnswer()
    func read(_ body: String) -> [AnswerPicture] {
      for part in reader.feed(Array(body.utf8), at: instant).parts { answer.apply(part) }
      return answer.choices.first?.pictures ?? []
    }
    let sketch = read(Self.event("image_generation.partial_image", #""b64_json":"\#(Self.sketchCode)""#))
    #expect(sketch.map(\.isPartial) == [true])
    let first = read(Self.event("image_generation.completed", #""b64_json":"\#(Self.code)""#))
    #expect(first == [Self.final])
    let next = read(Self.event("image_generation.partial_image", #""b64_json":"\#(Self.sketchCode)""#))
    #expect(next.map(\.isPartial) == [false, true])
  }

  @Test func twentyMegabytesOfBase64AreReadInLinearTime() {
    let picture = SamplePictures.png(20 << 20)
    let body = Array(#"{"created":1,"data":[{"b64_json":"\#(Base64.encoded(picture))"}]}"#.utf8)
    let pieces = stride(from: 0, to: body.count, by: 1_400).map {
      Array(body[$0..<min($0 + 1_400, body.count)])
    }
    let reading = AnswerReading(pieces, kind: .image)
    #expect(reading.outcome == .done)
    #expect(pictures(reading).map(\.content) == [.bytes(picture)])
  }

  @Test(arguments: [
    ("https://h/v1/images/generations", AnswerKind.image), ("https://h/v1/images/edits?x=/videos", .image),
    ("https://h/v1/videos", .video), ("https://h/v1/video/generations", .video),
    ("https://h/v1/videos/t/remix", .video), ("https://h/images/v1/chat/completions", .chat),
    ("https://h/v1/chat/completions", .chat),
  ])
  func aRecordSaysByItsAddressWhatItIs(url: String, kind: AnswerKind) {
    #expect(AnswerKind(url: url) == kind)
  }
}
