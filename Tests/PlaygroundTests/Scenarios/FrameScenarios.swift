import RelayKit
import TerminalUI
import Testing
import Workbench

@testable import Playground

/// The list of frames while they come.
struct FrameScenarios {
  @Test func f7OpensAndClosesAlsoWhileTyping() {
    var stage = Stage()
    stage.press(Key(.function(7)))
    stage.expect("[Frames]", "Nothing was sent yet.")
    stage.press(Key(.function(7)))
    #expect(!stage.playground.wire.isOpen)
    stage.ask("q")
    stage.type("draft")
    stage.press(Key(.function(7)))
    stage.expect("[Frames]")
    #expect(stage.playground.focus == .message)
    stage.type(" goes on")
    #expect(stage.playground.message.box.expandedText == "draft goes on")
    stage.press(Key(.function(7)))
    stage.expectNot("[Frames]")
    stage.press(.escape, Key(.function(7)))
    #expect(stage.playground.focus == .wire)
    stage.press(Key(.function(7)))
    #expect(stage.playground.focus == .transcript)
    stage.leader("i")
    stage.expect("[Frames]")
  }

  @Test func itShowsTheAnswerThatIsMarkedInTheTranscript() {
    var stage = Stage(columns: 120, rows: 36)
    stage.ask("one")
    stage.read(Event.text("early"), Event.finish)
    stage.end(.done)
    stage.ask("two")
    stage.read(Event.text("late"), Event.finish)
    stage.end(.done)
    stage.press(.escape, Key(.function(7)))
    #expect(stage.wireRows(with: "\"late\"").count > 0)
    stage.playground.focus = .transcript
    stage.type("{{{")
    #expect(stage.wireRows(with: "\"early\"").count > 0)
    #expect(stage.wireRows(with: "\"late\"").isEmpty)
  }

  @Test(arguments: [(120, 36), (80, 24)])
  func framesComeLiveAndTheMarkFollowsUntilItIsMoved(columns: Int, rows: Int) {
    var stage = Stage.onTheWire(columns: columns, rows: rows)
    stage.expect("No frame yet.", "follow on")
    for (index, word) in ["one", "two", "three"].enumerated() {
      stage.read(Event.text(word))
      #expect(stage.markedWireRow.contains("\"\(word)\""))
      #expect(stage.wireRows(with: "follow on").count == 1)
      stage.expect("\(index + 1) frame")
    }
    stage.type("k")
    #expect(stage.markedWireRow.contains("\"two\""))
    stage.read(Event.text("four"))
    #expect(stage.markedWireRow.contains("\"two\""))
    #expect(stage.wireRows(with: "follow OFF").count == 1)
    stage.type("j")
    #expect(stage.markedWireRow.contains("\"three\""))
    stage.type("j")
    #expect(stage.playground.wire.mark == nil)
    stage.read(Event.text("five"))
    #expect(stage.markedWireRow.contains("\"five\""))
    stage.type("g")
    #expect(stage.markedWireRow.contains("\"one\""))
    stage.type("k")
    #expect(stage.markedWireRow.contains("\"one\""))
    stage.type("G")
    #expect(stage.markedWireRow.contains("\"five\""))
    stage.type("g")
    stage.press(Key(.end))
    stage.read(Event.text("six"))
    #expect(stage.markedWireRow.contains("\"six\""))
  }

  @Test func framesOfOneReadAreMarkedAndTimesAreThoseOfTheRead() {
    var stage = Stage.onTheWire()
    stage.pass(seconds: 0.4)
    stage.read(Event.text("one"), Event.text("two"))
    stage.pass(seconds: 0.25)
    stage.read(Event.text("three"))
    let rows = ["one", "two", "three"].map { stage.wireRows(with: "\"\($0)\"")[0] }
    let bytes = [Event.text("one"), Event.text("two"), Event.text("three")].map { $0.utf8.count }
    #expect(words(rows[0]) == ["1", "400", "400", "\(bytes[0])", "content", "\"one\""])
    #expect(words(rows[1]) == ["2=", "400", "0", "\(bytes[1])", "content", "\"two\""])
    #expect(words(rows[2]) == ["▸", "3", "650", "250", "\(bytes[2])", "content", "\"three\""])
  }

