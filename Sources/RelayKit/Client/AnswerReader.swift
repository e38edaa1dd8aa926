/// Reads the body of one answer, whatever it turns out to be: an event stream, plain JSON where a stream was
/// asked for, a web page, nothing. A pure value, used on the transport's thread.
struct AnswerReader: Sendable {
  private enum Form { case undecided, stream, whole }
  private var form = Form.undecided
  private var decoder = EventDecoder()
  private(set) var assembler = AnswerAssembler()
  private(set) var bytes: [UInt8] = []
  private(set) var arrivals: [Arrival] = []
  private(set) var frames: [StreamFrame] = []
  /// The first error object that came inside the answer.
  private(set) var errorObject: JSONValue?
  private let head: HTTPResponseHead

  init(head: HTTPResponseHead) { self.head = head }

  private var isSuccess: Bool { (200..<300).contains(head.status) }

  mutating func feed(_ read: [UInt8], at instant: MonotonicTime) -> AnswerDelta {
    arrivals.append(Arrival(offset: bytes.count, length: read.count, instant: instant))
    bytes += read
    if form == .undecided, let first = bytes.first(where: { $0 > 0x20 }) {
      let looksWhole = [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "<")].contains(first)
      form = !isSuccess || looksWhole ? .whole : .stream
      if form == .stream { return delta(of: decoder.feed(bytes), read: read, at: instant) }
    }
    return delta(of: form == .stream ? decoder.feed(read) : [], read: read, at: instant)
  }

  /// The body is over. Gives the last parts, and what is wrong with the answer as a whole.
  mutating func finish(at instant: MonotonicTime) -> (AnswerDelta, RelayError?) {
    var last = delta(of: form == .stream ? decoder.finish() : [], read: [], at: instant)
    var error: RelayError?
    if form != .stream {
      if isSuccess, let value = try? JSONValue(parsing: bytes) {
        let frame = add(value, offset: 0, length: bytes.count, at: instant, to: &last)
        if frame == .malformed || (frame == .other && value["choices"] == nil) {
          error = RelayError(head: head, body: bytes)
        }
      } else {
        error = RelayError(head: head, body: bytes)
      }
    }
    last.parts += assembler.finish()
    if let errorObject { error = RelayError(inStream: errorObject, head: head) }
    return (last, error)
  }

  private mutating func delta(of items: [StreamItem], read: [UInt8], at instant: MonotonicTime) -> AnswerDelta
  {
    let firstFrame = frames.count
    let tokens = assembler.answer.tokenEvents
    var delta = AnswerDelta(parts: [], frames: [], tokenEvents: 0, bytes: read, instant: instant)
    for item in items {
      switch item.content {
      case .comment: note(.comment, offset: item.offset, length: item.length, at: instant)
      case .event(_, let data) where data.starts(with: "[DONE]".utf8):
        note(.done, offset: item.offset, length: item.length, at: instant)
      case .event(_, let data), .stray(let data), .errorField(let data):
        guard data.contains(where: { $0 > 0x20 }) else { continue }
        guard let value = try? JSONValue(parsing: data) else {
          note(.malformed, offset: item.offset, length: item.length, at: instant)
          continue
        }
        if case .errorField = item.content, errorObject == nil { errorObject = value }
        _ = add(value, offset: item.offset, length: item.length, at: instant, to: &delta)
      }
    }
    delta.frames = Array(frames[firstFrame...])
    delta.tokenEvents = assembler.answer.tokenEvents - tokens
    return delta
  }

  private mutating func add(
    _ value: JSONValue, offset: Int, length: Int, at instant: MonotonicTime, to delta: inout AnswerDelta
  ) -> StreamFrame.Kind {
    let (parts, kind) = assembler.add(value)
    if kind == .error, errorObject == nil { errorObject = value }
    delta.parts += parts
    note(kind, offset: offset, length: length, at: instant)
    return kind
  }

  private mutating func note(_ kind: StreamFrame.Kind, offset: Int, length: Int, at instant: MonotonicTime) {
    frames.append(
      StreamFrame(
        offset: offset, length: length, instant: instant, kind: kind, arrival: max(0, arrivals.count - 1)))
  }
}
