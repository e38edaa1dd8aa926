import Glibc

/// Standard output and standard error, unbuffered, so that a token is seen when it comes.
enum Output {
  static func write(_ text: String, to descriptor: Int32 = 1) { writeWhole(Array(text.utf8), to: descriptor) }

  /// - Returns: whether all was written; else `errno` says why.
  @discardableResult
  static func writeWhole(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var bytes = bytes[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { return false }
      bytes = bytes.dropFirst(written)
    }
    return true
  }

  /// What would be a file: exactly these bytes in a pipe; on a terminal as text that cannot drive it.
  static func writeFile(_ bytes: [UInt8]) {
    guard isatty(1) == 1 else {
      writeWhole(bytes, to: 1)
      return
    }
    let text = harmless(String(decoding: bytes, as: UTF8.self))
    write(text.hasSuffix("\n") || text.isEmpty ? text : text + "\n")
  }

  /// Text from outside: as it is in a pipe; on a terminal control characters become signs, so that no
  /// answer can drive the terminal.
  static func writeAnswer(_ text: String, to descriptor: Int32 = 1) {
    write(isatty(descriptor) == 1 ? harmless(text) : text, to: descriptor)
  }

  /// The words of the system for one of its error numbers.
  static func systemError(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// Descriptors 0 to 2 that are closed would be given to sockets and files, and what is meant for people would
  /// be written into them.
  static func secureStandardDescriptors() {
    for descriptor in 0...2 as ClosedRange<Int32> where fcntl(descriptor, F_GETFD) < 0 {
      // Standard output stays one that cannot be written: the answer must not vanish without a word.
      let opened = open("/dev/null", descriptor == 2 ? O_WRONLY : O_RDONLY)
      if opened >= 0, opened != descriptor {
        dup2(opened, descriptor)
        close(opened)
      }
    }
  }

  static func notice(_ sentence: String) { write("bayside: \(harmless(sentence))\n", to: 2) }

  static func harmless(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A, 0x09: scalars.append(scalar)
      case 0..<0x20: scalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
      case 0x7F: scalars.append("\u{2421}")
      case 0x80..<0xA0, 0x202A...0x202E, 0x2066...0x2069: scalars.append("\u{FFFD}")
      default: scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  /// All that a descriptor gives, standard input by default; not much more than `limit` bytes.
  static func readInput(_ descriptor: Int32 = 0, limit: Int = .max) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while bytes.count < limit {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return bytes
  }
}