  @Test func slowGapsAreMarkedAndGoneTo() {
    var stage = Stage.onTheWire(columns: 120, rows: 50)
    // 600 ms and 800 ms are more than four times the mean before them; 150 ms is not.
    stage.readTokens(every: [50, 50, 50, 50, 600, 50, 50, 50, 50, 50, 150, 50, 50, 50, 50, 800, 50, 50])
    #expect(stage.wireRows(with: "2 gaps").count == 1)
    #expect(stage.wireRows(with: "  gap").count == 2)
    for name in ["w4", "w15"] {
      #expect(stage.wireRows(with: "\"\(name)\"").first?.contains("!") == true)
      #expect(stage.wireRows(with: "\"\(name)\"").first?.contains("gap") == true)
    }
    stage.type("g.")
    #expect(stage.markedWireRow.contains("\"w4\""))
    stage.type(".")
    #expect(stage.markedWireRow.contains("\"w15\""))
    stage.type(",")
    #expect(stage.markedWireRow.contains("\"w4\""))
    stage.type(",")
    #expect(stage.markedWireRow.contains("\"w15\""))
    stage.expect("From the bottom.")
    stage.type(".")
    #expect(stage.markedWireRow.contains("\"w4\""))
    stage.expect("From the top.")
    stage.type("G0")
    #expect(stage.markedWireRow.contains("\"w0\""))
  }

  @Test func withoutGapsErrorsOrTokensTheKeysSaySo() {
    var stage = Stage.onTheWire()
    stage.read(Event.comment)
    for (key, words) in [
      (".", "No gap is slower"), ("!", "No frame is an error"), ("0", "No token came."),
    ] {
      stage.type(key)
      stage.expect(words)
    }
  }

  @Test func errorsAndWhatCannotBeReadAreListedAndGoneTo() {
    var stage = Stage.onTheWire()
    stage.read(Event.text("one"), Event.comment, Event.malformed, Event.text("two"), Event.error)
    for word in ["comment", "malformed", "error", "supplier went", "keep-alive", "{\"del"] {
      #expect(stage.wireRows(with: word).count > 0, "\(word) is not listed")
    }
    stage.type("g!")
    #expect(stage.markedWireRow.contains("malformed"))
    #expect(stage.playground.wire.mark == 2)
    stage.type("!")
    #expect(stage.markedWireRow.contains("supplier went"))
    stage.type("!")
    #expect(stage.playground.wire.mark == 2)
    stage.expect("From the top.")
  }

  @Test func aTextFilterShowsFramesThatHoldItAndEscapeShowsAll() {
    var stage = Stage.onTheWire()
    stage.read(Event.text("Harbour"), Event.text("bay"), Event.text("sea"))
    stage.type("/harb")
    stage.expect("[FIND]", "/harb", "1 of 3 frames")
    #expect(stage.wireRows(with: "\"bay\"").isEmpty)
    stage.press(.enter)
    #expect(!stage.playground.wire.isTyping)
    stage.read(Event.text("harbours"), Event.text("reef"))
    stage.expect("2 of 5 frames")
    #expect(stage.markedWireRow.contains("\"harbours\""))
    stage.type("k")
    #expect(stage.markedWireRow.contains("\"Harbour\""))
    stage.press(.escape)
    stage.expect("5 frames")
    #expect(stage.wireRows(with: "\"bay\"").count == 1)
    stage.type("/zzz")
    stage.expect("No frame passes the filter. Esc shows all.")
    stage.press(.escape)
    #expect(stage.playground.wire.text.isEmpty)
    stage.expect("5 frames")
  }

