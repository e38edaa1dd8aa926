import Glibc

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
    if !line.isEmpty { endHeldLine(lineEnd: offset, into: &items) }
    dispatch(end: offset, into: &items)
    return items
  }

  private mutating func consume(_ bytes: UnsafeBufferPointer<UInt8>) -> [StreamItem] {
    var items: [StreamItem] = []
    var start = 0
    if skipsLineFeed, let first = bytes.first {
      skipsLineFeed = false
      // The second half of CR LF; the line ended with its first.
      if first == 0x0A {
        start = 1
        lineStart = offset + 1
      }
    }
    var ends = LineEnds(bytes)
    while let end = ends.next(from: start) {
      let text = UnsafeBufferPointer(rebasing: bytes[start..<end])
      var next = end + 1
      if line.isEmpty {
        endLine(text, lineEnd: offset + next, into: &items)
      } else {
        line.append(contentsOf: text)
        endHeldLine(lineEnd: offset + next, into: &items)
      }
      if bytes[end] == 0x0D {
        if next == bytes.count {
          skipsLineFeed = true
        } else if bytes[next] == 0x0A {
          next += 1
          lineStart = offset + next
        }
      }
      start = next
    }
    line.append(contentsOf: bytes[start...])
    offset += bytes.count
    return items
  }

  private mutating func endHeldLine(lineEnd: Int, into items: inout [StreamItem]) {
    var held: [UInt8] = []
    swap(&held, &line)
    held.withUnsafeBufferPointer { endLine($0, lineEnd: lineEnd, into: &items) }
    held.removeAll(keepingCapacity: held.count < 1 << 16)
    swap(&held, &line)
  }

  private mutating func endLine(
    _ text: UnsafeBufferPointer<UInt8>, lineEnd: Int, into items: inout [StreamItem]
  ) {
    var text = text
    if atStart {
      atStart = false
      if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = UnsafeBufferPointer(rebasing: text[3...]) }
    }
    defer { lineStart = lineEnd }
    guard let first = text.first else { return dispatch(end: lineEnd, into: &items) }
    if first == UInt8(ascii: ":") {
      items.append(
        StreamItem(content: .comment(Array(text[1...])), offset: lineStart, length: lineEnd - lineStart))
      return
    }
    readField(text, lineEnd: lineEnd, into: &items)
  }

  private mutating func readField(
    _ text: UnsafeBufferPointer<UInt8>, lineEnd: Int, into items: inout [StreamItem]
  ) {
    let colon = text.prefix(6).firstIndex(of: UInt8(ascii: ":"))
    let name = text[..<(colon ?? text.count)]
    var value = colon.map { text[($0 + 1)...] } ?? text[text.count...]
    if value.first == 0x20 { value = value.dropFirst() }
    func isField(_ field: StaticString) -> Bool {
      name.count == field.utf8CodeUnitCount
        && name.elementsEqual(UnsafeBufferPointer(start: field.utf8Start, count: field.utf8CodeUnitCount))
    }
    if isField("data") {
      eventStart = eventStart ?? lineStart
      if hasData {
        data.append(0x0A)
        data.append(contentsOf: value)
      } else {
        data = Array(value)
        hasData = true
      }
    } else if isField("event") {
      eventName = String(decoding: value, as: UTF8.self)
      eventStart = eventStart ?? lineStart
    } else if isField("id") || isField("retry") {
      eventStart = eventStart ?? lineStart
    } else if isField("error") {
      items.append(
        StreamItem(content: .errorField(Array(value)), offset: lineStart, length: lineEnd - lineStart))
    } else {
      items.append(StreamItem(content: .stray(Array(text)), offset: lineStart, length: lineEnd - lineStart))
    }
  }

  /// A blank line ends an event; one without data is dropped, as the standard says.
  private mutating func dispatch(end: Int, into items: inout [StreamItem]) {
    if hasData {
      let start = eventStart ?? lineStart
      items.append(
        StreamItem(content: .event(name: eventName, data: data), offset: start, length: end - start))
      data = []
      hasData = false
    }
    eventName = nil
    eventStart = nil
  }
}

/// Finds line ends without looking at any byte more than twice.
private struct LineEnds {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// The next LF; the end of the bytes when there is none.
  private var feed = -1

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The first LF or CR at or behind `start`, which only grows from call to call.
  mutating func next(from start: Int) -> Int? {
    if feed < start { feed = place(of: 0x0A, start, bytes.count) ?? bytes.count }
    return place(of: 0x0D, start, feed) ?? (feed < bytes.count ? feed : nil)
  }

  private func place(of byte: Int32, _ start: Int, _ end: Int) -> Int? {
    guard let base = bytes.baseAddress, start < end else { return nil }
    return memchr(base + start, byte, end - start).map { $0 - UnsafeMutableRawPointer(mutating: base) }
  }
}
