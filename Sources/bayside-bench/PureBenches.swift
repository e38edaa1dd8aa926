import Playground
import RelayKit
import TerminalUI
import Workbench

/// Bytes of a stream to the parts of an answer.
enum DecoderBench {
  static func run(_ report: Report) {
    let chunks = report.isQuick ? 20_000 : 200_000
    let bytes = (0..<chunks).flatMap { BenchRelay.chunk(BenchRelay.word($0)) }
    for size in [16_384, 1400] {
      var parts = 0
      let start = Clock.now
      var decoder = EventDecoder()
      var assembler = AnswerAssembler()
      var place = 0
      while place < bytes.count {
        let end = min(place + size, bytes.count)
        for item in decoder.feed(bytes[place..<end]) {
          if case .event(_, let data) = item.content, let chunk = ChatChunk(scanning: data) {
            parts += assembler.add(chunk).parts.count
          }
        }
        place = end
      }
      let milliseconds = Clock.milliseconds(since: start)
      precondition(parts >= chunks, "every chunk has a part")
      report.line(
        "decoding, reads of \(size) bytes",
        "\(Figure.text(milliseconds * 1e6 / Double(chunks))) ns/chunk, "
          + "\(Figure.text(Double(bytes.count) / milliseconds / 1000)) MB/s")
    }
  }
}

/// Text to lines of 100 columns.
enum WrappingBench {
  static func run(_ report: Report) {
    let samples = [
      ("ASCII", String(repeating: "The quick brown fox jumps over the lazy dog. ", count: 23_000)),
      (
        "mixed",
        String(repeating: "Ünï wörds 中文 and 😀 emoji, é plain ascii text follows here. ", count: 15_000)
      ),
      ("CJK", String(repeating: "服务器发送事件与套接字的不同之处在于方向", count: 17_000)),
    ]
    for (name, text) in samples {
      var times = Times()
      for _ in 0..<5 { times.measure { _ = TextWrapper.wrap([Span(text)], columns: 100) } }
      let best = times.values.min() ?? .nan
      report.line("wrapping, \(name)", "\(Figure.text(Double(text.utf8.count) / best / 1000)) MB/s")
    }
  }
}

/// Frames of the whole screen in memory, over a long conversation.
enum FrameBench {
  static func run(_ report: Report) {
    var conversation = LongConversation(bytes: report.isQuick ? 1_000_000 : 10_000_000)
    let budget = "p99 <= 8 ms"
    func line(_ what: String, _ times: Times) {
      report.line(what, times.summary, budget: budget, holds: times.percentile(0.99) <= 8)
    }
    line("frame, streaming below 10 MB", conversation.stream(tokens: 1000))
    line("frame, paging up", conversation.press(Key(.pageUp), times: 1000))
    line("frame, from end to end", conversation.press(Key(.character("g")), Key(.character("G")), times: 20))
    line("frame, searching as one types", conversation.search("function"))
    let frames = report.isQuick ? 10_000 : 100_000
    conversation.receive(frames: frames)
    line("frame, opening the inspector on \(frames) frames", conversation.press(.function(7), times: 1))
    line("frame, paging up in them", conversation.press(Key(.pageUp), times: 1000))
    line(
      "frame, from end to end in them",
      conversation.press(Key(.character("g")), Key(.character("G")), times: 20))
    line("frame, through its tabs", conversation.press(Key(.character("]")), times: 14))
    line("frame, opening the parameters below it", conversation.press(.function(2), times: 1))
    line("frame, stepping a parameter", conversation.step(times: 100))
    line("frame, a small conversation", LongConversation.small(tokens: 1000))
    var lanes = LaneFrames(bytes: report.isQuick ? 100_000 : 1_250_000)
    line("frame, 8 lanes that all grow", lanes.stream(tokens: 1000))
    line(
      "frame, going from lane to lane", lanes.press(Key(.character("h")), Key(.character("l")), times: 100))
    line("frame, scrolling 8 lanes together", lanes.scrollTogether(times: 200))
    line("frame, their table of results", lanes.press(Key(.character("T")), times: 10))
    PictureBench.frames(report)
  }
}

/// A comparison of eight lanes with long answers, driven as the screen drives it.
struct LaneFrames {
  private var playground: Playground
  private var now = MonotonicTime(nanoseconds: 1_000_000_000)
  private var answers: [MessageID] = []

  /// - Parameter bytes: of each lane's answer.
  init(bytes: Int) {
    playground = Playground(
      size: Size(columns: 300, rows: 90),
      workspace: Workspace(
        relay: RelayIdentity(baseURL: "http://localhost/v1", keyLabel: "no key"), model: "m"))
    _ = playground.perform("lane.add", argument: (1...8).map { "m-\($0)" }.joined(separator: " "), at: now)
    let text = String(
      repeating: LongConversation.paragraph, count: bytes / LongConversation.paragraph.utf8.count)
    ask()
    for answer in answers {
      say(text, in: answer)
      update(.exchange(answer, [.ended(.done, TransportSummary(), now)]))
    }
    ask()
    _ = playground.grid(at: now)
  }

  private mutating func update(_ action: Action) {
    for effect in playground.update(action, at: now) {
      if case .sendInLane(let id, _) = effect { answers.append(id) }
    }
  }

