internal import CPlatform
internal import Glibc

/// Programs that bayside starts: copy tools, the editor. Blocking; main thread or a pool task.
package enum ChildProcess {
  /// Runs a program found through PATH, gives it `input`, drops its output.
  /// - Returns: its exit status, or `nil` when it could not be started.
  package static func run(_ arguments: [String], input: [UInt8]) -> Int32? {
    var (readEnd, writeEnd): (Int32, Int32) = (-1, -1)
    guard cp_pipe(&readEnd, &writeEnd) == 0 else { return nil }
    let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(null) }
    let child = spawn(arguments, input: readEnd, output: null, error: null)
    close(readEnd)
    var rest = input[...]
    while child > 0, !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(writeEnd, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { break }
      if count > 0 { rest = rest.dropFirst(count) }
    }
    close(writeEnd)
    return child > 0 ? status(of: child) : nil
  }

  /// Runs a program on our own terminal, which the screen must have left.
  package static func runOnTerminal(_ arguments: [String]) -> Int32? {
    cp_ignore_interrupts(true)
    defer { cp_ignore_interrupts(false) }
    let child = spawn(arguments, input: -1, output: 1, error: 1)
    return child > 0 ? status(of: child) : nil
  }

  /// Waits for one byte from the terminal; line by line, as the terminal gives it.
  package static func waitForKey() -> UInt8? {
    var byte: UInt8 = 0
    while true {
      let count = read(0, &byte, 1)
      if count == 1 { return byte }
      guard count < 0, errno == EINTR else { return nil }
    }
  }

  private static func status(of child: pid_t) -> Int32? {
    var code: Int32 = 0
    return cp_wait(child, true, &code) ? code : nil
  }

  private static func spawn(_ arguments: [String], input: Int32, output: Int32, error: Int32) -> pid_t {
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { argv.forEach { free($0) } }
    return argv.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return -1 }
      return cp_spawn(start, environ, input, output, error)
    }
  }
}
