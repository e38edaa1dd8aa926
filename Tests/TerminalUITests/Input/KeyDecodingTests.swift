import TerminalUI
import Testing

@Suite struct KeyDecodingTests {
  @Test(arguments: [
    ("a", Key(.character("a"))), ("é", Key(.character("é"))), ("\r", Key(.enter)), ("\t", Key(.tab)),
    ("\n", Key(.character("j"), .control)), ("\u{7F}", Key(.backspace)), ("\u{8}", Key(.backspace)),
    ("\u{0}", Key(.character(" "), .control)), ("\u{1}", Key(.character("a"), .control)),
    ("\u{1A}", Key(.character("z"), .control)), ("\u{1C}", Key(.character("\\"), .control)),
    ("\u{1D}", Key(.character("]"), .control)), ("\u{1F}", Key(.character("_"), .control)),
    ("\u{1B}", Key(.escape)), ("\u{1B}x", Key(.character("x"), .alt)),
    ("\u{1B}é", Key(.character("é"), .alt)), ("\u{1B}\r", Key(.enter, .alt)),
    ("\u{1B}\u{7F}", Key(.backspace, .alt)), ("\u{1B}\u{1}", Key(.character("a"), [.alt, .control])),
    ("\u{1B}[", Key(.character("["), .alt)), ("\u{1B}O", Key(.character("O"), .alt)),
    ("\u{1B}]", Key(.character("]"), .alt)), ("\u{1B}P", Key(.character("P"), .alt)),
  ])
  func readsPlainKeys(bytes: String, key: Key) {
    #expect(decoded(bytes) == [.key(key)])
  }

  @Test(arguments: [
    ("[A", Key(.up)), ("OA", Key(.up)), ("[B", Key(.down)), ("OC", Key(.right)), ("[D", Key(.left)),
    ("[H", Key(.home)), ("OF", Key(.end)), ("[1~", Key(.home)), ("[7~", Key(.home)), ("[4~", Key(.end)),
    ("[8~", Key(.end)), ("[5~", Key(.pageUp)), ("[6~", Key(.pageDown)), ("[2~", Key(.insert)),
    ("[3~", Key(.delete)), ("OP", Key(.function(1))), ("OS", Key(.function(4))),
    ("[11~", Key(.function(1))), ("[15~", Key(.function(5))), ("[17~", Key(.function(6))),
    ("[21~", Key(.function(10))), ("[23~", Key(.function(11))), ("[24~", Key(.function(12))),
    ("[[A", Key(.function(1))), ("[[E", Key(.function(5))), ("[Z", Key(.tab, .shift)),
    ("[1;2A", Key(.up, .shift)), ("[1;5C", Key(.right, .control)),
    ("[1;8D", Key(.left, [.shift, .alt, .control])),
    ("[3;5~", Key(.delete, .control)), ("[1;5R", Key(.function(3), .control)),
    ("[15;2~", Key(.function(5), .shift)),
    ("O5P", Key(.function(1), .control)), ("O1;3Q", Key(.function(2), .alt)), ("Oa", Key(.up, .control)),
    ("[a", Key(.up, .shift)), ("[7^", Key(.home, .control)), ("OM", Key(.enter)),
    ("Op", Key(.character("0"))),
    ("[1;129A", Key(.up)), ("[1;33A", Key(.up, .alt)), ("[1;2:2A", Key(.up, .shift)),
    ("\u{1B}[A", Key(.up, .alt)),
    ("\u{1B}OA", Key(.up, .alt)),
  ])
  func readsSequences(rest: String, key: Key) {
    #expect(decoded("\u{1B}" + rest) == [.key(key)])
  }

  @Test(arguments: [
    ("[13;2u", Key(.enter, .shift)), ("[13;5u", Key(.enter, .control)), ("[27;2;13~", Key(.enter, .shift)),
    ("[27u", Key(.escape)), ("[9;2u", Key(.tab, .shift)), ("[127;5u", Key(.backspace, .control)),
    ("[97;5u", Key(.character("a"), .control)), ("[106;5u", Key(.character("j"), .control)),
    ("[97;6u", Key(.character("a"), [.control, .shift])),
    ("[27;6;65~", Key(.character("a"), [.control, .shift])),
    ("[97:65;2u", Key(.character("A"))), ("[97;4u", Key(.character("A"), .alt)),
    ("[49:33;2u", Key(.character("!"))), ("[45;6u", Key(.character("_"), .control)),
    ("[27;6;95~", Key(.character("_"), .control)), ("[32;5u", Key(.character(" "), .control)),
    ("[97;1:2u", Key(.character("a"))), ("[97;;98u", Key(.character("b"))), ("[57399u", Key(.character("0"))),
    ("[57414;2u", Key(.enter, .shift)), ("[57419u", Key(.up)), ("[57376u", Key(.function(13))),
    ("[1086::99;5u", Key(.character("о"), .control)),
  ])
  func readsExtendedKeys(rest: String, key: Key) {
    #expect(decoded("\u{1B}" + rest) == [.key(key)])
  }

