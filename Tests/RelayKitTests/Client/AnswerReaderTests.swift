import SeededRandom
import Testing

@testable import RelayKit

@Suite struct AnswerReaderTests {
  static func bytes(_ name: String) -> [UInt8] {
    Array((SampleBodies.good[name] ?? SampleBodies.others[name]?.body ?? "").utf8)
  }

  @Test(arguments: SampleBodies.good.keys.sorted())
  func everyDialectIsUnderstood(name: String) {
    let reading = AnswerReading([Self.bytes(name)])
    #expect(reading.outcome == .done)
    #expect(reading.answer.text == "Hello")
    #expect(reading.answer.finishReason == "stop")
  }

  @Test(arguments: SampleBodies.others.keys.sorted())
  func everythingElseIsNamed(name: String) throws {
    let expected = try #require(SampleBodies.others[name])
    let reading = AnswerReading(expected.body)
    #expect(reading.outcome.name == expected.outcome)
    #expect(reading.error?.kind.rawValue == expected.kind)
    #expect(reading.answer.text == expected.text)
    if !expected.words.isEmpty { #expect(reading.error?.message == expected.words) }
  }

  @Test(arguments: SampleBodies.good.keys.sorted() + SampleBodies.others.keys.sorted())
  func anySplitOfTheBytesGivesTheSame(name: String) {
    let bytes = Self.bytes(name)
    let whole = AnswerReading([bytes]).summary
    for cut in 0...bytes.count {
      let two = [Array(bytes[..<cut]), Array(bytes[cut...])]
      #expect(AnswerReading(two).summary == whole, "cut at \(cut)")
    }
    #expect(AnswerReading(bytes.map { [$0] }).summary == whole)
    var random = SplitMix(seed: 7)
    for _ in 0..<20 {
      var rest = bytes[...]
      var pieces: [[UInt8]] = []
      while !rest.isEmpty {
        let count = Int.random(in: 0...40, using: &random)
        pieces.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      #expect(AnswerReading(pieces).summary == whole)
    }
  }

  @Test func framesCoverTheirBytesInOrder() {
    for (name, body) in SampleBodies.good {
      let instant = MonotonicTime(nanoseconds: 1)
      var reader = AnswerReader(head: HTTPResponseHead(status: 200, version: "", reason: "", headers: []))
      let frames =
        reader.feed(Array(body.utf8), at: instant).frames + reader.finish(at: instant).0.frames
      var end = 0
      for frame in frames {
        #expect(frame.offset >= end && frame.length > 0, "\(name)")
        end = frame.offset + frame.length
      }
      #expect(end <= body.utf8.count, "\(name)")
      #expect(!frames.isEmpty, "\(name)")
    }
  }

  @Test func theFrameOfABareErrorIsItsLines() {
    let body = SampleBodies.events(SampleBodies.hel) + "{\n\"error\":\n\"x\"}\n\n"
    let start = SampleBodies.events(SampleBodies.hel).utf8.count
    #expect(AnswerReading(body).frames.last == "error \(start)+16")
  }

  @Test(arguments: [400, 429, 500])
  func aRefusalIsReadWhateverItsLabel(status: Int) {
    let body = #"{"error":{"message":"no","type":"t","param":"p","code":"c"}}"#
    for form in [body, "data: \(body)\n\n", "\n\n\(body)", "[\(body)]", "\u{FEFF}\(body)"] {
      let error = AnswerReading(form, status: status).error
      #expect(error?.message == "no" && error?.code == "c" && error?.status == status, "\(form)")
      #expect(error?.requestID == "r1")
    }
  }

  @Test func aChunkOfManyMegabytesIsReadInLinearTime() {
    let payload = String(repeating: "x", count: 12 << 20)
    let body = Array(
      "data: {\"choices\":[{\"delta\":{\"content\":\"\(payload)\"},\"finish_reason\":\"stop\"}]}\n\n".utf8)
    let pieces = stride(from: 0, to: body.count, by: 1_400).map {
      Array(body[$0..<min($0 + 1_400, body.count)])
    }
    // Work that grew with the square would take minutes here.
    let reading = AnswerReading(pieces)
    #expect(reading.answer.text.utf8.count == payload.utf8.count)
    #expect(reading.outcome == .done)
  }

  @Test func blankLinesWithoutEndAreReadInLinearTime() {
    let blank = [[UInt8]](repeating: Array("\n".utf8), count: 100_000)
    #expect(AnswerReading(blank + [Array(SampleBodies.whole.utf8)]).answer.text == "Hello")
  }
}
