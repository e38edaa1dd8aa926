import Glibc

/// Standard output and standard error of an exchange: nothing is lost, and a reader that does not read does not
/// hold up signals.
struct AnswerOutput {
  struct Piece: Equatable {
    enum Stream: Int32 { case answer = 1, aside = 2 }
    var stream: Stream
    var text: String
  }

  /// Why not everything was written.
  enum Obstacle: Error, Equatable {
    /// A signal came while nobody read.
    case signal
    /// The number of the system's error.
    case failure(Int32)
  }

  /// What a pipe takes without blocking once it takes anything (POSIX, PIPE_BUF).
  private static let safeCount = 4096
  /// Readable when a signal came.
  let interrupt: Int32
  private let answerIsTerminal = isatty(1) == 1
  private let asideIsTerminal = isatty(2) == 1
  /// A pipe or socket: its reader may leave.
  let canBeClosed: Bool

  init(interrupt: Int32) {
    self.interrupt = interrupt
    var status = stat()
    let kind = fstat(1, &status) == 0 ? status.st_mode & S_IFMT : 0
    canBeClosed = kind == S_IFIFO || kind == S_IFSOCK
  }

  /// The bytes of a piece as they are written: on a terminal without what could drive it.
  func bytes(of piece: Piece) -> ArraySlice<UInt8> {
    let isTerminal = piece.stream == .answer ? answerIsTerminal : asideIsTerminal
    return Array((isTerminal ? Output.harmless(piece.text) : piece.text).utf8)[...]
  }

  /// Writes and removes what is written; after a signal the rest can be written with another call. Failures of
  /// standard error are not reported: there is no place to say them.
  func write(_ bytes: inout ArraySlice<UInt8>, to stream: Piece.Stream) throws(Obstacle) {
    while !bytes.isEmpty {
      var watched = [
        pollfd(fd: stream.rawValue, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: interrupt, events: Int16(POLLIN), revents: 0),
      ]
      let ready = poll(&watched, 2, -1)
      if ready > 0, watched[1].revents != 0 { throw .signal }
      guard ready > 0, watched[0].revents != 0 else { continue }
      let count = bytes.withUnsafeBytes {
        Glibc.write(stream.rawValue, $0.baseAddress, min(Self.safeCount, $0.count))
      }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if count < 0, errno != EINTR, errno != EAGAIN {
        if stream == .answer { throw .failure(errno) }
        return
      }
    }
  }
}
