/// Takes pictures out of a text while it comes: a data URL of a picture, megabytes long and split anywhere, becomes
/// `picture:1` and so on. Text without one passes untouched. Work is linear, and only the decoded picture is kept.
struct PictureLifter: Sendable {
  enum Piece {
    case text(String)
    case picture(AnswerPicture)
  }
  private enum State { case text, header, payload }

  private static let marker = Array("data:image/".utf8)
  /// Of a data URL up to its comma; a longer one is none.
  private static let longestHeader = 200
  /// Signs of base64 that nobody writes by hand, so that they are a picture whatever they hold.
  private static let certainSigns = 1024
  /// A shorter one is an example in a text about data URLs.
  private static let shortestPicture = 24

  private var state = State.text
  /// What may be the beginning of a marker or a header; of a picture what came while it may still be ordinary text.
  private var held: [UInt8] = []
  private var decoder = Base64Decoder()
  private var type = ""
  private var isCertain = false
  /// The last byte of the text before, for what stands at its end; 0 at the beginning.
  private var previous: UInt8 = 0
  /// Pictures so far, of this text and from elsewhere.
  var count = 0

  /// In the middle of a picture.
  var isInPicture: Bool { state == .payload }

  /// Whether a piece can be taken over as it is: no picture is under way, and none begins in it. To be asked of every
  /// piece; a piece that does not pass goes to `feed`.
  mutating func passes(_ text: String) -> Bool {
    guard state == .text, held.isEmpty else { return false }
    let before = previous
    let last = text.utf8.withContiguousStorageIfAvailable { bytes -> UInt8? in
      Self.place(of: bytes, from: 0, before: before) == nil ? bytes.last ?? before : nil
    }
    guard let last = last ?? nil else { return false }
    previous = last
    return true
  }

  mutating func feed(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var bytes = state == .payload ? [] : held
    if state != .payload { held = [] }
    bytes += text.utf8
    bytes.withUnsafeBufferPointer { consume($0, into: &pieces) }
    return pieces
  }

  /// The text is over: what was held back is what it looks like.
  mutating func finish() -> [Piece] {
    var pieces: [Piece] = []
    switch state {
    case .text, .header:
      let rest = held
      emit(rest, into: &pieces)
      held = []
    case .payload: endPicture(into: &pieces)
    }
    state = .text
    return pieces
  }

  private mutating func consume(_ bytes: UnsafeBufferPointer<UInt8>, into pieces: inout [Piece]) {
    var position = 0
    while position < bytes.count {
      switch state {
      case .text:
        guard let start = Self.place(of: bytes, from: position, before: previous) else {
          return emit(bytes[position...], into: &pieces)
        }
        emit(bytes[position..<start], into: &pieces)
        position = start
        guard start + Self.marker.count <= bytes.count else {
          held = Array(bytes[start...])
          return
        }
        state = .header
      case .header:
        guard let comma = header(bytes, from: position, into: &pieces) else { return }
        position = comma
      case .payload:
        let rest = UnsafeBufferPointer(rebasing: bytes[position...])
        let count = decoder.feed(rest)
        if !isCertain {
          held += rest[..<count]
          isCertain = held.count >= Self.certainSigns
          if isCertain { held = [] }
        }
        position += count
        if position < bytes.count { endPicture(into: &pieces) }
      }
    }
  }

  /// - Returns: where to go on; `nil` when the header is not there as a whole.
  private mutating func header(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into pieces: inout [Piece]
  ) -> Int? {
    let end = min(bytes.count, start + Self.longestHeader)
    let stop = bytes[start..<end].firstIndex { !Self.isHeaderSign($0) } ?? end
    if stop == bytes.count, stop < start + Self.longestHeader {
      held = Array(bytes[start...])
      return nil
    }
    let header = String(decoding: bytes[start..<stop], as: UTF8.self)
    guard stop < end, bytes[stop] == UInt8(ascii: ","), header.hasSuffix(";base64") else {
      // Ordinary text, but for what may follow the marker.
      state = .text
      let behind = start + Self.marker.count
      emit(bytes[start..<behind], into: &pieces)
      return behind
    }
    type = String(header.dropFirst(5).prefix { $0 != ";" })
    held = Array(bytes[start...stop])
    decoder = Base64Decoder()
    isCertain = false
    state = .payload
    return stop + 1
  }

  private mutating func endPicture(into pieces: inout [Piece]) {
    state = .text
    let text = held
    held = []
    defer { decoder = Base64Decoder() }
    let isPicture =
      isCertain || decoder.bytes.count >= Self.shortestPicture && PictureSignature.begins(decoder.bytes)
    guard isPicture else { return emit(text, into: &pieces) }
    count += 1
    pieces.append(.picture(AnswerPicture(content: .bytes(decoder.bytes), type: type)))
    emit(Array(PictureReferences.name(count).utf8), into: &pieces)
  }

  private mutating func emit(_ bytes: some Collection<UInt8>, into pieces: inout [Piece]) {
    guard !bytes.isEmpty else { return }
    var last = previous
    for byte in bytes.suffix(1) { last = byte }
    previous = last
    let text = String(decoding: bytes, as: UTF8.self)
    if case .text(let before)? = pieces.last {
      pieces[pieces.count - 1] = .text(before + text)
    } else {
      pieces.append(.text(text))
    }
  }

  // MARK: Where a picture begins

  /// The first place at or behind `start` where a marker stands, whole or, at the end of the bytes, as far as it goes.
  /// - Parameter before: the byte before the first one.
  private static func place(of bytes: UnsafeBufferPointer<UInt8>, from start: Int, before: UInt8) -> Int? {
    var position = start
    while let colon = bytes[position...].firstIndex(of: UInt8(ascii: ":")) {
      let first = colon - 4
      if first >= start, isPlace(first, in: bytes, before: before) { return first }
      position = colon + 1
    }
    // A beginning without its colon can only stand at the very end.
    for length in stride(from: min(4, bytes.count - start), to: 0, by: -1)
    where isPlace(bytes.count - length, in: bytes, before: before) {
      return bytes.count - length
    }
    return nil
  }

  private static func isPlace(_ place: Int, in bytes: UnsafeBufferPointer<UInt8>, before: UInt8) -> Bool {
    // Most text is told apart by this byte alone.
    guard bytes[place] == marker[0] else { return false }
    let length = min(marker.count, bytes.count - place)
    guard bytes[place..<(place + length)].elementsEqual(marker[..<length]) else { return false }
    let earlier = place > 0 ? bytes[place - 1] : before
    return !isWordSign(earlier)
  }

  private static func isWordSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func isHeaderSign(_ byte: UInt8) -> Bool {
    isWordSign(byte) || [0x3A, 0x3B, 0x2F, 0x3D, 0x2B, 0x2D, 0x2E].contains(byte)
  }
}
