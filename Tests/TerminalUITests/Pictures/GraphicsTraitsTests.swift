import TerminalUI
import Testing

/// What terminals answer, and what is made of it.
struct GraphicsTraitsTests {
  /// Decodes what the terminal sends; the answers are taken, what is asked next is collected.
  private func talk(_ traits: inout GraphicsTraits, _ sent: String) -> (asked: [String], keys: [InputEvent]) {
    var decoder = InputDecoder()
    var asked: [String] = []
    var others: [InputEvent] = []
    for event in decoder.feed(Array(sent.utf8)) + decoder.flush() {
      if case .answer(let text) = event {
        if let next = traits.take(text) { asked.append(next) }
      } else {
        others.append(event)
      }
    }
    return (asked, others)
  }

  @Test func aTerminalLikeKittyIsAskedAndDraws() throws {
    var traits = GraphicsTraits()
    let first = talk(&traits, "\u{1B}[?62;c\u{1B}[6;38;19t")
    #expect(first.keys.isEmpty)
    #expect(first.asked.count == 1 && first.asked.first?.contains("a=q") == true)
    #expect(traits.format == nil && traits.cell == CellPixels(width: 19, height: 38))
    #expect(talk(&traits, "\u{1B}_Gi=31;OK\u{1B}\\").keys.isEmpty)
    #expect(traits.format == .kitty)
  }

  @Test func aTerminalWithSixelsDrawsThose() {
    var traits = GraphicsTraits()
    _ = talk(&traits, "\u{1B}[?64;1;2;4;6;9;15;22c")
    #expect(traits.format == .sixel)
  }

  @Test func kittyIsPreferredToSixels() {
    var traits = GraphicsTraits()
    _ = talk(&traits, "\u{1B}[?65;4;6;18;22c\u{1B}_Gi=31;OK\u{1B}\\")
    #expect(traits.format == .kitty)
  }

  /// tmux and libvterm, screen, the Linux console, VTE, xterm without sixels.
  @Test(arguments: ["[?1;2c", "[?1;2;4c", "[?6c", "[?0c", "[?65;1;9c", "[?64;1;2;6;9;15;18;21;22c", "[?c"])
  func whoDoesNotSayItIsNotBelieved(answer: String) {
    var traits = GraphicsTraits()
    let (asked, keys) = talk(&traits, "\u{1B}" + answer)
    #expect(keys.isEmpty)
    // Old kinds print what they do not know.
    #expect(asked.isEmpty == !answer.contains("[?6") || answer == "[?6c")
    #expect(traits.format == (answer.contains(";4c") ? .sixel : nil))
  }

  @Test func anErrorOrAnAnswerToNobodyIsNone() {
    var traits = GraphicsTraits()
    _ = talk(&traits, "\u{1B}_Gi=31;OK\u{1B}\\")
    #expect(traits.format == nil)
    _ = talk(&traits, "\u{1B}[?62;c\u{1B}_Gi=31;ENOTSUPPORTED:no\u{1B}\\\u{1B}_Gi=7;OK\u{1B}\\")
    #expect(traits.format == nil)
  }

  @Test(arguments: ["[6;0;0t", "[6;38t", "[6;9999;19t", "[6t", "[6;;t"])
  func sizesThatNoFontHasAreIgnored(answer: String) {
    var traits = GraphicsTraits()
    #expect(talk(&traits, "\u{1B}" + answer).keys.isEmpty)
    #expect(traits.cell == nil)
  }

  @Test func answersAreNeverKeysWhereverTheyAreSplit() {
    let bytes = Array("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;4;22c\u{1B}[6;20;10tx".utf8)
    let events: [InputEvent] = [
      .answer("_Gi=31;OK"), .answer("[?62;4;22c"), .answer("[6;20;10t"), .key(Key(.character("x"))),
    ]
    for split in 0...bytes.count {
      var decoder = InputDecoder()
      let found = decoder.feed(Array(bytes[..<split])) + decoder.feed(Array(bytes[split...]))
      #expect(found == events, "split at \(split)")
    }
  }
}
