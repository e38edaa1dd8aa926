/// One item of a server-sent event stream, with the place of its bytes in the body.
public struct StreamItem: Sendable, Hashable {
  public enum Content: Sendable, Hashable {
    /// A dispatched event. `data` is the joined data lines; `name` is its `event:` field.
    case event(name: String?, data: [UInt8])
    /// A comment line (keep-alive), without its colon.
    case comment([UInt8])
    /// The non-standard `error:` field that some servers send.
    case errorField([UInt8])
    /// A line that is no field of an event stream, such as a bare JSON object.
    case stray([UInt8])
  }
  public var content: Content
  /// Offset of the first byte in the body, and length with line ends. Of a final CR LF only the CR counts:
  /// the item is given at once, and its LF may come in a later read.
  public var offset: Int
  public var length: Int
}

/// Splits a body into events, incrementally: any split of the same bytes gives the same items.
/// Follows the event stream format of the HTML standard; tolerates what relays do beside it.
/// A pure value, used on the transport's thread. Work is linear in the bytes.
public struct EventDecoder: Sendable {
  /// Bytes of an unfinished line.
  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var eventName: String?
  /// Body offset of the next byte, of the present line, and of the present event.
  private var offset = 0
  private var lineStart = 0
  private var eventStart: Int?
  private var skipsLineFeed = false
  private var atStart = true

  public init() {}

  /// Takes the next bytes of the body; gives what they completed.
  public mutating func feed(_ bytes: some Collection<UInt8>) -> [StreamItem] {
    if let items = bytes.withContiguousStorageIfAvailable({ consume($0) }) { return items }
    return Array(bytes).withUnsafeBufferPointer { consume($0) }
  }

  /// The body is over: a last line and event without their line ends count too.
  public mutating func finish() -> [StreamItem] {
    var items: [StreamItem] = []
    if !line.isEmpty { endLine(lineEnd: offset, into: &items) }
    dispatch(end: offset, into: &items)
    return items
  }

  private mutating func consume(_ bytes: UnsafeBufferPointer<UInt8>) -> [StreamItem] {
    var items: [StreamItem] = []
    var start = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if skipsLineFeed {
        skipsLineFeed = false
        if byte == 0x0A {
          // The second half of CR LF; the line ended with its first.
          index += 1
          start = index
          lineStart = offset + index
          continue
        }
      }
      guard byte == 0x0A || byte == 0x0D else {
        index += 1
        continue
      }
      line.append(contentsOf: bytes[start..<index])
      index += 1
      start = index
      skipsLineFeed = byte == 0x0D
      endLine(lineEnd: offset + index, into: &items)
    }
    line.append(contentsOf: bytes[start...])
    offset += bytes.count
    return items
  }

  private mutating func endLine(lineEnd: Int, into items: inout [StreamItem]) {
    if atStart {
      atStart = false
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    }
    defer {
      line.removeAll(keepingCapacity: line.count < 1 << 16)
      lineStart = lineEnd
    }
    guard let first = line.first else {
      dispatch(end: lineEnd, into: &items)
      return
    }
    if first == UInt8(ascii: ":") {
      items.append(
        StreamItem(content: .comment(Array(line.dropFirst())), offset: lineStart, length: lineEnd - lineStart)
      )
      return
    }
    readField(lineEnd: lineEnd, into: &items)
  }

  private mutating func readField(lineEnd: Int, into items: inout [StreamItem]) {
    let colon = line.firstIndex(of: UInt8(ascii: ":"))
    let name = line[..<(colon ?? line.endIndex)]
    var value = colon.map { line[($0 + 1)...] } ?? []
    if value.first == 0x20 { value = value.dropFirst() }
    func isField(_ field: StaticString) -> Bool {
      name.elementsEqual(UnsafeBufferPointer(start: field.utf8Start, count: field.utf8CodeUnitCount))
    }
    if isField("data") {
      if hasData { data.append(0x0A) }
      hasData = true
      data.append(contentsOf: value)
      eventStart = eventStart ?? lineStart
    } else if isField("event") {
      eventName = String(decoding: value, as: UTF8.self)
      eventStart = eventStart ?? lineStart
    } else if isField("id") || isField("retry") {
      eventStart = eventStart ?? lineStart
    } else if isField("error") {
      items.append(
        StreamItem(content: .errorField(Array(value)), offset: lineStart, length: lineEnd - lineStart))
    } else {
      items.append(StreamItem(content: .stray(line), offset: lineStart, length: lineEnd - lineStart))
    }
  }

  /// A blank line ends an event; one without data is dropped, as the standard says.
  private mutating func dispatch(end: Int, into items: inout [StreamItem]) {
    if hasData {
      let start = eventStart ?? lineStart
      items.append(
        StreamItem(content: .event(name: eventName, data: data), offset: start, length: end - start))
    }
    data = []
    hasData = false
    eventName = nil
    eventStart = nil
  }
}
