/// Reads the body of one answer, whatever it turns out to be: an event stream, plain JSON where a stream was
/// asked for, a web page, nothing. A pure value, used on the transport's thread. It keeps no bytes of a
/// stream: those go on with the deltas.
struct AnswerReader: Sendable {
  private enum Form { case undecided, stream, whole }
  let head: HTTPResponseHead
  let kind: AnswerKind
  private var form = Form.undecided
  private var decoder = EventDecoder()
  private var stray = StrayJSON()
  private(set) var assembler = AnswerAssembler()
  var pictures = ImageAssembler()
  /// The id of the video task that was accepted.
  var task: String?
  /// The body so far, unless it is a stream, and how much of it is blank.
  private var held: [UInt8] = []
  private var blankCount = 0
  private(set) var byteCount = 0
  private var arrivalCount = 0
  /// The first error that came inside the answer, and the tokens before it.
  private(set) var failure: (json: JSONValue, tokens: Int)?
  /// The first event that was no chunk.
  private var firstUnreadable: [UInt8] = []
  /// `[DONE]` came.
  private(set) var hasEndMark = false
  /// What the frames of the present read had added up to when each was complete, while that is asked for.
  private var frameEnds: [(parts: Int, tokens: Int)]?

  init(head: HTTPResponseHead, kind: AnswerKind = .chat) {
    self.head = head
    self.kind = kind
  }

  /// Whether all that an answer must have is there.
  var isWhole: Bool {
    switch kind {
    case .chat: assembler.isWhole
    case .image: pictures.finals > 0 || assembler.isWhole && assembler.pictureCount > 0
    case .video: task != nil
    }
  }
  /// Of images the final pictures, of a video the task.
  var choiceCount: Int {
    switch kind {
    case .chat: assembler.choiceCount
    case .image: max(pictures.finals, assembler.pictureCount)
    case .video: task == nil ? 0 : 1
    }
  }
  /// Events that brought anything of the answer itself.
  private(set) var tokenEvents = 0

  mutating func feed(_ read: [UInt8], at instant: MonotonicTime) -> AnswerDelta {
    arrivalCount += 1
    byteCount += read.count
    var delta = AnswerDelta(bytes: read, instant: instant)
    if form == .stream {
      take(decoder.feed(read), into: &delta)
      return delta
    }
    held += read
    if form == .undecided { decideForm() }
    if form == .stream {
      take(decoder.feed(held), into: &delta)
      held = []
    }
    return delta
  }

  /// The same as one delta for each frame, so that a recording can be stepped through. The first carries the
  /// bytes of the whole read.
  mutating func feedByFrame(_ read: [UInt8], at instant: MonotonicTime) -> [AnswerDelta] {
    frameEnds = []
    let whole = feed(read, at: instant)
    let ends = frameEnds ?? []
    frameEnds = nil
    guard ends.count == whole.frames.count, ends.count > 1 else { return [whole] }
    var deltas: [AnswerDelta] = []
    var done = (parts: 0, tokens: 0)
    for (frame, end) in zip(whole.frames, ends) {
      deltas.append(
        AnswerDelta(
          parts: Array(whole.parts[done.parts..<end.parts]), frames: [frame],
          tokenEvents: end.tokens - done.tokens, bytes: deltas.isEmpty ? read : [], instant: instant))
      done = end
    }
    // What no frame claimed came after the last one.
    deltas[deltas.count - 1].parts += whole.parts[done.parts...]
    deltas[deltas.count - 1].tokenEvents += whole.tokenEvents - done.tokens
    return deltas
  }

  /// The body is over. Gives the last parts, and what is wrong with the answer as a whole.
  mutating func finish(at instant: MonotonicTime) -> (AnswerDelta, RelayError?) {
    var last = AnswerDelta(instant: instant)
    var error: RelayError?
    if form == .stream {
      finishStream(into: &last)
    } else if !head.isSuccess {
      error = RelayError(head: head, body: held)
    } else if let value = try? JSONValue(parsing: held) {
      add(value, event: nil, data: held, offset: 0, length: held.count, into: &last)
      if choiceCount == 0, value["choices"]?.arrayValue == nil { error = noAnswer(held) }
    } else {
      // A line of JSON may stand before the events of a stream.
      if form == .whole, held.contains(0x0A) {
        take(decoder.feed(held), into: &last)
        finishStream(into: &last)
      }
      if choiceCount == 0 { error = noAnswer(held) }
      if kind == .image { error = salvage(into: &last) ?? error }
    }
    last.parts += assembler.finish()
    if let failure {
      error = RelayError(inStream: failure.json, head: head, tokensBefore: failure.tokens)
      if kind == .image { error?.details["unit"] = "picture" }
    }
    return (last, error)
  }

  /// What can be had of a body that breaks off. - Returns: that it broke off, if anything could.
  private mutating func salvage(into delta: inout AnswerDelta) -> RelayError? {
    guard form == .whole, head.isSuccess else { return nil }
    let parts = pictures.salvage(held)
    guard !parts.isEmpty else { return nil }
    delta.parts += parts
    noteToken(in: &delta)
    return RelayError(kind: .cut, status: head.status, details: ["cause": "broken picture"])
  }

  private mutating func noteToken(in delta: inout AnswerDelta) {
    delta.tokenEvents += 1
    tokenEvents += 1
  }

  /// Why a complete body without any choice is no answer; `nil` if there is one.
  var nothingUsable: RelayError? {
    guard choiceCount == 0, pictures.sketches == 0 else { return nil }
    return noAnswer(firstUnreadable)
  }