  @Test func aKindFilterShowsFramesOfThatKind() {
    var stage = Stage.onTheWire()
    stage.read(Event.reasoning("hm"), Event.reasoning("so"), Event.text("yes"), Event.comment)
    stage.type("F")
    stage.expect("Show frames", "all frames", "reasoning", "content", "comment")
    stage.type("reasoning")
    stage.press(.enter)
    stage.expect("2 of 4 frames")
    #expect(stage.wireRows(with: "\"yes\"").isEmpty)
    #expect(stage.wireRows(with: "\"hm\"").count > 0)
    stage.read(Event.text("more"), Event.reasoning("then"))
    stage.expect("3 of 6 frames")
    #expect(stage.markedWireRow.contains("\"then\""))
    // Both filters at once.
    stage.type("/hm")
    stage.expect("1 of 6 frames")
    stage.press(.enter, .escape)
    stage.expect("6 frames")
    #expect(stage.playground.wire.kinds.isEmpty)
    stage.type("F")
    stage.type("all frames")
    stage.press(.enter)
    stage.expect("6 frames")
  }

  @Test func aNewTryBeginsWithoutTheFramesOfTheOneBefore() {
    var stage = Stage.onTheWire()
    stage.read(Event.text("old one"), Event.error, Event.text("old three"))
    #expect(stage.wireRows(with: "old one").count > 0)
    stage.retry(RelayError(kind: .overloaded, status: 503, isRetryable: true), after: 1, attempt: 2)
    stage.expect("No frame yet.")
    stage.head(200)
    stage.read(Event.text("new one"))
    #expect(stage.markedWireRow.contains("\"new one\""))
    stage.expect("1 frame ·")
    #expect(stage.wireRows(with: "old").isEmpty)
    // Times count from the new try, and the error went with the old one.
    #expect(words(stage.markedWireRow).prefix(4) == ["▸", "1", "0", "0"])
    stage.type("!")
    stage.expect("No frame is an error or malformed.")
  }

  @Test func aTryThatWasNeverPaintedLeavesNothingBehindEither() {
    var stage = Stage.onTheWire()
    stage.read(Event.error, Event.comment)
    stage.expect("2 frames")
    // Between two frames of the screen: the refusal, the next try, and more frames than before.
    stage.retry(RelayError(kind: .overloaded, status: 503, isRetryable: true), after: 1, attempt: 2)
    stage.read(Event.text("new one"), Event.text("new two"), Event.text("new three"))
    stage.expect("3 frames")
    stage.type("!")
    stage.expect("No frame is an error or malformed.")
    stage.type("g0")
    #expect(stage.playground.wire.mark == 0)
    stage.type("F")
    stage.type("content")
    stage.press(.enter)
    stage.expect("3 of 3 frames")
  }

  @Test func aHundredThousandFramesArePagedThrough() {
    var stage = Stage.onTheWire(columns: 80, rows: 24)
    stage.readMany(100_000)
    stage.expect("100000 frames", "follow on")
    #expect(stage.markedWireRow.contains("100000"))
    stage.type("g")
    let page = stage.playground.wirePage
    #expect(page > 1)
    for turn in 1...50 {
      stage.press(Key(.pageDown))
      #expect(stage.playground.wire.mark == turn * page)
      #expect(words(stage.markedWireRow).joined(separator: " ").hasPrefix("▸ \(turn * page + 1)"))
    }
    stage.press(Key(.pageUp))
    #expect(stage.playground.wire.mark == 49 * page)
    stage.press(Key(.end))
    #expect(stage.playground.wire.mark == nil)
    stage.read(Event.text("last"))
    #expect(words(stage.markedWireRow).joined().hasPrefix("▸100001"))
  }
}

extension Stage {
  /// So many events of one token each, a thousand to a read. They are not read out of the bytes: that is not what
  /// is tested.
  fileprivate mutating func readMany(_ count: Int) {
    let event = Array(Event.text("w").utf8)
    let perRead = 1000
    let bytes = [UInt8]((0..<perRead).flatMap { _ in event })
    for read in 0..<count / perRead {
      let frames = (0..<perRead).map { index in
        StreamFrame(
          offset: (read * perRead + index) * event.count, length: event.count, instant: now, kind: .content,
          arrival: read)
      }
      deliver(
        .delta(
          AnswerDelta(
            parts: [.text(choice: 0, "w")], frames: frames, tokenEvents: perRead, bytes: bytes, instant: now))
      )
      now = now.advanced(seconds: 0.01)
    }
  }
}
