import Glibc

/// Reads a key that is to be kept: from the terminal without showing it, else from standard input; never from an
/// argument, where every program on the machine could read it.
enum KeyInput {
  private static let maximumBytes = 4096

  static func read(_ name: String) throws(UsageError) -> String {
    let text = isatty(0) == 1 ? try typed("The key for “\(name)” (it is not shown): ") : piped()
    let key = KeyCommand.trimmed(text)
    if key.isEmpty { throw UsageError(sentence: "There is no key: nothing was kept.") }
    if let problem = KeyText.problem(key) {
      throw UsageError(sentence: "What was given \(problem); nothing was kept.")
    }
    return key
  }

  private static func piped() -> String {
    String(decoding: Output.readInput(0, limit: maximumBytes), as: UTF8.self)
  }

  /// Bytes come one by one and are not shown, so that Ctrl-C is seen here and the terminal is left as it was.
  private static func typed(_ prompt: String) throws(UsageError) -> String {
    var before = termios()
    guard tcgetattr(0, &before) == 0 else {
      throw UsageError(sentence: "The terminal cannot hide what is typed; give the key on standard input.")
    }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    guard tcsetattr(0, TCSAFLUSH, &silent) == 0 else {
      throw UsageError(sentence: "The terminal cannot hide what is typed; give the key on standard input.")
    }
    defer {
      tcsetattr(0, TCSAFLUSH, &before)
      Output.write("\n", to: 2)
    }
    Output.write(Output.harmless(prompt), to: 2)
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.count < maximumBytes {
      let count = Glibc.read(0, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      guard count == 1, byte != 0x04 else { break }
      switch byte {
      case 0x0A, 0x0D: return String(decoding: bytes, as: UTF8.self)
      case 0x03: throw UsageError(sentence: "Nothing was kept.")
      case 0x7F, 0x08: if !bytes.isEmpty { bytes.removeLast() }
      case 0x15: bytes = []
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
