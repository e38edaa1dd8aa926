/// Turns what a terminal sends into input events. A pure value: bytes in, events out; no clock, no reading.
///
/// Every split of the bytes gives the same events. A character key holds one Unicode scalar, as a cluster
/// has no end in a stream; `TextBox.insert` joins scalars to clusters.
package struct InputDecoder: Sendable {
  private enum State: Sendable {
    case ground
    case character
    case escape
    /// After `ESC [`.
    case control
    /// After `ESC [ [`, the function keys of the Linux console.
    case consoleKey
    /// After `ESC [ M`, when a terminal knows no other mouse reports: three bytes follow.
    case oldMouse
    /// After `ESC O`.
    case singleShift
    /// After `ESC ]`, `ESC P`, `ESC _`: an answer of the terminal; short ones to OSC and APC are told.
    case string
    case stringEscape
    case paste
  }

  /// Longer sequences are skipped.
  private static let longestSequence = 128
  /// A reply string without an end gives up here, in bytes.
  private static let longestString = 64 << 10
  /// How many flushes without a byte a sequence outlives that is more than its introducer.
  private static let patience = 8

  private var state = State.ground
  /// Another ESC came right before the one of this sequence: Alt for a key, else Escape.
  private var followsEscape = false
  private var modifiers: KeyModifiers = []
  private var scanner = UTF8Scanner()
  private var introducer: UInt8 = 0
  private var body: [UInt8] = []
  /// Counts the bytes not kept in `body` too.
  private var bodyCount = 0
  private var paste = PasteCollector()
  private var silentFlushes = 0

  package init() {}

  /// Bytes are held that may be a lone ESC or the begin of a sequence: call `flush` when 25 ms pass without
  /// input, again for as long as this is true. False inside a paste, which waits for its end.
  package var isHolding: Bool {
    switch state {
    case .ground, .paste: false
    default: true
    }
  }

  package mutating func feed(_ bytes: [UInt8]) -> [InputEvent] {
    var events: [InputEvent] = []
    var rest = bytes[...]
    if !rest.isEmpty { silentFlushes = 0 }
    while let byte = rest.first {
      if case .paste = state {
        guard let text = paste.take(&rest) else { break }
        events.append(.paste(text))
        state = .ground
      } else {
        rest = rest.dropFirst()
        while !take(byte, &events) {}
      }
    }
    return events
  }

  /// Decides what is held: `ESC`, `ESC [` and the like are keys at once. A sequence that has more bytes gets
  /// several flushes to arrive on a slow line, then it is dropped.
  package mutating func flush() -> [InputEvent] {
    guard isHolding else { return [] }
    if hasMoreThanIntroducer, silentFlushes + 1 < Self.patience {
      silentFlushes += 1
      return []
    }
    silentFlushes = 0
    var events: [InputEvent] = []
    abandon(&events)
    return events
  }

  private var hasMoreThanIntroducer: Bool {
    switch state {
    case .control, .singleShift, .string: bodyCount > 0
    case .character, .oldMouse, .stringEscape: true
    case .ground, .escape, .consoleKey, .paste: false
    }
  }

  /// Ends what is held without its last byte, and gives the keys it may have been.
  private mutating func abandon(_ events: inout [InputEvent]) {
    let ended = state
    state = .ground
    releaseEscape(&events)
    switch ended {
    case .escape, .stringEscape: events.append(.key(Key(.escape)))
    case .character: events.append(.key(Key(.character("\u{FFFD}"), modifiers)))
    case .control where bodyCount == 0: events.append(.key(Key(.character("["), .alt)))
    case .singleShift where bodyCount == 0: events.append(.key(Key(.character("O"), .alt)))
    case .string where bodyCount == 0:
      events.append(.key(Key(.character(Character(Unicode.Scalar(introducer))), .alt)))
    case .consoleKey:
      events.append(.key(Key(.character("["), .alt)))
      events.append(.key(Key(.character("["))))
    default: break
    }
    scanner = UTF8Scanner()
  }

  private mutating func releaseEscape(_ events: inout [InputEvent]) {
    if followsEscape { events.append(.key(Key(.escape))) }
    followsEscape = false
  }

  /// Returns false when the byte ended what was held without being part of it: it has to be taken again.
  private mutating func take(_ byte: UInt8, _ events: inout [InputEvent]) -> Bool {
    switch state {
    case .ground, .paste: return takePlain(byte, [], &events)
    case .character: return takeCharacter(byte, &events)
    case .escape: return takeAfterEscape(byte, &events)
    case .control: return takeControl(byte, &events)
    case .singleShift: return takeSingleShift(byte, &events)
    case .consoleKey:
      guard (0x20..<0x7F).contains(byte) else { break }
      finish(.key(KeyTables.consoleKey(byte)), &events)
      return true
    case .oldMouse:
      body.append(byte)
      if body.count == 3 { finish(ControlSequence.oldMouse(body), &events) }
      return true
    case .string: return takeString(byte, &events)
    case .stringEscape:
      if byte == UInt8(ascii: "\\") { endString(&events) } else { state = .escape }
      return byte == UInt8(ascii: "\\")
    }
    abandon(&events)
    return false
  }

  private mutating func takePlain(
    _ byte: UInt8, _ modifiers: KeyModifiers, _ events: inout [InputEvent]
  ) -> Bool {
    state = .ground
    switch byte {
    case 0x1B:
      state = .escape
    case 0x80...:
      self.modifiers = modifiers
      state = .character
      return takeCharacter(byte, &events)
    default:
      var key = KeyTables.plainKey(byte)
      key.modifiers.formUnion(modifiers)
      events.append(.key(key))
    }
    return true
  }

  private mutating func takeCharacter(_ byte: UInt8, _ events: inout [InputEvent]) -> Bool {
    let outcome = scanner.take(byte)
    var scalar: Unicode.Scalar = "\u{FFFD}"
    switch outcome {
    case .incomplete: return true
    case .scalar(let read): scalar = read
    case .invalid, .invalidBefore: break
    }
    state = .ground
    if !(0x80..<0xA0).contains(scalar.value) {
      events.append(.key(Key(.character(Character(scalar)), modifiers)))
    }
    return outcome != .invalidBefore
  }

  private mutating func takeAfterEscape(_ byte: UInt8, _ events: inout [InputEvent]) -> Bool {
    body.removeAll(keepingCapacity: true)
    bodyCount = 0
    switch byte {
    case 0x1B:
      releaseEscape(&events)
      followsEscape = true
    case UInt8(ascii: "["): state = .control
    case UInt8(ascii: "O"): state = .singleShift
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"):
      releaseEscape(&events)
      introducer = byte
      state = .string
    default:
      releaseEscape(&events)
      return takePlain(byte, .alt, &events)
    }
    return true
  }

  private mutating func takeControl(_ byte: UInt8, _ events: inout [InputEvent]) -> Bool {
    switch byte {
    case 0x20..<0x40:
      bodyCount += 1
      if body.count < Self.longestSequence { body.append(byte) }
    case UInt8(ascii: "[") where bodyCount == 0: state = .consoleKey
    case UInt8(ascii: "M") where bodyCount == 0: state = .oldMouse
    case 0x40..<0x7F:
      let whole = bodyCount == body.count
      finish(whole ? ControlSequence(body: body, final: byte)?.meaning : nil, &events)
    default:
      abandon(&events)
      return byte == 0x18 || byte == 0x1A
    }
    return true
  }

  private mutating func takeSingleShift(_ byte: UInt8, _ events: inout [InputEvent]) -> Bool {
    switch byte {
    case 0x30..<0x3C:
      bodyCount += 1
      if body.count < Self.longestSequence { body.append(byte) }
    case 0x20..<0x7F:
      finish(ControlSequence.singleShift(body: body, final: byte), &events)
    default:
      abandon(&events)
      return false
    }
    return true
  }

  private mutating func takeString(_ byte: UInt8, _ events: inout [InputEvent]) -> Bool {
    bodyCount += 1
    switch byte {
    case 0x1B: state = .stringEscape
    case 0x07: endString(&events)
    case 0x18, 0x1A: state = .ground
    default:
      if bodyCount <= Self.longestSequence { body.append(byte) }
      if bodyCount > Self.longestString { state = .ground }
    }
    return true
  }

  private mutating func endString(_ events: inout [InputEvent]) {
    state = .ground
    guard introducer != UInt8(ascii: "P"), bodyCount <= Self.longestSequence else { return }
    let text = String(decoding: body, as: UTF8.self)
    events.append(.answer(introducer == UInt8(ascii: "_") ? "_" + text : text))
  }

  private mutating func finish(_ meaning: ControlSequence.Meaning?, _ events: inout [InputEvent]) {
    state = .ground
    if followsEscape, case .key(.some(var key)) = meaning {
      followsEscape = false
      key.modifiers.insert(.alt)
      events.append(.key(key))
      return
    }
    releaseEscape(&events)
    switch meaning {
    case .key(let key): events += key.map { [.key($0)] } ?? []
    case .text(let text): events += text.map { .key(Key(.character($0))) }
    case .event(let event): events.append(event)
    case .pasteStart: state = .paste
    case nil: break
    }
  }
}