  private mutating func ask() {
    answers = []
    playground.focus = .message
    for character in "question" { update(.input(.key(Key(.character(character))))) }
    update(.input(.key(Key(.enter))))
    let request = RecordedRequest(method: "POST", url: "http://localhost/v1", headers: [], body: [])
    for answer in answers {
      let exchange = Exchange(
        id: "x\(answer.number)", request: request, requestedModel: "m", asksForStream: true, startedAt: 0,
        start: now)
      update(.exchange(answer, [.began(exchange), .sending(attempt: 1, now), .mark(.firstToken, now)]))
    }
  }

  private mutating func say(_ text: String, in answer: MessageID) {
    let delta = AnswerDelta(parts: [.text(choice: 0, text)], tokenEvents: 1, bytes: [0], instant: now)
    update(.exchange(answer, [.delta(delta)]))
  }

  /// A frame after a token of each lane.
  mutating func stream(tokens: Int) -> Times {
    var times = Times()
    for number in 0..<tokens {
      now = now.advanced(seconds: 0.002)
      times.measure {
        for answer in answers { say(BenchRelay.word(number), in: answer) }
        _ = playground.grid(at: now)
      }
    }
    return times
  }

  mutating func press(_ keys: Key..., times count: Int) -> Times {
    playground.focus = .lane
    var times = Times()
    for _ in 0..<count {
      for key in keys {
        times.measure {
          update(.input(.key(key)))
          _ = playground.grid(at: now)
        }
      }
    }
    return times
  }

  mutating func scrollTogether(times count: Int) -> Times {
    playground.focus = .lane
    update(.input(.key(Key(.character("S")))))
    return press(Key(.pageUp), times: count)
  }
}

/// A playground with answers in it, driven as the screen drives it.
struct LongConversation {
  private var playground: Playground
  private var now = MonotonicTime(nanoseconds: 1_000_000_000)
  private var answer = MessageID(0)

  static let paragraph =
    "Some *markdown* text with `code` and a [link](https://example.com/x) that is long enough to wrap over two "
    + "lines of the screen, so that it is like a real answer.\n\n- one\n- two\n- three\n\n"
    + "```swift\nlet x = 1\nfunc f() { print(x) }\n```\n\n"

  init(bytes: Int) {
    playground = Playground(
      size: Size(columns: 120, rows: 36),
      workspace: Workspace(
        relay: RelayIdentity(baseURL: "http://localhost/v1", keyLabel: "no key"), model: "m"))
    let text = String(repeating: Self.paragraph, count: 100)
    var total = 0
    while total < bytes {
      ask()
      say(text)
      update(.exchange(answer, [.ended(.done, TransportSummary(), now)]))
      total += text.utf8.count
    }
    _ = playground.grid(at: now)
  }

  static func small(tokens: Int) -> Times {
    var conversation = LongConversation(bytes: 0)
    return conversation.stream(tokens: tokens)
  }

  private mutating func update(_ action: Action) {
    for effect in playground.update(action, at: now) {
      if case .send(let id, _) = effect { answer = id }
    }
  }

  private mutating func ask() {
    for character in "question" { update(.input(.key(Key(.character(character))))) }
    update(.input(.key(Key(.enter))))
    let request = RecordedRequest(method: "POST", url: "http://localhost/v1", headers: [], body: [])
    let exchange = Exchange(
      id: "x", request: request, requestedModel: "m", asksForStream: true, startedAt: 0, start: now)
    update(.exchange(answer, [.began(exchange), .sending(attempt: 1, now), .mark(.firstToken, now)]))
  }

  private mutating func say(_ text: String) {
    let delta = AnswerDelta(parts: [.text(choice: 0, text)], tokenEvents: 1, bytes: [0], instant: now)
    update(.exchange(answer, [.delta(delta)]))
  }

  /// A frame after each token.
  mutating func stream(tokens: Int) -> Times {
    ask()
    var times = Times()
    for number in 0..<tokens {
      now = now.advanced(seconds: 0.01)
      times.measure {
        say(BenchRelay.word(number))
        _ = playground.grid(at: now)
      }
    }
    return times
  }

  /// A frame after each key.
  mutating func press(_ keys: Key..., times count: Int) -> Times {
    update(.input(.key(Key(.escape))))
    var times = Times()
    for _ in 0..<count {
      for key in keys {
        times.measure {
          update(.input(.key(key)))
          _ = playground.grid(at: now)
        }
      }
    }
    return times
  }

  /// Steps the first parameter up, in the view of parameters.
  mutating func step(times count: Int) -> Times {
    var times = Times()
    for _ in 0..<count {
      times.measure {
        update(.input(.key(Key(.character("l")))))
        _ = playground.grid(at: now)
      }
    }
    return times
  }

  /// An answer of many frames, as they came over a network.
  mutating func receive(frames count: Int) {
    ask()
    var offset = 0
    for number in 0..<count {
      now = now.advanced(seconds: 0.002)
      let word = BenchRelay.word(number)
      let bytes = BenchRelay.chunk(word)
      let frame = StreamFrame(
        offset: offset, length: bytes.count, instant: now, kind: .content, arrival: number)
      offset += bytes.count
      let delta = AnswerDelta(
        parts: [.text(choice: 0, word)], frames: [frame], tokenEvents: 1, bytes: bytes, instant: now)
      update(.exchange(answer, [.delta(delta)]))
    }
    update(.exchange(answer, [.ended(.done, TransportSummary(), now)]))
    _ = playground.grid(at: now)
  }

  mutating func search(_ text: String) -> Times {
    update(.input(.key(Key(.character("/")))))
    var times = Times()
    for character in text {
      times.measure {
        update(.input(.key(Key(.character(character)))))
        _ = playground.grid(at: now)
      }
    }
    return times
  }
}
