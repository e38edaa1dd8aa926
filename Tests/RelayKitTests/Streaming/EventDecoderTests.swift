import RelayKit
import Testing

@Suite struct EventDecoderTests {
  static let sample =
    "\u{FEFF}: hello\r\ndata: {\"a\":1}\r\n\r\ndata:two\ndata: lines\n\nevent: ping\rdata\r\r"
    + "{\"error\":\"bare\"}\n\nid: 7\nerror: {\"x\":1}\ndata: añ😀\n\nretry: 5\n\ndata: [DONE]"

  static func decode(_ pieces: [[UInt8]]) -> [StreamItem] {
    var decoder = EventDecoder()
    return pieces.flatMap { decoder.feed($0) } + decoder.finish()
  }

  @Test func readsEveryKindOfLine() {
    let contents = Self.decode([Array(Self.sample.utf8)]).map(\.content)
    #expect(
      contents == [
        .comment(Array(" hello".utf8)),
        .event(name: nil, data: Array("{\"a\":1}".utf8)),
        .event(name: nil, data: Array("two\nlines".utf8)),
        .event(name: "ping", data: []),
        .stray(Array("{\"error\":\"bare\"}".utf8)),
        .errorField(Array("{\"x\":1}".utf8)),
        .event(name: nil, data: Array("añ😀".utf8)),
        .event(name: nil, data: Array("[DONE]".utf8)),
      ])
  }

  @Test func anySplitGivesTheSameItems() {
    let bytes = Array(Self.sample.utf8)
    let whole = Self.decode([bytes])
    for first in 0...bytes.count {
      for second in stride(from: first, through: bytes.count, by: 7) {
        let pieces = [Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])]
        #expect(Self.decode(pieces) == whole, "split at \(first) and \(second)")
      }
    }
    #expect(Self.decode(bytes.map { [$0] }) == whole)
  }

  @Test func placesCoverTheirBytes() {
    let bytes = Array("data: a\r\n\r\n: c\ndata: b\n\n".utf8)
    let places = Self.decode([bytes]).map {
      String(decoding: bytes[$0.offset..<$0.offset + $0.length], as: UTF8.self)
    }
    // The CR of the blank line ends the event at once; its LF may come in a later read.
    #expect(places == ["data: a\r\n\r", ": c\n", "data: b\n\n"])
  }

  @Test func anEventOfManyMegabytesArrivesWhole() {
    let payload = [UInt8](repeating: UInt8(ascii: "x"), count: 8 << 20)
    var decoder = EventDecoder()
    var items = decoder.feed(Array("data: ".utf8))
    for start in stride(from: 0, to: payload.count, by: 16384) {
      items += decoder.feed(payload[start..<min(start + 16384, payload.count)])
    }
    items += decoder.feed(Array("\n\n".utf8))
    #expect(items.map(\.content) == [.event(name: nil, data: payload)])
  }
}
