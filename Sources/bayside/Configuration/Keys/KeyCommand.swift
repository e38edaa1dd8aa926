import CPlatform
import Glibc
import RelayKit

/// Runs the program that prints the key, for example a password manager.
enum KeyCommand {
  static let secondsAllowed = 30.0
  /// After which the user is told what is waited for.
  static let patience = 2.0
  private static let maximumBytes = 64 << 10

  /// - Parameters:
  ///   - words: the program, found through `PATH`, and its arguments. Standard input is empty; what it writes
  ///     to standard error is passed on line by line, without keys.
  ///   - name: how it is called in sentences.
  ///   - complain: also told once that it is still waited for.
  /// - Returns: the key.
  static func run(
    _ words: [String], seconds: Double = secondsAllowed, patience: Double = patience,
    named name: String = "The key_command of the configuration", complain: @escaping (String) -> Void
  ) throws(UsageError) -> String {
    func failure(_ what: String) -> UsageError { UsageError(sentence: "\(name) \(what).") }
    let (status, bytes) = try capture(
      words, seconds: seconds, patience: patience, named: name, complain: complain)
    guard status == 0 else { throw failure("ended with status \(status)") }
    guard bytes.count <= maximumBytes else { throw failure("printed more than a key") }
    let key = trimmed(String(decoding: bytes, as: UTF8.self))
    if key.isEmpty { throw failure("printed nothing") }
    if let problem = KeyText.problem(key) { throw failure("printed something that \(problem)") }
    return key
  }

  /// Runs a program to its end.
  /// - Parameters:
  ///   - input: what it reads from standard input; less than a pipe holds.
  ///   - seconds: after so many it is killed, with all that it started.
  ///   - patience: after so many `complain` is told that it is waited for; `nil`: never.
  /// - Returns: its exit status and what it printed, cut a little above 64 KiB.
  static func capture(
    _ words: [String], input: [UInt8] = [], seconds: Double = secondsAllowed, patience: Double? = nil,
    named name: String, complain: @escaping (String) -> Void
  ) throws(UsageError) -> (status: Int32, bytes: [UInt8]) {
    func failure(_ what: String) -> UsageError { UsageError(sentence: "\(name) \(what).") }
    var (outputEnd, outputStart, errorEnd, errorStart): (Int32, Int32, Int32, Int32) = (-1, -1, -1, -1)
    guard cp_pipe(&outputEnd, &outputStart) == 0 else { throw failure("needs a pipe, and there is none") }
    defer { close(outputEnd) }
    guard cp_pipe(&errorEnd, &errorStart) == 0 else {
      close(outputStart)
      throw failure("needs a pipe, and there is none")
    }
    defer { close(errorEnd) }
    let reader = standardInput(input)
    let child = spawn(words, input: reader, output: outputStart, error: errorStart)
    for descriptor in [reader, outputStart, errorStart] { close(descriptor) }
    guard child > 0 else {
      throw failure("cannot start “\(words[0])”: \(String(cString: strerror(-child)))")
    }
    var run = Run(child: child, output: outputEnd, error: errorEnd, complain: complain)
    let waiting = patience.map { ($0, "\(name) is waited for, up to \(Int(seconds)) s.") }
    let status = run.finish(seconds: seconds, waiting: waiting)
    guard let status else { throw failure("took longer than \(Int(seconds)) s and was ended") }
    return (status, run.bytes)
  }

  private static func standardInput(_ bytes: [UInt8]) -> Int32 {
    var (end, start): (Int32, Int32) = (-1, -1)
    guard !bytes.isEmpty, cp_pipe(&end, &start) == 0 else { return open("/dev/null", O_RDONLY | O_CLOEXEC) }
    Output.writeWhole(bytes, to: start)
    close(start)
    return end
  }

  static func trimmed(_ text: String) -> String {
    var text = text[...].drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  private static func spawn(_ words: [String], input: Int32, output: Int32, error: Int32) -> pid_t {
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    return arguments.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return -EINVAL }
      return cp_spawn(start, environ, input, output, error)
    }
  }

  /// One run of the program: gathers what it prints until it ends or its time is over.
  private struct Run {
    let child: pid_t
    var output: Int32
    var error: Int32
    let complain: (String) -> Void
    var bytes: [UInt8] = []
    private var line: [UInt8] = []

    init(child: pid_t, output: Int32, error: Int32, complain: @escaping (String) -> Void) {
      self.child = child
      self.output = output
      self.error = error
      self.complain = complain
      for descriptor in [output, error] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    }

    /// - Parameter waiting: what is said after so many seconds.
    /// - Returns: the exit status, or `nil` when the time was over.
    mutating func finish(seconds: Double, waiting: (seconds: Double, sentence: String)?) -> Int32? {
      let start = Self.now
      var terminal = termios()
      let hasTerminal = tcgetattr(2, &terminal) == 0
      var unsaid = waiting
      var status: Int32 = 0
      var hasEnded = false
      while !hasEnded {
        // A grandchild may keep the pipes open for ever: the end of the program itself counts. Nothing tells
        // of it through a descriptor, so it is looked for now and then.
        var watched = [output, error].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        poll(&watched, nfds_t(watched.count), 20)
        hasEnded = cp_wait(child, false, &status)
        drain()
        guard !hasEnded else { break }
        let time = Self.now - start
        if let said = unsaid, time > said.seconds, !Self.isAskingForSecret {
          complain(said.sentence)
          unsaid = nil
        }
        if time > seconds {
          ProcessTree.kill(child)
          _ = cp_wait(child, true, &status)
          // It may have asked for a secret, and cannot turn the echo on again.
          if hasTerminal, tcgetpgrp(2) == getpgrp() { tcsetattr(2, TCSANOW, &terminal) }
          flushLine()
          return nil
        }
      }
      flushLine()
      return status
    }

    /// It asks on the terminal by itself, perhaps on all of it: nothing may be written between.
    private static var isAskingForSecret: Bool {
      var settings = termios()
      return tcgetattr(2, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) == 0
    }

    private mutating func drain() {
      output = Self.read(output) { bytes += $0.prefix(max(0, maximumBytes + 1 - bytes.count)) }
      error = Self.read(error) { chunk in
        for byte in chunk {
          if byte == 0x0A { flushLine() } else if line.count < 4096 { line.append(byte) }
        }
      }
    }

    private mutating func flushLine() {
      if !line.isEmpty { complain(KeyMask.masked(String(decoding: line, as: UTF8.self))) }
      line = []
    }

    /// - Returns: the descriptor, or -1 (which `poll` ignores) once it is at its end.
    private static func read(_ descriptor: Int32, _ take: (ArraySlice<UInt8>) -> Void) -> Int32 {
      var buffer = [UInt8](repeating: 0, count: 4096)
      while descriptor >= 0 {
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        if count > 0 {
          take(buffer[..<count])
        } else if count == 0 {
          return -1
        } else if errno != EINTR {
          break
        }
      }
      return descriptor
    }

    private static var now: Double {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
  }
}