  /// By status and first sign, never by content type: relays label refusals as event streams.
  private mutating func decideForm() {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    while blankCount < held.count, held[blankCount] <= 0x20 || mark[safe: blankCount] == held[blankCount] {
      blankCount += 1
    }
    guard blankCount < held.count else { return }
    let looksWhole = [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "<")].contains(held[blankCount])
    form = !head.isSuccess || looksWhole ? .whole : .stream
  }

  // MARK: Events

  private mutating func finishStream(into delta: inout AnswerDelta) {
    take(decoder.finish(), into: &delta)
    closeStray(into: &delta)
  }

  private mutating func take(_ items: [StreamItem], into delta: inout AnswerDelta) {
    for item in items {
      if case .stray(let line) = item.content, !Self.isEndMark(item) {
        takeStray(line, item, into: &delta)
        continue
      }
      closeStray(into: &delta)
      if Self.isEndMark(item) {
        hasEndMark = true
        note(.done, item.offset, item.length, in: &delta)
        continue
      }
      switch item.content {
      case .comment, .stray: note(.comment, item.offset, item.length, in: &delta)
      case .event(let name, let data):
        read(data, event: name, isFailure: name == "error", item.offset, item.length, into: &delta)
      case .errorField(let data):
        read(data, event: nil, isFailure: true, item.offset, item.length, into: &delta)
      }
    }
  }

  /// `[DONE]`, as an event or, by a careless proxy, as a bare line; compared by its beginning.
  private static func isEndMark(_ item: StreamItem) -> Bool {
    switch item.content {
    case .event(_, let data), .stray(let data): data.drop { $0 == 0x20 }.starts(with: "[DONE]".utf8)
    case .comment, .errorField: false
    }
  }

  /// A line that is no field: JSON without `data:`, perhaps over several lines.
  private mutating func takeStray(_ line: [UInt8], _ item: StreamItem, into delta: inout AnswerDelta) {
    guard stray.add(line, offset: item.offset, length: item.length) else {
      closeStray(into: &delta)
      if line.contains(where: { $0 > 0x20 }) { unreadable(line, item.offset, item.length, in: &delta) }
      return
    }
    if stray.isComplete { closeStray(into: &delta) }
  }

  private mutating func closeStray(into delta: inout AnswerDelta) {
    guard let (data, offset, length) = stray.take() else { return }
    read(data, event: nil, isFailure: false, offset, length, into: &delta)
  }

  private mutating func read(
    _ data: [UInt8], event: String?, isFailure: Bool, _ offset: Int, _ length: Int,
    into delta: inout AnswerDelta
  ) {
    if kind == .chat, let chunk = ChatChunk(scanning: data) {
      let step = assembler.add(chunk)
      delta.parts += step.parts
      if step.hasToken { noteToken(in: &delta) }
      return note(step.kind, offset, length, in: &delta)
    }
    guard data.contains(where: { $0 > 0x20 }) else { return }
    guard let value = try? JSONValue(parsing: data) else {
      if isFailure {
        fail(
          .object(JSONObject([.init(key: "error", value: .string(String(decoding: data, as: UTF8.self)))])))
        return note(.error, offset, length, in: &delta)
      }
      return unreadable(data, offset, length, in: &delta)
    }
    if isFailure, value["choices"] == nil {
      fail(value)
      return note(.error, offset, length, in: &delta)
    }
    add(value, event: event, data: data, offset: offset, length: length, into: &delta)
  }

  private mutating func add(
    _ value: JSONValue, event: String?, data: [UInt8], offset: Int, length: Int, into delta: inout AnswerDelta
  ) {
    let tokens = tokenEvents
    // Some suppliers wrap a single object in an array.
    let values = value.arrayValue?.first?.objectValue == nil ? [value] : value.arrayValue ?? []
    var kind: StreamFrame.Kind?
    for value in values {
      let step = step(for: value, event: event)
      if let error = step.error { fail(error, tokens: tokens) }
      delta.parts += step.parts
      if step.hasToken { noteToken(in: &delta) }
      kind = kind.map { $0.rank >= step.kind.rank ? $0 : step.kind } ?? step.kind
    }
    if kind == .malformed || kind == .other, value["choices"]?.arrayValue == nil {
      keepUnreadable(data)
    }
    note(kind ?? .malformed, offset, length, in: &delta)
  }

  /// In the way of the endpoint; a chat's answer is understood from all of them.
  private mutating func step(for value: JSONValue, event: String?) -> AnswerAssembler.Step {
    switch kind {
    case .chat: break
    case .image: if let step = pictures.add(value, event: event) { return step }
    case .video: if let step = submission(value) { return step }
    }
    return assembler.add(value)
  }

  private mutating func fail(_ json: JSONValue, tokens: Int? = nil) {
    if failure == nil { failure = (json, tokens ?? tokenEvents) }
  }

  private mutating func unreadable(
    _ data: [UInt8], _ offset: Int, _ length: Int, in delta: inout AnswerDelta
  ) {
    keepUnreadable(data)
    note(.malformed, offset, length, in: &delta)
  }

  private mutating func keepUnreadable(_ data: [UInt8]) {
    if firstUnreadable.isEmpty { firstUnreadable = Array(data.prefix(64 << 10)) }
  }

  private mutating func note(
    _ kind: StreamFrame.Kind, _ offset: Int, _ length: Int, in delta: inout AnswerDelta
  ) {
    delta.frames.append(
      StreamFrame(
        offset: offset, length: length, instant: delta.instant, kind: kind, arrival: max(0, arrivalCount - 1))
    )
    frameEnds?.append((delta.parts.count, delta.tokenEvents))
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
