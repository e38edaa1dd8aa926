/// Splits text into words as the command prompt of Windows and the programs it starts do: `^` takes the meaning
/// of the next sign and joins lines, quotes are escaped with a backslash or doubled.
enum WindowsCommand {
  /// Whether text that holds a curl command is written so: its first quote has a caret, or its first line ends
  /// with one.
  static func isLikely(_ bytes: [UInt8]) -> Bool {
    guard let name = bytes.firstRange(of: Array("curl".utf8)) else { return false }
    var previous: UInt8 = 0
    for byte in bytes[name.upperBound...] where byte != 0x0D {
      switch byte {
      case UInt8(ascii: "\""): return previous == UInt8(ascii: "^") || endsLinesWithCaret(bytes)
      case UInt8(ascii: "'"): return false
      case 0x0A: return previous == UInt8(ascii: "^")
      default: previous = byte
      }
    }
    return false
  }

  /// Only the end of the first line counts: text in quotes may hold anything.
  private static func endsLinesWithCaret(_ bytes: [UInt8]) -> Bool {
    guard let end = bytes.firstIndex(of: 0x0A) else { return false }
    return ImportedText.trimmed(bytes[..<end]).last == UInt8(ascii: "^")
  }

  /// The command that holds curl, else the first one.
  static func command(in bytes: [UInt8]) -> ShellCommand {
    let commands = lines(bytes).map { ShellCommand(words: words($0)) }
    return commands.first { $0.curlArguments != nil } ?? commands.first ?? ShellCommand()
  }

  /// What the prompt hands to the programs, without carets.
  private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    var isQuoted = false
    var index = 0
    func isLineEnd(_ index: Int) -> Bool { index < bytes.count && bytes[index] == 0x0A }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case 0x0D where isLineEnd(index): break
      case 0x0A:
        lines.append([])
        isQuoted = false
      case UInt8(ascii: "^") where !isQuoted:
        if index < bytes.count, bytes[index] == 0x0D, isLineEnd(index + 1) { index += 1 }
        if isLineEnd(index) { index += 1 }
        if index < bytes.count, bytes[index] == 0x0D, isLineEnd(index + 1) { index += 1 }
        if index < bytes.count {
          lines[lines.count - 1].append(bytes[index])
          index += 1
        }
      case UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"):
        if isQuoted { lines[lines.count - 1].append(byte) } else { lines.append([]) }
      default:
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        lines[lines.count - 1].append(byte)
      }
    }
    return lines
  }

  /// A line as a program finds it in its arguments.
  private static func words(_ line: [UInt8]) -> [ShellWord] {
    var words: [ShellWord] = []
    var word: [UInt8]?
    var isQuoted = false
    var index = 0
    while index < line.count {
      let byte = line[index]
      switch byte {
      case UInt8(ascii: "\\"):
        let count = line[index...].prefix { $0 == byte }.count
        index += count
        let isBeforeQuote = index < line.count && line[index] == UInt8(ascii: "\"")
        word = (word ?? []) + repeatElement(byte, count: isBeforeQuote ? count / 2 : count)
        if isBeforeQuote, !count.isMultiple(of: 2) {
          word?.append(UInt8(ascii: "\""))
          index += 1
        }
      case UInt8(ascii: "\""):
        index += 1
        word = word ?? []
        if isQuoted, index < line.count, line[index] == byte {
          word?.append(byte)
          index += 1
        } else {
          isQuoted.toggle()
        }
      case 0x20, 0x09:
        index += 1
        if isQuoted {
          word?.append(byte)
        } else if let ended = word {
          words.append(ShellWord(bytes: ended))
          word = nil
        }
      default:
        index += 1
        if word == nil { word = [] }
        word?.append(byte)
      }
    }
    if let word { words.append(ShellWord(bytes: word)) }
    return words
  }
}
