/// Reads the body of one answer, whatever it turns out to be: an event stream, plain JSON where a stream was
/// asked for, a web page, nothing. A pure value, used on the transport's thread. It keeps no bytes of a
/// stream: those go on with the deltas.
struct AnswerReader: Sendable {
  private enum Form { case undecided, stream, whole }
  private var form = Form.undecided
  private var decoder = EventDecoder()
  private(set) var assembler = AnswerAssembler()
  /// The body so far, unless it is a stream.
  private var held: [UInt8] = []
  private(set) var byteCount = 0
  private var arrivalCount = 0
  /// The first error object that came inside the answer.
  private(set) var errorObject: JSONValue?
  private let head: HTTPResponseHead

  init(head: HTTPResponseHead) { self.head = head }

  private var isSuccess: Bool { (200..<300).contains(head.status) }

  mutating func feed(_ read: [UInt8], at instant: MonotonicTime) -> AnswerDelta {
    arrivalCount += 1
    byteCount += read.count
    var delta = AnswerDelta(bytes: read, instant: instant)
    if form == .stream {
      take(decoder.feed(read), into: &delta)
      return delta
    }
    held += read
    if form == .undecided, let first = held.first(where: { $0 > 0x20 }) {
      let looksWhole = [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "<")].contains(first)
      form = !isSuccess || looksWhole ? .whole : .stream
      if form == .stream {
        take(decoder.feed(held), into: &delta)
        held = []
      }
    }
    return delta
  }

  /// The body is over. Gives the last parts, and what is wrong with the answer as a whole.
  mutating func finish(at instant: MonotonicTime) -> (AnswerDelta, RelayError?) {
    var last = AnswerDelta(instant: instant)
    var error: RelayError?
    if form == .stream {
      take(decoder.finish(), into: &last)
    } else if isSuccess, let value = try? JSONValue(parsing: held) {
      let kind = add(value, offset: 0, length: held.count, into: &last)
      if kind == .malformed || (kind == .other && value["choices"] == nil) {
        error = RelayError(head: head, body: held)
      }
    } else {
      error = RelayError(head: head, body: held)
    }
    last.parts += assembler.finish()
    if let errorObject { error = RelayError(inStream: errorObject, head: head) }
    return (last, error)
  }

  private mutating func take(_ items: [StreamItem], into delta: inout AnswerDelta) {
    for item in items {
      switch item.content {
      case .comment: note(.comment, item.offset, item.length, in: &delta)
      case .event(_, let data) where data.starts(with: "[DONE]".utf8):
        note(.done, item.offset, item.length, in: &delta)
      case .event(_, let data), .stray(let data), .errorField(let data):
        guard data.contains(where: { $0 > 0x20 }) else { continue }
        guard let value = try? JSONValue(parsing: data) else {
          note(.malformed, item.offset, item.length, in: &delta)
          continue
        }
        if case .errorField = item.content, errorObject == nil { errorObject = value }
        _ = add(value, offset: item.offset, length: item.length, into: &delta)
      }
    }
  }

  private mutating func add(
    _ value: JSONValue, offset: Int, length: Int, into delta: inout AnswerDelta
  ) -> StreamFrame.Kind {
    let (parts, kind) = assembler.add(value)
    if kind == .error, errorObject == nil { errorObject = value }
    delta.parts += parts
    if kind.isToken { delta.tokenEvents += 1 }
    note(kind, offset, length, in: &delta)
    return kind
  }

  private func note(_ kind: StreamFrame.Kind, _ offset: Int, _ length: Int, in delta: inout AnswerDelta) {
    delta.frames.append(
      StreamFrame(
        offset: offset, length: length, instant: delta.instant, kind: kind, arrival: max(0, arrivalCount - 1))
    )
  }
}
