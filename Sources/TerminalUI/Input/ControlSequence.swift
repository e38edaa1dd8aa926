/// A whole `CSI` sequence from a terminal, and what it means. Unknown ones mean nothing and are skipped.
struct ControlSequence: Sendable {
  enum Meaning: Sendable, Hashable {
    case key(Key?)
    case text([Character])
    case event(InputEvent)
    case pasteStart
  }

  private static let prefixes = UInt8(ascii: "<")...UInt8(ascii: "?")
  /// Numbers stop growing here.
  private static let largest = 0xFF_FFFF

  private let prefix: UInt8?
  /// Each parameter with its parts after a colon; nil where no number stands.
  private let parameters: [[Int?]]
  private let final: UInt8

  /// Nil for bytes that are no parameters.
  init?(body: [UInt8], final: UInt8) {
    var prefix: UInt8?
    var parameters: [[Int?]] = [[nil]]
    for (index, byte) in body.enumerated() {
      switch byte {
      case Self.prefixes where index == 0: prefix = byte
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        var parts = parameters.removeLast()
        let digit = Int(byte & 0x0F)
        let earlier = (parts.popLast() ?? nil) ?? 0
        parts.append(min(earlier * 10 + digit, Self.largest))
        parameters.append(parts)
      case UInt8(ascii: ":"): parameters[parameters.count - 1].append(nil)
      case UInt8(ascii: ";"): parameters.append([nil])
      default: return nil
      }
    }
    self.prefix = prefix
    self.parameters = parameters
    self.final = final
  }

  private func number(_ index: Int, part: Int = 0) -> Int? {
    guard parameters.indices.contains(index), parameters[index].indices.contains(part) else { return nil }
    return parameters[index][part]
  }

  /// The parameters as they were sent.
  private var words: String {
    parameters.map { parts in parts.map { $0.map(String.init) ?? "" }.joined(separator: ":") }
      .joined(separator: ";")
  }

  private var hasNoParameters: Bool { parameters == [[nil]] }

  var meaning: Meaning? {
    switch (prefix, final) {
    case (UInt8(ascii: "<"), UInt8(ascii: "M")), (UInt8(ascii: "<"), UInt8(ascii: "m")):
      return mouse
    case (UInt8(ascii: "?"), UInt8(ascii: "c")): return .event(.answer("[?\(words)c"))
    case (.some, _): return nil
    case (_, UInt8(ascii: "t")): return number(0) == 6 ? .event(.answer("[\(words)t")) : nil
    case (_, UInt8(ascii: "I")): return hasNoParameters ? .event(.focus(true)) : nil
    case (_, UInt8(ascii: "O")): return hasNoParameters ? .event(.focus(false)) : nil
    case (_, UInt8(ascii: "Z")): return key(.tab, adding: .shift)
    case (_, UInt8(ascii: "a")...UInt8(ascii: "d")):
      return key(KeyTables.code(final: final - 0x20), adding: .shift)
    case (_, UInt8(ascii: "~")): return tilde
    case (_, UInt8(ascii: "^")): return key(KeyTables.code(tilde: number(0) ?? 0), adding: .control)
    case (_, UInt8(ascii: "@")):
      return key(KeyTables.code(tilde: number(0) ?? 0), adding: [.control, .shift])
    case (_, UInt8(ascii: "u")): return unicode
    default:
      // `CSI row;column R` is the answer to a position request: only `1;m` can be F3.
      guard number(0) ?? 1 == 1, parameters.count <= 2 else { return nil }
      return key(KeyTables.code(final: final))
    }
  }

  /// The modifiers of the second parameter; nil for a released key, and for one held with Super or Hyper,
  /// which belongs to the desktop.
  private var modifiers: KeyModifiers? {
    let bits = max(0, (number(1) ?? 1) - 1)
    guard number(1, part: 1) != 3, bits < 256, bits & 0x18 == 0 else { return nil }
    var modifiers = KeyModifiers(rawValue: UInt8(bits & 0x07))
    if bits & 0x20 != 0 { modifiers.insert(.alt) }
    return modifiers
  }

  private func key(_ code: KeyCode?, adding more: KeyModifiers = []) -> Meaning? {
    guard let code, let modifiers else { return nil }
    return .key(Key(code, modifiers.union(more)))
  }