  @Test(arguments: [
    "[97;1:3u", "[97;9u", "[57441;2u", "[0u", "[1114112u", "[55296u", "[24;80R", "[?2026;2$y",
    "[>0;276;0c", "P1$r0m\u{1B}\\",
    "[201~", "[99~", "[1;2;3;4x", "[;;;u", "[999999999999999999999A", "[[z", "Oz", "]\u{18}",
  ])
  func skipsRepliesWhole(rest: String) {
    #expect(decoded("\u{1B}" + rest + "é") == typed("é"))
  }

  @Test(arguments: ["\u{7}", "\u{1B}\\"])
  func tellsShortAnswers(end: String) {
    let answer = "11;rgb:0000/1111/ffff"
    #expect(decoded("\u{1B}]\(answer)\(end)é") == [.answer(answer)] + typed("é"))
    #expect(TerminalTraits.background(inAnswer: answer) == 0x0011FF)
    #expect(decoded("\u{1B}]52;c;" + String(repeating: "a", count: 1000) + end) == [])
  }

  @Test func escapesInARowAreKeysOfTheirOwn() {
    let escape = InputEvent.key(Key(.escape))
    #expect(decoded("\u{1B}\u{1B}") == [escape, escape])
    #expect(decoded("\u{1B}\u{1B}\u{1B}") == [escape, escape, escape])
    #expect(decoded("\u{1B}\u{1B}a") == [escape, .key(Key(.character("a"), .alt))])
    #expect(decoded("\u{1B}\u{1B}[I") == [escape, .focus(true)])
    #expect(decoded("\u{1B}[\u{1B}[A") == [.key(Key(.character("["), .alt)), .key(Key(.up))])
  }

  @Test func aLoneEscapeIsDecidedByOneFlush() {
    var decoder = InputDecoder()
    #expect(decoder.feed([0x1B]).isEmpty)
    #expect(decoder.isHolding)
    #expect(decoder.flush() == [.key(Key(.escape))])
    #expect(!decoder.isHolding)
    #expect(decoder.feed(Array("[A".utf8)) == typed("[A"))
  }

  @Test func aSequenceOutlivesAPauseOfTheLine() {
    var decoder = InputDecoder()
    #expect(decoder.feed(Array("\u{1B}[1;".utf8)).isEmpty)
    #expect(decoder.flush().isEmpty)
    #expect(decoder.isHolding)
    #expect(decoder.feed(Array("5A".utf8)) == [.key(Key(.up, .control))])
    #expect(decoder.feed(Array("\u{1B}[1;".utf8)).isEmpty)
    #expect(decoder.drain().isEmpty)
    #expect(!decoder.isHolding)
    #expect(decoder.feed(Array("x".utf8)) == typed("x"))
  }

  @Test func mouseReportsHavePositionsFromZero() {
    func mouse(_ kind: MouseEvent.Kind, _ modifiers: KeyModifiers = []) -> [InputEvent] {
      [.mouse(MouseEvent(kind: kind, position: Position(column: 4, row: 299), modifiers: modifiers))]
    }
    #expect(decoded("\u{1B}[<0;5;300M") == mouse(.press))
    #expect(decoded("\u{1B}[<0;5;300m") == mouse(.release))
    #expect(decoded("\u{1B}[<32;5;300M") == mouse(.drag))
    #expect(decoded("\u{1B}[<64;5;300M") == mouse(.wheelUp))
    #expect(decoded("\u{1B}[<65;5;300M") == mouse(.wheelDown))
    #expect(decoded("\u{1B}[<28;5;300M") == mouse(.press, [.shift, .alt, .control]))
    #expect(decoded("\u{1B}[<2;5;300M\u{1B}[<66;5;300M\u{1B}[<35;5;300M\u{1B}[<128;5;300M").isEmpty)
    let old = MouseEvent(kind: .press, position: Position(column: 0, row: 1))
    #expect(decoded("\u{1B}[M !\"") == [.mouse(old)])
  }

  @Test func focusIsReported() {
    #expect(decoded("\u{1B}[I\u{1B}[O") == [.focus(true), .focus(false)])
  }
}
