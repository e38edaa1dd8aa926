/// The part of the source that is still open, as it is given to cmark: without long stretches of base64.
struct TailText {
  struct Line {
    /// Where it begins in `bytes`.
    var start: Int
    /// Where it begins in the source.
    var source: Int
  }

  private(set) var bytes: [UInt8] = []
  /// Lines whose beginning is certain; the last one may grow.
  private(set) var lines: [Line]
  /// What was left out, in the source.
  private var elided: [Range<Int>] = []
  /// Whether the line above is blank.
  private(set) var followsBlank = false

  /// A carriage return came last: a line feed may belong to it.
  private var endsWithReturn = false
  /// Bytes of base64 that came in one stretch; `nil` outside.
  private var payload: Int?

  /// - Parameter start: where it begins in the source.
  init(at start: Int) { lines = [Line(start: 0, source: start)] }

  var isEmpty: Bool { bytes.isEmpty }
  var elidedLengths: [Int] { elided.map(\.count) }
  /// How many lines have ended.
  var completeLines: Int { lines.count - 1 }
  /// Where the ended lines end in `bytes`.
  var completeEnd: Int { lines[lines.count - 1].start }

  func line(_ index: Int) -> ArraySlice<UInt8> {
    let end = index + 1 < lines.count ? lines[index + 1].start : bytes.count
    return bytes[lines[index].start..<end]
  }

  func isEmpty(line: Int) -> Bool { self.line(line).allSatisfy { $0 <= 0x20 && isBlankOrQuote($0) } }

  func isBlank(_ line: Int) -> Bool { self.line(line).allSatisfy(isBlankOrQuote) }

  /// Where a line begins in the source; a line behind the last begins at `end`.
  func source(ofLine index: Int, end: Int) -> Int { index < lines.count ? lines[max(0, index)].source : end }

  mutating func take(_ source: Bytes, _ range: Range<Int>) {
    for at in range {
      let byte = source[at]
      if endsWithReturn {
        endsWithReturn = false
        if byte != 0x0A { lines.append(Line(start: bytes.count, source: at)) }
      }
      if payload != nil, skips(byte, at, source) { continue }
      bytes.append(byte)
      switch byte {
      case 0x0A: lines.append(Line(start: bytes.count, source: at + 1))
      case 0x0D: endsWithReturn = true
      case UInt8(ascii: ","): if endsWithBase64 { payload = 0 }
      case Elision.mark[3]: replaceForgedMark(at)
      default: break
      }
    }
  }

  /// Ends the text: what was left out and is short comes back.
  mutating func end(_ source: Bytes) { endPayload(source) }

  /// Forgets the first lines.
  mutating func drop(lines count: Int) {
    let count = min(count, completeLines)
    guard count > 0 else { return }
    followsBlank = isBlank(count - 1)
    let start = lines[count].start
    bytes.removeFirst(start)
    lines.removeFirst(count)
    for index in lines.indices { lines[index].start -= start }
  }

  // MARK: What is left out

  private var endsWithBase64: Bool {
    bytes.count >= 7 && bytes[(bytes.count - 7)...].elementsEqual("base64,".utf8)
  }

  private mutating func skips(_ byte: UInt8, _ at: Int, _ source: Bytes) -> Bool {
    guard let count = payload else { return false }
    guard isBase64(byte) else {
      endPayload(source)
      return false
    }
    payload = count + 1
    if count < Elision.kept { return false }
    if count == Elision.kept {
      bytes += Elision.marked(elided.count)
      elided.append(at..<(at + 1))
    } else {
      elided[elided.count - 1] = elided[elided.count - 1].lowerBound..<(at + 1)
    }
    return true
  }

  private mutating func endPayload(_ source: Bytes) {
    defer { payload = nil }
    guard let count = payload, count > Elision.kept, let range = elided.last, range.count < Elision.shortest
    else { return }
    bytes.removeLast(Elision.marked(elided.count - 1).count)
    elided.removeLast()
    bytes += source[range]
  }

  private func isBase64(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
      || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  /// A mark that is in the text stands for itself.
  private mutating func replaceForgedMark(_ at: Int) {
    guard bytes.count >= 4, bytes[(bytes.count - 4)...].elementsEqual(Elision.mark) else { return }
    bytes.removeLast(4)
    bytes += Elision.marked(elided.count)
    elided.append((at - 3)..<(at + 1))
  }

  /// Literal text with a size for what was left out.
  func restoredForShow(_ literal: [UInt8]) -> [UInt8] { Elision.shown(literal, lengths: elidedLengths) }

  /// Literal text with all that was left out.
  func restored(_ literal: [UInt8], _ source: Bytes) -> [UInt8] {
    Elision.replacing(literal) { number in
      elided.indices.contains(number) ? Array(source[elided[number]]) : []
    }
  }
}

/// The source as it lies in memory.
typealias Bytes = UnsafeBufferPointer<UInt8>

extension String {
  func withBytes<Result>(_ body: (Bytes) -> Result) -> Result {
    utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
  }
}