  private var tilde: Meaning? {
    switch number(0) {
    case 200: return .pasteStart
    case 27:
      guard let code = number(2).flatMap(KeyTables.code(unicode:)), let modifiers else { return nil }
      return .key(Self.normal(code, modifiers, isShifted: true))
    case let number: return key(KeyTables.code(tilde: number ?? 0))
    }
  }

  /// The `CSI code:shifted:base;modifiers:event;text u` of kitty's keyboard protocol.
  private var unicode: Meaning? {
    guard let modifiers else { return nil }
    if modifiers.isDisjoint(with: [.alt, .control]), parameters.count > 2 {
      let scalars = parameters[2].compactMap { $0.flatMap { Unicode.Scalar(UInt32($0)) } }
      let text = scalars.filter { $0.properties.generalCategory != .control }
      if !text.isEmpty { return .text(text.map(Character.init)) }
    }
    guard let sent = number(0), let code = KeyTables.code(unicode: sent) else { return nil }
    if case .character = code, modifiers.contains(.shift), let shifted = number(0, part: 1),
      let code = KeyTables.code(unicode: shifted)
    {
      return .key(Self.normal(code, modifiers, isShifted: true))
    }
    return .key(Self.normal(code, modifiers, isShifted: false))
  }

  /// A letter with Control is lower case and keeps Shift. In other characters Shift is already contained.
  private static func normal(_ code: KeyCode, _ modifiers: KeyModifiers, isShifted: Bool) -> Key {
    guard case .character(let character) = code else { return Key(code, modifiers) }
    if modifiers.contains(.control), character.isLetter {
      return Key(.character(single(character.lowercased()) ?? character), modifiers)
    }
    guard modifiers.contains(.shift) else { return Key(code, modifiers) }
    let rest = modifiers.subtracting(.shift)
    if character.isLetter { return Key(.character(single(character.uppercased()) ?? character), rest) }
    if isShifted || !modifiers.contains(.control) { return Key(code, rest) }
    // Control-_ is an old name of undo; terminals that tell the unshifted key send its minus.
    return character == "-" ? Key(.character("_"), rest) : Key(code, modifiers)
  }

  private static func single(_ text: String) -> Character? {
    text.count == 1 ? text.first : nil
  }

  private var mouse: Meaning? {
    guard let button = number(0), let column = number(1), let row = number(2) else { return nil }
    return Self.mouse(button, column, row, isRelease: final == UInt8(ascii: "m"))
  }

  /// The three bytes of `CSI M`.
  static func oldMouse(_ bytes: [UInt8]) -> Meaning? {
    let numbers = bytes.map { Int($0) - 32 }
    guard numbers.count == 3, numbers[0] >= 0 else { return nil }
    let isRelease = numbers[0] & 0x63 == 3
    return mouse(isRelease ? numbers[0] & ~3 : numbers[0], numbers[1], numbers[2], isRelease: isRelease)
  }

  /// Only the left button and the vertical wheel are reported. Positions are sent from 1.
  private static func mouse(_ button: Int, _ column: Int, _ row: Int, isRelease: Bool) -> Meaning? {
    let kind: MouseEvent.Kind
    switch button & ~0x1C {
    case 0: kind = isRelease ? .release : .press
    case 32: kind = .drag
    case 64: kind = .wheelUp
    case 65: kind = .wheelDown
    default: return nil
    }
    var modifiers: KeyModifiers = []
    if button & 4 != 0 { modifiers.insert(.shift) }
    if button & 8 != 0 { modifiers.insert(.alt) }
    if button & 16 != 0 { modifiers.insert(.control) }
    let position = Position(column: max(0, column - 1), row: max(0, row - 1))
    return .event(.mouse(MouseEvent(kind: kind, position: position, modifiers: modifiers)))
  }

  /// `ESC O x`, also with a modifier number as in `ESC O 5 P` and `ESC O 1;5 P`.
  static func singleShift(body: [UInt8], final: UInt8) -> Meaning? {
    if (UInt8(ascii: "a")...UInt8(ascii: "d")).contains(final), body.isEmpty {
      return KeyTables.code(final: final - 0x20).map { .key(Key($0, .control)) }
    }
    guard let code = KeyTables.code(final: final) ?? KeyTables.keypad(final) else { return nil }
    let isLoneModifier = !body.isEmpty && !body.contains(UInt8(ascii: ";"))
    let numbers = isLoneModifier ? [0x31, 0x3B] + body : body
    return ControlSequence(body: numbers, final: final)?.key(code)
  }
}
