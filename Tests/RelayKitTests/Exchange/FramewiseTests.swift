import RelayKit
import Testing

/// A recording that is read frame by frame.
struct FramewiseTests {
  private static func event(_ text: String) -> String {
    #"data: {"choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"# + "\n\n"
  }

  @Test func oneReadOfManyFramesBecomesOneDeltaForEach() throws {
    let read = Self.event("a") + ": keep\n\n" + Self.event("b") + "data: {broken\n\n" + "data: [DONE]\n\n"
    let live =
      [ExchangeFileTests.began(), .sending(attempt: 1, ExchangeFileTests.time(1))]
      + ExchangeFileTests.answer([Array(read.utf8)])
    let file = ExchangeFileTests.written(live)
    let stepped = try ExchangeFileReader.updates(from: file, byFrame: true)
    let deltas = stepped.compactMap { if case .delta(let delta) = $0 { delta } else { nil } }
    #expect(
      deltas.prefix(5).map { $0.frames.map(\.kind) } == [
        [.content], [.comment], [.content], [.malformed], [.done],
      ])
    #expect(deltas.prefix(5).map(\.tokenEvents) == [1, 0, 1, 0, 0])
    #expect(
      deltas[0].parts.contains(.text(choice: 0, "a")) && deltas[2].parts.contains(.text(choice: 0, "b")))
    #expect(deltas[0].bytes == Array(read.utf8) && deltas[1].bytes.isEmpty)
    // Together they are the same record.
    #expect(
      ExchangeFileTests.folded(stepped)
        == ExchangeFileTests.folded(try ExchangeFileReader.updates(from: file)))
  }

  @Test func readsThatEndAnywhereAddUpToTheSameRecord() throws {
    let whole = Array((Self.event("one") + Self.event("⚓ two") + "data: [DONE]\n\n").utf8)
    for first in stride(from: 0, to: whole.count, by: 7) {
      let reads = [Array(whole[..<first]), Array(whole[first...])].filter { !$0.isEmpty }
      let file = ExchangeFileTests.written(
        [ExchangeFileTests.began(), .sending(attempt: 1, ExchangeFileTests.time(1))]
          + ExchangeFileTests.answer(reads))
      let stepped = try ExchangeFileReader.updates(from: file, byFrame: true)
      #expect(
        ExchangeFileTests.folded(stepped)
          == ExchangeFileTests.folded(try ExchangeFileReader.updates(from: file)))
    }
  }
}
