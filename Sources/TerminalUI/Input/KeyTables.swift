/// What single bytes and the numbers of key reports stand for.
enum KeyTables {
  /// A byte below 0x80 that is not ESC.
  static func plainKey(_ byte: UInt8) -> Key {
    switch byte {
    case 0x00: Key(.character(" "), .control)
    case 0x08, 0x7F: Key(.backspace)
    case 0x09: Key(.tab)
    case 0x0D: Key(.enter)
    case 0x01..<0x1B: Key(.character(Character(Unicode.Scalar(byte + 0x60))), .control)
    case 0x1B..<0x20: Key(.character(Character(Unicode.Scalar(byte + 0x40))), .control)
    default: Key(.character(Character(Unicode.Scalar(byte))))
    }
  }

  static func consoleKey(_ byte: UInt8) -> Key? {
    let number = Int(byte) - 0x40
    return (1...5).contains(number) ? Key(.function(number)) : nil
  }

  /// The last byte of `CSI … X`.
  static func code(final byte: UInt8) -> KeyCode? {
    switch byte {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(byte) - 0x4F)
    default: nil
    }
  }

  /// The number of `CSI n ~`.
  static func code(tilde number: Int) -> KeyCode? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...26: .function(number - 12)
    case 28, 29: .function(number - 13)
    case 31...34: .function(number - 14)
    default: nil
    }
  }

  /// Keys of the number pad in application mode, `ESC O x`.
  static func keypad(_ byte: UInt8) -> KeyCode? {
    switch byte {
    case UInt8(ascii: "M"): .enter
    case UInt8(ascii: "I"): .tab
    case UInt8(ascii: " "): .character(" ")
    case UInt8(ascii: "X"): .character("=")
    case UInt8(ascii: "j")...UInt8(ascii: "y"): .character(Character(Unicode.Scalar(byte - 0x40)))
    default: nil
    }
  }

  /// The number of `CSI n u`; letters are given as sent.
  static func code(unicode number: Int) -> KeyCode? {
    switch number {
    case 8, 127: return .backspace
    case 9: return .tab
    case 13, 57414: return .enter
    case 27: return .escape
    case 57376...57398: return .function(number - 57363)
    case 57399...57416: return keypadCharacters[number - 57399].map { .character($0) }
    case 57417...57426: return keypadMoves[number - 57417]
    case 0..<0x20, 0x80..<0xA0, 0xE000...0xF8FF: return nil
    default:
      return UInt32(exactly: number).flatMap(Unicode.Scalar.init).map { .character(Character($0)) }
    }
  }

  private static let keypadCharacters: [Character?] =
    [
      "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "/", "*", "-", "+", nil, "=", ",",
    ]
  private static let keypadMoves: [KeyCode] =
    [.left, .right, .up, .down, .pageUp, .pageDown, .home, .end, .insert, .delete]
}
