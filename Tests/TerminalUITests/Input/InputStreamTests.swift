import Glibc
import SeededRandom
import TerminalUI
import Testing

@Suite struct InputStreamTests {
  private static let samples = [
    "a", "é", "漢", "👩‍👩‍👧", "\r", "\n", "\u{1B}x", "\u{1B}é", "\u{1B}[A", "\u{1B}[1;5C", "\u{1B}OP",
    "\u{1B}[[A", "\u{1B}[<0;12;7M", "\u{1B}[M abc", "\u{1B}[I", "\u{1B}[97;5u", "\u{1B}[27;2;13~",
    "\u{1B}[200~one\r\ntwo\u{1B}[20\u{1B}[31m\u{1B}[201~", "\u{1B}]11;rgb:1/2/3\u{1B}\\", "\u{1B}P1$r\u{7}",
    "\u{1B}[?1;2c", "\u{1B}\u{1B}[A", "\u{1B}[\u{1}", "\u{1B}O\r", "\u{1B}\u{1B}", "\u{1B}[1;2",
    "\u{1B}]x\u{1B}",
  ]

  @Test(arguments: 0..<60)
  func everySplitGivesTheSameEvents(seed: UInt64) {
    var random = SplitMix(seed: seed)
    var bytes: [UInt8] = []
    for _ in 0..<12 {
      bytes += Array((Self.samples.randomElement(using: &random) ?? "").utf8)
      if Bool.random(using: &random) { bytes.append(UInt8.random(in: 0...255, using: &random)) }
    }
    let whole = decoded(bytes)
    for cut in 0...bytes.count {
      var decoder = InputDecoder()
      let events = decoder.feed(Array(bytes[..<cut])) + decoder.feed(Array(bytes[cut...])) + decoder.drain()
      #expect(events == whole, "cut at \(cut) of \(bytes)")
    }
    var decoder = InputDecoder()
    #expect(bytes.flatMap { decoder.feed([$0]) } + decoder.drain() == whole)
    #expect(!whole.isEmpty)
  }

  @Test(arguments: 0..<40)
  func badBytesAreReplacedAsTheStandardAdvises(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let leads: [UInt8] = [0x41, 0xC3, 0xA9, 0xE0, 0xA0, 0xBF, 0xED, 0x9F, 0xF0, 0x90, 0xF4, 0x8F, 0xFF, 0xC0]
    let bytes = (0..<40).map { _ in leads.randomElement(using: &random) ?? 0x41 } + [0x41]
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
    let shown = scalars.filter { !(0x80..<0xA0).contains($0.value) }
    #expect(decoded(bytes) == shown.map { .key(Key(.character(Character($0)))) })
  }

  @Test func anUnfinishedCharacterBecomesTheReplacement() {
    #expect(decoded([0xE2, 0x82]) == typed("\u{FFFD}"))
  }

  @Test func aPasteIsOneEventWithoutControls() {
    let paste = "\u{1B}[200~a\rb\r\nc\nd\te\u{1B}[31mf\u{7}\u{7F}g\u{9B}hé\u{1B}[20\u{1B}[201~x"
    #expect(decoded(paste) == [.paste("a\nb\nc\nd\te[31mfghé[20")] + typed("x"))
    #expect(decoded("\u{1B}[200~\u{1B}[201~") == [.paste("")])
    let hidden = Array("\u{1B}[200~a".utf8) + [0xC2, 0x07, 0x9B] + Array("b\u{1B}[201~".utf8)
    #expect(decoded(hidden) == [.paste("ab")])
  }

  @Test func anUnfinishedPasteWaitsAndDoesNotAskForAFlush() {
    var decoder = InputDecoder()
    #expect(decoder.feed(Array("\u{1B}[200~abc\u{1B}".utf8)).isEmpty)
    #expect(!decoder.isHolding)
    #expect(decoder.flush().isEmpty)
    #expect(decoder.feed(Array("[201~".utf8)) == [.paste("abc")])
  }

  @Test func aLargePasteTakesTimeInProportion() {
    let line = Array("\u{1B}[20some text é\r\n".utf8)
    func duration(lines: Int) -> Duration {
      var decoder = InputDecoder()
      _ = decoder.feed(Array("\u{1B}[200~".utf8))
      let start = processorTime
      for _ in 0..<lines { _ = decoder.feed(line) }
      let time = processorTime - start
      #expect(decoder.feed(Array("\u{1B}[201~".utf8)).count == 1)
      return time
    }
    _ = duration(lines: 1_000)
    let small = duration(lines: 10_000)
    #expect(duration(lines: 80_000) < small * 40)
  }

  /// Of this thread: whoever else is busy does not count.
  private var processorTime: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  @Test(arguments: [UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "O"), UInt8(ascii: "P")])
  func junkEndsByItself(introducer: UInt8) {
    var decoder = InputDecoder()
    _ = decoder.feed([0x1B, introducer] + Array(repeating: UInt8(ascii: "1"), count: 300_000))
    _ = decoder.feed([0x18])
    _ = decoder.drain()
    #expect(!decoder.isHolding)
    #expect(decoder.feed([UInt8(ascii: "q")]) == typed("q"))
  }
}
