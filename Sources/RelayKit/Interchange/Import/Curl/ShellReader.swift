/// Splits text into commands and words as bash does, as far as that goes without running anything. Every step
/// consumes input, so the time is bounded by the length.
struct ShellReader {
  private struct AwaitedInput {
    var command: Int
    var end: [UInt8]
    var stripsTabs: Bool
    var isLiteral: Bool
  }

  let bytes: [UInt8]
  var position = 0
  /// `nil` between words.
  var word: ShellWord?
  /// A quote was not closed.
  private(set) var isUnfinished = false
  private var commands = [ShellCommand()]
  private var awaited: [AwaitedInput] = []
  /// The next word is the target of a redirection.
  private enum Redirection { case file, text }
  private var redirection: Redirection?

  static func commands(in bytes: [UInt8]) -> (commands: [ShellCommand], isUnfinished: Bool) {
    var reader = ShellReader(bytes: bytes)
    while reader.position < bytes.count { reader.step() }
    reader.endCommand()
    return (reader.commands.filter { !$0.words.isEmpty }, reader.isUnfinished)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  func peek(_ offset: Int = 0) -> UInt8? {
    position + offset < bytes.count ? bytes[position + offset] : nil
  }

  mutating func append(_ byte: UInt8) {
    if word == nil { word = ShellWord() }
    word?.bytes.append(byte)
  }

  mutating func append(_ run: ArraySlice<UInt8>) {
    if word == nil { word = ShellWord() }
    word?.bytes += run
  }

  private mutating func step() {
    let byte = bytes[position]
    position += 1
    switch byte {
    case 0x20, 0x09, 0x0D: endWord()
    case 0x0A:
      endCommand()
      readAwaitedInputs()
    case UInt8(ascii: "\\"): escape()
    case UInt8(ascii: "'"): singleQuotes()
    case UInt8(ascii: "\""): doubleQuotes()
    case UInt8(ascii: "$"): dollar()
    case UInt8(ascii: "`"): substitution(until: byte)
    case UInt8(ascii: "#") where word == nil:
      while let next = peek(), next != 0x0A { position += 1 }
    case UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "("), UInt8(ascii: ")"):
      endCommand()
    case UInt8(ascii: "<"), UInt8(ascii: ">"): redirect(byte)
    default: append(byte)
    }
  }

  // MARK: Ends

  private mutating func endWord() {
    guard let ended = word else { return }
    word = nil
    switch redirection {
    case .text: commands[commands.count - 1].input = ended
    case .file: break
    case nil: commands[commands.count - 1].words.append(ended)
    }
    redirection = nil
  }

  private mutating func endCommand() {
    endWord()
    redirection = nil
    if commands[commands.count - 1] != ShellCommand() { commands.append(ShellCommand()) }
  }

  private mutating func escape() {
    // Blanks behind the backslash end a command for bash; whoever copied it meant the line to go on.
    var next = position
    while next < bytes.count, [0x20, 0x09, 0x0D].contains(bytes[next]) { next += 1 }
    if next < bytes.count, bytes[next] == 0x0A {
      if next > position { endWord() }
      position = next + 1
    } else if let byte = peek() {
      append(byte)
      position += 1
    }
  }

  // MARK: Redirections

  private mutating func redirect(_ sign: UInt8) {
    // The number of a descriptor, as in 2>file.
    if let digits = word?.bytes, !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) {
      word = nil
    }
    endWord()
    redirection = .file
    if peek() == sign {
      position += 1
      if sign == UInt8(ascii: "<") {
        if peek() == sign {
          position += 1
          redirection = .text
        } else {
          redirection = nil
          awaitInput()
        }
        return
      }
    }
    if peek() == UInt8(ascii: "&") { position += 1 }
  }

  /// `<<WORD`: the text comes behind the line.
  private mutating func awaitInput() {
    var input = AwaitedInput(command: commands.count - 1, end: [], stripsTabs: false, isLiteral: false)
    if peek() == UInt8(ascii: "-") {
      input.stripsTabs = true
      position += 1
    }
    while peek() == 0x20 { position += 1 }
    while let byte = peek(), byte > 0x20, !";|&<>()".utf8.contains(byte) {
      position += 1
      if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        input.isLiteral = true
      } else {
        input.end.append(byte)
      }
    }
    awaited.append(input)
  }

  private mutating func readAwaitedInputs() {
    for input in awaited {
      var text: [UInt8] = []
      while position < bytes.count {
        let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
        var line = bytes[position..<end]
        position = min(end + 1, bytes.count)
        if line.last == 0x0D { line.removeLast() }
        if input.stripsTabs { line = line.drop { $0 == 0x09 } }
        if line.elementsEqual(input.end) { break }
        text += line + [0x0A]
      }
      commands[input.command].input = input.isLiteral ? ShellWord(bytes: text) : Self.expanded(text)
    }
    awaited = []
  }

  /// Text in which a shell would put the values of variables.
  private static func expanded(_ text: [UInt8]) -> ShellWord {
    var reader = ShellReader(bytes: text)
    reader.word = ShellWord()
    while let byte = reader.peek() {
      reader.position += 1
      reader.takeInDoubleQuotes(byte, closing: nil)
      reader.appendPlain()
    }
    return reader.word ?? ShellWord()
  }

  mutating func markUnfinished() { isUnfinished = true }
}
